"""The levels of factors as numbers, which boxes limit, and such limits in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.covering import ends
from sim.analysis.numerals import is_label, level_text
from sim.analysis.prim import Among, Between
from sim.config.catalogue import unit_of
from sim.experiment.design.factors import LOG, Group, MultiplierRange, Range

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.analysis.prim import Limit, Limits
    from sim.experiment.design.factors import Factor

    Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Coding:
    """A factor whose levels are numbers, or codes of categories.

    Attributes
    ----------
    name, unit
        Of the factor; the unit is empty where levels have none.
    categories
        Its levels where they have no order: truth values, choices and bundles.
    steps
        Its levels in order where there are none between them: whole numbers, dates, and what is
        listed. Empty where any number in the range may come.
    is_date
        Whether numbers are days from 1970 on.
    is_log
        Whether its range is on a logarithmic scale.
    """

    name: str
    unit: str
    categories: tuple[Any, ...]
    steps: Values
    is_date: bool = False
    is_log: bool = False

    @classmethod
    def of(cls, factor: Factor, levels: pd.Series[Any]) -> Coding:
        """Return how a factor is coded that has these levels."""
        unit = unit_of(factor.unit)
        if factor.kind in (bool, str) or is_label(factor.name):
            there = {*levels}
            known = factor.levels if factor.kind is str else sorted(there)
            kept = tuple(each for each in known if each in there)
            return cls(factor.name, unit, kept, np.empty(0))
        continuous = isinstance(factor, Range | MultiplierRange | Group) and factor.kind is float
        is_log = isinstance(factor, Range | MultiplierRange) and factor.scale == LOG
        is_date = pd.api.types.is_datetime64_any_dtype(levels)
        steps = np.empty(0) if continuous else np.unique(_numbers(levels, is_date=is_date))
        return cls(factor.name, unit, (), steps, is_date, is_log)

    def numbers(self, levels: pd.Series[Any]) -> Values:
        """Return levels as numbers."""
        if not self.categories:
            return _numbers(levels, is_date=self.is_date)
        codes = {level: code for code, level in enumerate(self.categories)}
        return levels.map(codes).to_numpy(float)

    def words(self, limit: Limit, whole: Limit) -> str:
        """Return what a limit leaves of a factor, without its name; empty where that is all."""
        if limit == whole:
            return ""
        if isinstance(limit, Among):
            *others, last = (_text(self.categories[code]) for code in limit.codes)
            return f"{', '.join(others)} or {last}" if others else last
        low, high = (self._told(end, side) for side, end in enumerate(ends(limit, whole)))
        unit = f" {self.unit}" if self.unit else ""
        if low and high:
            return (f"exactly {low}" if low == high else f"{low} to {high}") + unit
        return (f"at least {low}" if low else f"at most {high}") + unit

    def phrase(self, limit: Limit, whole: Limit) -> str:
        """Return a limit with the name of the factor; empty where it leaves everything."""
        words = self.words(limit, whole)
        return words and f"{self.name} {'is ' if self.categories else ''}{words}"

    def level(self, number: float, side: int) -> float:
        """Return the level that an end of a limit comes to: the nearest one inside, if listed."""
        if not len(self.steps) or math.isnan(number):
            return number
        if side == 0:
            return float(self.steps[np.searchsorted(self.steps, number, "left")])
        return float(self.steps[np.searchsorted(self.steps, number, "right") - 1])

    def places(self, numbers: Values | float, whole: Limit) -> Values:
        """Return where numbers are on the way through the factor, from 0 to 1."""
        if isinstance(whole, Among):
            return (np.asarray(numbers) + 0.5) / len(self.categories)
        low, high, at = (np.asarray(each, float) for each in (*whole, numbers))
        if self.is_log:
            low, high, at = np.log(low), np.log(high), np.log(at)
        return np.asarray((at - low) / (high - low))

    def number_at(self, place: float, whole: Between) -> float:
        """Return the number at a place on the way through the factor."""
        if self.is_log:
            return float(whole.low * (whole.high / whole.low) ** place)
        return whole.low + place * (whole.high - whole.low)

    def text(self, number: float) -> str:
        """Return a number as the level that it stands for."""
        if self.is_date:
            return str(np.datetime64(int(number), "D"))
        whole = len(self.steps) > 0 and number.is_integer()
        return level_text(int(number) if whole else number, self.name)

    def _told(self, end: float, side: int) -> str:
        return "" if math.isnan(end) else self.text(self.level(end, side))


def phrase(codings: list[Coding], limits: Limits, whole: Limits) -> str:
    """Return the limits of a box in words, joined by and; of one without any, "anywhere"."""
    told = (
        coding.phrase(limit, free)
        for coding, limit, free in zip(codings, limits, whole, strict=True)
    )
    return " and ".join(filter(None, told)) or "anywhere"


def _numbers(levels: pd.Series[Any], *, is_date: bool) -> Values:
    if is_date:
        return levels.to_numpy("datetime64[D]").astype(float)
    return levels.to_numpy(float)


def _text(level: object) -> str:
    return str(level).lower() if isinstance(level, bool) else str(level)
