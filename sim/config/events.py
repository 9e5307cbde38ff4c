"""Events: parameters that change during a run, at a day, at a date or at random."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from pydantic import Field

from sim.config.parameters.parameter import NOUNS, Component, limits_of, range_in_words

FOREVER = 2**31
"""A day that comes after the last one of every run."""

NAME = "^[A-Za-z][A-Za-z0-9 _.,()/%+-]{0,79}$"
LEGAL_TEXT = {
    "name": "text in plain letters, at most 80, that begins with a letter",
    "path": "the path of a parameter that may change",
    "set": "a number, true or false",
}


class Event(Component):
    """A change of one parameter during a run, for a time or for ever.

    It says what becomes of the parameter (`set` or `scale`), when it starts (`day`, `date` or
    `per_year`) and, if ever, when it ends (`until_day`, `until_date` or `days`). What is legal
    depends on the configuration it belongs to, which checks it (`sim.config.event_rules`).
    """

    name: str | None = Field(None, pattern=NAME)
    """What the event is called; its path if left out."""
    path: str
    """The parameter that changes, as in ukraine.fpv.hit_share."""
    set: bool | float | None = None
    """Its value while the event runs."""
    scale: float | None = Field(None, ge=0, le=1e6)
    """What its configured value is multiplied by while the event runs."""
    day: int | None = Field(None, ge=1, le=36500)
    """Day on which the event starts, counted from run.start."""
    date: dt.date | None = None
    """Date on which the event starts."""
    per_year: float | None = Field(None, ge=0, le=1e6)
    """Hazard with which the event starts while it does not run, a year of 365 days."""
    until_day: int | None = Field(None, ge=1, le=36500)
    """First day on which the event runs no more."""
    until_date: dt.date | None = None
    """First date on which the event runs no more."""
    days: int | None = Field(None, ge=1, le=36500)
    """Days for which the event runs."""

    @property
    def label(self) -> str:
        """What the event is called."""
        return self.name or self.path

    def starts_on(self, first: dt.date) -> int | None:
        """Return the day on which the event starts, day 0 being `first`; None if random."""
        return self.day if self.date is None else (self.date - first).days

    def ends_on(self, start: int, first: dt.date) -> int:
        """Return the first day on which the event runs no more, if it starts on day `start`."""
        if self.until_date is not None:
            return (self.until_date - first).days
        if self.until_day is not None:
            return self.until_day
        return FOREVER if self.days is None else start + self.days


def legal_of(key: str) -> str:
    """Return the legal values of a key of events in words."""
    if key in LEGAL_TEXT:
        return LEGAL_TEXT[key]
    field = Event.model_fields[key]
    kind = get_args(field.annotation)[0]
    return f"{NOUNS[kind]}{range_in_words(limits_of(kind, field))}".strip()
