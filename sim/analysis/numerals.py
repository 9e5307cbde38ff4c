"""Numbers and times as people read them, on a terminal and on a page."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

INTERVALS = (
    "Student's t over replicates, of amounts on the scale of square roots, of shares on that of "
    "the arcsine of the root, so that none leaves its range"
)
"""How intervals of means are had, where they are shown."""

LABEL = "choice"
"""Unit of parameters whose numbers only tell one from another, as a seed."""


SMALLEST = 1e-4
"""Numbers below it are written with an exponent."""


def number(value: float) -> str:
    """Return a number with three figures."""
    if math.isnan(value):
        return ""
    if 0 < abs(value) < SMALLEST:
        return f"{value:.3g}"
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{min(digits, 6)}f}"


def ends(low: float, high: float) -> str:
    """Return the ends of an interval, or nothing if they are missing."""
    if math.isnan(low):
        return ""
    return f"{number(low)} to {number(high)}"


def duration(seconds: float) -> str:
    """Return a time in the two units that matter."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = {"d": days, "h": hours, "min": minutes, "s": rest}
    shown = [f"{value} {unit}" for unit, value in parts.items() if value]
    return " ".join(shown[:2]) or "0 s"


def is_label(factor: str) -> bool:
    """Tell whether the levels of a factor only tell one from another, even if they are numbers."""
    from sim.config.catalogue import parameters  # noqa: PLC0415 (few need it to start)

    parameter = parameters().get(factor)
    return parameter is not None and parameter.unit == LABEL


def level_text(level: object, factor: str = "") -> str:
    """Return a level of a factor as people write it."""
    if isinstance(level, dt.datetime):
        return str(level.date())
    if isinstance(level, float):
        return f"{float(f'{level:.5g}'):,.10g}"
    return f"{level:,}" if type(level) is int and not is_label(factor) else str(level)


def broken(text: str, characters: int) -> list[str]:
    """Break text into lines of so many characters, unless a word is longer.

    It breaks after blanks, underscores and slashes, and after points and hyphens that no digit
    follows.
    """
    lines = [""]
    for piece in pieces(text):
        if len((lines[-1] + piece).rstrip()) > characters and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def pieces(text: str) -> list[str]:
    """Return the words of text between which it may be broken, each with what ends it."""
    return re.split(r"(?<=[\s_/])(?=[^\s_/])|(?<=[.-])(?=[^\d\s.-])", text)


def listed(texts: Iterable[str], most: int) -> str:
    """Return so many texts of a list in a row, and how many more there are."""
    every = list(texts)
    more = [f"and {len(every) - most} more"] if len(every) > most else []
    return "; ".join([*every[:most], *more])
