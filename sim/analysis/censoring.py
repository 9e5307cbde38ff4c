"""Times to a threshold that some runs never reach: what a summary still knows of them.

A run that ends first is censored: its time is later than its end, and nobody knows how much. The
mean of the others alone would be too early, so that no mean is told where one is censored;
quantiles are, as far as runs that reach the threshold go.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.points import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import pandas as pd

UNKNOWN = ["mean", "low", "high", "standard_deviation"]


def with_censored(
    summary: pd.DataFrame, runs: pd.DataFrame, times: Collection[str]
) -> pd.DataFrame:
    """Return a summary of points in which censored times are told.

    Parameters
    ----------
    summary : DataFrame
        As `summarise` makes it of `runs`.
    runs : DataFrame
        A row per run: ``point``, ``replicate``, the responses.
    times : collection of str
        The responses that are times to a threshold; a missing value is a censored one.

    Returns
    -------
    DataFrame
        With a column ``censored``: the replicates that end before the threshold is reached. Where
        there are any, mean, interval and standard deviation are missing, and the quantiles
        are of all replicates, missing where they lie among the censored ones.
    """
    done = summary["point"].map(runs["point"].value_counts()).astype(float)
    is_time = summary["response"].isin(list(times))
    censored = (done - summary["replicates"]).where(is_time, 0).astype(int)
    table = summary.assign(censored=censored)
    rows = table.index[censored > 0]
    table.loc[rows, UNKNOWN] = math.nan
    at_points = runs.groupby("point", sort=False)
    for row in rows:
        known = at_points.get_group(table.at[row, "point"])[table.at[row, "response"]]
        ordered = np.sort(known.fillna(math.inf).to_numpy(float))
        for share in QUANTILES:
            table.loc[row, f"quantile_{100 * share:.0f}"] = _quantile(ordered, share)
    return table


def notes(summary: pd.DataFrame) -> Iterator[str]:
    """Yield what people are told of censored times, a line a response."""
    of_times = summary[summary["censored"] > 0]
    for response, rows in of_times.groupby("response", sort=False):
        points = f"{len(rows):,} of {(summary['response'] == response).sum():,} points"
        yield (
            f"{response}: {rows['censored'].sum():,} runs, at {points}, end before it is reached "
            "(censored): no mean there, and quantiles count them as later"
        )


def _quantile(ordered: np.ndarray, share: float) -> float:
    """Return a quantile, interpolated; missing where it lies among infinite values."""
    place = share * (len(ordered) - 1)
    low, high = float(ordered[math.floor(place)]), float(ordered[math.ceil(place)])
    return low + (place - math.floor(place)) * (high - low) if math.isfinite(high) else math.nan
