"""The steps of a lesson after the run, the first with the run drawn over the prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.numerals import ends, number
from sim.experiment.store.folder import REPORT
from sim.lesson.drawing import chosen, sketched
from sim.lesson.wording import EXPECTED, LETTERS, as_html, measured, paragraphs
from sim.view.dashboard.elements import element, text, written
from sim.view.lessons.running import FIGURE, WORKSHEET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nicegui.element import Element

    from sim.lesson.lesson import Lesson, Question
    from sim.view.dashboard.lessons.prediction import Committed
    from sim.view.lessons.running import LessonRun

FILES = {FIGURE: "figure (PNG)", REPORT: "report (HTML)", WORKSHEET: "worksheet (HTML)"}
"""What the server gives out of a lesson's results."""

HEADS = ("result", "mean", "95% interval", "expected")


def show(outcome: LessonRun, committed: Committed) -> None:
    """Show the run next to the prediction, and the rest of the lesson."""
    lesson = outcome.lesson
    with step("5. Compare"):
        _compared(outcome, committed)
        written("div", paragraphs(lesson.compare.text), "kz-text")
        _figure(lesson)
        _table(outcome)
        _questions(lesson.compare.questions)
        _links(lesson)
    with step("6. Explain"):
        written("div", paragraphs(lesson.explain), "kz-text")
    with step("7. Transfer"):
        _questions(lesson.transfer)
    with step("8. What the model leaves out"):
        _list(map(as_html, lesson.leaves_out))
    _teacher(lesson)


def step(title: str) -> Element:
    """Return a step of a lesson, to put others into."""
    section = element("section", "kz-figure kz-step")
    with section:
        text("h2", title)
    return section


def _compared(outcome: LessonRun, committed: Committed) -> None:
    """Draw the run over the prediction, and say whether that came true."""
    prediction, first = outcome.lesson.prediction, outcome.found[0]
    if committed.choice is not None:
        letter = LETTERS[prediction.choices.index(committed.choice)]
        text("p", f"You predicted {letter}. {outcome.verdict}", "kz-verdict")
        text("h3", first.expected.says)
        picture = chosen(first.expected, prediction.choices, committed.choice, first.interval)
        written("div", picture, "kz-picture")
        text("p", "Filled: your prediction. Square and line: the run, mean and 95% interval.")
    if prediction.sketch is not None:
        text("h3", f"{prediction.sketch.along} over {prediction.sketch.across}")
        picture = sketched(prediction.sketch, committed.guesses, outcome.along_sketch)
        written("div", picture, "kz-picture")
        text("p", "Dashed: your sketch. Squares and lines: the run, means and 95% intervals.")


def _figure(lesson: Lesson) -> None:
    figure = lesson.figure
    panels = "; ".join(panel.title for panel in figure.panels)
    words = f"{figure.title}. {figure.caption} Panels: {panels}. The table has the results."
    element("img", "kz-result", src=f"/lesson/{lesson.number}/{FIGURE}", alt=words)


def _table(outcome: LessonRun) -> None:
    rows = []
    for expected, (mean, low, high) in outcome.found:
        unit = f" {expected.unit}" if expected.unit else ""
        rows.append((expected.says, f"{number(mean)}{unit}", ends(low, high), measured(expected)))
    head = "".join(f'<th scope="col">{each}</th>' for each in HEADS)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    written("table", f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>", "kz-table")
    text("p", EXPECTED, "kz-note")


def _cell(content: str) -> str:
    return f"<td>{as_html(content)}</td>"


def _links(lesson: Lesson) -> None:
    with element("p", "kz-links"):
        for file, label in FILES.items():
            link(lesson, file, label)


def link(lesson: Lesson, file: str, label: str) -> None:
    """Link to a file of a lesson, as a download."""
    address = f"/lesson/{lesson.number}/{file}"
    text("a", label[0].upper() + label[1:], "kz-link", href=address, download=True)


def _questions(questions: Iterable[Question]) -> None:
    _list(as_html(each.ask) for each in questions)


def _list(items: Iterable[str]) -> None:
    written("ul", "".join(f"<li>{each}</li>" for each in items), "kz-text")


def _teacher(lesson: Lesson) -> None:
    teacher = lesson.teacher
    with element("details", "kz-figure kz-step"):
        with element("summary"):
            text("h2", "Teacher's part, with answers")
        text("h3", "Timing")
        _list(f"{each.minutes} min: {as_html(each.what)}" for each in teacher.timing)
        text("h3", "Common misconceptions")
        _list(
            f"&ldquo;{as_html(each.claim)}&rdquo; {as_html(each.reply)}"
            for each in teacher.misconceptions
        )
        text("h3", "Answers")
        _list(
            f"<em>{as_html(each.ask)}</em> {as_html(each.answer)}"
            for each in (*lesson.compare.questions, *lesson.transfer)
        )
