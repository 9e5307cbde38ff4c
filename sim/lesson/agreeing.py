"""Whether a lesson agrees with the model's parameters and with its own experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.measures import COLUMNS
from sim.config.errors import Fault, Findings, UnreadableError, quote
from sim.config.reading.files import find as find_file
from sim.config.reading.findings import Teller
from sim.config.reading.nodes import said
from sim.config.reading.shapes import closest
from sim.experiment.design.reading import read_experiment
from sim.experiment.design.values import wrong_path, wrong_values
from sim.lesson.lesson import MOST_CURVES, MOST_SETTINGS, Lesson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.config.errors import Keys
    from sim.config.reading.tree import Mapping
    from sim.experiment.design.experiment import Experiment, Point
    from sim.lesson.lesson import Cell, CurvePanel, Level, OpenPlay


def check_agreement(tree: Mapping, lesson: Lesson) -> None:
    """Refuse a lesson that names what is not there, or numbers that are not legal.

    Parameters
    ----------
    tree
        The lesson as it is written.
    lesson
        The lesson, right by itself.

    Raises
    ------
    ConfigError
        With everything that is wrong, in the lesson or in its experiment.
    """
    findings, teller = Findings(), Teller(tree, Lesson, "the lesson")
    experiment = read_experiment(lesson.experiment)
    for fault in (*_faults(lesson), *_Agreement(experiment).faults(lesson)):
        findings.add(teller.refused(fault, fault.keys))
    if findings.problems:
        raise findings.error()


def point_at(experiment: Experiment, at: dict[str, Level]) -> str:
    """Return the id of the point at levels, named by factor; empty if there is none."""
    names = [factor.name for factor in experiment.factors]
    if set(at) != set(names):
        return ""
    levels = tuple(at[name] for name in names)
    return next((point.id for point in experiment.points() if point.levels == levels), "")


def _faults(lesson: Lesson) -> Iterator[Fault]:
    """Yield what is wrong with a lesson whatever its experiment is."""
    name = lesson.folder.absolute().name
    if name.partition("-")[0] != str(lesson.number):
        what = f"the number is {lesson.number}, but the folder is {quote(name)}"
        yield Fault(("number",), what, cure="name the folder N-title")
    yield from (fault.below("open_play") for fault in _of_open_play(lesson.open_play))


def _of_open_play(play: OpenPlay) -> Iterator[Fault]:
    try:
        find_file(play.base)
    except UnreadableError as error:
        problem = error.problem
        yield Fault(("base",), problem.what, problem.legal, problem.nearest, problem.cure)
    for number, watched in enumerate(play.watch):
        keys = ("watch", number, "columns")
        for name, column in watched.columns.items():
            if column not in COLUMNS:
                what = f"there is no daily column {quote(column)}"
                yield Fault((*keys, name), what, nearest=closest(column, COLUMNS))
        units = {COLUMNS[each].unit for each in watched.columns.values() if each in COLUMNS}
        if len(units) > 1:
            yield Fault(keys, f"one picture has one unit, not {' and '.join(sorted(units))}")
    for number, setting in enumerate(play.settings):
        if fault := wrong_path(setting.path):
            yield fault._replace(keys=("settings", number, "path"))
            continue
        for index, value in enumerate(setting.values):
            yield from wrong_values((setting.path,), value, ("settings", number, "values", index))


class _Agreement:
    """Looks up in the experiment what the lesson names."""

    def __init__(self, experiment: Experiment) -> None:
        self._experiment = experiment
        self._responses = [measure.name for measure in experiment.measures]
        self._factors = [factor.name for factor in experiment.factors]

    def faults(self, lesson: Lesson) -> Iterator[Fault]:
        """Yield what is wrong with all that the lesson names."""
        if not 1 <= len(self._factors) <= MOST_SETTINGS:
            what = f"the experiment has {len(self._factors)} factors"
            yield Fault(("run",), what, legal=f"from 1 to {MOST_SETTINGS}")
        for number, expected in enumerate(lesson.expected):
            for name, cell in (("of", expected.of), ("less", expected.less)):
                if cell is not None:
                    yield from self._of_cell(("expected", number, name), cell)
        sketch = lesson.prediction.sketch
        if sketch is not None:
            keys = ("prediction", "sketch")
            yield from _of_name((*keys, "response"), sketch.response, "response", self._responses)
            yield from _of_name((*keys, "factor"), sketch.factor, "factor", self._factors)
            for level in sketch.levels:
                yield from self._of_point((*keys, "levels"), {**sketch.at, sketch.factor: level})
        for number, panel in enumerate(lesson.figure.panels):
            yield from self._of_panel(("figure", "panels", number), panel)

    def _of_panel(self, keys: Keys, panel: CurvePanel) -> Iterator[Fault]:
        points = self._experiment.points()
        if panel.course is not None:
            yield from _of_name((*keys, "course"), panel.course, "daily column", COLUMNS)
            if "daily" not in self._experiment.tables:
                yield Fault(keys, "the experiment does not keep the daily table for a course")
            curves = len(points)
        else:
            levels = str(panel.levels)
            yield from _of_name((*keys, "levels"), levels, "response", self._responses)
            curves = len({point.levels[1:] for point in points})
        if curves > MOST_CURVES:
            yield Fault(keys, f"the panel has {curves} curves", legal=f"at most {MOST_CURVES}")

    def _of_cell(self, keys: Keys, cell: Cell) -> Iterator[Fault]:
        yield from _of_name((*keys, "response"), cell.response, "response", self._responses)
        yield from self._of_point((*keys, "at"), cell.at)

    def _of_point(self, keys: Keys, at: dict[str, Level]) -> Iterator[Fault]:
        if not point_at(self._experiment, at):
            legal = "; ".join(map(self._named, self._experiment.points()))
            yield Fault(keys, "the experiment has no such point", legal=legal)

    def _named(self, point: Point) -> str:
        levels = zip(self._factors, point.levels, strict=True)
        return ", ".join(f"{name}: {said(level)}" for name, level in levels)


def _of_name(keys: Keys, name: str, noun: str, known: Iterable[str]) -> Iterator[Fault]:
    names = list(known)
    if name not in names:
        what = f"the experiment has no {noun} {quote(name)}"
        yield Fault(keys, what, nearest=closest(name, names))
