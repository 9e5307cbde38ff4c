"""Sobol indices of any sample, by a Gaussian process in the model's place.

The process is fitted to the means over replicates, whose noise is known from what replicates do
differently at different points. Beside the factors it is given a dummy, shares that have nothing to
do with the response: what index it has is what a factor that does nothing has here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from sim.analysis import surrogate
from sim.analysis.sensitivity.luck import luck
from sim.analysis.sensitivity.resampling import jackknifed
from sim.analysis.sensitivity.sobol import Blocks, first_and_total

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from sim.analysis.sensitivity.resampling import Spread
    from sim.analysis.surrogate import Surrogate

    Values = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.intp]

BLOCKS = 1024
"""Rows of each matrix over which the process is integrated."""
SEED = 1
PLACES = 41
"""Shares at which a curve is drawn."""


def drawn(points: int) -> Numbers:
    """Return which points a process is fitted to: all, or so many that it takes no minutes.

    Their order has nothing to do with that of the sample.
    """
    return np.random.default_rng(SEED + 1).permutation(points)[: surrogate.MOST_POINTS]


@dataclass(frozen=True)
class Smooth:
    """A response as a smooth function of the factors and a dummy.

    Attributes
    ----------
    shares
        Points of the unit cube, shape (points, factors).
    values
        The response, shape (points, replicates).
    """

    shares: Values
    values: Values

    @cached_property
    def noise(self) -> float:
        """Variance of one replicate's error at a point; missing with one replicate."""
        return luck(self.values).noise

    @cached_property
    def surrogate(self) -> Surrogate:
        """The process of the means over replicates."""
        noise = None if np.isnan(self.noise) else self.noise / self.values.shape[1]
        return surrogate.fit(self._with_dummy(self.shares), self.values.mean(axis=1), noise)

    def indices(self, groups: Sequence[str], first: int | None = None) -> tuple[Values, Spread]:
        """Return indices of each group of factors and last of the dummy, and how far off they are.

        Both have the shape (2, groups + 1): first and total orders. With `first` the process
        knows so many points only.
        """
        names = list(dict.fromkeys(groups))
        columns = [[each == name for each in groups] + [False] for name in names]
        columns.append([False] * len(groups) + [True])
        places = _saltelli(np.array(columns))
        at = self.surrogate.kernel(places, self.surrogate.shares)

        def estimate(points: Numbers, replicates: Numbers) -> Values:
            predicted = at[:, points] @ self._weights(points, replicates)
            cube = predicted.reshape(len(columns) + 2, BLOCKS, 1)
            return first_and_total(Blocks(cube[0], cube[-1], cube[1:-1], cube[:0]))

        points, replicates = first or len(self.shares), self.values.shape[1]
        every = estimate(np.arange(points), np.arange(replicates))
        return every, jackknifed(estimate, points, replicates)

    def curves(self) -> Values:
        """Return each replicate's response as one factor goes its way, the others half-way.

        Shape (factors, `PLACES`, replicates), in the unit of the response.
        """
        factors = self.shares.shape[1]
        places = np.full((factors, PLACES, factors + 1), 0.5)
        for factor in range(factors):
            places[factor, :, factor] = np.linspace(0, 1, PLACES)
        at = self.surrogate.kernel(places.reshape(-1, factors + 1), self.surrogate.shares)
        every = np.arange(len(self.values))
        of_replicates = [
            at @ self._weights(every, np.array([each])) + self.values[:, each].mean()
            for each in range(self.values.shape[1])
        ]
        return np.stack(of_replicates, axis=1).reshape(factors, PLACES, -1)

    def _weights(self, points: Numbers, replicates: Numbers) -> Values:
        """Return the weights of the process that knows some points and replicates only."""
        known = self.surrogate
        covariance = self._covariance[np.ix_(points, points)].copy()
        several = self.values.shape[1] / len(replicates)
        covariance[np.diag_indices_from(covariance)] += known.noise[points] * several
        values = self.values[np.ix_(points, replicates)].mean(axis=1)
        return cast("Values", cho_solve(cho_factor(covariance), values - values.mean()))

    @cached_property
    def _covariance(self) -> Values:
        return cast("Values", self.surrogate.kernel(self.surrogate.shares))

    @staticmethod
    def _with_dummy(shares: Values) -> Values:
        dummy = np.random.default_rng(SEED).random((len(shares), 1))
        return np.hstack([shares, dummy])


def _saltelli(columns: npt.NDArray[np.bool_]) -> Values:
    """Return rows A, those of A with the columns of B of each group, and B, one after another."""
    from scipy.stats import qmc  # noqa: PLC0415 (SciPy is slow to import)

    factors = columns.shape[1]
    sequence = qmc.Sobol(2 * factors, rng=np.random.default_rng(SEED))
    both = sequence.random_base2(BLOCKS.bit_length() - 1)
    a, b = both[:, :factors], both[:, factors:]
    return np.concatenate([a, *(np.where(each, b, a) for each in columns), b])
