"""From a tree to a configuration: the schema's verdict, told at the line it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sim.config.catalogue import components, join, nearest, parameters
from sim.config.errors import Problem, Unreadable, quote
from sim.config.scalars import Ambiguous, Value, read_scalar
from sim.config.schema import Config
from sim.config.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from sim.config.errors import Findings, Place

Plain = Value | None | list[Any] | dict[str, Any]


def check(tree: Mapping, findings: Findings) -> Config | None:
    """Return the configuration that `tree` describes; what is wrong goes to `findings`.

    Conflicts between parameters are told only once each of them is right by itself, since
    in the place of one that is wrong stands its default. Unknown keys don't hide them.
    """
    unknown: list[Problem] = []
    values = _component(tree, "", findings, unknown)
    sound = not findings.problems
    for problem in unknown:
        findings.add(problem)
    try:
        return Config.model_validate(values)
    except ValidationError as failure:
        for error in failure.errors(include_url=False):
            if error["type"] != "conflict":
                findings.add(_wrong(error, tree))
            elif sound:
                findings.add(_conflict(error, tree))
    return None


def _component(
    tree: Mapping, path: str, findings: Findings, unknown: list[Problem]
) -> dict[str, Plain]:
    """Return the values below `path`; what is refused is reported and left out."""
    values: dict[str, Plain] = {}
    for key, (place, node) in tree.entries.items():
        at = join(path, key)
        if key not in components()[path].model_fields:
            unknown.append(_unknown(key, path, place))
        elif at not in components():
            try:
                values[key] = _value(node, at)
            except Unreadable as refusal:
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
    except Ambiguous as error:
        what = f"{path} is {_shown(node)}, which {error.reason}"
        legal = parameters()[path].legal
        raise Unreadable(Problem(node.place, what, legal=legal, cure=error.cure)) from None


def _unknown(key: str, path: str, place: Place) -> Problem:
    what = f"unknown key {quote(key) or '(empty)'}" + (f" in {path}" if path else "")
    if key == "extends":
        return Problem(place, what, cure="write it at the top level of a file")
    cure = "write each key below its group, indented" if "." in key else ""
    return Problem(place, what, nearest=nearest(path, key), cure=cure)


def _wrong(error: ErrorDetails, tree: Mapping) -> Problem:
    """Tell that a value is of the wrong type or out of range."""
    names = [str(part) for part in error["loc"]]
    while ".".join(names) not in parameters():
        names.pop()
    parameter = parameters()[".".join(names)]
    node = _find(tree, error["loc"])
    what = f"{parameter.path} is {_shown(node)}"
    return Problem(node.place, what, legal=parameter.legal, cure=_cure(node, parameter.kind))


def _conflict(error: ErrorDetails, tree: Mapping) -> Problem:
    path, problem, cure = (error["ctx"][name] for name in ("path", "problem", "cure"))
    node = _find(tree, path.split("."))
    return Problem(node.place, f"{path}: {problem}", cure=cure)


def _find(tree: Mapping, keys: Sequence) -> Node:
    """Return the node at `keys`, or the last one on the way that is written."""
