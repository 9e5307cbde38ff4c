"""How parts of a lesson are said, on paper and on the screen alike."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sim.config.catalogue import NO_UNIT, parameters
from sim.config.scalars import write_value

if TYPE_CHECKING:
    from sim.lesson.lesson import Expected, Level, Setting

LETTERS = "ABCDE"
EXPECTED = (
    "Expected: where 99 of 100 repetitions of this experiment would land. The first row decides "
    "which prediction came true."
)


def with_unit(setting: Setting, value: Level) -> str:
    """Return a value of a setting with its unit, as people say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{write_value(value)}{_unit(setting)}"


def said(setting: Setting) -> str:
    """Return all values of a setting with their unit, as one writes them in a file."""
    return f"{', '.join(map(write_value, setting.values))}{_unit(setting)}"


def _unit(setting: Setting) -> str:
    unit = parameters()[setting.path].unit
    return "" if unit in NO_UNIT else f" {unit}"


def level_text(level: Level) -> str:
    """Return a level as people read it."""
    return level.replace("-", " ") if isinstance(level, str) else write_value(level)


def measured(expected: Expected) -> str:
    """Return where a result is expected, with its unit."""
    low, high = expected.interval
    return f"{low:,g} to {high:,g}{f' {expected.unit}' if expected.unit else ''}"


def as_html(text: str) -> str:
    """Return plain words as HTML; what stands in backticks is code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(text))


def paragraphs(text: str) -> str:
    """Return plain words as HTML, each line a paragraph."""
    return "\n".join(f"<p>{as_html(line)}</p>" for line in text.split("\n"))
