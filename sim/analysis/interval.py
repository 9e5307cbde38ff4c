"""Means over replicates with their 95% Student intervals, which stay inside a quantity's bounds.

Of an amount, which is bounded below, the interval is Student's on the scale of the square root,
of a share on that of the arcsine of the root, and else on the scale of the values. On these scales
the spread of counts and shares depends least on the mean; near a bound the interval leans away
from it and ends there.

References
----------
Bartlett 1947, The use of transformations, doi:10.2307/3001536.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.war.columns.column import UNBOUNDED, Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CONFIDENCE = 0.95
Values = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """A mean and the ends of its 95% interval, in the unit of the values."""

    mean: float
    low: float
    high: float


def interval(values: Iterable[float], bounds: Bounds = UNBOUNDED) -> Interval:
    """Return the mean of independent `values` and its 95% Student interval inside `bounds`.

    Missing values (NaN) are left out. One value alone has no interval: its ends are
    missing, not equal to the mean.
    """
    ends = _student(np.fromiter(values, dtype=float)[np.newaxis], bounds)
    return Interval(*(float(end[0]) for end in ends))


def intervals(table: pd.DataFrame, bounds: Bounds | Sequence[Bounds] = UNBOUNDED) -> pd.DataFrame:
    """Return the mean of each row over its columns, with its 95% Student interval.

    Parameters
    ----------
    table : DataFrame, shape (rows, replicates)
        Missing values are left out, row by row.
    bounds : Bounds or sequence of Bounds, shape (rows,)
        What the values lie within; a row in which one does not is taken as unbounded.

    Returns
    -------
    DataFrame, shape (rows, 3)
        Columns ``mean``, ``low`` and ``high``; the ends are missing where fewer than two
        values are there.
    """
    ends = _student(table.to_numpy(dtype=float, na_value=np.nan), bounds)
    return pd.DataFrame(dict(zip(Interval._fields, ends, strict=True)), index=table.index)


def _student(values: Values, bounds: Bounds | Sequence[Bounds]) -> tuple[Values, Values, Values]:
    """Return the mean of each row of `values` (rows, replicates) and the ends of its interval."""
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, values, 0).sum(axis=1) / count
        departures = np.where(there, values - mean[:, np.newaxis], 0)
        error = np.sqrt((departures**2).sum(axis=1) / (count - 1) / count)
    least, most = np.broadcast_to(np.reshape(bounds, (-1, 2)), (len(values), 2)).T
    lie_inside = (least[:, np.newaxis] <= values) & (values <= most[:, np.newaxis]) | ~there
    open_ended = np.where(lie_inside.all(axis=1), np.stack([least, most]), [[-np.inf], [np.inf]])
    low, high = _ends(mean, _student_quantile(count) * error, *open_ended)
    # There and back through a root, an end may pass the mean by a rounding.
    return mean, np.minimum(low, mean), np.maximum(high, mean)


def _ends(mean: Values, half_width: Values, least: Values, most: Values) -> tuple[Values, Values]:
    """Return the ends of intervals, each on the scale that its bounds ask for."""
    ends = np.array([mean - half_width, mean + half_width])
    between = (least < mean) & (mean < most)
    for scaled, scale in (
        (np.isfinite(least) & np.isfinite(most), _of_shares),
        (np.isfinite(least) & np.isposinf(most), _of_amounts),
        (np.isneginf(least) & np.isfinite(most), _of_deficits),
    ):
        rows = between & scaled
        ends[:, rows] = scale(mean[rows], half_width[rows], least[rows], most[rows])
    low, high = np.clip(ends, least, most)
    return low, high


def _of_shares(mean: Values, half_width: Values, least: Values, most: Values) -> Values:
    span = most - least
    part = (mean - least) / span
    angle, step = np.arcsin(np.sqrt(part)), half_width / span / (2 * np.sqrt(part * (1 - part)))
    ends = np.clip([angle - step, angle + step], 0, np.pi / 2)
    return np.asarray(least + span * np.sin(ends) ** 2)


def _of_amounts(mean: Values, half_width: Values, least: Values, _most: Values) -> Values:
    root = np.sqrt(mean - least)
    step = half_width / (2 * root)
    return np.asarray(least + np.maximum([root - step, root + step], 0) ** 2)


def _of_deficits(mean: Values, half_width: Values, least: Values, most: Values) -> Values:
    return -_of_amounts(-mean, half_width, -most, -least)[::-1]


def _student_quantile(count: np.ndarray) -> np.ndarray:
    from scipy.special import stdtrit  # noqa: PLC0415 (SciPy is slow to import)

    quantile = np.full(count.shape, np.nan)
    several = count > 1
    quantile[several] = stdtrit(count[several] - 1, (1 + CONFIDENCE) / 2)
    return quantile
