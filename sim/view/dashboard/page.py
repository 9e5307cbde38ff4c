"""The live page: the settings, the stage, and what can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import json

from sim.version import __version__
from sim.view.dashboard.charts.charts import RUNS
from sim.view.dashboard.controls import Controls
from sim.view.dashboard.elements import added, element, text
from sim.view.dashboard.figures import Figures
from sim.view.dashboard.head import Head
from sim.view.dashboard.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nicegui import Client
    from nicegui.elements.mixins.text_element import TextElement

    from sim.view.dashboard.session import Session

TAGLINE = "Drone warfare as an adaptation race, day by day"
LINKS = {"Lessons": "/lessons"}
FILES = {"config.yaml": "configuration (YAML)", "daily.csv": "daily table (CSV)"}


class Page:
    """One live page in one browser.

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
        self.session = session
        self._client = client
        with element("div", "kz-page"):
            head = Head(client, "killzone", TAGLINE, LINKS, self._recolour)
            with element("main", "kz-body"):
                Controls(session, self._changed, self._refused)
                with element("div", "kz-stage"):
                    self._stage = Stage(
                        client, session, head, Figures, self._has_reset, self._has_drawn
                    )
                    self._downloads()
        self._stage.tell_all(told)

    def _downloads(self) -> None:
        with element(
            "section", "kz-downloads kz-hidden", aria_labelledby="kz-downloads-title"
        ) as self._download:
            text("h2", "Take it with you", id="kz-downloads-title")
            self._links: list[tuple[TextElement, str, int]] = []
            for run, name in enumerate(RUNS):
                for file, label in FILES.items():
                    address = f"/download/{self._client.id}/{name}/{file}"
                    link = text("a", label, "kz-link", href=address, download=True)
                    self._links.append((link, label, run))
            text(
                "p",
                f"killzone {__version__} gives the same days again if it runs this.",
                "kz-note",
            )

    async def _recolour(self) -> None:
        await self._stage.draw()

    async def _changed(self) -> None:
        await self._stage.changed()

    def _refused(self, messages: list[str]) -> None:
        self._stage.tell_all(messages)

    def _has_reset(self) -> None:
        """Show in the address and the links what is on the screen."""
        address = json.dumps(f"/?{self.session.settings.query()}")
        self._client.run_javascript(f"history.replaceState({{}}, '', {address})")
        count = len(self.session.courses)
        for link, label, run in self._links:
            link.classes(**added("kz-hidden", run >= count))
            link.text = f"{RUNS[run]}: {label}" if count > 1 else label[0].upper() + label[1:]

    def _has_drawn(self) -> None:
        self._download.classes(**added("kz-hidden", self.session.day == 0))
