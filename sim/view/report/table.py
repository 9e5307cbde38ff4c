"""What a table of the page is made of: text alone, which the template escapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis import numerals

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
Cells = tuple[str, ...]


class Heading(NamedTuple):
    """A column's heading, and whether numbers stand below it."""

    text: str
    numeric: bool = False


class Group(NamedTuple):
    """Rows that belong together; the first cell of each names the row."""

    title: str
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    name : str
        Its anchor.
    caption : str
        What it shows.
    headings : tuple of Heading
        One a column.
    groups : tuple of Group
        Its rows; a group without a title has no heading of its own.
    """

    name: str
    caption: str
    headings: tuple[Heading, ...]
    groups: tuple[Group, ...]

    @classmethod
    def of(
        cls,
        name: str,
        caption: str,
        headings: Iterable[Heading],
        rows: Iterable[Cells],
    ) -> Table:
        """Return a table with one group of rows."""
        return cls(name, caption, tuple(headings), (Group("", tuple(rows)),))


def textual(*texts: str) -> tuple[Heading, ...]:
    """Return headings of columns of text."""
    return tuple(map(Heading, texts))


def numeric(*texts: str) -> tuple[Heading, ...]:
    """Return headings of columns of numbers."""
    return tuple(Heading(text, numeric=True) for text in texts)


def number(value: float) -> str:
    """Return a number with three figures, and a minus as wide as a plus."""
    return numerals.number(value).replace("-", MINUS)


def ends(low: float, high: float) -> str:
    """Return the ends of an interval, or nothing if they are missing."""
    return numerals.ends(low, high).replace("-", MINUS)


def with_unit(text: str, unit: str) -> str:
    """Return text and its unit; a share has none."""
    return text if unit in {"", "share"} else f"{text} {unit}"
