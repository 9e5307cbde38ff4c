"""Reading the keys of a mapping one by one: what is wrong is told at its line."""

from __future__ import annotations

import difflib
import itertools
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from sim.config.errors import Problem, quote
from sim.config.reading.nodes import remedy, shown
from sim.config.reading.tree import Mapping, Scalar, Sequence
from sim.config.scalars import SpellingError, Value, read_scalar, write_value
from sim.experiment.design import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Mapped

    from sim.config.errors import Findings, Place
    from sim.config.reading.tree import Node

Default = TypeVar("Default")
Word = TypeVar("Word", bound=str)

MOST_NEAREST = 3
LARGEST = 1e300
NONE: Mapped[str, str] = MappingProxyType({})


class Group:
    """The keys and values of one mapping.

    A key that is not known is told, and so is a value that is no mapping.

    Parameters
    ----------
    node
        Where it is written.
    title
        What it is called in messages, as "factor aid".
    known
        The keys that it may have; any if None.
    findings
        Receives what is wrong.
    """

    def __init__(
        self, node: Node, title: str, known: Iterable[str] | None, findings: Findings
    ) -> None:
        self.place, self.title, self._findings = node.place, title, findings
        self.is_mapping = isinstance(node, Mapping)
        self._entries = dict(node.entries) if isinstance(node, Mapping) else {}
        self._misspelt = False
        if not self.is_mapping:
            what = f"{title} is {shown(node)}, but has keys of its own"
            self._findings.add(Problem(node.place, what, cure="write them below it, indented"))
        self._tell_decimal_commas()
        if known is not None:
            self._tell_unknown(list(known))

    def __contains__(self, key: str) -> bool:
        """Tell whether a key is written."""
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        """Yield the keys that are written, in their order."""
        return iter(self._entries)

    def node(self, key: str) -> Node:
        """Return the value of a key that is written."""
        return self._entries[key].value

    def key_place(self, key: str) -> Place:
        """Return where a key is written; the whole group if it is not."""
        return self._entries[key].place if key in self._entries else self.place

    def value_place(self, key: str) -> Place:
        """Return where the value of a key is written; the whole group if it is not."""
        return self._entries[key].value.place if key in self._entries else self.place

    def tell(
        self, place: Place, what: str, *, legal: str = "", near: str = "", cure: str = ""
    ) -> None:
        """Add a problem."""
        self._findings.add(Problem(place, what, legal=legal, nearest=near, cure=cure))

    def require(self, key: str, cure: str) -> bool:
        """Tell whether a key is written, and ask for it if it is not and none is misspelt."""
        if key not in self and self.is_mapping and not self._misspelt:
            self.tell(self.place, f"{self.title} has no {key}", cure=cure)
        return key in self

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`; `default` if there is none or a wrong one."""

        def accept(value: Value | None) -> int | None:
            return value if type(value) is int and low <= value <= high else None

        return self._read(key, default, f"a whole number from {low} to {high}", int, accept)

    def number(
        self, key: str, default: float, *, above: float = -LARGEST, most: float = LARGEST
    ) -> float:
        """Return a number; `default` if there is none or a wrong one."""
        legal = "a number"
        if above > -LARGEST:
            legal += f" above {write_value(above)}"
        if most < LARGEST:
            legal += f", to {write_value(most)}"

        def accept(value: Value | None) -> float | None:
            if not isinstance(value, int | float) or isinstance(value, bool):
                return None
            return float(value) if above < value <= most else None

        return self._read(key, default, legal, float, accept)

    def flag(self, key: str, default: bool) -> bool:
        """Return a truth value; `default` if there is none or a wrong one."""

        def accept(value: Value | None) -> bool | None:
            return value if isinstance(value, bool) else None

        return self._read(key, default, "true or false", bool, accept)

    def word(
        self,
        key: str,
        default: Word,
        words: Iterable[Word],
        *,
        listed: bool = True,
        synonyms: Mapped[str, str] = NONE,
    ) -> Word:
        """Return one of `words`; `default` if there is none or a wrong one.

        With `listed` they are all told where it is wrong, else only those spelt alike, or what
        `synonyms` has for it.
        """
        choices = list(words)
        if key not in self:
            return default
        node = self.node(key)
        if isinstance(node, Scalar):
            for word in choices:
                if node.text == word:
                    return word
        near = ""
        if isinstance(node, Scalar):
            near = synonyms.get(node.text.lower()) or closest(node.text, choices)
        legal = " or ".join(choices) if listed else ""
        self.tell(node.place, f"{self.title}: {key} is {shown(node)}", legal=legal, near=near)
        return default

    def name(self, key: str) -> str:
        """Return a name that is safe; empty if there is none or a wrong one."""
        if key not in self:
            return ""
        node = self.node(key)
        if not isinstance(node, Scalar):
            self.tell(node.place, f"{key} is {shown(node)}", legal=names.LEGAL)
            return ""
        return node.text if self.is_name(node.text, node.place) else ""

    def is_name(self, text: str, place: Place) -> bool:
        """Tell whether `text` is safe as a name, and tell what is wrong with one that is not."""
        flaw = names.flaw_of(text)
        if flaw:
            self.tell(place, flaw, legal=names.LEGAL, cure="choose another")
        return not flaw

    def items(self, key: str, what: str) -> list[Node]:
        """Return the items of a list that must not be empty; none if it is wrong."""
        if key not in self:
            return []
        node = self.node(key)
        if isinstance(node, Sequence) and node.items:
            return node.items
        problem = f"{self.title}: {key} is {shown(node)}"
        self.tell(node.place, problem, cure=f"write a list of {what}")
        return []

    def _read(
        self,
        key: str,
        default: Default,
        legal: str,
        kind: type,
        accept: Callable[[Value | None], Default | None],
    ) -> Default:
        """Return what `accept` makes of a value; `default` if it is not written or refused."""
        if key not in self:
            return default
        node, what = self.node(key), f"{self.title}: {key}"
        try:
            accepted = accept(scalar(node))
        except SpellingError as error:
            problem = f"{what}: {shown(node)} {error.reason}"
            self.tell(node.place, problem, legal=legal, cure=error.cure)
            return default
        if accepted is None:
            cure = remedy(node, kind)
            self.tell(node.place, f"{what} is {shown(node)}", legal=legal, cure=cure)
            return default
        return accepted

    def _tell_decimal_commas(self) -> None:
        """Tell numbers such as 0,2 between braces, where the comma begins another key."""
        for key, rest in itertools.pairwise(list(self._entries)):
            nodes = [self._entries[each].value for each in (key, rest) if each in self]
            texts = [each.text for each in nodes if isinstance(each, Scalar) and each.plain]
            if rest.isdigit() and texts[1:] == [""] and re.fullmatch("[-+]?[0-9]+", texts[0]):
                self._misspelt = True
                what = f"{self.title}: {key} is {texts[0]},{rest}, but a comma ends a value"
                self.tell(self.value_place(key), what, cure=f"write {texts[0]}.{rest}")
                del self._entries[key], self._entries[rest]

    def _tell_unknown(self, known: list[str]) -> None:
        for key in [key for key in self._entries if key not in known]:
            self._misspelt = True
            what = f"unknown key {quote(key) or '(empty)'} in {self.title}"
            near = closest(key, known)
            self.tell(self.key_place(key), what, near=near, legal="" if near else ", ".join(known))


def scalar(node: Node) -> Value | None:
    """Return the value of a node; None for a list, a mapping or nothing.

    Raises
    ------
    SpellingError
        If readers of YAML disagree about it.
    """
    return read_scalar(node.text, plain=node.plain) if isinstance(node, Scalar) else None


def closest(written: str, choices: Iterable[str]) -> str:
    """Return the choices that are spelt like `written`; may be empty."""
    near = difflib.get_close_matches(written.lower()[:80], list(choices), n=MOST_NEAREST)
    return ", ".join(near)


def said(value: Value) -> str:
    """Return a value as it is shown in a message."""
    return quote(write_value(value))
