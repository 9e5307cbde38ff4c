"""A Gaussian process in the model's place: a response as a function of the factors' shares.

References
----------
Rasmussen & Williams 2006, Gaussian Processes for Machine Learning, ISBN 026218253X: the posterior
(2.25, 2.26) and leaving one out (5.10 to 5.12).
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Values = npt.NDArray[np.float64]

TRUSTED_Q2 = 0.9
"""From here on a surrogate is trusted."""
TRUSTED_COVERAGE = 0.8
"""Of 90% intervals of what it was not shown, too."""
POINTS_PER_FACTOR = 10
"""As many as it takes, as a rule: Loeppky, Sacks & Welch 2009, doi:10.1198/TECH.2009.08040."""
MOST_POINTS = 600
"""Of a larger sample so many are drawn; a process of more takes minutes."""
NUGGET = 1e-8
"""Least noise, of the variance of the values, so that equations can be solved."""
SHORTEST, FIRST_LENGTH, LONGEST = 0.02, 0.2, 50.0
"""Lengths over which a response may change, in widths of the cube. The search begins at short ones:
from 1 on it ended in 3 of 16 trials where one factor seems to explain everything."""
BLOCK = 4096
"""Rows that are predicted at once."""
NINETY = 1.6448536269514722
"""Half the width of a 90% interval, in standard deviations."""


class Prediction(NamedTuple):
    """What a surrogate expects at some points, with its own standard deviation there."""

    mean: Values
    deviation: Values


class HeldOut(NamedTuple):
    """How well a surrogate foretells each point from all others.

    Attributes
    ----------
    q2
        Share of the variance of the values that it foretells, noise included.
    coverage
        Share of values that lie in its 90% interval.
    """

    q2: float
    coverage: float


@dataclass(frozen=True)
class Surrogate:
    """A response over the unit cube, known at some points.

    Attributes
    ----------
    shares
        The points, a row each and a column a factor.
    values
        The response there; several columns, as one a replicate, share the kernel.
    noise
        Variance of the error of each value.
    kernel
        Of scikit-learn, in the unit of the response.
    """

    shares: Values
    values: Values
    noise: Values
    kernel: Any

    def predict_with_deviation(self, shares: Values) -> Prediction:
        """Return the mean at other points and how far off it may be, without noise."""
        found = [self._block_with_deviation(rows) for rows in _blocks(shares)]
        means, deviations = zip(*found, strict=True)
        return Prediction(np.concatenate(means), np.concatenate(deviations))

    @cached_property
    def held_out(self) -> HeldOut:
        """How well it foretells what it was not shown, the kernel being kept.

        Of several columns the mean is taken over all of them.
        """
        inverse = cho_solve((self._lower, True), np.eye(len(self.values)))
        spread = 1 / np.diag(inverse)
        missed = (self._weights.T * spread).T
        deviations = np.sqrt(spread)
        within = np.abs(missed.T) <= NINETY * deviations
        total = ((self.values - self.values.mean(axis=0)) ** 2).sum()
        q2 = 1 - float((missed**2).sum() / total) if total > 0 else math.nan
        return HeldOut(q2, float(within.mean()))

    @cached_property
    def _lower(self) -> Values:
        covariance = self.kernel(self.shares)
        covariance[np.diag_indices_from(covariance)] += self.noise
        return cast("Values", cholesky(covariance, lower=True))

    @cached_property
    def _centre(self) -> Values:
        return cast("Values", self.values.mean(axis=0))

    @cached_property
    def _weights(self) -> Values:
        return cast("Values", cho_solve((self._lower, True), self.values - self._centre))

    def _block_with_deviation(self, rows: Values) -> tuple[Values, Values]:
        at = self.kernel(rows, self.shares)
        explained = (solve_triangular(self._lower, at.T, lower=True) ** 2).sum(axis=0)
        left = np.maximum(self.kernel.diag(rows) - explained, 0.0)
        return at @ self._weights + self._centre, np.sqrt(left)


def fit(
    shares: Values, values: Values, noise: Values | float | None = None, shape: Any = None
) -> Surrogate:
    """Return the surrogate whose kernel makes the values most likely.

    Parameters
    ----------
    shares
        Points of the unit cube, shape (points, factors).
    values
        The response there, shape (points,), or (points, replicates) of the same kernel.
    noise
        Variance of the error of each value, or of all, if it is known; the fit adds what a smooth
        surface leaves beyond it, as where a factor goes by whole numbers.
    shape
        Kernel of scikit-learn with a variance of 1, whose lengths are to be found; the Gaussian
        one with a length a factor, if not given.

    Returns
    -------
    Surrogate
        The same one from the same numbers.

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn is not installed (extra ``analysis``).
    ValueError
        If the values do not vary.
    """
    from sklearn.gaussian_process.kernels import (  # noqa: PLC0415 (an extra)
        RBF,
        ConstantKernel,
        WhiteKernel,
    )

    of_points = values if values.ndim == 1 else values.mean(axis=1)
    spread = float(of_points.std())
    if not spread > 0:
        raise ValueError("the response is the same at all points")
    if shape is None:
        shape = RBF(np.full(shares.shape[1], FIRST_LENGTH), (SHORTEST, LONGEST))
    kernel, rest = ConstantKernel(1.0, (1e-3, 1e4)) * shape, WhiteKernel(0.1, (NUGGET, 1.0))
    known = np.full(len(shares), NUGGET)
    scaled = (of_points - of_points.mean()) / spread
    if noise is not None:
        # Lengths first: sought together, noise would be made of what some factor does.
        known = np.maximum(np.broadcast_to(noise, len(shares)) / spread**2, NUGGET)
        kernel = _fitted(kernel, known, shares, scaled)
        kernel.set_params(k2__length_scale_bounds="fixed")
    found = _fitted(kernel + rest, known, shares, scaled)
    left = known + found.k2.noise_level
    return Surrogate(shares, values, left * spread**2, ConstantKernel(spread**2) * found.k1)


def _fitted(kernel: Any, noise: Values, shares: Values, values: Values) -> Any:
    """Return the kernel with what makes the values most likely."""
    from sklearn.gaussian_process import GaussianProcessRegressor  # noqa: PLC0415 (an extra)

    with warnings.catch_warnings():  # a length at its bound is a factor that does nothing
        warnings.simplefilter("ignore")
        return GaussianProcessRegressor(kernel, alpha=noise).fit(shares, values).kernel_


def _blocks(rows: Values) -> Iterator[Values]:
    return (rows[first : first + BLOCK] for first in range(0, len(rows), BLOCK))
