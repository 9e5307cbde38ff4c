"""The pages of the lessons on the server of the live page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from nicegui import Client, app, ui

from sim.lesson.page import worksheet
from sim.lesson.reading import read_lesson, shipped_lessons
from sim.view.dashboard.elements import element, text
from sim.view.dashboard.head import Head
from sim.view.dashboard.lessons.lesson_page import LessonPage
from sim.view.dashboard.lessons.lesson_result import FILES
from sim.view.dashboard.session import Session, in_pool
from sim.view.dashboard.settings import Scenarios, Settings
from sim.view.lessons.running import WORKSHEET

if TYPE_CHECKING:
    from sim.lesson.lesson import Lesson
    from sim.view.dashboard.lessons.experiments import Experiments

LINKS = {"Live page": "/"}
SECONDS_TO_OPEN = 60.0
"""For a page that waits for its turn while others are opened."""
TAGLINE = "A question, time to play, a prediction, a run, and what to make of it"


def add_lessons(head: str, experiments: Experiments) -> None:
    """Serve the list of lessons, the page of each, and the files of its results.

    `head` is the HTML in the head of each page.
    """

    @ui.page("/lessons", title="killzone: lessons")
    def lessons(client: Client) -> None:
        ui.add_head_html(head)
        _list(client)

    @ui.page("/lesson/{number}", title="killzone: lesson", response_timeout=SECONDS_TO_OPEN)
    async def lesson(client: Client, number: str) -> None:
        ui.add_head_html(head)
        known = _known()
        if number not in known:
            _list(client, f"There is no lesson {number[:20]!r}; choose one of these.")
            return
        chosen, session = await in_pool(lambda: _opened(number))
        LessonPage(client, chosen, session, experiments)

    @app.get("/lesson/{number}/{name}")
    def taken(number: str, name: str) -> Response:
        if number in _known() and name == WORKSHEET:
            name_given = {"Content-Disposition": f'attachment; filename="lesson-{number}-{name}"'}
            return HTMLResponse(worksheet(_known()[number]), headers=name_given)
        outcome = experiments.outcome(int(number)) if number in _known() else None
        if outcome is None or name not in FILES:
            return PlainTextResponse("There is no such file here.", status_code=404)
        return FileResponse(outcome.results.folder / name, filename=f"lesson-{number}-{name}")


@cache
def _known() -> dict[str, Lesson]:
    return {str(each.number): each for each in shipped_lessons()}


@cache
def _checked(number: str) -> Lesson:
    return read_lesson(number)


def _opened(number: str) -> tuple[Lesson, Session]:
    """Return a lesson, and a session of its own for its open play."""
    lesson = _checked(number)
    scenarios = Scenarios(lesson.open_play.base)
    return lesson, Session(Settings(scenarios.first).complete(scenarios), scenarios)


def _list(client: Client, told: str = "") -> None:
    with element("div", "kz-page"):
        Head(client, "Lessons", TAGLINE, LINKS)
        with element("main", "kz-lesson"):
            if told:
                text("p", told, "kz-messages", role="alert")
            with element("ol", "kz-contents"):
                for number, each in _known().items():
                    with element("li", "kz-figure"):
                        text("a", f"{number}. {each.title}", "kz-link", href=f"/lesson/{number}")
                        text("p", f"{each.asks} {each.minutes} minutes.")
