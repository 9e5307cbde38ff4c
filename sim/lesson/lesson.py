"""What a lesson is: texts in a fixed order, an experiment, and the result to expect."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from sim.config.parameters.parameter import Component

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Plain words; `code` in backticks, paragraphs on lines of their own."""

Level = bool | int | float | str
Minutes = Annotated[int, Field(ge=1, le=240)]

MOST_SETTINGS = 3
"""Settings of a step, beyond which a class loses sight of what it changed."""

MOST_WATCHED = 4
"""Pictures that one can follow at a time."""

LONGEST_ASKED = 100

MOST_CURVES = 4
"""Curves of a panel that a reader can tell apart."""


class Setting(Component):
    """A parameter that a learner changes.

    Attributes
    ----------
    path : str
        The parameter, as in ukraine.fpv.feedback_days.
    values : tuple of Level
        Values worth trying, the usual one among them.
    about : str
        What it is, in a few plain words.
    """

    path: Text
    values: Annotated[tuple[Level, ...], Field(min_length=2, max_length=8)]
    about: Text


class WatchedColumns(Component):
    """What to watch: daily columns of one unit, each by what it is called, in one picture."""

    title: Text
    columns: Annotated[dict[Text, Text], Field(min_length=1, max_length=2)]


class OpenPlay(Component):
    """Time to play before anything is explained.

    Attributes
    ----------
    text : str
        What to try.
    base : str
        The configuration to play with, by its shipped name.
    settings : tuple of Setting
        What to change.
    watch : tuple of WatchedColumns
        What to look at meanwhile.
    designs : bool
        Whether to look at Ukraine's design space too.
    """

    text: Text
    base: Text
    settings: Annotated[tuple[Setting, ...], Field(min_length=1, max_length=MOST_SETTINGS)]
    watch: Annotated[tuple[WatchedColumns, ...], Field(min_length=1, max_length=MOST_WATCHED)]
    designs: bool = True


class Choice(Component):
    """A prediction that one can commit.

    It comes true if the whole 95% interval of the first expected result lies above `above` and
    below `below`.
    """

    says: Text
    above: float | None = None
    below: float | None = None

    def holds(self, low: float, high: float) -> bool:
        """Tell whether it comes true for an interval."""
        over = self.above is None or low > self.above
        return over and (self.below is None or high < self.below)


class Sketch(Component):
    """A curve to draw before the run: a response over the levels of a factor.

    Attributes
    ----------
    factor, response : str
        What is on the axes, by their names in the experiment.
    across, along : str
        The same in plain words, with units.
    levels : tuple of Level
        The levels that are run.
    at : dict
        Levels of the other factors.
    low, high : float
        Ends of the vertical axis.
    """

    factor: Text
    response: Text
    across: Text
    along: Text
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=12)]
    at: dict[Text, Level] = Field({})
    low: float
    high: float

    @model_validator(mode="after")
    def _ascends(self) -> Sketch:
        if self.low >= self.high:
            raise ValueError("low is not below high")
        return self


class Prediction(Component):
    """What a learner commits before the result shows: a choice, a sketch, or both."""

    ask: Text
    choices: Annotated[tuple[Choice, ...], Field(max_length=5)] = ()
    sketch: Sketch | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Prediction:
        if len(self.choices) < 2 and self.sketch is None:
            raise ValueError("a prediction takes two choices or more, or a sketch")
        return self


class Question(Component):
    """A question to learners, with the answer that teachers look up; `lines` are to write on."""

    ask: Text
    answer: Text
    lines: Annotated[int, Field(ge=1, le=12)] = 3


class Compare(Component):
    """What to look at once the result shows, and questions about it."""

    text: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class Stretch(Component):
    """A stretch of the lesson."""

    minutes: Minutes
    what: Text


class Misconception(Component):
    """What learners take for true, and what to answer."""

    claim: Text
    reply: Text


class Teacher(Component):
    """What only the teacher needs."""

    timing: Annotated[tuple[Stretch, ...], Field(min_length=1)]
    misconceptions: Annotated[tuple[Misconception, ...], Field(min_length=1)]


class Cell(Component):
    """A response of the experiment at one of its points."""

    response: Text
    at: dict[Text, Level]


class Expected(Component):
    """A result to expect, and where it is to lie.

    Attributes
    ----------
    says : str
        What is measured, in plain words.
    of, less : Cell
        What is measured where, and what is taken from it, replicate by replicate; nothing if
        `less` is left out.
    unit : str
        Unit of it in plain words; empty for a share.
    interval : tuple of float
        Where the mean over replicates lies for other seeds too, as
        `python -m sim.view.lessons.tolerance` measures it.
    """

    says: Text
    of: Cell
    less: Cell | None = None
    unit: str = ""
    interval: tuple[float, float]

    @model_validator(mode="after")
    def _ascends(self) -> Expected:
        if self.interval[0] >= self.interval[1]:
            raise ValueError("the first end of the interval is not below the second")
        return self


class CurvePanel(Component):
    """A part of the figure.

    Attributes
    ----------
    title : str
        What it shows.
    course : str
        A daily column, drawn week by week with a curve for each point; or
    levels : str
        a response, drawn over the levels of the first factor with a curve for each level of the
        second.
    """

    title: Text
    course: Text | None = None
    levels: Text | None = None

    @model_validator(mode="after")
    def _shows_one_thing(self) -> CurvePanel:
        if (self.course is None) == (self.levels is None):
            raise ValueError("a panel has either course or levels")
        return self


class ResultFigure(Component):
    """The figure of the lesson's result."""

    title: Text
    caption: Text
    panels: Annotated[tuple[CurvePanel, ...], Field(min_length=1, max_length=4)]


class Lesson(Component):
    """A lesson, in the order in which it is taught.

    Attributes
    ----------
    folder : Path
        Where it lies, with its experiment.
    number : int
        Its place among the lessons.
    title, asks : str
        What it is called, and what it asks in one line.
    minutes : int
        How long it takes in class.
    question : str
        What it asks, with what one has to know for it.
    open_play, prediction, run, compare, explain, transfer, leaves_out
        The steps.
    teacher : Teacher
        The teacher's part.
    expected : tuple of Expected
        What the experiment shows; predictions are about the first.
    figure : ResultFigure
        How that is drawn.
    """

    folder: Annotated[Path, Field(exclude=True, repr=False)]
    number: Annotated[int, Field(ge=1, le=99)]
    title: Text
    asks: Annotated[Text, Field(max_length=LONGEST_ASKED)]
    minutes: Minutes
    question: Text
    open_play: OpenPlay
    prediction: Prediction
    run: Text
    compare: Compare
    explain: Text
    transfer: Annotated[tuple[Question, ...], Field(min_length=1)]
    leaves_out: Annotated[tuple[Text, ...], Field(min_length=1)]
    teacher: Teacher
    expected: Annotated[tuple[Expected, ...], Field(min_length=1, max_length=6)]
    figure: ResultFigure

    @property
    def experiment(self) -> Path:
        """The file of its experiment."""
        return self.folder / "experiment.yaml"

    @model_validator(mode="after")
    def _timing_adds_up(self) -> Lesson:
        total = sum(stretch.minutes for stretch in self.teacher.timing)
        if total != self.minutes:
            raise ValueError(f"the teacher's timing adds up to {total} minutes, not {self.minutes}")
        return self
