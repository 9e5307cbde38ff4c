"""What the runs of a sweep have in common at each point of its design."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.interval import intervals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sim.war.columns import Column

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def summarise(
    runs: pd.DataFrame, factors: Sequence[str], responses: Mapping[str, Column]
) -> pd.DataFrame:
    """Summarise the replicates of each point.

    Parameters
    ----------
    runs : DataFrame
        A row per run: ``run``, ``point``, ``replicate``, a column per factor and per response. No
        replicate of a point twice.
    factors : sequence of str
        Columns of the factors.
    responses : mapping of str to Column
        Columns of the responses.

    Returns
    -------
    DataFrame
        A row per point, in the order in which `runs` first has them, and response: ``point``,
        the factors, ``response``, ``unit``, ``replicates`` (how many have a value), ``mean``,
        ``low`` and ``high`` (95% interval, see `intervals`), ``standard_deviation`` and
        ``quantile_5``, ``_25``, ``_50``, ``_75``, ``_95``, interpolated between values. What so few
        values cannot give is missing.
    """
    values = by_replicate(runs, responses)
    bounds = [responses[name].bounds for name in values.index.get_level_values("response")]
    counted = pd.DataFrame({"replicates": values.count(axis=1)}).join(intervals(values, bounds))
    counted["standard_deviation"] = values.std(axis=1)
    names = [f"quantile_{100 * each:.0f}" for each in QUANTILES]
    quantiles = pd.DataFrame(_quantiles(values.to_numpy()), values.index, names)
    table = counted.join(quantiles).reset_index()
    table.insert(
        2, "unit", table["response"].map({name: each.unit for name, each in responses.items()})
    )
    return points_of(runs, factors).merge(table, on="point")


def points_of(runs: pd.DataFrame, factors: Sequence[str]) -> pd.DataFrame:
    """Return the points of `runs` in their order: ``point`` and the columns `factors`."""
    return runs[["point", *factors]].drop_duplicates("point", ignore_index=True)


def by_replicate(runs: pd.DataFrame, responses: Iterable[str]) -> pd.DataFrame:
    """Return a row per point and response, a column per replicate; NaN where a run has no value.

    Rows are labelled ``point`` and ``response``, both in their order.
    """
    points, names = pd.Index(runs["point"].unique()), list(responses)
    replicates = np.sort(runs["replicate"].unique())
    labels = pd.MultiIndex.from_product([points, names], names=["point", "response"])
    cube = np.full((len(points), len(names), len(replicates)), np.nan)
    row = points.get_indexer(pd.Index(runs["point"]))
    cube[row, :, np.searchsorted(replicates, runs["replicate"])] = runs[names].to_numpy(float)
    columns = pd.Index(replicates, name="replicate")
    return pd.DataFrame(cube.reshape(len(labels), len(replicates)), labels, columns)


def _quantiles(values: np.ndarray) -> np.ndarray:
    """Return the `QUANTILES` of each row, without its missing values."""
    ordered = np.sort(values, axis=1)  # missing values come last
    last = np.maximum(np.count_nonzero(~np.isnan(values), axis=1) - 1, 0)
    place = np.outer(last, QUANTILES)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, last[:, None])
    low, high = (np.take_along_axis(ordered, each, axis=1) for each in (below, above))
    result: np.ndarray = low + (place - below) * (high - low)
    return result
