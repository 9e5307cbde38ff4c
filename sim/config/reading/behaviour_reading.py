"""From a tree to the behaviours that a configuration takes: what is wrong, told at its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from sim.config import behaviours
from sim.config.behaviours import LISTS, NAME, PARTS, USE, Behaviour
from sim.config.catalogue import parameters
from sim.config.errors import ConfigError, Problem, UnreadableError, quote
from sim.config.nearness import closest
from sim.config.reading.mending import Wanted, remedy
from sim.config.reading.nodes import shown
from sim.config.reading.tree import Mapping, Scalar, Sequence
from sim.config.scalars import SpellingError, read_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from sim.config.catalogue import Parameter
    from sim.config.errors import Findings, Place
    from sim.config.reading.tree import Entry, Node
    from sim.config.scalars import Value

FORM = "module:Name, as my_lab.hunters:NewestFirst"
NO_FILE = "write behaviours into a file"


def read_behaviours(entry: Entry, findings: Findings, *, resolve: bool) -> list[Behaviour]:
    """Return the behaviours of a configuration; what is refused is reported and left out.

    Parameters
    ----------
    entry
        The key `behaviours` and what is below it.
    findings
        Where problems go.
    resolve
        Whether what is named is loaded, if that is allowed, and checked.
    """
    place, node = entry
    if place.line is None:
        findings.add(Problem(place, "behaviours cannot be set by an override", cure=NO_FILE))
        return []
    if not isinstance(node, Mapping):
        what = f"behaviours is {shown(node)}, but has keys of its own"
        findings.add(Problem(node.place, what, cure="write parts below it, indented"))
        return []
    found: list[Behaviour] = []
    for key, value in node.entries.items():
        try:
            for behaviour, written in _of_key(key, value):
                if resolve:
                    _check(behaviour, written, findings)
                found.append(behaviour)
        except UnreadableError as refusal:
            findings.add(refusal.problem)
    return found


def _of_key(key: str, entry: Entry) -> Iterator[tuple[Behaviour, Node]]:
    """Yield what a key names, each with the node where it is written."""
    place, node = entry
    if key not in behaviours.legal_keys():
        near = closest(key, behaviours.legal_keys())
        what = f"unknown part {quote(key) or '(empty)'} in behaviours"
        cure = f"parts are {', '.join(PARTS)}, of one side (russia.units) or of both"
        raise UnreadableError(Problem(place, what, nearest=", ".join(near), cure=cure))
    if key in LISTS:
        if not isinstance(node, Sequence):
            legal = f"a list of names, each {FORM}"
            raise UnreadableError(Problem(node.place, f"{key} is {shown(node)}", legal=legal))
        for item in node.items:
            yield Behaviour(part=key, name=_name(key, item)), item
    elif isinstance(node, Mapping):
        yield _with_parameters(key, node)
    else:
        yield Behaviour(part=key, name=_name(key, node)), node


def _with_parameters(key: str, node: Mapping) -> tuple[Behaviour, Node]:
    if USE not in node.entries:
        cure = f"write {USE}: module:Name, and its own parameters beside it"
        raise UnreadableError(Problem(node.place, f"{key} names no class", cure=cure))
    name = _name(key, node.entries[USE].value)
    own = [
        (each, _value(f"{key}.{each}", entry.value))
        for each, entry in node.entries.items()
        if each != USE
    ]
    return Behaviour(part=key, name=name, parameters=tuple(own)), node


def _name(key: str, node: Node) -> str:
    if not isinstance(node, Scalar) or not re.fullmatch(NAME, node.text, re.ASCII):
        raise UnreadableError(Problem(node.place, f"{key} is {shown(node)}", legal=FORM))
    return node.text


def _value(path: str, node: Node) -> Value:
    if not isinstance(node, Scalar):
        legal = "a number, true or false, or a text"
        raise UnreadableError(Problem(node.place, f"{path} is {shown(node)}", legal=legal))
    try:
        value = read_scalar(node.text, plain=node.plain)
    except SpellingError as error:
        what = f"{path}: {shown(node)} {error.reason}"
        raise UnreadableError(Problem(node.place, what, cure=error.cure)) from None
    if value is None:
        raise UnreadableError(Problem(node.place, f"{path} is empty", cure="write a value"))
    return value


def _check(behaviour: Behaviour, node: Node, findings: Findings) -> None:
    """Load what a behaviour names, if that is allowed, and check its own parameters."""
    written = dict(node.entries) if isinstance(node, Mapping) else {}
    place = written.pop(USE).value.place if written else node.place
    try:
        found = behaviours.load_object(behaviour, place)
    except ConfigError as error:
        for problem in error.problems:
            findings.add(problem)
        return
    if behaviour.part not in LISTS and not isinstance(found, type):
        findings.add(Problem(place, f"{behaviour.name} is no class"))
        return
    for problem in _wrong_parameters(behaviour, found, written, place):
        findings.add(problem)


def _wrong_parameters(
    behaviour: Behaviour, found: object, written: dict[str, Entry], written_at: Place
) -> Iterator[Problem]:
    """Yield what is wrong with the values of a behaviour's own parameters."""
    own = behaviours.parameters_of(found)
    try:
        known = parameters(own)
    except TypeError as error:
        yield Problem(written_at, f"{behaviour.name}: {error}")
        return
    for key, (at, _) in written.items():
        if key not in known:
            near = ", ".join(closest(key, known))
            yield Problem(at, f"{behaviour.name} has no parameter {quote(key)}", nearest=near)
    try:
        own(**{key: value for key, value in behaviour.parameters if key in known})
    except ValidationError as failure:
        for wrong in failure.errors(include_url=False):
            yield _wrong_parameter(behaviour, wrong, known, written) or Problem(
                written_at, f"{behaviour.name}: {wrong['msg']}"
            )


def _wrong_parameter(
    behaviour: Behaviour,
    wrong: ErrorDetails,
    known: dict[str, Parameter],
    written: dict[str, Entry],
) -> Problem | None:
    """Return what is wrong with one value; None where it is about several."""
    key = str(next(iter(wrong["loc"]), ""))
    if key not in written:
        return None
    node = written[key].value
    what, cure = f"{behaviour.part}.{key} is {shown(node)}", remedy(node, Wanted.of(known[key]))
    return Problem(node.place, what, legal=known[key].legal, cure=cure)
