"""The levels of factors as a page shows them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.points import points_of
from sim.view.figures import factors as factor_axis

if TYPE_CHECKING:
    from collections.abc import Sequence


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
