"""Tables that stay readable at any width: in columns where they fit, else as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.numerals import broken, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

EDGE, PER_COLUMN = 1, 3
"""Characters that lines and blanks take, of a table and of each column."""

LONGEST_WORD, INDENT = 24, 2


class Head(NamedTuple):
    """The head of a column; numbers are never folded, text is."""

    text: str
    numeric: bool = False


class Sheet:
    """A table to print.

    Parameters
    ----------
    title : str
        A line above it; none if empty.
    text, numeric, after : sequence of str
        Heads of its columns: text, then numbers, then text again. The first cell of a row
        names it.
    """

    def __init__(
        self,
        title: str,
        text: Iterable[str],
        numeric: Iterable[str] = (),
        after: Iterable[str] = (),
    ) -> None:
        self.title = title
        self.heads = [
            *map(Head, text),
            *(Head(name, numeric=True) for name in numeric),
            *map(Head, after),
        ]
        self.rows: list[list[str]] = []

    def add(self, *cells: str) -> None:
        """Add a row."""
        if len(cells) != len(self.heads):
            raise ValueError(f"{len(cells)} cells for {len(self.heads)} columns")
        self.rows.append(list(cells))

    def fits(self, width: int) -> bool:
        """Tell whether its columns fit side by side."""
        return self._widths(width) is not None

    def print(self, console: Console) -> None:
        """Print it."""
        widths = self._widths(console.width)
        if widths is None:
            self._print_blocks(console)
        else:
            self._print_columns(console, widths)

    def _widths(self, width: int) -> list[int] | None:
        """Return the widths of columns, the widest texts folded first; None if they do not fit."""
        least = [self._least(place) for place in range(len(self.heads))]
        most = [max(low, self._most(place)) for place, low in enumerate(least)]
        room = width - EDGE - PER_COLUMN * len(self.heads)
        if sum(least) > room:
            return None
        cap = next(
            cap
            for cap in range(max(most), -1, -1)
            if sum(max(low, min(high, cap)) for low, high in zip(least, most, strict=True)) <= room
        )
        return [max(low, min(high, cap)) for low, high in zip(least, most, strict=True)]

    def _least(self, place: int) -> int:
        """Return the least width of a column: that of its longest word, of numbers in full."""
        head = self.heads[place]
        words = [len(word.strip()) for word in pieces(head.text)]
        if head.numeric:
            return max([*words, *(len(row[place]) for row in self.rows)])
        words += [len(word.strip()) for row in self.rows for word in pieces(row[place])]
        return min(max(words), LONGEST_WORD)

    def _most(self, place: int) -> int:
        """Return the width of a column in which only the head of numbers is folded."""
        head = self.heads[place]
        if head.numeric:
            return 0
        return max([len(head.text), *(len(row[place]) for row in self.rows)])

    def _print_columns(self, console: Console, widths: Sequence[int]) -> None:
        from rich.table import Table

        table = Table(title=self.title or None, title_justify="left")
        for head, width in zip(self.heads, widths, strict=True):
            justify = "right" if head.numeric else "left"
            table.add_column(folded(head.text, width), justify=justify, no_wrap=True)  # type: ignore[arg-type]
        for row in self.rows:
            cells = zip(row, widths, strict=True)
            table.add_row(*(folded(cell, width) for cell, width in cells))
        console.print(table)

    def _print_blocks(self, console: Console) -> None:
        if self.title:
            console.print(folded(self.title, console.width))
        for row in self.rows:
            console.print(folded(row[0], console.width), style="bold")
            cells = zip(self.heads[1:], row[1:], strict=True)
            items = [f"{head.text} {cell}" for head, cell in cells if cell]
            for line in _filled(items, console.width - INDENT):
                console.print(" " * INDENT + line)


def folded(text: str, width: int) -> str:
    """Return text in lines of so many characters; a word that is longer is cut into lines."""
    lines = (
        line[start : start + width]
        for line in broken(text, width)
        for start in range(0, max(len(line), 1), width)
    )
    return "\n".join(lines)


def _filled(items: Iterable[str], width: int) -> list[str]:
    """Return items in a row, in lines that end between them where they can."""
    lines: list[str] = []
    for item in items:
        joined = f"{lines[-1]}; {item}" if lines else item
        if lines and len(joined) < width:
            lines[-1] = joined
        else:
            lines[-1:] = [f"{line};" for line in lines[-1:]]
            lines += folded(item, width - 1).split("\n")
    return lines
