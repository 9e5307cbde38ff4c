"""Effects of the factors of a sweep on a response, each averaged over the other factors.

Replicates are the unit: intervals are over replicates, for the points that were run, not for
others that a random design might have drawn. For what a factor's means would span if it did nothing
(`noise_floor`) points that are drawn are the unit: there the other factors are the noise.
"""

from __future__ import annotations

import math
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from sim.analysis.interval import CONFIDENCE, intervals
from sim.analysis.points import by_replicate, points_of
from sim.war.columns.column import UNBOUNDED, Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 8
MOST_GROUPS = 24
"""Of numbers or dates; more of them are put into bins."""


class Span(NamedTuple):
    """What a factor does to a response: the least and the most of the means at its levels.

    Attributes
    ----------
    factor : str
        Which it is.
    least, most : float
        The means, each over everything else.
    least_level, most_level : object
        Where they are; of a bin, its median.
    noise : float
        The span that chance gives, see `noise_floor`.
    """

    factor: str
    least: float
    least_level: Any
    most: float
    most_level: Any
    noise: float

    @property
    def width(self) -> float:
        """What lies between them."""
        return self.most - self.least

    @property
    def stands_out(self) -> bool:
        """Whether that is more than chance gives; never where this is not known."""
        return self.width > self.noise


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


def main_effects(
    runs: pd.DataFrame, factors: Sequence[str], response: str, bounds: Bounds = UNBOUNDED
) -> pd.DataFrame:
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
    bounds : Bounds
        What the response lies within.

    Returns
    -------
    DataFrame
        A row per factor and level, texts in the order of the points and others ascending; for a
        factor that `is_sampled`, a row for each of up to eight bins with equally many points.
        Columns ``factor``, ``level`` (of a bin, the median), ``from`` and ``to`` (its ends),
        ``points`` (how many have a value), ``replicates``, ``mean`` with the ends ``low`` and
        ``high`` of its 95% interval (see `intervals`), and ``effect`` with ``effect_low`` and
        ``effect_high``: level minus mean of all levels, replicate by replicate, so that what
        a replicate does to all levels cancels.
    """
    points = points_of(runs, factors)
    parts = []
    for factor in factors:
        groups = _groups(points, factors, factor)
        table = groups.labels.astype(object).join(_with_effects(runs, response, groups, bounds))
        table.insert(0, "factor", factor)
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def pair_means(
    runs: pd.DataFrame,
    factors: Sequence[str],
    pair: tuple[str, str],
    response: str,
    bounds: Bounds = UNBOUNDED,
) -> pd.DataFrame:
    """Return the mean of a response for each pair of levels of two factors, over the others.

    Parameters
    ----------
    runs, factors, response, bounds
        As `main_effects` takes them.
    pair : tuple of str
        The two factors.

    Returns
    -------
    DataFrame
        A row per pair of levels, the second factor's changing fastest: the columns of the pair,
        ``points``, ``replicates``, ``mean``, ``low`` and ``high`` of the 95% interval. Pairs
        without a run are there, with a missing mean.
    """
    points = points_of(runs, factors)
    one, other = (_groups(points, factors, factor) for factor in pair)
    levels = [
        each.labels["level"].rename(name) for each, name in zip((one, other), pair, strict=True)
    ]
    labels = levels[0].to_frame().merge(levels[1], how="cross")
    codes = one.codes * len(other.labels) + other.codes
    _, table = _means(runs, response, Groups(labels, codes), bounds)
    return labels.join(table)


def spans(runs: pd.DataFrame, factors: Sequence[str], response: str) -> list[Span]:
    """Return what each factor that varies does to a response.

    Those that stand out from chance come first, the widest before the others; the rest keep
    the order of `factors`. Takes what `main_effects` takes.
    """
    runs = runs.dropna(subset=response)
    varying = [factor for factor in factors if runs[factor].nunique() > 1]
    if not varying:
        return []
    table = main_effects(runs, varying, response).dropna(subset="mean")
    found = [
        _span(rows, noise_floor(runs, varying, str(factor), response))
        for factor, rows in table.groupby("factor", sort=False)
    ]
    return sorted(found, key=lambda each: -each.width if each.stands_out else math.inf)


def noise_floor(runs: pd.DataFrame, factors: Sequence[str], factor: str, response: str) -> float:
    """Return what a factor's means would span at most if it did nothing, in 19 cases of 20.

    It is the 95% quantile of Tukey's studentised range, for the noise that there is. Where each
    level of the factor meets the same levels of the others, as in a grid, that is what replicates
    do to the differences between levels. Where levels are drawn, the other factors differ from
    level to level by chance, and that is the larger noise: what is left of the points' means
    within a level or bin, each level drawn counting once however often the design repeats it.

    Takes what `main_effects` takes.

    Returns
    -------
    float
        In the unit of the response; missing where nothing tells the noise: a grid with one
        replicate, or fewer than two points a bin.

    References
    ----------
    Tukey 1949, doi:10.2307/3001913; Kramer 1956, doi:10.2307/3001469.
    """
    points = points_of(runs, factors)
    groups = _groups(points, factors, factor)
    if _is_crossed(points, factors, factor):
        by_group, _ = _means(runs, response, groups, UNBOUNDED)
        return _noise_of_replicates(by_group.dropna(axis=0, how="all").dropna(axis=1))
    values = by_replicate(runs, [response]).droplevel("response").mean(axis=1)
    drawn = pd.DataFrame({"value": values, "group": groups.codes.reindex(values.index)})
    if is_sampled(points, factors, factor):
        drawn = drawn.groupby(points.set_index("point")[factor]).mean()
    return _noise_of_points(drawn.dropna())


def is_sampled(points: pd.DataFrame, factors: Sequence[str], factor: str) -> bool:
    """Tell whether `factor` has levels drawn from a range, rather than a few that recur.

    It does if it has more levels than a picture can tell apart, or a level of its own at most
    points although other factors vary as well.
    """
    count = points[factor].nunique()
    if not is_ordered(points[factor]) or count <= BINS:
        return False
    varying = sum(points[each].nunique() > 1 for each in factors)
    return count > MOST_GROUPS or (varying > 1 and 2 * count > len(points))


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


def _span(rows: pd.DataFrame, noise: float) -> Span:
    records = rows.to_dict("records")
    least, most = (end(records, key=itemgetter("mean")) for end in (min, max))
    ends = least["mean"], least["level"], most["mean"], most["level"]
    return Span(least["factor"], *ends, noise)


def _is_crossed(points: pd.DataFrame, factors: Sequence[str], factor: str) -> bool:
    """Tell whether each level of a factor meets the same levels of the others."""
    if is_sampled(points, factors, factor):
        return False
    others = [each for each in factors if each != factor]
    count = points[factor].nunique()
    met = points.groupby(others)[factor].nunique() if others else pd.Series([count])
    return bool((met == count).all())


def _noise_of_replicates(by_group: pd.DataFrame) -> float:
    """Return the noise floor of means by level and replicate, which both shift all others alike."""
    levels, replicates = by_group.shape
    if levels < 2 or replicates < 2:
        return math.nan
    numbers = by_group.to_numpy(float)
    left = numbers - numbers.mean(axis=1, keepdims=True) - numbers.mean(axis=0) + numbers.mean()
    freedom = (levels - 1) * (replicates - 1)
    return _studentised_range(levels, freedom) * math.sqrt((left**2).sum() / freedom / replicates)


def _noise_of_points(drawn: pd.DataFrame) -> float:
    """Return the noise floor of the means of groups, from the values within them."""
    by_group = drawn.groupby("group")["value"]
    counts = by_group.count()
    freedom = len(drawn) - len(counts)
    if len(counts) < 2 or freedom < 1:
        return math.nan
    within = float(((drawn["value"] - by_group.transform("mean")) ** 2).sum()) / freedom
    return _studentised_range(len(counts), freedom) * math.sqrt(within * (1 / counts).mean())


@cache
def _studentised_range(groups: int, freedom: int) -> float:
    from scipy.stats import studentized_range  # noqa: PLC0415 (SciPy is slow to import)

    return float(studentized_range.ppf(CONFIDENCE, groups, freedom))


def _means(
    runs: pd.DataFrame, response: str, groups: Groups, bounds: Bounds
) -> tuple[pd.DataFrame, pd.DataFrame]:
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
    return by_group, table.join(intervals(by_group, bounds))


def _with_effects(
    runs: pd.DataFrame, response: str, groups: Groups, bounds: Bounds
) -> pd.DataFrame:
    by_group, table = _means(runs, response, groups, bounds)
    there = by_group.dropna(how="all")
    # A replicate that lacks a level would shift the effects of the others.
    effects = intervals(there - there.mean(axis=0, skipna=False)).add_prefix("effect_")
    return table.join(effects.rename(columns={"effect_mean": "effect"}))
