"""Measures: what an experiment asks of a run, each one number from its tables."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.analysis.responses import RESPONSES, Response, Tables
from sim.config.behaviours import COLUMNS as COLUMNS_KEY
from sim.config.behaviours import RESPONSES as RESPONSES_KEY
from sim.config.behaviours import Behaviour, last_of, load_object
from sim.config.errors import ConfigError, Place, Problem
from sim.war.columns import AMOUNT, SHARE, TABLES, UNBOUNDED, Bounds, own_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from sim.war.columns import Column

    Days = npt.NDArray[np.float64]

Direction = Literal["above", "below"]

COLUMNS: dict[str, Column] = {column.name: column for column in TABLES["daily"][1:]}
"""The daily columns that can be measured."""

SUMMARIES: dict[str, Response] = {response.name: response for response in RESPONSES}
"""The measures of summary.csv."""

TIME_TO, SHARE_OF_DAYS, QUANTILE = "time_to", "share_of_days", "quantile"
ASKS: dict[str, tuple[str, ...]] = {
    TIME_TO: ("threshold", "direction"),
    SHARE_OF_DAYS: ("threshold", "direction"),
    QUANTILE: ("probability",),
}
"""Statistics that ask for more than a column and a window, with what they ask for."""

MINUS = " - "
"""Stands between two columns whose difference is measured."""


def columns_in(text: str) -> tuple[str, ...]:
    """Return the names of the columns in a text: of one, or of two with a minus between."""
    return tuple(re.split(r"\s*-\s*", text.strip()))


def column_named(name: str) -> Column:
    """Return a daily column, or one from outside, by `module:Name`."""
    if name in COLUMNS:
        return COLUMNS[name]
    return own_columns((Behaviour(part=COLUMNS_KEY, name=name),))[0].column


def response_named(name: str) -> Response:
    """Return a measure of summary.csv, or one from outside, by `module:Name`.

    Raises
    ------
    ConfigError
        If one from outside is not allowed, no `Response`, or called otherwise than its variable.
    """
    if name in SUMMARIES:
        return SUMMARIES[name]
    behaviour = Behaviour(part=RESPONSES_KEY, name=name)
    found = load_object(behaviour)
    if not isinstance(found, Response) or found.name != behaviour.attribute:
        what = f"{name} must be a sim.Response called {behaviour.attribute!r}, as its variable is"
        raise ConfigError([Problem(Place(f"behaviours.{RESPONSES_KEY}"), what)])
    return found


def standard(behaviours: tuple[Behaviour, ...]) -> tuple[Measure, ...]:
    """Return what is measured where nothing is asked for: summary.csv, and what is from outside."""
    own = (each for each in behaviours if each.part == RESPONSES_KEY)
    return (*STANDARD, *(Measure(each.attribute, summary=each.name) for each in own))


@dataclass(frozen=True)
class Measure:
    """One number of a run.

    Attributes
    ----------
    name : str
        What it is called.
    column : str
        The daily column, with `statistic`; empty for a measure of `SUMMARIES`. One from outside
        is `module:Name`. Of two with " - " between, the difference, day by day.
    statistic : str
        A key of `STATISTICS` or of `ASKS`.
    from_day, to_day : int
        The window, both days included; to the last day if `to_day` is None.
    threshold : float or None
        What `TIME_TO` waits for the column to be above or below, and `SHARE_OF_DAYS` counts.
    direction : str
        "above" or "below", both strictly.
    probability : float or None
        Which `QUANTILE`: the share of days on which the column is lower.
    summary : str
        Name of one of `SUMMARIES`, or `module:Name` of one from outside.
    """

    name: str
    column: str = ""
    statistic: str = ""
    from_day: int = 0
    to_day: int | None = None
    threshold: float | None = None
    direction: Direction = "above"
    probability: float | None = None
    summary: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The daily columns that it reads: one, or the two whose difference it measures."""
        return columns_in(self.column) if self.column else ()

    @property
    def unit(self) -> str:
        """Unit of the number, "1" for a share.

        Raises
        ------
        ConfigError
            If it is a difference of columns from outside that have not one unit.
        """
        if self.summary:
            return response_named(self.summary).unit
        if self.statistic in UNITS:
            return UNITS[self.statistic]
        units = {column_named(each).unit: None for each in self.columns}
        if len(units) > 1:
            what = f"{self.column}: the columns are in {' and '.join(units)}"
            raise ConfigError([Problem(Place(f"responses.{self.name}"), what)])
        (unit,) = units
        return _times_days(unit) if self.statistic in OVER_DAYS else unit

    @property
    def bounds(self) -> Bounds:
        """What the number lies within."""
        if self.summary:
            return response_named(self.summary).bounds
        if self.statistic == TIME_TO:
            return Bounds(self.from_day, math.inf if self.to_day is None else self.to_day)
        if self.statistic == SHARE_OF_DAYS:
            return SHARE
        if len(self.columns) > 1:  # a difference
            return UNBOUNDED
        bounds = column_named(self.column).bounds
        if self.statistic in OVER_DAYS:
            return AMOUNT if bounds.low >= 0 else UNBOUNDED
        return bounds

    def measure(self, tables: Tables) -> float:
        """Return the number; NaN where it does not exist.

        Parameters
        ----------
        tables : Tables
            The tables of one run, `daily` in the order of days.
        """
        if self.summary:
            return float(response_named(self.summary).measure(tables))
        days, values = self._window(tables)
        if not len(values):
            return math.nan
        if self.statistic == TIME_TO:
            reached = self._reached(values)
            return float(days[reached.argmax()]) if reached.any() else math.nan
        if self.statistic == SHARE_OF_DAYS:
            return float(self._reached(values).mean())
        if self.statistic == QUANTILE:
            return float(np.quantile(values, _given(self.probability)))
        return STATISTICS[self.statistic](days, values)

    def _window(self, tables: Tables) -> tuple[Days, Days]:
        """Return the days of the window that have a value, and the values."""
        daily, last = tables.daily, tables.last_day if self.to_day is None else self.to_day
        minuend, *subtrahend = (daily[last_of(each)] for each in self.columns)
        values = minuend - subtrahend[0] if subtrahend else minuend
        inside = daily["day"].between(self.from_day, last) & values.notna()
        return daily.loc[inside, "day"].to_numpy(float), values[inside].to_numpy(float)

    def _reached(self, values: Days) -> npt.NDArray[np.bool_]:
        threshold = _given(self.threshold)
        return values > threshold if self.direction == "above" else values < threshold


def _given(option: float | None) -> float:
    """Return an option that a statistic asks for; nothing compares with one that is not there."""
    return math.nan if option is None else option


STATISTICS: dict[str, Callable[[Days, Days], float]] = {
    "mean": lambda _days, values: float(values.mean()),
    "last": lambda _days, values: float(values[-1]),
    "min": lambda _days, values: float(values.min()),
    "max": lambda _days, values: float(values.max()),
    "total": lambda _days, values: math.fsum(values),
    "area": lambda days, values: float(np.trapezoid(values, days)),
}
"""Each takes the days of the window that have a value, and the values.

``total`` is their sum, ``area`` their integral over time by the trapezium rule, so that a day
without a value lies on the line between its neighbours.
"""

OVER_DAYS = ("total", "area")
"""Statistics that add days up: their unit is that of the column times days."""

UNITS = {TIME_TO: "day", SHARE_OF_DAYS: "1"}
"""Units of statistics that do not have that of the column."""

STANDARD = tuple(Measure(name, summary=name) for name in SUMMARIES)
"""What is measured where nothing is asked for: the columns of summary.csv."""


def _times_days(unit: str) -> str:
    if unit == "1":
        return "days"
    for rate in ("/day", "/night"):
        if unit.endswith(rate):
            return unit.removesuffix(rate)
    return f"{unit}*days"
