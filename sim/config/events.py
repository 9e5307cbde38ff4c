"""Events: parameters that change during a run, at a day, at a date or at random."""

from __future__ import annotations

import datetime as dt
import operator
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import Field

from sim.config.parameters.parameter import Component
from sim.config.paths import NOUNS, limits_of, range_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.config.schema import Config

Part = TypeVar("Part", bound=Component)

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
        """Return the day on which the event starts; None if that is random.

        Parameters
        ----------
        first
            Date of day 0.
        """
        return self.day if self.date is None else (self.date - first).days

    def ends_on(self, start: int, first: dt.date) -> int:
        """Return the first day on which the event runs no more, if it starts on day `start`."""
        if self.until_date is not None:
            return (self.until_date - first).days
        if self.until_day is not None:
            return self.until_day
        return FOREVER if self.days is None else start + self.days


def values_in_force(config: Config, running: Iterable[tuple[int, int]]) -> dict[str, Any]:
    """Return the values, by path, of the parameters that running events change.

    A parameter that is set has the value of the event that started last (of two that started
    on one day, of the later one in the list), whatever scales it. Without such an event it is
    its configured value times all that scale it, in the order of the list.

    Parameters
    ----------
    config
        The configuration as it was read.
    running
        Day of start and place in `config.events` of each running event.
    """
    started = sorted(running)
    values: dict[str, Any] = {
        config.events[index].path: config.events[index].set
        for _, index in started
        if config.events[index].set is not None
    }
    settled = set(values)
    for index in sorted(index for _, index in started):
        event = config.events[index]
        if event.scale is not None and event.path not in settled:
            values[event.path] = values.get(event.path, value_at(config, event.path)) * event.scale
    return {path: _like(value_at(config, path), value) for path, value in values.items()}


def value_at(config: Config, path: str) -> Any:
    """Return the configured value of a parameter."""
    return operator.attrgetter(path)(config)


def with_values(part: Part, values: Mapping[str, Any]) -> Part:
    """Return a component with other values at some paths below it, each of them checked.

    Parts below it in which nothing changes are the same objects as before.

    Raises
    ------
    ValidationError
        If a value is out of range.
    """
    own: dict[str, Any] = {}
    below: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        name, _, rest = path.partition(".")
        if rest:
            below.setdefault(name, {})[rest] = value
        else:
            own[name] = value
    parts = {name: with_values(getattr(part, name), inner) for name, inner in below.items()}
    if own:
        return type(part).model_validate({**dict(part), **parts, **own})
    return part.model_copy(update=parts)


def legal_of(key: str) -> str:
    """Return the legal values of a key of events in words."""
    if key in LEGAL_TEXT:
        return LEGAL_TEXT[key]
    field = Event.model_fields[key]
    kind = get_args(field.annotation)[0]
    return f"{NOUNS[kind]}{range_in_words(limits_of(kind, field))}".strip()


def _like(configured: Any, value: Any) -> Any:
    """Return `value` as a whole number where the configured one is."""
    return round(value) if type(configured) is int else value
