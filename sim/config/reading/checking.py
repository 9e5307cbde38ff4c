"""From a tree to a configuration: the schema's verdict, told at the line it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sim.config.behaviours import BEHAVIOURS, Behaviour
from sim.config.catalogue import components, join, nearest, parameters
from sim.config.errors import MOST_PROBLEMS, Problem, UnreadableError, quote
from sim.config.reading.behaviour_reading import read_behaviours
from sim.config.reading.event_reading import EVENTS, told, without_flaws
from sim.config.reading.nodes import find, remedy, shown
from sim.config.reading.tree import Mapping, Node, Sequence
from sim.config.scalars import SpellingError, Value, read_scalar
from sim.config.schema import Config

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from sim.config.conflicts import Conflict
    from sim.config.errors import Findings, Place

Plain = Value | None | list[Any] | dict[str, Any] | tuple[Behaviour, ...]


def check(
    tree: Mapping, findings: Findings, base: Config | None = None, *, resolve: bool = True
) -> Config:
    """Return the configuration that `tree` describes, or that it makes of another one.

    Conflicts between parameters are told only once each of them is right by itself, since
    in the place of one that is wrong stands its default. Unknown keys don't hide them, nor do
    events, which are told first if they are wrong by themselves. With `resolve`, the behaviours
    that it names are loaded, as far as that is allowed, and checked.

    Raises
    ------
    ConfigError
        With what was found before and what is found here.
    """
    unknown: list[Problem] = []
    values = _component(tree, "", findings, unknown)
    sound = not findings.problems
    for problem in unknown:
        findings.add(problem)
    if EVENTS in tree.entries:
        tree = without_flaws(tree, findings)
        values[EVENTS] = _value(tree.entries[EVENTS].value, EVENTS)
    if BEHAVIOURS in tree.entries:
        entry = tree.entries[BEHAVIOURS]
        values[BEHAVIOURS] = tuple(read_behaviours(entry, findings, resolve=resolve))
    try:
        config = Config.model_validate(_over(base.model_dump() if base else {}, values))
    except ValidationError as failure:
        for error in failure.errors(include_url=False):
            if error["type"] != "conflict":
                findings.add(_wrong(error, tree))
            elif sound:
                _add_conflicts(error["ctx"], tree, findings)
    if findings.problems:
        raise findings.error()
    return config


def _over(below: Any, above: Any) -> Any:
    """Return nested values with those of `above` in place of their own."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {key: _over(below.get(key), value) for key, value in above.items()}


def _component(
    tree: Mapping, path: str, findings: Findings, unknown: list[Problem]
) -> dict[str, Plain]:
    """Return the values below `path` but the events; what is refused is reported, left out."""
    values: dict[str, Plain] = {}
    for key, (place, node) in tree.entries.items():
        at = join(path, key)
        if at in (EVENTS, BEHAVIOURS):
            continue
        if key not in components()[path].model_fields:
            near = nearest(path, key) if len(unknown) < MOST_PROBLEMS else ""
            unknown.append(_unknown(key, path, place, near))
        elif at not in components():
            try:
                values[key] = _value(node, at)
            except UnreadableError as refusal:
                findings.add(refusal.problem)
        elif isinstance(node, Mapping):
            values[key] = _component(node, at, findings, unknown)
        else:
            what = f"{at} is {shown(node)}, but has keys of its own"
            findings.add(Problem(node.place, what, cure="write them below it, indented"))
    return values


def _value(node: Node, path: str) -> Plain:
    if isinstance(node, Mapping):
        return {key: _value(entry.value, path) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [_value(item, path) for item in node.items]
    try:
        return read_scalar(node.text, plain=node.plain)
    except SpellingError as error:
        what = f"{path}: {shown(node)} {error.reason}"
        legal = parameters()[path].legal
        raise UnreadableError(Problem(node.place, what, legal=legal, cure=error.cure)) from None


def _unknown(key: str, path: str, place: Place, near: str) -> Problem:
    what = f"unknown key {quote(key) or '(empty)'}" + (f" in {path}" if path else "")
    if key == "extends":
        return Problem(place, what, cure="write it at the top level of a file")
    cure = "write each key below its group, indented" if "." in key else ""
    return Problem(place, what, nearest=near, cure=cure)


def _wrong(error: ErrorDetails, tree: Mapping) -> Problem:
    """Tell that a value is of the wrong type or out of range."""
    names = [str(part) for part in error["loc"]]
    while ".".join(names) not in parameters():
        names.pop()
    parameter = parameters()[".".join(names)]
    node = find(tree, names)
    what = f"{parameter.path} is {shown(node)}"
    place = find(tree, error["loc"]).place
    return Problem(place, what, legal=parameter.legal, cure=remedy(node, parameter.kind))


def _add_conflicts(context: dict[str, Any], tree: Mapping, findings: Findings) -> None:
    for conflict in context["conflicts"]:
        findings.add(_conflict(conflict, tree))
    events = find(tree, [EVENTS])
    for flaw in context["flaws"]:
        findings.add(told(flaw, events))


def _conflict(conflict: Conflict, tree: Mapping) -> Problem:
    place = find(tree, conflict.path.split(".")).place
    return Problem(place, f"{conflict.path}: {conflict.problem}", cure=conflict.cure)
