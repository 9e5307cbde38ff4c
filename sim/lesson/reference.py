"""What is generated from the lessons: a page and a worksheet each, and the list of them.

``python -m sim.lesson.reference --write`` brings the generated files up to date. The figures are
those that ``killzone lesson N`` draws.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sim.config.files import EXPERIMENTS, shipped_folder
from sim.lesson.page import contents, page
from sim.lesson.reading import shipped_lessons
from sim.lesson.worksheet import worksheet

if TYPE_CHECKING:
    from pathlib import Path


def generated() -> dict[Path, str]:
    """Return the generated files of a source checkout, each with the text due to it."""
    lessons = shipped_lessons()
    texts = {shipped_folder(EXPERIMENTS) / "lessons" / "README.md": contents(lessons)}
    for lesson in lessons:
        texts[lesson.folder / "README.md"] = page(lesson)
        texts[lesson.folder / "worksheet.html"] = worksheet(lesson)
    return texts


def out_of_date() -> list[Path]:
    """Return the generated files that are missing or differ from what is due."""
    return [
        path
        for path, text in generated().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the generated files, or without ``--write`` name those that are out of date."""
    stale = out_of_date()
    for path in stale:
        sys.stdout.write(f"{path}\n")
        if arguments == ["--write"]:
            path.write_text(generated()[path], encoding="utf-8")
    return int(bool(stale) and arguments != ["--write"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
