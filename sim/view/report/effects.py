"""What varies a response most: the least and the most mean over each factor's levels."""

from __future__ import annotations

from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from sim.analysis.effects import main_effects
from sim.analysis.points import points_of
from sim.view.figures import factors as factor_axis

if TYPE_CHECKING:
    from collections.abc import Sequence


class Effect(NamedTuple):
    """The effect of a factor: the least and most mean at its levels, each over everything else."""

    factor: str
    least: float
    least_level: str
    most: float
    most_level: str

    @property
    def spread(self) -> float:
        """What lies between them."""
        return self.most - self.least


class Levels:
    """The levels of factors as text, each no longer than tells it from the others."""

    def __init__(self, runs: pd.DataFrame, factors: Sequence[str]) -> None:
        self.points = points_of(runs, factors)
        self._factors = factors

    def text(self, factor: str, level: Any) -> str:
        """Return a level of a factor, even one that no point has, such as the middle of a bin."""
        known = self._texts[factor]
        if level in known:
            return known[level]
        return factor_axis.texts_of(pd.Series([level], name=factor))[0]

    @cached_property
    def _texts(self) -> dict[str, dict[Any, str]]:
        every = {factor: self.points[factor].drop_duplicates() for factor in self._factors}
        return {
            factor: dict(zip(levels, factor_axis.texts_of(levels), strict=True))
            for factor, levels in every.items()
        }


def effects_of(runs: pd.DataFrame, factors: Sequence[str], response: str) -> list[Effect]:
    """Return the effects of the factors that vary, the largest first."""
    varying = [factor for factor in factors if runs[factor].nunique() > 1]
    if not varying or runs[response].isna().all():
        return []
    levels = Levels(runs, varying)
    table = main_effects(runs, varying, response).dropna(subset="mean")
    found = [_effect(levels, factor, rows) for factor, rows in table.groupby("factor", sort=False)]
    return sorted(found, key=lambda each: -each.spread)


def _effect(levels: Levels, factor: Any, rows: pd.DataFrame) -> Effect:
    records = rows.to_dict("records")
    least, most = (end(records, key=itemgetter("mean")) for end in (min, max))
    return Effect(
        factor,
        least["mean"],
        levels.text(factor, least["level"]),
        most["mean"],
        levels.text(factor, most["level"]),
    )
