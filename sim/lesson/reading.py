"""Reading lessons: from a number, a name or a folder to a checked `Lesson`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sim.config.errors import ConfigError, Findings, Place, Problem, quote
from sim.config.reading.characters import Limits
from sim.config.reading.files import EXPERIMENTS, shipped_folder
from sim.config.reading.layers import read_mapping
from sim.config.reading.nodes import find, shown
from sim.config.reading.tree import Mapping, Sequence
from sim.config.scalars import SpellingError, read_scalar
from sim.experiment.design.keys import closest
from sim.lesson.lesson import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from sim.config.reading.tree import Node

LIMITS = Limits(2**16, 2000, "a lesson is read in class: say less")
FILE = "lesson.yaml"
FOLDER = "folder"
VALUE_ERROR = "Value error, "


def read_lesson(which: int | str | Path) -> Lesson:
    """Read a lesson and check it, its settings and its experiment too.

    Parameters
    ----------
    which
        Number or name of a lesson that comes with killzone (3, "speed-or-scale"), or the folder of
        any other.

    Raises
    ------
    ConfigError
        With everything that is wrong, each with file, line, column and cure.
    """
    from sim.lesson.agreeing import check_agreement  # noqa: PLC0415 (slow to import)

    tree, lesson = _read(_folder(str(which)))
    check_agreement(tree, lesson)
    return lesson


def shipped_lessons() -> list[Lesson]:
    """Return the lessons that come with killzone by number, without a look at their experiments."""
    return sorted((_read(each)[1] for each in folders()), key=lambda lesson: lesson.number)


def folders() -> list[Path]:
    """Return the folders of the lessons that come with killzone."""
    files = (shipped_folder(EXPERIMENTS) / "lessons").glob(f"*/{FILE}")
    return sorted(file.parent for file in files)


def _folder(which: str) -> Path:
    known = {name: each for each in folders() for name in (each.name, *each.name.split("-", 1))}
    if which in known:
        return known[which]
    with contextlib.suppress(OSError, ValueError):  # a name longer than any file's, or with a NUL
        if (Path(which) / FILE).is_file():
            return Path(which)
    names = [each.name for each in folders()]
    what = f"there is no lesson {quote(which)}"
    near = closest(which, known)
    cure = f"there are: {', '.join(names)}"
    raise ConfigError([Problem(Place(which), what, nearest=near, cure=cure)])


def _read(folder: Path) -> tuple[Mapping, Lesson]:
    findings = Findings()
    tree = read_mapping(folder / FILE, findings, LIMITS)
    if findings.problems and not tree.entries:
        raise findings.error()
    values = _plain(tree, findings)
    if FOLDER in tree.entries:
        findings.add(Problem(tree.entries[FOLDER].place, f"unknown key {FOLDER}"))
    try:
        lesson = Lesson.model_validate(values | {FOLDER: folder})
    except ValidationError as failure:
        for problem in _problems(failure, tree):
            findings.add(problem)
    if findings.problems:
        raise findings.error()
    return tree, lesson


def _plain(node: Node, findings: Findings) -> Any:
    """Return the values of a tree; one whose spelling is refused is told and left empty."""
    if isinstance(node, Mapping):
        return {key: _plain(entry.value, findings) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return tuple(_plain(item, findings) for item in node.items)
    try:
        return read_scalar(node.text, plain=node.plain)
    except SpellingError as error:
        what = f"{shown(node)} {error.reason}"
        findings.spoil(Problem(node.place, what, cure=error.cure))
        return None


def _problems(failure: ValidationError, tree: Mapping) -> Iterator[Problem]:
    """Yield what the model refuses, once a place, at the line it is about."""
    errors = failure.errors(include_url=False)
    missing = [error["loc"] for error in errors if error["type"] == "missing"]
    told = set()
    for error in errors:
        problem = _problem(error, tree, missing)
        if (problem.place, error["type"]) not in told or error["type"] == "missing":
            told.add((problem.place, error["type"]))
            yield problem


def _problem(error: ErrorDetails, tree: Mapping, missing: list[tuple[int | str, ...]]) -> Problem:
    loc = error["loc"]
    parent = find(tree, loc[:-1])
    if error["type"] == "missing":
        return Problem(parent.place, f"{_named(loc[:-1])} has no {loc[-1]}", cure="write it")
    if error["type"] == "extra_forbidden" and isinstance(parent, Mapping):
        key = str(loc[-1])
        known = [str(each[-1]) for each in missing if each[:-1] == loc[:-1]]
        known += list(Lesson.model_fields) if len(loc) == 1 else []
        what = f"unknown key {quote(key) or '(empty)'} in {_named(loc[:-1])}"
        return Problem(parent.entries[key].place, what, nearest=closest(key, known))
    node = find(tree, loc)
    if error["type"] == "value_error":
        return Problem(node.place, error["msg"].removeprefix(VALUE_ERROR))
    return Problem(node.place, f"{_named(loc)} is {shown(node)}: {error['msg']}")


def _named(loc: tuple[int | str, ...]) -> str:
    """Return how a place in a lesson is called, lists counted from 1."""
    parts = [str(each + 1) if isinstance(each, int) else each for each in loc]
    return " ".join(parts) or "the lesson"
