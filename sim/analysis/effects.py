"""Effects of the factors of a sweep on a response, each averaged over the other factors.

Replicates are the unit: intervals are over replicates, for the points that were run, not for
others that a random design might have drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from sim.analysis.interval import intervals
from sim.analysis.points import by_replicate, points_of

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 8
MOST_LEVELS = 24
"""Of numbers or dates; more of them are put into bins."""


class Groups(NamedTuple):
    """Points put together by the level of a factor, or by bins of it.

    Attributes
    ----------
    labels : DataFrame
        A row per group: what the group is.
    codes : Series
        The row of each point's group, by point.
    """

    labels: pd.DataFrame
    codes: pd.Series[int]


def main_effects(runs: pd.DataFrame, factors: Sequence[str], response: str) -> pd.DataFrame:
    """Return the mean of a response at each level of each factor, averaged over the others.

    The mean of a level is over its points, so that each counts the same however many runs it
    has. In a replicate it is that mean plus what the replicate differs from it, on average, at
    the points that it has; where no run is missing, this is the replicate's own mean.

    Parameters
    ----------
    runs : DataFrame
        A row per run: ``point``, ``replicate``, the factors, the response.
    factors : sequence of str
        Columns of the factors, at least one.
    response : str
        Column of the response; missing values are left out.

    Returns
    -------
    DataFrame
        A row per factor and level, texts in the order of the points and others ascending; for a
        factor that `is_sampled`, a row for each of eight bins with equally many points.
        Columns ``factor``, ``level`` (of a bin, the median), ``from`` and ``to`` (its ends),
        ``points`` (how many have a value), ``replicates``, ``mean`` with the ends ``low`` and
        ``high`` of its 95% Student interval, and ``effect`` with ``effect_low`` and
        ``effect_high``: level minus mean of all levels, replicate by replicate, so that what
        a replicate does to all levels cancels.
    """
    points = points_of(runs, factors)
    parts = []
    for factor in factors:
        groups = _groups(points, factors, factor)
        table = groups.labels.astype(object).join(_with_effects(runs, response, groups))
        table.insert(0, "factor", factor)
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def pair_means(
    runs: pd.DataFrame, factors: Sequence[str], pair: tuple[str, str], response: str
) -> pd.DataFrame:
    """Return the mean of a response for each pair of levels of two factors, over the others.

    Parameters
    ----------
    runs, factors, response
        As `main_effects` takes them.
    pair : tuple of str
        The two factors.

    Returns
    -------
    DataFrame
        A row per pair of levels, the second factor's changing fastest: the columns of the pair,
        ``points``, ``replicates``, ``mean``, ``low``, ``high`` and ``half_width`` of the 95%
        interval. Pairs without a run are there, with a missing mean.
    """
    points = points_of(runs, factors)
    one, other = (_groups(points, factors, factor) for factor in pair)
    levels = [
        each.labels["level"].rename(name) for each, name in zip((one, other), pair, strict=True)
    ]
    labels = levels[0].to_frame().merge(levels[1], how="cross")
    codes = one.codes * len(other.labels) + other.codes
    _, table = _means(runs, response, Groups(labels, codes))
    return labels.join(table).assign(half_width=table["high"] - table["mean"])


def is_sampled(points: pd.DataFrame, factors: Sequence[str], factor: str) -> bool:
    """Tell whether `factor` has levels drawn from a range, rather than a few that recur.

    It does if it has more levels than a picture can tell apart, or a level of its own at most
    points although other factors vary as well.
    """
    count = points[factor].nunique()
    if not is_ordered(points[factor]) or count <= BINS:
        return False
    varying = sum(points[each].nunique() > 1 for each in factors)
    return count > MOST_LEVELS or (varying > 1 and 2 * count > len(points))


def is_ordered(levels: pd.Series[Any]) -> bool:
    """Tell whether levels are numbers or dates, which have distances between them."""
    return not is_bool_dtype(levels) and (
        is_numeric_dtype(levels) or is_datetime64_any_dtype(levels)
    )


def _groups(points: pd.DataFrame, factors: Sequence[str], factor: str) -> Groups:
    levels = points.set_index("point")[factor]
    if is_sampled(points, factors, factor):
        codes = pd.qcut(levels, BINS, labels=False, duplicates="drop")
        ends = levels.groupby(codes).agg(["median", "min", "max"])
        ends.columns = pd.Index(["level", "from", "to"])
        return Groups(ends, codes)
    numbers, uniques = pd.factorize(levels, sort=is_ordered(levels) or is_bool_dtype(levels))
    each = pd.Series(uniques)
    return Groups(
        pd.DataFrame({"level": each, "from": each, "to": each}),
        pd.Series(numbers, index=levels.index),
    )


def _means(runs: pd.DataFrame, response: str, groups: Groups) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the means of the groups by replicate, and over replicates with their intervals."""
    values = by_replicate(runs, [response]).droplevel("response")
    of_points = values.mean(axis=1)
    codes = groups.codes.reindex(values.index).to_numpy()
    rows = groups.labels.index
    mean = of_points.groupby(codes).mean().reindex(rows)
    departure = values.sub(of_points, axis=0).groupby(codes).mean().reindex(rows)
    by_group = departure.add(mean, axis=0)
    table = pd.DataFrame(
        {
            "points": of_points.groupby(codes).count().reindex(rows, fill_value=0),
            "replicates": by_group.count(axis=1),
        }
    )
    return by_group, table.join(intervals(by_group))


def _with_effects(runs: pd.DataFrame, response: str, groups: Groups) -> pd.DataFrame:
    by_group, table = _means(runs, response, groups)
    there = by_group.dropna(how="all")
    # A replicate that lacks a level would shift the effects of the others.
    effects = intervals(there - there.mean(axis=0, skipna=False)).add_prefix("effect_")
    return table.join(effects.rename(columns={"effect_mean": "effect"}))
