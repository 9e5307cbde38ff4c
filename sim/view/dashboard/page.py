"""The page: what is where, and what happens when a control is used."""

from __future__ import annotations

import contextlib
import logging
import time
from typing import TYPE_CHECKING

from nicegui import background_tasks, json, ui

import sim
from sim.config import ConfigError
from sim.view.dashboard import charts, telling
from sim.view.dashboard.controls import Controls
from sim.view.dashboard.drawing import DARK, LIGHT
from sim.view.dashboard.elements import button, choice, element, text
from sim.view.dashboard.figures import Figures
from sim.view.dashboard.session import SPEEDS, Session
from sim.view.dashboard.settings import sentences

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from nicegui import Client
    from nicegui.elements.mixins.text_element import TextElement

    from sim.view.dashboard.course import Course

SUMMARY = "kz-summary"
SECONDS_A_SUMMARY = 5.0
"""A screen reader would never come to an end if it were told each day."""

SECONDS_A_DRAWING = 10.0
"""After which a browser that does not answer is taken to be gone for now."""

THEMES: dict[str, bool | None] = {"automatic": None, "light": False, "dark": True}
FILES = {"config.yaml": "configuration (YAML)", "daily.csv": "daily table (CSV)"}
COPY = """async (event) => {
  await navigator.clipboard.writeText(location.href);
  killzone.say("Link copied.");
}"""


class Page:
    """One page in one browser.

    Parameters
    ----------
    client
        The browser.
    session
        What it runs.
    told
        What to tell people from the start.
    """

    def __init__(self, client: Client, session: Session, told: Sequence[str] = ()) -> None:
        self.client, self.session = client, session
        self._palette, self._begun, self._last_told = LIGHT, False, 0.0
        self._drawing: asyncio.Task[None] | None = None
        self._dark = ui.dark_mode(None)
        with element("div", "kz-page"):
            self._head()
            with element("div", "kz-body"):
                self._controls = Controls(session, self._changed, self._tell_all)
                with element("div", "kz-stage"):
                    self._toolbar()
                    self._messages = element("div", "kz-messages", role="alert")
                    self._summary = element(
                        "div", "kz-summary", id=SUMMARY, role="status", aria_live="polite"
                    )
                    self._figures = Figures(SUMMARY)
                    self._downloads()
        self._tell_all(told)
        ui.on("scheme", self._recolour)
        client.on_connect(self._begin)
        client.on_disconnect(session.pause)
        client.on_delete(session.close)

    def _head(self) -> None:
        with element("div", "kz-head"):
            text("h1", "killzone")
            text("p", "Drone warfare as an adaptation race, day by day", "kz-tagline")
            with element("div", "kz-head-tools"):
                text("label", "Theme", for_="kz-theme")
                choice({name: name for name in THEMES}, "automatic", self._theme, id="kz-theme")
                copy = text("button", "Copy link", "kz-button", type="button", id="kz-copy")
                copy.on("click", js_handler=COPY)
                text("span", "", "kz-said", id="kz-said", role="status")

    def _toolbar(self) -> None:
        with element("div", "kz-toolbar", role="toolbar", aria_label="Run"):
            self._start = button(
                "Start",
                self._start_or_pause,
                "kz-primary",
                id="kz-start",
                aria_keyshortcuts="Space",
            )
            button("Step a day", self._step, id="kz-step", aria_keyshortcuts="S")
            self._reset_button = button("Reset", self._reset, id="kz-reset", aria_keyshortcuts="R")
            names = {name: f"{name} days a second" if name.isdigit() else name for name in SPEEDS}
            with element("div", "kz-speed-choice"):
                text("label", "Speed", for_="kz-speed")
                choice(names, self.session.speed, self._set_speed, id="kz-speed")
            with element("p", "kz-clock"):
                self._day = text("strong", "Day 0", id="kz-day")
                self._date = text("span", "", "kz-date", id="kz-date")
        self._pending = text("p", "", "kz-pending", role="status")
        text("p", "Keys: space starts and pauses, S steps a day, R resets.", "kz-keys")

    def _downloads(self) -> None:
        with element(
            "section", "kz-downloads kz-hidden", aria_labelledby="kz-downloads-title"
        ) as self._download:
            text("h2", "Take it with you", id="kz-downloads-title")
            self._links: list[tuple[TextElement, str, int]] = []
            for run, name in enumerate(charts.RUNS):
                for file, label in FILES.items():
                    address = f"/download/{self.client.id}/{name}/{file}"
                    link = text("a", label, "kz-link", href=address, download=True)
                    self._links.append((link, label, run))
            text(
                "p",
                f"killzone {sim.__version__} gives the same days again if it runs this.",
                "kz-note",
            )

    async def _begin(self) -> None:
        """Run once the browser is there; a page that is only fetched costs nothing."""
        if not self._begun:
            self._begun = True
            self.client.run_javascript("killzone.begin()")
            await self._learn_scheme()
            await self._reset()

    async def _learn_scheme(self) -> None:
        dark = await self.client.run_javascript("return killzone.dark()", timeout=SECONDS_A_DRAWING)
        self._palette = DARK if dark else LIGHT

    async def _recolour(self) -> None:
        await self._learn_scheme()
        await self._draw()

    async def _theme(self, name: object) -> None:
        self._dark.value = THEMES.get(str(name))
        await self._recolour()

    def _set_speed(self, name: object) -> None:
        if name in SPEEDS:
            self.session.speed = str(name)

    async def _start_or_pause(self) -> None:
        if self.session.playing:
            self.session.pause()
        elif self._begun:
            background_tasks.create(self._play(), name="play")

    async def _play(self) -> None:
        self._start.text = "Pause"
        try:
            await self.session.play(self._draw)
        except Exception as error:
            self._failed(error)
        self._start.text = "Start"
        await self._draw()
        await self._tell()

    async def _step(self) -> None:
        if self.session.playing:
            return
        try:
            await self.session.step()
        except Exception as error:
            self._failed(error)
        await self._draw()
        await self._tell()

    async def _reset(self) -> None:
        try:
            await self.session.reset()
        except ConfigError as error:
            self._tell_all(sentences(error))
            return
        self._address()
        self._mark()
        courses = self.session.courses
        self._figures.arrange(len(courses), len(courses[0].journals))
        for link, label, run in self._links:
            link.classes(**_hidden(run >= len(courses)))
            link.text = (
                f"{charts.RUNS[run]}: {label}" if len(courses) > 1 else label[0].upper() + label[1:]
            )
        await self._draw()
        await self._tell()

    async def _changed(self) -> None:
        """Show a change at once before anything has run, else at the next reset."""
        if self.session.day == 0 and not self.session.playing:
            await self._reset()
        else:
            self._mark()

    def _mark(self) -> None:
        waiting = self.session.wanted != self.session.settings
        self._pending.text = "What you changed acts at the next reset." if waiting else ""
        self._reset_button.classes(**_added("kz-waiting", waiting))

    def _address(self) -> None:
        address = json.dumps(f"/?{self.session.settings.query()}")
        self.client.run_javascript(f"history.replaceState({{}}, '', {address})")

    async def _draw(self) -> None:
        """Draw today as soon as the browser has drawn what came before.

        So it never gets more than it can take, and draws while the next day is simulated.
        """
        if not self.session.courses or not self.client.has_socket_connection:
            return
        options = await self.session.view(lambda courses: charts.draw(courses, self._palette))
        first = self.session.courses[0]
        self._download.classes(**_hidden(first.day == 0))
        shown = {
            "charts": self._figures.ids(options),
            "texts": {"kz-day": f"Day {first.day:,}", "kz-date": telling.date_of(first)},
            "all": not self.session.playing,
        }
        if self._drawing is not None:
            await self._drawing
        self._drawing = background_tasks.create(self._send(json.dumps(shown)), name="drawing")
        if self.session.playing and time.monotonic() - self._last_told > SECONDS_A_SUMMARY:
            await self._tell()

    async def _send(self, shown: str) -> None:
        with contextlib.suppress(TimeoutError):  # the browser has gone, and may come back
            await self.client.run_javascript(
                f"return killzone.draw({shown})", timeout=SECONDS_A_DRAWING
            )

    async def _tell(self) -> None:
        """Say in words what is on the screen."""
        self._last_told = time.monotonic()
        if not self.session.courses:
            return
        sentences_ = await self.session.view(_in_words)
        self._summary.clear()
        with self._summary:
            for sentence in sentences_:
                text("p", sentence)

    def _failed(self, error: Exception) -> None:
        logging.getLogger(__name__).error("a run failed", exc_info=error)
        self._tell_all(
            [f"The run stopped on day {self.session.day}: {type(error).__name__}: {error}"]
        )

    def _tell_all(self, messages: Sequence[str]) -> None:
        self._messages.clear()
        with self._messages:
            for message in messages[:3]:
                with element("div", "kz-message"):
                    text("p", message)
            if messages:
                button("Dismiss", self._messages.clear, "kz-small")


def _in_words(courses: tuple[Course, ...]) -> list[str]:
    first = courses[0]
    return [f"Day {first.day:,}, {telling.date_of(first)}.", *telling.summary(courses)]


def _hidden(hidden: bool) -> dict[str, str]:
    return _added("kz-hidden", hidden)


def _added(name: str, there: bool) -> dict[str, str]:
    return {"add": name} if there else {"remove": name}
