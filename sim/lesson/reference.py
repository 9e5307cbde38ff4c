"""What is generated from the lessons: a page and a worksheet each, and the list of them.

The figures are those that ``killzone lesson N`` draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config.reading.files import EXPERIMENTS, shipped_folder
from sim.lesson.page import lesson_list, page, worksheet
from sim.lesson.reading import shipped_lessons

if TYPE_CHECKING:
    from pathlib import Path


def generated() -> dict[Path, str]:
    """Return the generated files of a source checkout, each with the text due to it."""
    lessons = shipped_lessons()
    texts = {shipped_folder(EXPERIMENTS) / "lessons" / "README.md": lesson_list(lessons)}
    for lesson in lessons:
        texts[lesson.folder / "README.md"] = page(lesson)
        texts[lesson.folder / "worksheet.html"] = worksheet(lesson)
    return texts
