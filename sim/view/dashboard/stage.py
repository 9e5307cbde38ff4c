"""Where a session runs on a page: the buttons, the messages, and the charts."""

from __future__ import annotations

import contextlib
import logging
import time
from typing import TYPE_CHECKING, Protocol

from nicegui import background_tasks, json

from sim.config import ConfigError
from sim.view.dashboard import sentences
from sim.view.dashboard.elements import added, button, choice, element, text
from sim.view.dashboard.head import SECONDS_AN_ANSWER
from sim.view.dashboard.session import SPEEDS, Session
from sim.view.dashboard.settings import sentences as problem_sentences

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from nicegui import Client

    from sim.view.dashboard.charts.drawing import Option, Palette
    from sim.view.dashboard.course import Course
    from sim.view.dashboard.head import Head

SUMMARY = "kz-summary"
SECONDS_A_SUMMARY = 5.0
"""A screen reader would never finish if it were told every day."""

KEYS = "Keys: space starts and pauses, the right arrow steps a day, backspace resets."


class Shown(Protocol):
    """The charts of a page."""

    def arrange(self, runs: int, replicates: int) -> None:
        """Make room for as many runs as there are."""

    def draw(self, courses: Sequence[Course], palette: Palette) -> dict[int, Option]:
        """Return the options of each chart by the id of the element that draws them."""

    def in_words(self, courses: Sequence[Course]) -> list[str]:
        """Return what the charts show, a sentence for each."""


class Stage:
    """The stage of a page, where its session runs.

    Parameters
    ----------
    charts
        From the id of the summary, to which charts refer, to the charts.
    has_reset, has_drawn
        Called after each reset that is accepted, and after each day drawn.
    """

    def __init__(
        self,
        client: Client,
        session: Session,
        head: Head,
        charts: Callable[[str], Shown],
        has_reset: Callable[[], None] = lambda: None,
        has_drawn: Callable[[], None] = lambda: None,
    ) -> None:
        self._client, self._session, self._head = client, session, head
        self._has_reset, self._has_drawn = has_reset, has_drawn
        self._begun, self._last_told = False, 0.0
        head.recoloured = self.draw
        self._drawing: asyncio.Task[None] | None = None
        with element("div", "kz-stage"):
            self._toolbar()
            self._messages = element("div", "kz-messages", role="alert")
            self._summary = element(
                "div", "kz-summary", id=SUMMARY, role="status", aria_live="polite"
            )
            self._charts = charts(SUMMARY)
        client.on_connect(self._begin)
        client.on_disconnect(session.pause)
        client.on_delete(session.close)

    def _toolbar(self) -> None:
        with element("div", "kz-toolbar", role="toolbar", aria_label="Run"):
            self._start = button(
                "Start",
                self._start_or_pause,
                "kz-primary",
                id="kz-start",
                aria_keyshortcuts="Space",
            )
            button("Step a day", self._step, id="kz-step", aria_keyshortcuts="ArrowRight")
            self._reset_button = button(
                "Reset", self._reset, id="kz-reset", aria_keyshortcuts="Backspace"
            )
            names = {name: _pace(name) for name in SPEEDS}
            with element("div", "kz-speed-choice"):
                text("label", "Speed", for_="kz-speed")
                choice(names, self._session.speed, self._set_speed, id="kz-speed")
            with element("p", "kz-clock"):
                text("strong", "Day 0", id="kz-day")
                text("span", "", "kz-date", id="kz-date")
        self._pending = text("p", "", "kz-pending", role="status")
        text("p", KEYS, "kz-keys")

    async def changed(self) -> None:
        """Show a change that is being taken over: at once on day 0, else at the next reset."""
        if self._session.day == 0 and not self._session.playing:
            await self._start_again()
        else:
            self._mark()

    async def _reset(self) -> None:
        async with self._session.settling:
            await self._start_again()

    async def _start_again(self) -> None:
        try:
            await self._session.reset()
        except ConfigError as error:
            self.tell_all(problem_sentences(error))
            return
        self._mark()
        courses = self._session.courses
        self._charts.arrange(len(courses), len(courses[0].journals))
        self._has_reset()
        await self.draw()
        await self._tell()

    async def draw(self) -> None:
        """Draw today as soon as the browser has drawn what came before.

        So it never gets more than it can handle, and draws while the next day is simulated.
        """
        if not self._session.courses or not self._client.has_socket_connection:
            return
        options = await self._session.view(
            lambda courses: self._charts.draw(courses, self._head.palette)
        )
        first = self._session.courses[0]
        self._has_drawn()
        shown = {
            "charts": options,
            "texts": {"kz-day": f"Day {first.day:,}", "kz-date": sentences.date_of(first)},
            "all": not self._session.playing,
        }
        if self._drawing is not None:
            await self._drawing
        self._drawing = background_tasks.create(self._send(json.dumps(shown)), name="drawing")
        if self._session.playing and time.monotonic() - self._last_told > SECONDS_A_SUMMARY:
            await self._tell()

    def tell_all(self, messages: Sequence[str]) -> None:
        """Tell what is wrong."""
        self._messages.clear()
        with self._messages:
            for message in messages[:3]:
                with element("div", "kz-message"):
                    text("p", message)
            if messages:
                button("Dismiss", self._messages.clear, "kz-small")

    async def _begin(self) -> None:
        """Run once the browser is there; a page that is only fetched costs nothing."""
        if not self._begun:
            self._begun = True
            self._client.run_javascript("killzone.begin()")
            await self._head.learn_scheme()
            await self._reset()

    def _set_speed(self, name: object) -> None:
        if name in SPEEDS:
            self._session.speed = str(name)

    async def _start_or_pause(self) -> None:
        if self._session.playing:
            self._session.pause()
        elif self._begun:
            async with self._session.settling:
                pass
            background_tasks.create(self._play(), name="play")

    async def _play(self) -> None:
        self._start.text = "Pause"
        try:
            await self._session.play(self.draw)
        except Exception as error:
            self._failed(error)
        if not self._session.playing:
            self._start.text = "Start"
        await self.draw()
        await self._tell()

    async def _step(self) -> None:
        if self._session.playing:
            return
        try:
            async with self._session.settling:
                await self._session.step()
        except Exception as error:
            self._failed(error)
        await self.draw()
        await self._tell()

    def _mark(self) -> None:
        waiting = self._session.wanted != self._session.settings
        self._pending.text = "What you changed takes effect at the next reset." if waiting else ""
        self._reset_button.classes(**added("kz-waiting", waiting))

    async def _send(self, shown: str) -> None:
        with contextlib.suppress(TimeoutError):  # the browser has gone, and may come back
            await self._client.run_javascript(
                f"return killzone.draw({shown})", timeout=SECONDS_AN_ANSWER
            )

    async def _tell(self) -> None:
        """Say in words what is on the screen."""
        self._last_told = time.monotonic()
        if not self._session.courses:
            return
        told = await self._session.view(self._in_words)
        self._summary.clear()
        with self._summary:
            for sentence in told:
                text("p", sentence)

    def _in_words(self, courses: tuple[Course, ...]) -> list[str]:
        first = courses[0]
        said = "As of day" if self._session.playing else "Day"
        today = f"{said} {first.day:,}, {sentences.date_of(first)}."
        return [today, *self._charts.in_words(courses)]

    def _failed(self, error: Exception) -> None:
        logging.getLogger(__name__).error("a run failed", exc_info=error)
        self.tell_all(
            [f"The run stopped on day {self._session.day}: {type(error).__name__}: {error}"]
        )


def _pace(name: str) -> str:
    """Return a speed as people say it."""
    if not name.isdigit():
        return name
    return "1 day a second" if name == "1" else f"{name} days a second"
