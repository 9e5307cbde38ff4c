"""How much of a response is luck: the variance of runs, divided by what brings it about.

Runs are a matrix, a row a point of an independent sample and a column a replicate. With common
random numbers a replicate is the same luck at every point, so that luck is a factor with a level
a replicate, crossed with the points.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]


class Luck(NamedTuple):
    """Luck's share of the variance of runs that are drawn over points and replicates.

    Attributes
    ----------
    first
        What luck does by itself, alike at all points.
    total
        That and what it does together with the factors.
    noise
        Variance of what it does together with the factors, in the squared unit of the response.
    """

    first: float
    total: float
    noise: float


UNKNOWN = Luck(math.nan, math.nan, math.nan)
"""Where there is one replicate."""


def luck(values: Values) -> Luck:
    """Return luck's share of the variance, by the expected mean squares of two crossed factors.

    Shares below 0, which few replicates can give, are 0.

    Parameters
    ----------
    values
        Shape (points, replicates), at least two points.

    References
    ----------
    Searle, Casella & McCulloch 1992, Variance Components, ISBN 0471621625, section 4.5.
    """
    points, replicates = values.shape
    if replicates < 2:
        return UNKNOWN
    centred = values - values.mean()
    of_points, of_replicates = centred.mean(axis=1), centred.mean(axis=0)
    left = centred - of_points[:, None] - of_replicates
    noise = float((left**2).sum()) / ((points - 1) * (replicates - 1))
    alone = float((of_replicates**2).sum()) / (replicates - 1) - noise / points
    factors = float((of_points**2).sum()) / (points - 1) - noise / replicates
    parts = max(alone, 0.0), max(factors, 0.0), noise
    whole = sum(parts)
    if not whole > 0:
        return UNKNOWN
    return Luck(parts[0] / whole, (parts[0] + noise) / whole, noise)
