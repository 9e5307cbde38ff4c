"""Means over replicates with their 95% Student intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """A mean and the ends of its 95% interval, in the unit of the values."""

    mean: float
    low: float
    high: float


def interval(values: Iterable[float]) -> Interval:
    """Return the mean of independent `values` and its 95% Student interval.

    Missing values (NaN) are left out. One value alone has no interval: its ends are
    missing, not equal to the mean.
    """
    row = intervals(pd.DataFrame([np.fromiter(values, dtype=float)])).iloc[0]
    return Interval(float(row["mean"]), float(row["low"]), float(row["high"]))


def intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each row over its columns, with its 95% Student interval.

    Parameters
    ----------
    table : DataFrame, shape (rows, replicates)
        Missing values are left out, row by row.

    Returns
    -------
    DataFrame, shape (rows, 3)
        Columns ``mean``, ``low`` and ``high``; the ends are missing where fewer than two
        values are there.
    """
    count = table.count(axis=1).to_numpy()
    mean = table.mean(axis=1).to_numpy(dtype=float)
    half_width = _student_quantile(count) * table.sem(axis=1).to_numpy(dtype=float)
    ends = {"mean": mean, "low": mean - half_width, "high": mean + half_width}
    return pd.DataFrame(ends, index=table.index)


def _student_quantile(count: np.ndarray) -> np.ndarray:
    from scipy.special import stdtrit  # noqa: PLC0415 (SciPy is slow to import)

    quantile = np.full(count.shape, np.nan)
    several = count > 1
    quantile[several] = stdtrit(count[several] - 1, (1 + CONFIDENCE) / 2)
    return quantile
