"""The page of a lesson: its steps in their order, each opened by the one before."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from nicegui import app

from sim.config import ConfigError
from sim.config.scalars import write_value
from sim.config.values import value_at
from sim.lesson.wording import as_html, paragraphs, with_unit
from sim.view.dashboard.elements import button, choice, element, text, written
from sim.view.dashboard.head import Head
from sim.view.dashboard.lessons.lesson_result import link, show, step
from sim.view.dashboard.lessons.prediction import Form
from sim.view.dashboard.lessons.watching import Watching
from sim.view.dashboard.settings import sentences
from sim.view.dashboard.stage import Stage
from sim.view.lessons.running import WORKSHEET

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nicegui import Client
    from nicegui.element import Element

    from sim.lesson.lesson import Lesson, Setting
    from sim.view.dashboard.lessons.experiments import Experiments
    from sim.view.dashboard.lessons.prediction import Committed
    from sim.view.dashboard.session import Session
    from sim.view.lessons.running import LessonRun

LINKS = {"All lessons": "/lessons", "Live page": "/"}
SECONDS_A_LOOK = 0.3
"""Between looks at how far an experiment is."""


class LessonPage:
    """The page of a lesson in one browser; the session runs its open play."""

    def __init__(
        self, client: Client, lesson: Lesson, session: Session, experiments: Experiments
    ) -> None:
        self._client, self._lesson = client, lesson
        self._session, self._experiments = session, experiments
        with element("div", "kz-page"):
            title = f"Lesson {lesson.number}: {lesson.title}"
            head = Head(client, title, lesson.asks, LINKS)
            with element("main", "kz-lesson"):
                with step("1. Question"):
                    written("div", paragraphs(lesson.question), "kz-text")
                with step("2. Open play"):
                    self._open_play(client, head)
                with step("3. Commit a prediction"):
                    written("div", paragraphs(lesson.prediction.ask), "kz-text")
                    form = Form(lesson.prediction, self._committed)
                with step("4. Run"):
                    self._running = element("div", "kz-form")
                    with self._running:
                        text("p", "This step opens once your prediction is committed.", "kz-note")
                self._rest = element("div", "kz-rest", tabindex=-1)
                with self._rest:
                    text("p", "Steps 5 to 8 open once the run is done.", "kz-note")
        client.on_connect(lambda: self._recall(form))

    def _recall(self, form: Form) -> None:
        """Hold the reader to what was committed in this tab before the page was reloaded."""
        committed = app.storage.tab.get(self._key)
        if committed is not None:
            form.take(committed)

    @property
    def _key(self) -> str:
        return f"lesson {self._lesson.number}"

    def _open_play(self, client: Client, head: Head) -> None:
        play = self._lesson.open_play
        written("div", paragraphs(play.text), "kz-text")
        with element("p", "kz-links"):
            link(self._lesson, WORKSHEET, "Worksheet to print, with room for what you find")
        config = self._session.wanted.configs(self._session.scenarios)[0]
        with element("fieldset", "kz-tries"):
            text("legend", "What to try", "kz-legend")
            for place, setting in enumerate(play.settings):
                self._setting(f"kz-try-{place}", setting, value_at(config, setting.path))
        self._stage = Stage(client, self._session, head, partial(Watching, play))

    def _setting(self, name: str, setting: Setting, usual: Any) -> None:
        options = {write_value(each): with_unit(setting, each) for each in setting.values}
        with element("div", "kz-field"):
            written("label", as_html(setting.about[0].upper() + setting.about[1:])).props(
                f"for={name}"
            )
            choice(options, write_value(usual), self._setter(setting.path), id=name)
            text("code", setting.path, "kz-note")

    def _setter(self, path: str) -> Callable[[Any], Awaitable[None]]:
        async def put(value: Any) -> None:
            async with self._session.settling:
                try:
                    await self._session.want(lambda settings: settings.with_value(path, value))
                except ConfigError as error:
                    self._stage.tell_all(sentences(error))
                    return
                await self._stage.changed()

        return put

    def _committed(self, committed: Committed) -> None:
        app.storage.tab[self._key] = committed
        self._running.clear()
        with self._running:
            written("div", paragraphs(self._lesson.run), "kz-text")
            start = button("Run", lambda: self._run(start, committed), "kz-primary", id="kz-run")
            self._bar = element("div", "kz-progress")
            self._told = text("p", "", role="status")
        start.run_method("focus")  # the button that had it is gone

    async def _run(self, start: Element, committed: Committed) -> None:
        """Wait for the experiment, and show what came out."""
        if not start.visible:
            return
        start.set_visibility(False)
        try:
            outcome = await self._wait()
            if outcome is None:
                return
            with self._rest.clear():
                show(outcome, committed)
        except Exception as error:
            logging.getLogger(__name__).error("a lesson failed", exc_info=error)
            start.set_visibility(True)
            self._told.text = f"The run failed. {type(error).__name__}: {error}"
        else:
            self._told.text = "The run is done: see 5. Compare."
            self._rest.run_method("focus")
        self._bar.clear()

    async def _wait(self) -> LessonRun | None:
        """Tell how far the experiment is until it ends; None if the reader leaves before."""
        progress, future = self._experiments.ask(self._lesson)
        self._told.text = "The run is starting."
        with self._bar:
            bar = element("progress", "kz-bar", max=1, value=0, aria_label="Days simulated")
            count = text("p", "")
        while not future.done() and not self._client.is_deleted:
            await asyncio.sleep(SECONDS_A_LOOK)
            bar.props["value"] = f"{progress.share:.3f}"
            if progress.runs:
                count.text = f"{progress.done} of {progress.runs} wars fought."
            if progress.share == 1:
                count.text = "Writing the report and the figure."
        return None if self._client.is_deleted else future.result()
