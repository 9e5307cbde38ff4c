"""Reading lessons: from a number, a name or a folder to a checked `Lesson`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from sim.config.errors import ConfigError, Findings, Place, Problem, quote
from sim.config.paths import expanded
from sim.config.reading.characters import Limits
from sim.config.reading.files import EXPERIMENTS, LESSON, shipped_folder
from sim.config.reading.findings import Teller
from sim.config.reading.layers import read_mapping
from sim.config.reading.shapes import closest
from sim.lesson.lesson import Lesson

if TYPE_CHECKING:
    from sim.config.reading.tree import Mapping

LIMITS = Limits(2**16, 2000, "a lesson is read in class: say less")
FOLDER = "folder"


def read_lesson(which: int | str | Path) -> Lesson:
    """Read a lesson and check it, its settings and its experiment too.

    Parameters
    ----------
    which
        Number or name of a lesson that comes with killzone (3, "speed-or-scale"), or the folder of
        any other; a `Path` is always a folder.

    Raises
    ------
    ConfigError
        With everything that is wrong, each with file, line, column and cure.
    """
    from sim.lesson.agreeing import check_agreement  # noqa: PLC0415 (slow to import)

    tree, lesson = _read(expanded(which) if isinstance(which, Path) else _folder(str(which)))
    check_agreement(tree, lesson)
    return lesson


def shipped_lessons() -> list[Lesson]:
    """Return the lessons that come with killzone by number, without a look at their experiments."""
    return sorted((_read(each)[1] for each in folders()), key=lambda lesson: lesson.number)


def folders() -> list[Path]:
    """Return the folders of the lessons that come with killzone."""
    files = (shipped_folder(EXPERIMENTS) / "lessons").glob(f"*/{LESSON}")
    return sorted(file.parent for file in files)


def _folder(which: str) -> Path:
    known = {name: each for each in folders() for name in (each.name, *each.name.split("-", 1))}
    if which in known:
        return known[which]
    with contextlib.suppress(OSError, ValueError):  # a name longer than any file's, or with a NUL
        if (expanded(which) / LESSON).is_file():
            return expanded(which)
    names = [each.name for each in folders()]
    what = f"there is no lesson {quote(which)}"
    near = closest(which, known)
    cure = f"there are: {', '.join(names)}"
    raise ConfigError([Problem(Place(which), what, nearest=near, cure=cure)])


def _read(folder: Path) -> tuple[Mapping, Lesson]:
    findings = Findings()
    tree = read_mapping(folder / LESSON, findings, LIMITS)
    if findings.problems and not tree.entries:
        raise findings.error()
    if FOLDER in tree.entries:
        findings.add(Problem(tree.entries[FOLDER].place, f"unknown key {FOLDER}"))
    lesson = Teller(tree, Lesson, "the lesson").read(findings, folder=folder)
    if findings.problems:
        raise findings.error()
    return tree, lesson
