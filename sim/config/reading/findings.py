"""From what pydantic finds wrong to problems, each told at its line in a tree of nodes.

Configurations, events, experiments and lessons are all read so: `plain` makes values of a tree, a
model takes them, and a `Teller` puts what it refuses into words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from pydantic import ValidationError

from sim.config.catalogue import parameters
from sim.config.errors import Fault, Problem, quote
from sim.config.reading.mending import Wanted, anything, remedy
from sim.config.reading.nodes import shown
from sim.config.reading.shapes import LIMITS, OneOf, Shape, closest, shape_at, shape_of
from sim.config.reading.tree import Mapping, Scalar, Sequence
from sim.config.scalars import SpellingError, read_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from sim.config.errors import Findings, Keys, Place
    from sim.config.reading.mending import Accepts
    from sim.config.reading.tree import Node

EMPTY = object()
"""Stands for a value that is not written; like a `SpellingError`, no type takes it."""

OF_KEY = "[key]"
"""Where pydantic finds fault with a key itself."""

UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
NO_KEYS = ("model_type", "model_attributes_type", "dataclass_type", "dict_type")


def plain(node: Node) -> Any:
    """Return the values of a tree; a stand-in for each that cannot be read, or is empty."""
    if isinstance(node, Mapping):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return tuple(plain(item) for item in node.items)
    try:
        value = read_scalar(node.text, plain=node.plain)
    except SpellingError as error:
        return error
    return EMPTY if value is None else value


class Spot(NamedTuple):
    """Where something is in a tree.

    Attributes
    ----------
    node : Node
        What is written there, or the last that is on the way.
    key : Place
        Where its key is written; of an item of a list, the item.
    keys : tuple of str or int
        The way there, without what only the model knows.
    """

    node: Node
    key: Place
    keys: Keys


def spot(tree: Node, keys: Iterable[str | int]) -> Spot:
    """Return where `keys` lead in a tree; those that are not written are passed over."""
    found = Spot(tree, tree.place, ())
    for key in keys:
        node = found.node
        if isinstance(node, Mapping) and key in node.entries:
            place, below = node.entries[str(key)]
            found = Spot(below, place, (*found.keys, key))
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            below = node.items[key]
            found = Spot(below, below.place, (*found.keys, key))
    return found


class Teller:
    """Puts into words what a model refuses in a file."""

    def __init__(self, tree: Mapping, model: type[BaseModel], noun: str) -> None:
        self.tree, self.model, self.noun = tree, model, noun

    def read(self, findings: Findings, **more: Any) -> Any:
        """Return the model of the file, and of what is known besides; None if it is wrong."""
        try:
            return self.model.model_validate(plain(self.tree) | more)
        except ValidationError as failure:
            for problem in self.problems(failure.errors(include_url=False)):
                findings.add(problem)
            return None

    def problems(self, errors: Iterable[ErrorDetails]) -> Iterator[Problem]:
        """Yield what is wrong, once a place, but for mere consequences.

        Such are a key that is missing where one is unknown, and a list that is too short without
        its wrong items.
        """
        errors = list(errors)
        unknown = {error["loc"][:-1] for error in errors if error["type"] in UNKNOWN}
        inside = {error["loc"][:size] for error in errors for size in range(len(error["loc"]))}
        told = set()
        for error in errors:
            kind, loc = error["type"], error["loc"]
            if (kind == "missing" and loc[:-1] in unknown) or (
                kind == "too_short" and loc in inside
            ):
                continue
            problem = self.problem(error)
            several = problem.what if kind in ("missing", "refused") else ""
            if (problem.place, several) not in told:
                told.add((problem.place, several))
                yield problem

    def problem(self, error: ErrorDetails) -> Problem:
        """Return what is wrong at one place."""
        loc = error["loc"]
        at = spot(self.tree, loc)
        if error["type"] in UNKNOWN:
            return self.unknown(at, shape_at(self.model, loc[:-1]).fields)
        if error["type"] == "missing" and isinstance(loc[-1], str):
            return self._missing(at, loc[-1], shape_at(self.model, loc).example)
        if error["type"] == "refused":
            return self.refused(Fault(**error["ctx"]), loc)
        return self._wrong_value(at, error)

    def _wrong_value(self, at: Spot, error: ErrorDetails) -> Problem:
        loc, kind = error["loc"], error["type"]
        if kind == "value_error":
            return Problem(at.node.place, error["msg"].removeprefix("Value error, "))
        if kind.startswith("union_tag"):
            return self._untagged(at, error["ctx"]["discriminator"].strip("'"), loc)
        if kind in NO_KEYS:
            return self.no_keys(at)
        # A list that lacks an item is told as a whole.
        return self.illegal(at, shape_at(self.model, loc[:-1] if kind == "missing" else loc))

    def title(self, keys: Keys) -> str:
        """Return what a group of keys is called, lists counted from 1."""
        return " ".join(str(key + 1) if isinstance(key, int) else key for key in keys) or self.noun

    def name(self, keys: Keys) -> str:
        """Return what a value is called."""
        if len(keys) > 1 and isinstance(keys[-1], str):
            return f"{self.title(keys[:-1])}: {keys[-1]}"
        return self.title(keys)

    def illegal(self, at: Spot, shape: Shape) -> Problem:
        """Return that a value is none that the model takes."""
        return illegal(self.name(at.keys), at.node, shape)

    def unknown(self, at: Spot, known: Iterable[str]) -> Problem:
        """Return that a key is none of those known at its place."""
        key, names = str(at.keys[-1]), list(known)
        what = f"unknown key {quote(key) or '(empty)'} in {self.title(at.keys[:-1])}"
        near = closest(key, names)
        return Problem(at.key, what, nearest=near, legal="" if near else ", ".join(names))

    def no_keys(self, at: Spot) -> Problem:
        """Return that a value stands where keys belong."""
        what = f"{self.name(at.keys)} is {shown(at.node)}, but has keys of its own"
        return Problem(at.node.place, what, cure="write them below it, indented")

    def refused(self, fault: Fault, loc: Keys) -> Problem:
        """Return what a check of its own refuses at a place."""
        at, start = spot(self.tree, loc), loc[: len(loc) - len(fault.keys)]
        if fault.path:
            return of_parameter(at.node, fault.path)
        lines = [str(spot(self.tree, (*start, *other)).key.line) for other in fault.others]
        what = fault.what or f"{self.name(at.keys)} is {shown(at.node)}"
        what += f" (with line {', '.join(lines)})" if lines else ""
        place = at.key if fault.at_key or loc[-1:] == (OF_KEY,) else at.node.place
        return Problem(place, what, fault.legal, fault.nearest, fault.cure)

    def _missing(self, at: Spot, key: str, example: str) -> Problem:
        cure = f"write {key}: {example}" if example else "write it"
        return Problem(at.node.place, f"{self.title(at.keys)} has no {key}", cure=cure)

    def _untagged(self, at: Spot, key: str, loc: Keys) -> Problem:
        shape = shape_at(self.model, loc)
        if not isinstance(at.node, Mapping):
            return self.no_keys(at)
        if key not in at.node.entries:
            return self._missing(at, key, shape.example)
        words = (option.fields[key].words for option in shape.options)
        choices = OneOf(word for each in words if each for word in each.words)
        node = at.node.entries[key].value
        return illegal(self.name((*at.keys, key)), node, Shape(str, (choices,)))


def illegal(
    name: str, node: Node, shape: Shape, legal: str = "", cure: str | None = None
) -> Problem:
    """Return that the value at a node is not legal.

    Parameters
    ----------
    name
        What the value is called.
    node
        Where it is written.
    shape
        What would be legal there.
    legal
        The same in words, if these are not those of `shape`.
    cure
        How to mend it, if more is known of what is legal than `shape` says.
    """
    legal, value, near = legal or shape.legal, plain(node), ""
    if cure is None:
        near = shape.words.nearest(node.text) if shape.words and isinstance(node, Scalar) else ""
        cure = "" if near or shape.words else _cure(node, shape.options[0])
    if isinstance(value, SpellingError):
        what = f"{name}: {shown(node)} {value.reason}"
        return Problem(node.place, what, legal, near, cure or value.cure)
    return Problem(node.place, f"{name} is {shown(node)}", legal, near, cure)


def _cure(node: Node, shape: Shape) -> str:
    if shape.is_list:
        return _list_cure(node, shape)
    if shape.annotation is str and isinstance(node, Scalar) and node.text:
        return "put it in quotes" if node.plain else ""
    return remedy(node, Wanted(shape.annotation, shape.limits(LIMITS)))


def _list_cure(node: Node, shape: Shape) -> str:
    """Return how to write a list of what is written without brackets."""
    if not isinstance(node, Scalar) or not node.text or get_args(shape.annotation)[1:] != (...,):
        return f"write {shape.example or 'a list'}"
    return f"write [{', '.join(filter(None, re.split('[,; {}]+', node.text)))}]"


def of_parameter(node: Node, path: str, accepts: Accepts = anything) -> Problem:
    """Return that the value at a node is not legal for a parameter.

    `accepts` tells whether the rest of the file agrees with a value in its place.
    """
    parameter = parameters()[path]
    cure = remedy(node, Wanted.of(parameter), accepts)
    return illegal(path, node, shape_of(parameter.kind), parameter.legal, cure)
