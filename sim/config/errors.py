"""What is wrong with a configuration, as people are told it: place, value, range and cure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PROBLEMS = 100
"""Problems listed at once; a file with more is better mended by hand first."""

LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Place:
    """Where something is written; an override or a whole file has no line.

    Attributes
    ----------
    file : str
        The file as the user named it, or the override as given to ``--set``.
    line, column : int or None
        Counted from 1.
    """

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return file:line:column."""
        parts = (quote(self.file, longest=None), self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


Locate = Callable[[int, int], Place]
"""Makes a place of a line and a column, both counted from 0."""


Keys = tuple[str | int, ...]
"""The way to a value: keys of mappings, places in lists."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    place : Place
        Where it is written.
    what : str
        What is wrong, with the offending value.
    legal : str
        The legal values with their unit, where a parameter is concerned.
    nearest : str
        The nearest valid key or name, where one is misspelt.
    cure : str
        How to mend it.
    """

    place: Place
    what: str
    legal: str = ""
    nearest: str = ""
    cure: str = ""

    def __str__(self) -> str:
        """Return all of it on one line."""
        legal = self.legal and f"legal: {self.legal}"
        nearest = self.nearest and f"nearest: {self.nearest}"
        details = [part for part in (self.what, legal, nearest, self.cure) if part]
        return f"{self.place}: {'; '.join(details)}"


class Fault(NamedTuple):
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

    def below(self, *keys: str | int) -> Fault:
        """Return it from a place farther up."""
        others = tuple((*keys, *other) for other in self.others)
        return self._replace(keys=(*keys, *self.keys), others=others)

    def error(self) -> PydanticCustomError:
        """Return it as pydantic's own, for one place."""
        return PydanticCustomError("refused", "{what}", self._asdict())


def refuse(faults: Iterable[Fault]) -> None:
    """Refuse all that is wrong inside a value, if anything is.

    Raises
    ------
    ValidationError
        With all faults, each at its keys.
    """
    lines = [InitErrorDetails(type=each.error(), loc=each.keys, input=None) for each in faults]
    if lines:
        raise ValidationError.from_exception_data("refused", lines)


class ConfigError(ValueError):
    """A configuration that cannot be used.

    Parameters
    ----------
    problems
        Everything that is wrong, one line each in the message.
    omitted
        Number of further problems, beyond `MOST_PROBLEMS`.

    Examples
    --------
    >>> import sim
    >>> try:
    ...     sim.load("baseline", ["race.obsolesence_days=45"])
    ... except sim.ConfigError as error:
    ...     len(error.problems)
    1
    """

    def __init__(self, problems: Iterable[Problem], omitted: int = 0) -> None:
        self.problems = tuple(problems)
        self.omitted = omitted
        super().__init__(self.problems, omitted)

    def __str__(self) -> str:
        """Return one line a problem."""
        lines = [str(problem) for problem in self.problems]
        if self.omitted:
            file = self.problems[-1].place.file
            lines.append(f"{quote(file, longest=None)}: and {self.omitted} more problems")
        return "\n".join(lines)


class ConfigWarning(UserWarning):
    """A configuration or experiment that is valid, with a value that nobody may have meant."""


class UnreadableError(Exception):
    """A file that cannot be read any further; carries its `Problem`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass
class Findings:
    """The problems found so far, in all layers of one configuration."""

    problems: list[Problem] = field(default_factory=list)
    omitted: int = 0
    _spoilt: set[tuple[str, int | None]] = field(default_factory=set, init=False)

    def add(self, problem: Problem) -> None:
        """Add a problem, unless its line is spoilt and the problem but a consequence."""
        if (problem.place.file, problem.place.line) in self._spoilt:
            return
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.omitted += 1

    def spoil(self, problem: Problem) -> None:
        """Add a problem that makes every other one on its line a mere consequence."""
        self.add(problem)
        self._spoilt.add((problem.place.file, problem.place.line))

    def include(self, others: Findings) -> None:
        """Add what was found elsewhere."""
        for problem in others.problems:
            self.add(problem)
        self.omitted += others.omitted
        self._spoilt |= others._spoilt

    def is_spoilt(self, file: str) -> bool:
        """Tell whether a line of `file` is spoilt, so that the next ones may be misread."""
        return any(spoilt == file for spoilt, _ in self._spoilt)

    def error(self) -> ConfigError:
        """Return all problems as one error, by file and line."""
        return ConfigError(sorted(self.problems, key=_position), self.omitted)


def _position(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return place.file, place.line or 0, place.column or 0


def quote(text: str, longest: int | None = LONGEST_QUOTE) -> str:
    """Return `text` on one line, shortened, and what cannot be seen as its code point."""
    if longest is not None and len(text) > longest:
        return f"{quote(text[:longest])}... ({len(text)} characters)"
    return "".join(map(_visible, text))


def code_point(character: str) -> str:
    """Return the code point of `character` with its name, as in U+2212 (MINUS SIGN)."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def _visible(character: str) -> str:
    plain = character.isprintable() if character.isascii() else character.isalnum()
    return character if plain else f"<U+{ord(character):04X}>"
