"""Whether a lesson agrees with the model's parameters and with its own experiment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from sim.analysis.measures import COLUMNS
from sim.config.errors import Findings, Place, Problem, UnreadableError, quote
from sim.config.reading.files import find as find_file
from sim.config.reading.nodes import find
from sim.experiment.design.keys import closest, said
from sim.experiment.design.reading import read_experiment
from sim.experiment.design.values import check_path, legal_value
from sim.lesson.lesson import MOST_CURVES, MOST_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.config.reading.tree import Mapping, Sequence
    from sim.experiment.design.experiment import Experiment, Point
    from sim.lesson.lesson import Cell, Lesson, Level, Panel

    Keys = tuple[str | int, ...]


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
    findings = Findings()
    _check_number(tree, lesson, findings)
    _check_open_play(tree, lesson, findings)
    experiment = read_experiment(lesson.experiment)
    _Agreement(tree, experiment, findings).check(lesson)
    if findings.problems:
        raise findings.error()


def point_at(experiment: Experiment, at: dict[str, Level]) -> str:
    """Return the id of the point at levels, named by factor; empty if there is none."""
    names = [factor.name for factor in experiment.factors]
    if set(at) != set(names):
        return ""
    levels = tuple(at[name] for name in names)
    return next((point.id for point in experiment.points() if point.levels == levels), "")


def _check_number(tree: Mapping, lesson: Lesson, findings: Findings) -> None:
    if lesson.folder.name.partition("-")[0] != str(lesson.number):
        what = f"the number is {lesson.number}, but the folder is {quote(lesson.folder.name)}"
        findings.add(Problem(find(tree, ["number"]).place, what, cure="name the folder N-title"))


def _check_open_play(tree: Mapping, lesson: Lesson, findings: Findings) -> None:
    play = find(tree, ["open_play"])
    try:
        find_file(lesson.open_play.base)
    except UnreadableError as error:
        findings.add(replace(error.problem, place=find(play, ["base"]).place))
    for number, watched in enumerate(lesson.open_play.watch):
        for name, column in watched.columns.items():
            place = find(play, ["watch", number, "columns", name]).place
            _check_column(column, place, findings)
        units = {COLUMNS[each].unit for each in watched.columns.values() if each in COLUMNS}
        if len(units) > 1:
            what = f"one picture has one unit, not {' and '.join(sorted(units))}"
            findings.add(Problem(find(play, ["watch", number, "columns"]).place, what))
    for number, setting in enumerate(lesson.open_play.settings):
        node = find(play, ["settings", number])
        try:
            check_path(setting.path, find(node, ["path"]).place)
            for value in cast("Sequence", find(node, ["values"])).items:
                legal_value(setting.path, value)
        except UnreadableError as error:
            findings.add(error.problem)


def _check_column(column: str, place: Place, findings: Findings) -> None:
    if column not in COLUMNS:
        what = f"there is no daily column {quote(column)}"
        findings.add(Problem(place, what, nearest=closest(column, COLUMNS)))


class _Agreement:
    """Looks up in the experiment what the lesson names."""

    def __init__(self, tree: Mapping, experiment: Experiment, findings: Findings) -> None:
        self._tree, self._experiment, self._findings = tree, experiment, findings
        self._responses = [measure.name for measure in experiment.measures]
        self._factors = [factor.name for factor in experiment.factors]

    def tell(self, keys: Keys, what: str, *, near: str = "", legal: str = "") -> None:
        """Add a problem at a place in the lesson."""
        place = find(self._tree, keys).place
        self._findings.add(Problem(place, what, nearest=near, legal=legal))

    def check(self, lesson: Lesson) -> None:
        """Check all that the lesson names."""
        if not 1 <= len(self._factors) <= MOST_SETTINGS:
            what = f"the experiment has {len(self._factors)} factors"
            self.tell(("run",), what, legal=f"from 1 to {MOST_SETTINGS}")
        for number, expected in enumerate(lesson.expected):
            for name, cell in (("of", expected.of), ("less", expected.less)):
                if cell is not None:
                    self._check_cell(("expected", number, name), cell)
        sketch = lesson.prediction.sketch
        if sketch is not None:
            keys = ("prediction", "sketch")
            self._check_name((*keys, "response"), sketch.response, "response", self._responses)
            self._check_name((*keys, "factor"), sketch.factor, "factor", self._factors)
            for level in sketch.levels:
                at = {**sketch.at, sketch.factor: level}
                self._check_point((*keys, "levels"), at)
        for number, panel in enumerate(lesson.figure.panels):
            self._check_panel(("figure", "panels", number), panel)

    def _check_panel(self, keys: Keys, panel: Panel) -> None:
        if panel.course is not None:
            self._check_name((*keys, "course"), panel.course, "daily column", COLUMNS)
            if "daily" not in self._experiment.tables:
                self.tell(keys, "the experiment does not keep the daily table for a course")
            curves = len(self._experiment.points())
        else:
            self._check_name((*keys, "levels"), str(panel.levels), "response", self._responses)
            seconds = {point.levels[1:] for point in self._experiment.points()}
            curves = len(seconds)
        if curves > MOST_CURVES:
            self.tell(keys, f"the panel has {curves} curves", legal=f"at most {MOST_CURVES}")

    def _check_cell(self, keys: Keys, cell: Cell) -> None:
        self._check_name((*keys, "response"), cell.response, "response", self._responses)
        self._check_point((*keys, "at"), cell.at)

    def _check_point(self, keys: Keys, at: dict[str, Level]) -> None:
        if not point_at(self._experiment, at):
            legal = "; ".join(map(self._named, self._experiment.points()))
            self.tell(keys, "the experiment has no such point", legal=legal)

    def _named(self, point: Point) -> str:
        levels = zip(self._factors, point.levels, strict=True)
        return ", ".join(f"{name}: {said(level)}" for name, level in levels)

    def _check_name(self, keys: Keys, name: str, noun: str, known: Iterable[str]) -> None:
        names = list(known)
        if name not in names:
            what = f"the experiment has no {noun} {quote(name)}"
            self.tell(keys, what, near=closest(name, names))
