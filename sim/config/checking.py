"""From a tree to a configuration: the schema's verdict, told at the line it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, get_origin

from pydantic import ValidationError

from sim.config.catalogue import components, join, nearest, parameters
from sim.config.errors import MOST_PROBLEMS, Problem, UnreadableError, quote
from sim.config.scalars import SpellingError, Value, read_scalar
from sim.config.schema import Config
from sim.config.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from sim.config.conflicts import Conflict
    from sim.config.errors import Findings, Place

LARGEST_REWRITTEN = 1e15
"""Larger floats don't show all the digits of a whole number."""

Plain = Value | None | list[Any] | dict[str, Any]


def check(tree: Mapping, findings: Findings) -> Config:
    """Return the configuration that `tree` describes.

    Conflicts between parameters are told only once each of them is right by itself, since
    in the place of one that is wrong stands its default. Unknown keys don't hide them.

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
    try:
        config = Config.model_validate(values)
    except ValidationError as failure:
        for error in failure.errors(include_url=False):
            if error["type"] != "conflict":
                findings.add(_wrong(error, tree))
            elif sound:
                for conflict in error["ctx"]["conflicts"]:
                    findings.add(_conflict(conflict, tree))
    if findings.problems:
        raise findings.error()
    return config


def _component(
    tree: Mapping, path: str, findings: Findings, unknown: list[Problem]
) -> dict[str, Plain]:
    """Return the values below `path`; what is refused is reported and left out."""
    values: dict[str, Plain] = {}
    for key, (place, node) in tree.entries.items():
        at = join(path, key)
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
            what = f"{at} is {_shown(node)}, but has keys of its own"
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
        what = f"{path}: {_shown(node)} {error.reason}"
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
    node = _find(tree, names)
    what = f"{parameter.path} is {_shown(node)}"
    place = _find(tree, error["loc"]).place
    return Problem(place, what, legal=parameter.legal, cure=_cure(node, parameter.kind))


def _conflict(conflict: Conflict, tree: Mapping) -> Problem:
    place = _find(tree, conflict.path.split(".")).place
    return Problem(place, f"{conflict.path}: {conflict.problem}", cure=conflict.cure)


def _find(tree: Mapping, keys: Iterable[str | int]) -> Node:
    """Return the node at `keys`, or the last one on the way there that is written."""
    node: Node = tree
    for key in keys:
        if isinstance(node, Mapping) and key in node.entries:
            node = node.entries[str(key)].value
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
        else:
            break
    return node


def _shown(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a group of keys"
    if isinstance(node, Sequence):
        return quote(f"[{', '.join(map(_shown, node.items))}]")
    if node.plain:
        return quote(node.text) or "empty"
    return f'"{quote(node.text)}"'


def _cure(node: Node, kind: object) -> str:
    if not isinstance(node, Scalar):
        return ""
    if not node.text:
        return "write a value, or delete the line"
    if not node.plain:
        return "" if get_origin(kind) is Literal else "remove the quotes"
    value = read_scalar(node.text, plain=True)
    if kind is int and isinstance(value, float):
        return f"write {round(value)}" if abs(value) < LARGEST_REWRITTEN else "write its digits"
    if isinstance(value, str) and re.match(r"[-+.]?[0-9]", value):
        return "write the number alone"
    return ""
