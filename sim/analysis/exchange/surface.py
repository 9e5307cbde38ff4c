"""A response as a smooth surface over two factors, one surface a replicate.

The surface is the posterior mean of a Gaussian process that all replicates share, so that whatever
is asked of it, a value, a difference or a slope, is a weighted sum of the runs of a replicate. Its
error has two parts. What the replicates' own numbers differ by is luck, whatever its shape, and
common random numbers cancel in it what two places share. What the sum would miss if luck were
absent is the error of interpolation, and the process knows it:
``k(x, x) - 2 w'k(x) + w'K w`` for weights ``w``.

Where the design has other factors the surface is their average over the points of the design, as a
heat map's cells are.

The kernel of the two factors is a Matern kernel of order 5/2, its noise what the means of the
points have that their neighbours know nothing of. Of the two ways beside it that were tried
(`benchmarks/exchange.py`, 100 trials each) the Gaussian kernel trusts itself too much where a slope
changes: on a grid of 6 by 5 levels with noise of 5% of the signal its 95% intervals held the rate
of a saturating curve in 77% of cases, those of the Matern kernel in all. Cubic splines through the
grid of a replicate held it in 94% at 1.3 to 2 times the width of the latter's, told no rate in half
of the cases and more with noise of 30%, where the process told nearly all, and have no answer where
levels are drawn.

References
----------
Rasmussen & Williams 2006, Gaussian Processes for Machine Learning, ISBN 026218253X: (2.25, 2.26).
Stein 1999, Interpolation of Spatial Data, ISBN 0387986294: why not the Gaussian kernel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from sim.analysis import surrogate
from sim.analysis.surrogate import FIRST_LENGTH, LONGEST, SHORTEST

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.analysis.surrogate import Surrogate

    Values = npt.NDArray[np.float64]

PAIR = 2
SMOOTHNESS = 2.5
INERT = 1e6
"""Length of a kernel along factors that it does not depend on."""
FIXED = INERT, INERT
MOST_LENGTH = 5.0
"""Longest length of the pair's kernel, in ways of a factor; along it a line is nearly straight.
What is straighter takes a variance that both factors share and that is wrong for the other: of a
product whose one factor has a logarithmic axis, on 9 by 9 levels without noise, lengths up to 50
left no rate told, and lengths up to 5 each to 41% or less."""
NODES = 51
"""Places along each side of the mesh on which lines are sought."""


@dataclass(frozen=True)
class Estimate:
    """Numbers that are linear in the response, as its value at a place or its slope: a row each.

    Attributes
    ----------
    terms
        Coefficients and the places, shape (rows, 2), whose values they multiply.
    values
        What each replicate has, shape (rows, replicates).
    at
        Covariance with the runs under the process, shape (rows, points).
    weights
        What the runs of a replicate are multiplied by, shape (rows, points).
    """

    terms: tuple[tuple[float, Values], ...]
    values: Values
    at: Values
    weights: Values

    @property
    def mean(self) -> Values:
        """The mean over replicates."""
        return cast("Values", self.values.mean(axis=1))

    def __getitem__(self, rows: slice) -> Estimate:
        """Return some of the rows."""
        terms = tuple((times, places[rows]) for times, places in self.terms)
        return Estimate(terms, self.values[rows], self.at[rows], self.weights[rows])

    def __sub__(self, other: Estimate) -> Estimate:
        """Return the difference, row by row, or of each row from the only one of the other."""
        count = len(self.values)
        negative = tuple(
            (-times, np.broadcast_to(places, (count, PAIR))) for times, places in other.terms
        )
        return Estimate(
            self.terms + negative,
            self.values - other.values,
            self.at - other.at,
            self.weights - other.weights,
        )

    def __truediv__(self, by: float) -> Estimate:
        """Return all of it divided by a number."""
        terms = tuple((times / by, places) for times, places in self.terms)
        return Estimate(terms, self.values / by, self.at / by, self.weights / by)


@dataclass(frozen=True)
class Surface:
    """A response over two factors, for each replicate, known from runs at some points.

    Attributes
    ----------
    surrogate
        Of all factors, the two first; a column of values a replicate.
    """

    surrogate: Surrogate

    @property
    def replicates(self) -> int:
        """How many surfaces there are."""
        return int(self.surrogate.values.shape[1])

    @property
    def points(self) -> Values:
        """Where the runs are, as shares of the two factors' ways."""
        return self.surrogate.shares[:, :PAIR]

    @cached_property
    def q2(self) -> float:
        """Share of the variance of the points' means that is foretold from all other points."""
        of_means = replace(self.surrogate, values=self.surrogate.values.mean(axis=1))
        return of_means.held_out.q2

    @cached_property
    def mesh(self) -> Estimate:
        """The response at `NODES` by `NODES` places, the first factor changing fastest."""
        ways = np.meshgrid(NODES_OF_WAY, NODES_OF_WAY)
        return self.at(np.stack(ways, axis=-1).reshape(-1, PAIR))

    def at(self, places: Values) -> Estimate:
        """Return the response at places, shape (rows, 2), as shares of the two factors' ways."""
        known = self.surrogate
        at = known.kernel(self._padded(places), self._padded(self.points)) * self._others[0]
        weights = cho_solve(self._factor, at.T).T
        centre = known.values.mean(axis=0)
        values = weights @ (known.values - centre) + centre
        return Estimate(((1.0, places),), values, at, weights)

    def covariance(self, one: Estimate, other: Estimate) -> Values:
        """Return how the errors of two estimates of the mean go together, row by row.

        That is luck, which falls with the number of replicates, and the error of interpolation,
        which does not.
        """
        return self.luck(one, other) + self.interpolation(one, other)

    def luck(self, one: Estimate, other: Estimate) -> Values:
        """Return the part of `covariance` that comes from replicates."""
        departures = (each.values - each.mean[:, np.newaxis] for each in (one, other))
        sums = np.multiply(*departures).sum(axis=1)
        return cast("Values", sums / (self.replicates - 1) / self.replicates)

    def interpolation(self, one: Estimate, other: Estimate) -> Values:
        """Return the part of `covariance` that comes from what lies between the points."""
        known = (one.weights * other.at).sum(axis=1) + (other.weights * one.at).sum(axis=1)
        together = ((one.weights @ self._covariance) * other.weights).sum(axis=1)
        return cast("Values", self._own(one, other) - known + together)

    def _own(self, one: Estimate, other: Estimate) -> Values:
        """Return the covariance of two estimates before anything is known."""
        origin = self._padded(np.zeros((1, PAIR)))
        total = np.zeros(len(one.values))
        for times, here in one.terms:
            for by, there in other.terms:
                apart = self._padded(here - there)
                total += times * by * self.surrogate.kernel(apart, origin)[:, 0]
        return total * self._others[1]

    @cached_property
    def _others(self) -> tuple[Values, float]:
        """What averaging over the other factors makes of a covariance with each point, and its own.

        The kernel is a product of one of the pair and one of the others.
        """
        known = self.surrogate
        if known.shares.shape[1] == PAIR:
            return np.ones(len(known.shares)), 1.0
        others = known.shares.copy()
        others[:, :PAIR] = 0
        together = known.kernel(others) / known.kernel.diag(others[:1])
        of_points = together.mean(axis=0)
        return of_points, float(of_points.mean())

    def _padded(self, places: Values) -> Values:
        """Return places of the two factors with zeros for the others."""
        return np.pad(places, ((0, 0), (0, self.surrogate.shares.shape[1] - PAIR)))

    @cached_property
    def _covariance(self) -> Values:
        return cast("Values", self.surrogate.kernel(self.surrogate.shares))

    @cached_property
    def _factor(self) -> Any:
        return cho_factor(self._covariance + np.diag(self.surrogate.noise))


NODES_OF_WAY = np.linspace(0.0, 1.0, NODES)


def fit(shares: Values, values: Values) -> Surface:
    """Return the surface through runs.

    Parameters
    ----------
    shares
        Points as shares of each factor's way, shape (points, factors), the two factors first.
    values
        The response, shape (points, replicates), at least two replicates.

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn is not installed (extra ``analysis``).
    ValueError
        If the response is the same at all points.
    """
    return Surface(surrogate.fit(shares, values, shape=_shape(shares)))


def _shape(shares: Values) -> Any:
    """Return a Matern kernel of the pair, times a Gaussian one of the other factors."""
    from sklearn.gaussian_process.kernels import RBF, Matern  # noqa: PLC0415 (an extra)

    others = shares.shape[1] - PAIR
    steps = [_step(each) for each in shares.T[:PAIR]]
    first = [max(each, FIRST_LENGTH) for each in steps]
    bounds = [(each, MOST_LENGTH) for each in steps]
    of_pair = Matern(first + [INERT] * others, bounds + [FIXED] * others, SMOOTHNESS)
    if not others:
        return of_pair
    bounds = [FIXED] * PAIR + [(SHORTEST, LONGEST)] * others
    return of_pair * RBF([INERT] * PAIR + [FIRST_LENGTH] * others, bounds)


def _step(shares: Values) -> float:
    """Return the usual step between the levels of a factor: no run tells of shorter lengths."""
    return max(float(np.median(np.diff(np.unique(shares)))), SHORTEST)
