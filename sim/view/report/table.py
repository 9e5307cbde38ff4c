"""What a table of the page is made of: text alone, which the template escapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis import numerals

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
Cells = tuple[str, ...]


class ColumnHead(NamedTuple):
    """The head of a column, and whether numbers stand below it."""

    text: str
    numeric: bool = False


class RowGroup(NamedTuple):
    """A group of rows under one title; the first cell of each names the row."""

    title: str
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Table:
    """A table of the report; its name is its anchor."""

    name: str
    caption: str
    headings: tuple[ColumnHead, ...]
    groups: tuple[RowGroup, ...]

    @classmethod
    def of(
        cls, name: str, caption: str, headings: Iterable[ColumnHead], rows: Iterable[Cells]
    ) -> Table:
        """Return a table with one group of rows."""
        return cls(name, caption, tuple(headings), (RowGroup("", tuple(rows)),))


def textual(*texts: str) -> tuple[ColumnHead, ...]:
    """Return headings of columns of text."""
    return tuple(map(ColumnHead, texts))


def numeric(*texts: str) -> tuple[ColumnHead, ...]:
    """Return headings of columns of numbers."""
    return tuple(ColumnHead(text, numeric=True) for text in texts)


def number(value: float) -> str:
    """Return a number with three figures, and a minus as wide as a plus."""
    return numerals.number(value).replace("-", MINUS)


def ends(low: float, high: float) -> str:
    """Return the ends of an interval, or nothing if they are missing."""
    return numerals.ends(low, high).replace("-", MINUS)


def with_unit(text: str, unit: str) -> str:
    """Return text and its unit; a share has none."""
    return text if unit in {"", "share"} else f"{text} {unit}"
