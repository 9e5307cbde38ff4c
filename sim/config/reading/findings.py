"""From what pydantic finds wrong to problems, each told at its line in a tree of nodes.

Configurations, events, experiments and lessons are all read so: `plain` makes values of a tree, a
model takes them, and a `Teller` puts what it refuses into words.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from sim.config.catalogue import parameters
from sim.config.errors import Problem, quote
from sim.config.reading.kinds import Kind, OneOf, closest, kind_at, kind_of
from sim.config.reading.nodes import remedy, shown
from sim.config.reading.tree import Mapping, Scalar, Sequence
from sim.config.scalars import SpellingError, read_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from sim.config.errors import Findings, Place
    from sim.config.reading.tree import Node

Keys = tuple[str | int, ...]

EMPTY = object()
"""Stands for a value that is not written; like a `SpellingError`, no type takes it."""

OF_KEY = "[key]"
"""Where pydantic finds fault with a key itself."""

UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
NO_KEYS = ("model_type", "dataclass_type", "dict_type")


class Refusal(NamedTuple):
    """What a check of its own refuses in a model, told at keys from there.

    Attributes
    ----------
    keys : tuple of str or int
        Where it is.
    what, legal, nearest, cure : str
        As in a `Problem`.
    others : tuple of Keys
        What it does not agree with, told by line; from the same place.
    at_key : bool
        Whether it is told where the last key is written instead of its value.
    path : str
        The parameter for which a value is not legal; that says it all.
    """

    keys: Keys = ()
    what: str = ""
    legal: str = ""
    nearest: str = ""
    cure: str = ""
    others: tuple[Keys, ...] = ()
    at_key: bool = False
    path: str = ""

    def error(self) -> PydanticCustomError:
        """Return it as pydantic's own, for one place."""
        return PydanticCustomError("refused", "{what}", self._asdict())


def refuse(refusals: Iterable[Refusal]) -> None:
    """Refuse all that is wrong inside a value, if anything is.

    Raises
    ------
    ValidationError
        With all refusals, each at its keys.
    """
    lines = [InitErrorDetails(type=each.error(), loc=each.keys, input=None) for each in refusals]
    if lines:
        raise ValidationError.from_exception_data("refused", lines)


def plain(node: Node) -> Any:
    """Return the values of a tree; a stand-in for each that cannot be read, or is empty."""
    if isinstance(node, Mapping):
        return _values(node)
    if isinstance(node, Sequence):
        return tuple(plain(item) for item in node.items)
    try:
        value = read_scalar(node.text, plain=node.plain)
    except SpellingError as error:
        return error
    return EMPTY if value is None else value


def _values(mapping: Mapping) -> dict[str, Any]:
    """Return the values of a mapping, where 0,2 between braces is no number and another key."""
    values = {key: plain(entry.value) for key, entry in mapping.entries.items()}
    for key, rest in itertools.pairwise(list(values)):
        whole = values.get(key)
        if rest.isdigit() and values[rest] is EMPTY and type(whole) is int:
            del values[rest]
            reason = f"ends at the comma before {rest}"
            values[key] = SpellingError(reason, f"write {whole}.{rest}")
    return values


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
    """Puts into words what a model refuses in a file.

    Parameters
    ----------
    tree
        The file.
    model
        What it is read as.
    noun
        What the whole of it is called, as "an experiment".
    """

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
        """Yield what is wrong, once a place; a key that is missing only if none is unknown."""
        errors = list(errors)
        misspelt = {error["loc"][:-1] for error in errors if error["type"] in UNKNOWN}
        told = set()
        for error in errors:
            if error["type"] == "missing" and error["loc"][:-1] in misspelt:
                continue
            problem = self.problem(error)
            several = problem.what if error["type"] in ("missing", "refused") else ""
            if (problem.place, several) not in told:
                told.add((problem.place, several))
                yield problem

    def problem(self, error: ErrorDetails) -> Problem:
        """Return what is wrong at one place."""
        loc = error["loc"]
        at = spot(self.tree, loc)
        if error["type"] in UNKNOWN:
            return self.unknown(at, kind_at(self.model, loc[:-1]).fields)
        if error["type"] == "missing" and isinstance(loc[-1], str):
            return self._missing(at, loc[-1], kind_at(self.model, loc).example)
        if error["type"] == "refused":
            return self._refused(Refusal(**error["ctx"]), loc)
        return self._wrong_value(at, error)

    def _wrong_value(self, at: Spot, error: ErrorDetails) -> Problem:
        loc, kind = error["loc"], error["type"]
        if kind == "value_error":
            return Problem(at.node.place, error["msg"].removeprefix("Value error, "))
        if kind.startswith("union_tag"):
            return self._untagged(at, error["ctx"]["discriminator"].strip("'"), loc)
        if kind in NO_KEYS:
            return self.no_keys(at)
        return self.illegal(at, kind_at(self.model, loc))

    def title(self, keys: Keys) -> str:
        """Return what a group of keys is called, lists counted from 1."""
        return " ".join(str(key + 1) if isinstance(key, int) else key for key in keys) or self.noun

    def name(self, keys: Keys) -> str:
        """Return what a value is called."""
        if len(keys) > 1 and isinstance(keys[-1], str):
            return f"{self.title(keys[:-1])}: {keys[-1]}"
        return self.title(keys)

    def illegal(self, at: Spot, kind: Kind) -> Problem:
        """Return that a value is none that the model takes."""
        return illegal(self.name(at.keys), at.node, kind)

    def unknown(self, at: Spot, known: Iterable[str]) -> Problem:
        """Return that a key is none of those known at its place."""
        key, names = str(at.keys[-1]), list(known)
        what = f"unknown key {quote(key) or '(empty)'} in {self.title(at.keys[:-1])}"
        near = closest(key, names)
        return Problem(at.key, what, nearest=near, legal="" if near else ", ".join(names))

    def no_keys(self, at: Spot) -> Problem:
        """Return that a value stands where keys belong."""
        what = f"{self.title(at.keys)} is {shown(at.node)}, but has keys of its own"
        return Problem(at.node.place, what, cure="write them below it, indented")

    def _missing(self, at: Spot, key: str, example: str) -> Problem:
        cure = f"write {key}: {example}" if example else "write it"
        return Problem(at.node.place, f"{self.title(at.keys)} has no {key}", cure=cure)

    def _refused(self, refusal: Refusal, loc: Keys) -> Problem:
        at, start = spot(self.tree, loc), loc[: len(loc) - len(refusal.keys)]
        if refusal.path:
            return of_parameter(at.node, refusal.path)
        lines = [str(spot(self.tree, (*start, *other)).key.line) for other in refusal.others]
        what = refusal.what + (f" (with line {', '.join(lines)})" if lines else "")
        place = at.key if refusal.at_key or loc[-1:] == (OF_KEY,) else at.node.place
        return Problem(place, what, refusal.legal, refusal.nearest, refusal.cure)

    def _untagged(self, at: Spot, key: str, loc: Keys) -> Problem:
        kind = kind_at(self.model, loc)
        if not isinstance(at.node, Mapping):
            return self.no_keys(at)
        if key not in at.node.entries:
            return self._missing(at, key, kind.example)
        words = (option.fields[key].words for option in kind.options)
        choices = OneOf(word for each in words if each for word in each.words)
        node = at.node.entries[key].value
        return illegal(self.name((*at.keys, key)), node, Kind(str, (choices,)))


def illegal(name: str, node: Node, kind: Kind, legal: str = "") -> Problem:
    """Return that the value at a node is not legal.

    Parameters
    ----------
    name
        What the value is called.
    node
        Where it is written.
    kind
        What would be legal there.
    legal
        The same in words, if these are not those of `kind`.
    """
    legal, value = legal or kind.legal, plain(node)
    if isinstance(value, SpellingError):
        what = f"{name}: {shown(node)} {value.reason}"
        return Problem(node.place, what, legal=legal, cure=value.cure)
    near = kind.words.nearest(node.text) if kind.words and isinstance(node, Scalar) else ""
    cure = "" if near else remedy(node, kind.options[0].annotation)
    return Problem(node.place, f"{name} is {shown(node)}", legal, near, cure)


def of_parameter(node: Node, path: str) -> Problem:
    """Return that the value at a node is not legal for a parameter."""
    parameter = parameters()[path]
    return illegal(path, node, kind_of(parameter.kind), parameter.legal)
