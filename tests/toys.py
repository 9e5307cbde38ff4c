"""Models whose factors can be known, as `estimate` takes them: shares, a seed, responses."""

from typing import NamedTuple

import numpy as np
from scipy import stats

from sim.analysis.calibration.matching import Observation


def linear(shares, seed):
    """Two responses that are linear in two factors; a third factor does nothing."""
    return shares[:, :2] @ SLOPES.T + noise(len(shares), seed)


SLOPES = np.array([[1.0, 0.5], [1.0, -1.0]])
SPREAD = 0.08


def noise(count, seed):
    return np.random.default_rng(seed).normal(0, SPREAD, (count, 2))


def curved(shares, seed):
    """Three responses, with luck that is a tenth of their spread, of which none is linear."""
    x, y = shares[:, 0], shares[:, 1]
    random = np.random.default_rng(seed)
    of_two = [np.exp(2 * x) * (1 + y), 5 * np.sqrt(x + 0.1) + 3 * y**2, x * y]
    return np.column_stack(of_two) + random.normal(0, [0.4, 0.2, 0.05], (len(shares), 3))


class Conjugate(NamedTuple):
    """The posterior of the linear model under an even prior, as long as it lies inside the cube."""

    centre: np.ndarray
    deviations: np.ndarray

    @classmethod
    def of(cls, observed, variance=0.0):
        covariance = (SPREAD**2 + variance) * np.linalg.inv(SLOPES.T @ SLOPES)
        return cls(np.linalg.solve(SLOPES, observed), np.sqrt(np.diag(covariance)))


def exactly(values, error=0.0, discrepancy=0.0):
    """Return an observation of these values."""
    values = np.asarray(values, float)
    return Observation(values, np.full_like(values, error), np.full_like(values, discrepancy))


def hypercube(points, factors, seed):
    """Return a Latin hypercube, the middles of its parts."""
    middles = (np.arange(points) + 0.5) / points
    return np.random.default_rng(seed).permuted(np.tile(middles, (factors, 1)), axis=1).T


def identified(doubts):
    """Return the factors of which there is no doubt."""
    return [factor for factor, each in enumerate(doubts) if not each]


def enough(held, trials):
    """Tell whether 90% intervals hold the truth in 85% of trials.

    Of fewer than fifty, in so many that right ones hold it in fewer with a chance of a thousandth.
    """
    least = 0.85 * trials if trials >= 50 else stats.binom.ppf(0.001, trials, 0.9)
    return held >= least
