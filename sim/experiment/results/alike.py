"""Levels of a factor that give the same responses, and what bound there instead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow.parquet as pq

from sim.analysis.effects import MOST_GROUPS
from sim.analysis.numerals import level_text
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.experiment.results.results import Results

BINDING = {
    "target_binds": "the target (output_target_per_year)",
    "money_binds": "money (income, and fpv.money_share of it)",
    "order_books_bind": "full order books (capacity_per_year)",
    "stock_binds": "what is in stock (fpv.stock_days)",
}
"""What orders of front-line drones stop at, by the column that says so, without role and side."""

ORDERS = (
    *("revenue_usd_per_year", "sanctions_share", "aid_usd_per_year", "output_target_per_year"),
    *("capacity_per_year", "capacity_limit_per_year", "capacity_growth_per_year"),
    *("capacity_cost_share", "capacity_delay_days", "capacity_money_share", "order_book_days"),
    *("fpv.money_share", "fpv.output_share", "fpv.stock_days", "fpv.unit_cost_usd"),
)
"""Parameters of a side on which its orders of front-line drones may depend."""

SHOWN = ["mean", "censored", "quantile_5", "quantile_50", "quantile_95"]
"""What a point tells of a response; where a time is censored, its mean is missing."""


LEAST_SHARE = 0.005
"""Of days; less would be told as none."""


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
    country : str
        For a factor on which orders of front-line drones may depend: whose orders.
    binding : dict of str to float
        On what share of days each thing bound these orders, at these levels. Empty where no
        table says so.
    """

    factor: str
    levels: list[Any]
    is_whole: bool
    country: str
    binding: dict[str, float]

    @property
    def words(self) -> str:
        """All of it in one sentence."""
        shares = sorted(self.binding.items(), key=lambda pair: -pair[1])
        bound = [f"{what} on {part:.0%} of days" for what, part in shares if part > LEAST_SHARE]
        whose = f"; there {self.country}'s orders of front-line drones are bound by "
        return f"{self.factor} {self._done}" + (whose + ", ".join(bound) if bound else "")

    @property
    def _done(self) -> str:
        if self.is_whole:
            return "changes no response: where only it differs, all means are the same"
        *others, last = map(_exact, self.levels)
        return f"gives the same responses at {', '.join(others)} and {last}"


def _exact(level: Any) -> str:
    """Return a level with all its digits, so that two levels look like two."""
    return f"{level:,}".removesuffix(".0") if type(level) in {int, float} else level_text(level)


def alike(results: Results) -> list[Alike]:
    """Return what levels of each factor give the same responses, as far as the points tell.

    Levels are alike if they meet, with all other factors unchanged, and all responses are then
    equal, or missing at both. Of a factor whose levels do not meet like that, as in a Latin
    hypercube, nothing can be said. One with many levels is named only if it changes nothing at all.
    """
    points = results.points
    told = points["mean"].notna() | points["censored"].gt(0)
    shown = points[told.groupby(points["response"]).transform("any")]
    shown = shown.assign(shown=shown.groupby(SHOWN, dropna=False).ngroup())
    found = []
    for factor in results.factors:
        levels = list(points[factor].unique())
        others = [key for key in (*results.factors, "response") if key != factor]
        if _is_idle(shown, factor, others, len(levels)):
            groups = [levels]
        else:
            groups = _groups(shown, factor, others) if len(levels) <= MOST_GROUPS else []
        side = _side(results, factor)
        for group in groups:
            binding = _binding(results, factor, group, side) if side else {}
            is_whole = len(group) == len(levels)
            found.append(Alike(factor, group, is_whole, SIDES.get(side, ""), binding))
    return found


def _is_idle(points: pd.DataFrame, factor: str, others: Sequence[str], count: int) -> bool:
    """Tell whether each of so many levels meets another one, and all that meet are alike."""
    groups = points.groupby(list(others))["shown"]
    met = points.loc[groups.transform("size") > 1, factor].nunique()
    return met > 0 and met == count and bool((groups.nunique() == 1).all())


def _groups(points: pd.DataFrame, factor: str, others: Sequence[str]) -> list[list[Any]]:
    """Return the groups of two or more levels that are alike, each level to each of its group."""
    keyed = points.set_index(list(others))
    by_level = {level: rows["shown"] for level, rows in keyed.groupby(factor, sort=False)}
    groups: list[list[Any]] = []
    for level, here in by_level.items():
        for group in groups:
            if all(_meet_alike(here, by_level[other]) for other in group):
                group.append(level)
                break
        else:
            groups.append([level])
    return [group for group in groups if len(group) > 1]


def _meet_alike(one: pd.Series[int], other: pd.Series[int]) -> bool:
    shared = one.index.intersection(other.index)
    return len(shared) > 0 and one.loc[shared].equals(other.loc[shared])


def _binding(results: Results, factor: str, levels: Sequence[Any], side: str) -> dict[str, float]:
    """Return `Alike.binding`, averaged over the runs at some levels and the days after day 0."""
    daily, runs = results.folder / "daily.parquet", results.runs
    columns = {f"{name}_fpv_{side}": words for name, words in BINDING.items()}
    if not daily.exists() or not columns.keys() <= {*results.schemas["daily"].names}:
        return {}  # not kept, or of results from before there were such columns
    chosen = list(runs.loc[runs[factor].isin(levels), "run"])
    with daily.open("rb") as file:
        rows = pq.read_table(
            file, columns=list(columns), filters=[("run", "in", chosen), ("day", ">", 0)]
        )
    return {words: float(rows[name].to_numpy().mean()) for name, words in columns.items()}


def _side(results: Results, factor: str) -> str:
    """Return the side on whose orders alone a factor can act; empty if there is none."""
    (driven,) = (each.driven for each in results.experiment.factors if each.name == factor)
    for side, country in SIDES.items():
        if all(path in {f"{country.lower()}.{name}" for name in ORDERS} for path in driven):
            return side
    return ""
