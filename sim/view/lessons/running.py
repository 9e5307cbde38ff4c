"""Running a lesson: its experiment, its figure, and which prediction came true."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.interval import Interval, interval
from sim.experiment.design.reading import read_experiment
from sim.experiment.errors import disk_errors
from sim.experiment.runner import QUIET
from sim.experiment.store.folder import REPORT
from sim.lesson.agreeing import point_at
from sim.lesson.lesson import Cell
from sim.lesson.wording import LETTERS
from sim.view.concluding import sweep
from sim.war.columns import UNBOUNDED

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from sim.config.paths import Given
    from sim.experiment.results.results import Results
    from sim.experiment.workers.observer import Observer
    from sim.lesson.lesson import Choice, Expected, Lesson
    from sim.war.columns import Bounds

FIGURE = "figure.png"
PAGE, WORKSHEET = "README.md", "worksheet.html"


class Found(NamedTuple):
    """A result and what was expected: a mean over replicates with its 95% interval."""

    expected: Expected
    interval: Interval


@dataclass(frozen=True)
class LessonRun:
    """A lesson that has been run: its results, what they show, and what was written there."""

    lesson: Lesson
    results: Results
    found: tuple[Found, ...]

    @property
    def files(self) -> dict[str, Path]:
        """What was written beside the tables, by what it is."""
        names = {"report": REPORT, "lesson": PAGE, "worksheet": WORKSHEET, "figure": FIGURE}
        return {what: self.results.folder / name for what, name in names.items()}

    @property
    def came_true(self) -> tuple[Choice, ...]:
        """The predictions that hold over the whole interval of the first result."""
        _, low, high = self.found[0].interval
        return tuple(each for each in self.lesson.prediction.choices if each.holds(low, high))

    @property
    def verdict(self) -> str:
        """Which predictions came true, in words."""
        choices = self.lesson.prediction.choices
        if not choices:
            return "Compare your sketch with the figure."
        letters = [LETTERS[choices.index(each)] for each in self.came_true]
        if not letters:
            return "Undecided: the 95% interval of the first row lies within no prediction."
        named = " and ".join(letters)
        return f"The run came out {named}: its whole 95% interval lies within {named}."

    @property
    def along_sketch(self) -> tuple[Interval, ...]:
        """What was to be sketched: a mean with its interval at each level."""
        sketch = self.lesson.prediction.sketch
        if sketch is None:
            return ()
        cells = (
            Cell(response=sketch.response, at={**sketch.at, sketch.factor: level})
            for level in sketch.levels
        )
        bounds = self.results.response_columns[sketch.response].bounds
        return tuple(interval(_cell(each, self.results), bounds) for each in cells)


def run_lesson(
    lesson: Lesson,
    out: Given,
    observer: Observer = QUIET,
    *,
    workers: int | None = None,
    force: bool = False,
) -> LessonRun:
    """Run a lesson's experiment; write its figure, report, page and worksheet too.

    What is in `out` already is not run again.

    Parameters
    ----------
    lesson
        As `read_lesson` returns it.
    out
        Folder for the results.
    observer
        Told how it goes.
    workers
        Processes to use, as for `sim.sweep`.
    force
        Replace the results in `out`.

    Raises
    ------
    RunError
        If it cannot begin or go on, or runs failed.
    """
    experiment = read_experiment(lesson.experiment)
    results = sweep(
        experiment, out=out, workers=workers, force=force, resume=not force, observer=observer
    )
    with disk_errors(results.folder):
        _write(lesson, results)
        return LessonRun(lesson, results, find(lesson, results))


def _write(lesson: Lesson, results: Results) -> None:
    """Write the figure, the report, the page and the worksheet into the folder of the results."""
    from sim.view.lessons.figure import draw  # noqa: PLC0415 (matplotlib is slow to import)
    from sim.view.report import report  # noqa: PLC0415 (jinja2 is slow to import)

    folder = results.folder
    for name in (PAGE, WORKSHEET):
        shutil.copyfile(lesson.folder / name, folder / name)
    draw(lesson.figure, results, folder / FIGURE)
    report(folder, force=True, title=f"Lesson {lesson.number}: {lesson.title}")


def find(lesson: Lesson, results: Results) -> tuple[Found, ...]:
    """Return what runs of a lesson's experiment show, for each result that it expects."""
    return tuple(
        Found(each, interval(values(each, results), _bounds(each, results)))
        for each in lesson.expected
    )


def values(expected: Expected, results: Results) -> pd.Series[float]:
    """Return what an expected result is the mean of: one value per replicate."""
    first = _cell(expected.of, results)
    return first if expected.less is None else first - _cell(expected.less, results)


def _bounds(expected: Expected, results: Results) -> Bounds:
    """Return what an expected result lies within, if it is no difference."""
    response = results.response_columns[expected.of.response]
    return response.bounds if expected.less is None else UNBOUNDED


def _cell(cell: Cell, results: Results) -> pd.Series[float]:
    """Return a response at a point, by replicate."""
    runs = results.runs
    at_point = runs[runs["point"] == point_at(results.experiment, cell.at)]
    return at_point.set_index("replicate")[cell.response]
