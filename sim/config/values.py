"""Values of a configuration by the paths of parameters: looked up, replaced, changed by events."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, TypeVar

from sim.config.parameters.parameter import Component

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.config.draft import Draft

Part = TypeVar("Part", bound=Component)


def values_in_force(config: Draft, running: Iterable[tuple[int, int]]) -> dict[str, Any]:
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
    return {path: like(value_at(config, path), value) for path, value in values.items()}


def value_at(config: Draft, path: str) -> Any:
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
    own, below = split(values)
    parts = {name: with_values(getattr(part, name), inner) for name, inner in below.items()}
    if own:
        return type(part).model_validate({**dict(part), **parts, **own})
    return part.model_copy(update=parts)


def with_legal(part: Part, values: Mapping[str, Any]) -> Part:
    """Return a component with other values at some paths below it, each known to be legal.

    Nothing is checked, which takes a tenth of the time that `with_values` takes.
    """
    own, below = split(values)
    for name, inner in below.items():
        own[name] = with_legal(getattr(part, name), inner)
    return part.model_copy(update=own)


def split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the values of a component itself, and those of its parts by their names."""
    own: dict[str, Any] = {}
    below: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        name, _, rest = path.partition(".")
        if rest:
            below.setdefault(name, {})[rest] = value
        else:
            own[name] = value
    return own, below


def like(configured: Any, value: Any) -> Any:
    """Return `value` as a whole number if the configured one is."""
    return round(value) if type(configured) is int else value
