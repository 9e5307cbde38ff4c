"""Inputs: parameters whose configured value varies in time, as a series of dates and values."""

from __future__ import annotations

import bisect
import datetime as dt
from typing import Literal, get_args

from sim.config.parameters.parameter import Component

INPUTS = "inputs"
"""The key of a configuration below which they stand."""

Between = Literal["hold", "linear"]
HOLD, LINEAR = get_args(Between)
"""How a series is read between two dates: as at the first of them, or on a straight line."""


class Series(Component):
    """A parameter's configured value over time; events act on what it says."""

    path: str
    """The parameter, one that may change."""
    between: Between
    """How it is read between two dates."""
    at: tuple[tuple[dt.date, float], ...]
    """Dates, each after the one before, and values."""

    def value_on(self, date: dt.date) -> float | None:
        """Return its value on a date: the last one after its end, None before its start."""
        dates = [each for each, _ in self.at]
        after = bisect.bisect_right(dates, date)
        if after == 0:
            return None
        first, value = self.at[after - 1]
        if self.between == HOLD or after == len(self.at):
            return value
        second, later = self.at[after]
        return value + (later - value) * ((date - first) / (second - first))


def values_on(series: tuple[Series, ...], date: dt.date) -> dict[str, float]:
    """Return what all series say on a date, by path; nothing of those that have not begun."""
    said = ((each.path, each.value_on(date)) for each in series)
    return {path: value for path, value in said if value is not None}
