"""Factors of a discovery on axes that go from 0 to 1, with ticks in the factors' own units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.prim import Among, Between
from sim.view.figures import factors as factor_axis
from sim.view.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.prim import Limit
    from sim.experiment.results.coding import Coding

MOST_STEPS, SHORT = 5, 14
FIGURES = 3


class FactorAxis(NamedTuple):
    """A factor on the way from 0 to 1: its name, and where which ticks are.

    Attributes
    ----------
    coding, whole
        The factor, and the limits of all its levels.
    name
        With its unit, folded.
    divisor
        What numbers are divided by for that unit.
    """

    coding: Coding
    whole: Limit
    name: str
    divisor: float

    @classmethod
    def of(cls, coding: Coding, whole: Limit, width_in: float) -> FactorAxis:
        """Return the axis of a factor that is so wide."""
        ends = [0.0] if isinstance(whole, Among) else [*whole]
        named = factor_axis.name_of(pd.Series(ends, name=coding.name), width_in)
        return cls(coding, whole, named.text, named.divisor)

    def ticks(self) -> tuple[list[float], list[str]]:
        """Return places and texts of the ticks: all levels if they are few, else ends and middle.

        A category is in the middle of its part of the way.
        """
        if isinstance(self.whole, Among):
            texts = [factor_axis.text_of(each) for each in self.coding.categories]
            places = self.coding.places(np.arange(len(texts), dtype=float), self.whole)
            return places.tolist(), [factor_axis.fold(each, SHORT) for each in texts]
        few = 0 < len(self.coding.steps) <= MOST_STEPS
        numbers = self.coding.steps.tolist() if few else self._numbers(self.whole)
        places = self.coding.places(np.array(numbers), self.whole)
        return places.tolist(), [self.text(each) for each in numbers]

    def text(self, number: float) -> str:
        """Return a number of the factor in few digits."""
        if self.coding.is_date:
            return self.coding.text(number)
        shown = number / self.divisor
        return style.number(float(f"{shown:.{FIGURES}g}") if abs(shown) < 1000 else round(shown), 0)

    def part(self, limit: Limit) -> list[tuple[float, float]]:
        """Return the parts of the way that a limit leaves, each with its two ends."""
        if isinstance(limit, Between):
            low, high = self.coding.places(np.array(limit), self.whole)
            return [(float(low), float(high))]
        count = len(self.coding.categories)
        return [(code / count, (code + 1) / count) for code in limit.codes]

    def draw(self, axes: Axes, which: str) -> None:
        """Give an axis, "x" or "y", its ticks and name."""
        places, texts = self.ticks()
        axes.set(**{f"{which}lim": (-0.03, 1.03), f"{which}label": self.name})
        axes.set(**{f"{which}ticks": places, f"{which}ticklabels": texts})
        axes.tick_params(axis="both", labelsize=factor_axis.TICK_PT)

    def _numbers(self, whole: Between) -> list[float]:
        middle = self.coding.number_at(0.5, whole)
        return [whole.low, self.coding.level(middle, 0), whole.high]
