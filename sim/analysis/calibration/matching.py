"""History matching: points that cannot have given what was observed are ruled out in waves.

In each wave the model is run at points of what is left, a surrogate of each response is fitted, and
points that it rules out go. What is known least well there is known better in the next wave, since
the surrogates are of a smaller part.

References
----------
Vernon, Goldstein & Bower 2010, doi:10.1214/10-BA524: implausibility and waves. Andrianakis et al.
2015, doi:10.1371/journal.pcbi.1003968: the same for a model with luck. Pukelsheim 1994,
doi:10.1080/00031305.1994.10476030: three deviations. Au & Beck 2001,
doi:10.1016/S0266-8920(01)00019-4: shares of rare regions as products. ter Braak 2006,
doi:10.1007/s11222-006-8769-1: steps along differences.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis import surrogate

if TYPE_CHECKING:
    from sim.analysis.surrogate import Surrogate

Values = npt.NDArray[np.float64]
Which = npt.NDArray[np.bool_]
Simulate = Callable[[Values, int], Values]
"""From points, a row each and a share a factor, and a seed to responses, a row each. Each point has
luck of its own: of what is common to all of them the posterior would take no account."""

CUTOFF = 3.0
"""Deviations off that rule a point out: any distribution with one mode has 95% within."""
MEMBERS = 1024
"""Points that stand for what is left, unless a wave has more."""
KEPT = 0.2
"""Share of them that one step of narrowing keeps, or more."""
MOVES = 12
"""Steps by which they spread again."""
LEAST = 1e-9
"""A smaller share of the cube counts as nothing."""


class Observation(NamedTuple):
    """What was observed.

    Attributes
    ----------
    values
        A number a response.
    error
        Standard deviation of the error with which each was observed.
    discrepancy
        Standard deviation of how far the model is off where its parameters are right.
    """

    values: Values
    error: Values
    discrepancy: Values

    @property
    def variance(self) -> Values:
        """Of what was observed about a run of the model with the right parameters."""
        return np.asarray(self.error**2 + self.discrepancy**2)


class NothingLeftError(ValueError):
    """No point can have given what was observed.

    Attributes
    ----------
    wave : int
        The wave that ruled out the last of them, from 1.
    response : int
        The response that is furthest off at the point that is nearest.
    deviations : float
        By how many deviations.
    """

    def __init__(self, wave: int, response: int, deviations: float) -> None:
        self.wave, self.response, self.deviations = wave, response, deviations
        super().__init__(f"wave {wave} leaves nothing: response {response} is too far off")


@dataclass(frozen=True)
class Wave:
    """Runs of the model, and what surrogates made of them rule out.

    Attributes
    ----------
    observation
        What was observed.
    shares, responses
        The runs, a row each.
    surrogates
        One a response.
    """

    observation: Observation
    shares: Values
    responses: Values
    surrogates: tuple[Surrogate, ...]

    @classmethod
    def of(cls, shares: Values, responses: Values, observation: Observation) -> Wave:
        """Return the wave of these runs.

        Raises
        ------
        ValueError
            If a response is the same in all of them.
        """
        fitted = tuple(surrogate.fit(shares, column) for column in responses.T)
        return cls(observation, shares, responses, fitted)

    def deviations(self, shares: Values) -> Values:
        """Return how many deviations off each response is: a row a point, a column a response.

        A deviation counts what the surrogate does not know, luck, the error of what was observed
        and the model's discrepancy.
        """
        columns = []
        for index, known in enumerate(self.surrogates):
            mean, deviation = known.predict_with_deviation(shares)
            variance = deviation**2 + known.noise.mean() + self.observation.variance[index]
            columns.append(np.abs(mean - self.observation.values[index]) / np.sqrt(variance))
        return np.column_stack(columns)

    def implausibility(self, shares: Values) -> Values:
        """Return by how many deviations the response that is furthest off is off at each point."""
        return np.asarray(self.deviations(shares).max(axis=1))


@dataclass(frozen=True)
class Remainder:
    """What is left of the unit cube.

    Attributes
    ----------
    points
        Some of its points, even over all of it.
    share
        Its share of the cube.
    waves
        Those that ruled out the rest.
    """

    points: Values
    share: float = 1.0
    waves: tuple[Wave, ...] = ()

    def holds(self, shares: Values) -> Which:
        """Tell which points are in the cube and ruled out by no wave."""
        left = np.asarray(((shares >= 0) & (shares <= 1)).all(axis=1))
        for wave in self.waves:
            if left.any():
                left[left] = wave.implausibility(shares[left]) <= CUTOFF
        return left

    def after(self, wave: Wave, random: np.random.Generator) -> Remainder:
        """Return what a further wave leaves.

        Where that is a small share, it is come to in steps, each of which keeps a fifth or more.

        Raises
        ------
        NothingLeftError
            If nothing is left.
        """
        points, share, level = self.points, self.share, math.inf
        while level > CUTOFF:
            found = wave.implausibility(points)
            level = max(CUTOFF, float(np.quantile(found, KEPT)))
            kept = found <= level
            share *= kept.mean()
            if share < LEAST:
                nearest = wave.deviations(points[[found.argmin()]])[0]
                raise NothingLeftError(len(self.waves) + 1, int(nearest.argmax()), nearest.max())
            points = self._spread(points[kept], wave, level, random)
        return Remainder(points, share, (*self.waves, wave))

    def _spread(
        self, kept: Values, wave: Wave, level: float, random: np.random.Generator
    ) -> Values:
        """Return as many points as before, even over what a wave leaves up to a level."""
        points = random.choice(kept, len(self.points))
        longest = 2.38 / math.sqrt(2 * points.shape[1])
        for _ in range(MOVES):
            one, other = points[random.integers(len(points), size=(2, len(points)))]
            length = longest * random.random((len(points), 1))
            jitter = random.normal(0, 0.02, points.shape) * points.std(axis=0)
            moved = points + length * (one - other) + jitter
            fits = self.holds(moved)
            fits[fits] = wave.implausibility(moved[fits]) <= level
            points = np.where(fits[:, np.newaxis], moved, points)
        return np.asarray(points)


@dataclass(frozen=True)
class Matching:
    """A history match.

    Attributes
    ----------
    waves
        In their order; each has the runs at points that the waves before it left.
    left
        What is left after each.
    """

    waves: tuple[Wave, ...]
    left: tuple[Remainder, ...]


def match(
    simulate: Simulate, observation: Observation, first: Values, waves: int, seed: int
) -> Matching:
    """Rule out in waves what can't have given what was observed.

    Parameters
    ----------
    simulate
        The model.
    observation
        What was observed.
    first
        Points of the first wave, even over the unit cube, shape (points, factors). Each further
        wave has as many, drawn from what is left, beside the earlier ones that are left.
    waves
        How many, 1 at least.
    seed
        Of all that is drawn.

    Returns
    -------
    Matching
        The same one from the same numbers.

    Raises
    ------
    NothingLeftError
        If no point can have given what was observed.
    ValueError
        If a response is the same at all points.
    """
    random = np.random.default_rng(seed)
    left = Remainder(random.random((max(MEMBERS, len(first)), first.shape[1])))
    shares, responses = first, simulate(first, seed)
    done, remainders = [], []
    for number in range(1, waves + 1):
        done.append(Wave.of(shares, responses, observation))
        left = left.after(done[-1], random)
        remainders.append(left)
        if number < waves:
            drawn = random.choice(left.points, len(first), replace=False)
            kept = left.holds(shares)
            shares = np.concatenate([shares[kept], drawn])
            responses = np.concatenate([responses[kept], simulate(drawn, seed + number)])
    return Matching(tuple(done), tuple(remainders))
