"""Events that are added to a configuration while it is run, by the rules of those in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from sim.config.errors import ConfigError, Place, Problem
from sim.config.event_rules import flaws
from sim.config.events import Event
from sim.config.values import with_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.config.event_rules import EventFlaw
    from sim.config.schema import Config


def setting_event(path: str, value: float, day: int) -> Event:
    """Return the event that sets a parameter from a day on.

    Raises
    ------
    ConfigError
        If it would be refused in any configuration.
    """
    _refuse(path, flaws(0, {"path": path, "set": value, "day": day}))
    return Event(path=path, set=value, day=day)


def with_events(config: Config, events: Sequence[Event], path: str) -> Config:
    """Return a configuration with other events.

    Parameters
    ----------
    config
        The configuration.
    events
        All that it has then.
    path
        The parameter that the one that is new sets.

    Raises
    ------
    ConfigError
        If it would be refused with them.
    """
    try:
        return with_values(config, {"events": tuple(events)})
    except ValidationError as failure:
        found = [error["ctx"]["flaws"] for error in failure.errors() if error["type"] == "conflict"]
        _refuse(path, (flaw for each in found for flaw in each))
        raise


def _refuse(path: str, found: Iterable[EventFlaw]) -> None:
    place = Place(f"set {path}")
    problems = [Problem(place, each.problem, each.legal, each.nearest, each.cure) for each in found]
    if problems:
        raise ConfigError(problems)
