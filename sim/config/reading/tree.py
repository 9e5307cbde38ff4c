"""From text to a tree that knows where each key and value is written.

Only the plain core of YAML passes: mappings, lists and scalars. PyYAML's parser in Python is
asked for events one at a time, so that limits are checked before anything is built, and
results don't depend on whether libyaml is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeGuard, cast

import yaml

from sim.config.errors import Problem, UnreadableError, quote
from sim.config.reading.characters import CONFIGURATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.errors import Findings, Locate, Place
    from sim.config.reading.characters import Limits

DEEPEST = 32

REST = re.compile(r"[-+]?\.?[0-9]")
ENDS_WITH_DIGIT = re.compile(r"[0-9]\.?$")

STANDARD_TAG = "tag:yaml.org,2002:"
PLAINLY = "write plain keys and values"

CURES = {
    "mapping values are not allowed": "check the indentation and the colons",
    "could not find expected ':'": "write a colon and a space after the key",
    "expected <block end>": "indent all keys of one group alike",
    "cannot start any token": "put the value in quotes if it is meant",
    "while scanning a quoted scalar": "close the quotes",
    "while parsing a flow sequence": "close the bracket{opened}, and separate values with commas",
    "while parsing a flow mapping": "close the brace{opened}, and separate values with commas",
}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it is written; `plain` if without quotes."""

    place: Place
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    place: Place
    items: list[Node]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the file."""

    place: Place
    entries: dict[str, Entry]


class Entry(NamedTuple):
    """Where a key is written, and its value."""

    place: Place
    value: Node


Node = Scalar | Sequence | Mapping


def parse(
    content: str, locate: Locate, findings: Findings, limits: Limits = CONFIGURATION
) -> Node | None:
    """Return the tree of a YAML text, or None if the whole of it is refused.

    An empty text is an empty scalar, as an empty value is.

    Parameters
    ----------
    content
        The text, without characters that YAML forbids.
    locate
        Makes the place.
    findings
        Receives what is refused: aliases, anchors, tags, merge keys, duplicate keys.
    limits
        How large it may be.

    Raises
    ------
    UnreadableError
        If the text is not YAML, or too deep or too large to be a configuration.
    """
    _refuse_brackets(content, locate)
    builder = _Builder(locate, findings, limits)
    for event in _events(content, locate):
        builder.take(event)
    return builder.roots[0] if builder.roots else Scalar(locate(0, 0), "", plain=True)


def _refuse_brackets(content: str, locate: Locate) -> None:
    # The scanner's time grows with the square of the brackets open on one line.
    for number, line in enumerate(content.split("\n")):
        if line.count("[") + line.count("{") <= DEEPEST:
            continue
        depth = 0
        for column, character in enumerate(line):
            depth += (character in "[{") - (character in "]}")
            if depth > DEEPEST:
                raise UnreadableError(_too_deep(locate(number, column)))


def _too_deep(place: Place) -> Problem:
    what = f"nested deeper than {DEEPEST} levels"
    return Problem(place, what, cure="no parameter lies deeper than a few")


def _events(content: str, locate: Locate) -> Iterator[yaml.Event]:
    loader = yaml.SafeLoader(content)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark or loader.get_mark()
        said = ", ".join(part for part in (error.context, error.problem) if part)
        cure = next((cure for sign, cure in CURES.items() if sign in said), "")
        what = f"not YAML: {quote(said, longest=200)}"
        place, begun = locate(mark.line, mark.column), error.context_mark
        opened = locate(begun.line, begun.column).line if begun is not None else place.line
        where = "" if opened == place.line else f" opened in line {opened}"
        raise UnreadableError(Problem(place, what, cure=cure.format(opened=where))) from None
    except (ValueError, OverflowError):  # PyYAML's own slips, as for the escape "\UFFFFFFFF"
        mark = loader.get_mark()
        problem = Problem(locate(mark.line, mark.column), "not YAML: a number out of range")
        raise UnreadableError(problem) from None


class _Open(NamedTuple):
    """A list or mapping whose end has not come yet; None stands for what is refused."""

    place: Place
    refused: bool
    children: list[Node | None]


class _Builder:
    """Puts events together; what is refused is reported and left out of the tree."""

    def __init__(self, locate: Locate, findings: Findings, limits: Limits) -> None:
        self.roots: list[Node | None] = []
        self._locate, self._findings, self._limits = locate, findings, limits
        self._open: list[_Open] = []
        self._nodes = 0

    def take(self, event: yaml.Event) -> None:
        """Take the parser's next event."""
        if isinstance(event, yaml.NodeEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.roots:
            what = "a second document begins here"
            raise UnreadableError(Problem(self._place(event), what, cure="keep only one"))

    def _begin(self, event: yaml.NodeEvent) -> None:
        place = self._place(event)
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            what = f"more than {self._limits.nodes} keys and values"
            raise UnreadableError(Problem(place, what, cure=self._limits.cure))
        refusal = _refusal(event)
        if refusal:
            self._findings.add(Problem(place, refusal, cure=PLAINLY))
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) == DEEPEST:
                raise UnreadableError(_too_deep(place))
            self._open.append(_Open(place, bool(refusal), []))
        elif isinstance(event, yaml.ScalarEvent) and not refusal:
            self._attach(Scalar(place, event.value, plain=event.style is None))
        else:
            self._attach(None)

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        place, refused, children = self._open.pop()
        node: Node | None
        if isinstance(event, yaml.MappingEndEvent):
            node = Mapping(place, self._entries(children))
        else:
            items = [child for child in children if child is not None]
            node = Sequence(place, items) if len(items) == len(children) else None
        self._attach(None if refused else node)

    def _attach(self, node: Node | None) -> None:
        (self._open[-1].children if self._open else self.roots).append(node)

    def _entries(self, children: list[Node | None]) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            problem = key and _key_problem(key, entries)
            if _is_rest(key, value) and (whole := _whole(entries, key)):
                last, (place, _) = entries.popitem()
                entries[last] = Entry(place, whole)
            elif problem:
                self._findings.add(problem)
            elif isinstance(key, Scalar) and value is not None:
                entries[key.text] = Entry(key.place, value)
        return entries

    def _place(self, event: yaml.Event) -> Place:
        mark = cast("yaml.Mark", event.start_mark)  # None only for events made by hand
        return self._locate(mark.line, mark.column)


def _refusal(event: yaml.NodeEvent) -> str:
    if isinstance(event, yaml.AliasEvent):
        return f"an alias (*{quote(event.anchor or '')})"
    if event.anchor is not None:
        return f"an anchor (&{quote(event.anchor)})"
    tag = getattr(event, "tag", None)
    return "" if tag is None else f"a tag ({quote(tag.replace(STANDARD_TAG, '!!'))})"


def _is_rest(key: Node | None, value: Node | None) -> TypeGuard[Scalar]:
    """Tell whether a key may be the rest of the value before it, as 2 in {scale: 0,2}."""
    starts_like_number = isinstance(key, Scalar) and key.plain and REST.match(key.text)
    return bool(starts_like_number and isinstance(value, Scalar) and value.plain and not value.text)


def _whole(entries: dict[str, Entry], rest: Scalar) -> Scalar | None:
    """Return the value that `rest` completes, with its comma, if it stands on the same line."""
    before = next((entry.value for entry in reversed(entries.values())), None)
    if not isinstance(before, Scalar) or not ENDS_WITH_DIGIT.search(before.text):
        return None
    if not before.plain or before.place.line != rest.place.line:
        return None
    columns = (rest.place.column or 0) - (before.place.column or 0)
    comma = ", " if columns > len(before.text) + 1 else ","
    return Scalar(before.place, f"{before.text}{comma}{rest.text}", plain=True)


def _key_problem(key: Node, entries: dict[str, Entry]) -> Problem | None:
    if not isinstance(key, Scalar):
        return Problem(key.place, "a list or mapping in the place of a key", cure=PLAINLY)
    if key.text == "<<" and key.plain:
        return Problem(key.place, "a merge key (<<)", cure="layer whole files with extends")
    if key.text not in entries:
        return None
    first = entries[key.text].place.line
    where = f", first in line {first}" if first else ""
    what = f"the key {quote(key.text)} is there twice{where}"
    return Problem(key.place, what, cure="keep one of them")
