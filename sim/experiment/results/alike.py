"""Levels of a factor that give the same responses, and what bound there instead of it."""

from __future__ import annotations

from re import fullmatch
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow.parquet as pq

from sim.analysis.effects import MOST_LEVELS
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.experiment.results.results import Results

BINDING = {"target_binds": "the target", "money_binds": "money", "order_books_bind": "order books"}
"""What orders of front-line drones stop at, by the column that says so, without role and side."""


ORDERS = r"\w+|\w+\.(budget_usd_per_year|output_share)"
"""Parameters of a side that are of its money and production: its own, and these of each role."""


class Alike(NamedTuple):
    """Levels of a factor that give the same responses.

    Attributes
    ----------
    factor : str
        Which it is.
    levels : list
        Its levels that are alike, in the order of the points.
    is_whole : bool
        Whether these are all.
    binding : dict of str to float
        Of a factor of a side's money or production, at these levels: on what share of days each
        thing bound that side's orders of front-line drones. Empty where no table says so.
    """

    factor: str
    levels: list[Any]
    is_whole: bool
    binding: dict[str, float]


def alike(results: Results) -> list[Alike]:
    """Return what levels of each factor give the same responses, as far as the points tell.

    Levels are alike if they meet, with all other factors unchanged, and all means are then equal,
    or missing at both. Of a factor whose levels do not meet like that, as in a Latin hypercube,
    nothing can be said. One with many levels is named only if it changes nothing at all.
    """
    points = results.points
    means = points[points.groupby("response")["mean"].transform("count") > 0]
    found = []
    for factor in results.factors:
        levels = list(points[factor].unique())
        others = [key for key in (*results.factors, "response") if key != factor]
        if _is_idle(means, factor, others, len(levels)):
            groups = [levels]
        else:
            groups = _groups(means, factor, others) if len(levels) <= MOST_LEVELS else []
        for group in groups:
            binding = _binding(results, factor, group)
            found.append(Alike(factor, group, len(group) == len(levels), binding))
    return found


def _is_idle(means: pd.DataFrame, factor: str, others: Sequence[str], levels: int) -> bool:
    groups = means.groupby(list(others))["mean"]
    compared = means.loc[groups.transform("size") > 1, factor]
    is_covered = 0 < compared.nunique() == levels
    return is_covered and bool((groups.nunique(dropna=False) == 1).all())


def _groups(means: pd.DataFrame, factor: str, others: Sequence[str]) -> list[list[Any]]:
    """Return the groups of two or more levels that are alike, each level to each of its group."""
    keyed = means.set_index(list(others))
    by_level = {level: rows["mean"] for level, rows in keyed.groupby(factor, sort=False)}
    groups: list[list[Any]] = []
    for level, here in by_level.items():
        for group in groups:
            if all(_meet_alike(here, by_level[other]) for other in group):
                group.append(level)
                break
        else:
            groups.append([level])
    return [group for group in groups if len(group) > 1]


def _meet_alike(one: pd.Series[float], other: pd.Series[float]) -> bool:
    shared = one.index.intersection(other.index)
    return len(shared) > 0 and one.loc[shared].equals(other.loc[shared])


def _binding(results: Results, factor: str, levels: Sequence[Any]) -> dict[str, float]:
    """Return `Alike.binding`, averaged over the runs at some levels and the days after day 0."""
    daily, side = results.folder / "daily.parquet", _side(results, factor)
    if not side or not daily.exists():
        return {}
    columns = {f"{name}_fpv_{side}": words for name, words in BINDING.items()}
    runs = results.runs
    chosen = list(runs.loc[runs[factor].isin(levels), "run"])
    with daily.open("rb") as file:
        rows = pq.read_table(
            file, columns=list(columns), filters=[("run", "in", chosen), ("day", ">", 0)]
        )
    return {words: float(rows[name].to_numpy().mean()) for name, words in columns.items()}


def _side(results: Results, factor: str) -> str:
    """Return the side whose money or production a factor drives; empty if it drives others."""
    (driven,) = (each.driven for each in results.experiment.factors if each.name == factor)
    for side, country in SIDES.items():
        if all(fullmatch(rf"{country.lower()}\.({ORDERS})", path) for path in driven):
            return side
    return ""
