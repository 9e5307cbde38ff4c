"""Writing a configuration: as YAML that `load` reads again, and as a digest."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sim.config.behaviours import BEHAVIOURS, LISTS, USE
from sim.config.inputs import INPUTS
from sim.config.scalars import write_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.config.schema import Config


def to_yaml(config: Config) -> str:
    """Return the whole of `config`, every parameter resolved, as YAML.

    `load` reads an equal configuration from it.
    """
    return "".join(f"{line}\n" for line in _lines(normalised(config), 0))


def digest(config: Config) -> str:
    """Return the SHA-256 of the typed values of `config`.

    It does not depend on how a file writes them: not on comments, the order of keys, layers
    or formatting. In JSON 1, 1.0, true and "1" differ, and 0.0 from -0.0.
    """
    text = json.dumps(normalised(config), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def normalised(config: Config) -> dict[str, Any]:
    """Return the values of `config`, each of the type that the schema declares.

    Behaviours and inputs stand among them only where there are any.
    """
    values = type(config).model_validate(config.model_dump()).model_dump()
    for key in (BEHAVIOURS, INPUTS):
        if not values[key]:
            del values[key]
    return values


def events_lines(events: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the lines of the events, a key on each, what is left out left out."""
    written = [{key: value for key, value in each.items() if value is not None} for each in events]
    yield "events:" if written else "events: []"
    for event in written:
        for number, (key, value) in enumerate(event.items()):
            yield f"  {' ' if number else '-'} {key}: {write_value(value)}"


def behaviours_lines(behaviours: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the lines of the behaviours, a part on each, one with its parameters in braces."""
    parts: dict[str, list[str]] = {}
    for each in behaviours:
        own = {USE: each["name"], **dict(each["parameters"])}
        text = ", ".join(f"{key}: {write_value(value)}" for key, value in own.items())
        name = f"{{{text}}}" if each["parameters"] else write_value(each["name"])
        parts.setdefault(each["part"], []).append(name)
    if parts:
        yield f"{BEHAVIOURS}:"
    for part, names in parts.items():
        yield f"  {part}: " + (f"[{', '.join(names)}]" if part in LISTS else names[0])


def inputs_lines(series: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the lines of the inputs, a date on each."""
    yield f"{INPUTS}:"
    for each in series:
        yield from (f"  {each['path']}:", f"    between: {each['between']}", "    at:")
        yield from (f"      {date}: {write_value(value)}" for date, value in each["at"])


def _lines(values: dict[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for key, value in values.items():
        if key == "events":
            yield from events_lines(value)
        elif key == INPUTS:
            yield from inputs_lines(value)
        elif key == BEHAVIOURS:
            yield from behaviours_lines(value)
        elif isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _lines(value, depth + 1)
        else:
            yield f"{indent}{key}: {write_value(value)}"
