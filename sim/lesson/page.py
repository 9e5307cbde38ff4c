"""The pages of lessons: one to read (Markdown), the list of them, and a worksheet to print (HTML).

The texts that all lessons share are in ``templates/``.
"""

from __future__ import annotations

import html
import re
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.config.scalars import write_value
from sim.lesson.drawing import sketched
from sim.lesson.wording import LETTERS, as_html, measured, paragraphs, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.lesson.lesson import Lesson

WIDTH = 100
COMMAND = "python -m sim.reference --write"


def page(lesson: Lesson) -> str:
    """Return the page of a lesson; what would give the result away is folded."""
    return _rendered("page.md", lesson=lesson)


def lesson_list(lessons: Iterable[Lesson]) -> str:
    """Return the page that lists the lessons."""
    return _rendered("list.md", lessons=lessons)


def worksheet(lesson: Lesson) -> str:
    """Return the worksheet of a lesson, which needs no other file and no network."""
    return _rendered("worksheet.html", lesson=lesson)


def _rendered(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(command=COMMAND, letters=LETTERS, **values)


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701 (each text passes through a filter that escapes it)
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "breakable": lambda path: re.sub(r"([._])", r"\1<wbr>", html.escape(path)),
        "html": as_html,
        "html_paragraphs": paragraphs,
        "item": lambda text, head="- ": _wrapped(_one_line(text), head, "  "),
        "measured": measured,
        "one_line": _one_line,
        "paragraphs": lambda text: "\n\n".join(map(_wrapped, text.split("\n"))),
        "said": said,
        "scalar": write_value,
        "sketched": sketched,
    }
    return environment


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(text: str, first: str = "", others: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
