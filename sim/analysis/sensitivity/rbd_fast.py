"""First order indices of any sample, by the Fourier amplitudes of a response along each factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]

HARMONICS = 10
LEAST_POINTS = 4 * HARMONICS
"""With fewer points even the highest harmonic is mostly noise."""


def deviation(points: int) -> float:
    """Return the standard deviation of the index of a factor that does nothing.

    The power of noise is exponential at each frequency, and as large at one as at another.
    """
    return float(2 * np.sqrt(HARMONICS) / points)


def first(shares: Values, values: Values) -> Values:
    """Return first order indices, shape (factors,), each a mean over replicates.

    The points are sorted so that the factor goes up and down once; what of the variance then lies
    in the first ten harmonics is due to it, less what ten harmonics of noise would have.

    Parameters
    ----------
    shares
        Points of the unit cube, shape (points, factors).
    values
        The response, shape (points, replicates).

    References
    ----------
    Tarantola, Gatelli & Mara 2006, doi:10.1016/j.ress.2005.06.003; Plischke 2010,
    doi:10.1016/j.ress.2009.11.005; Tissot & Prieur 2012, doi:10.1016/j.ress.2012.06.010.
    """
    points = len(shares)
    up_and_down = np.concatenate([np.arange(0, points, 2), np.arange(1, points, 2)[::-1]])
    order = np.argsort(shares, axis=0, kind="stable")[up_and_down]
    power = np.abs(np.fft.fft(values[order], axis=0)) ** 2
    share = 2 * power[1 : HARMONICS + 1].sum(axis=0) / power[1:].sum(axis=0)
    by_chance = 2 * HARMONICS / points
    return np.asarray(((share - by_chance) / (1 - by_chance)).mean(axis=1))
