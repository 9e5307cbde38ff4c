"""The live page: the settings, the stage, and the downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import json

from sim.version import __version__
from sim.view.dashboard.chart_cards import ChartCards
from sim.view.dashboard.controls import Controls
from sim.view.dashboard.elements import added, element, text
from sim.view.dashboard.head import Head
from sim.view.dashboard.session import RUNS
from sim.view.dashboard.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nicegui import Client
    from nicegui.elements.mixins.text_element import TextElement

    from sim.view.dashboard.session import Session

TAGLINE = "Drone warfare as an adaptation race, day by day"
LINKS = {"Lessons": "/lessons"}
FILES = {"config.yaml": "configuration (YAML)", "daily.csv": "daily table (CSV)"}


class LivePage:
    """The live page in one browser; `told` is what it says from the start."""

    def __init__(self, client: Client, session: Session, told: Sequence[str] = ()) -> None:
        self.session = session
        self._client = client
        with element("div", "kz-page"):
            head = Head(client, "killzone", TAGLINE, LINKS)
            with element("main", "kz-body"):
                settings = element("details", "kz-settings", id="kz-settings", open=True)
                with element("div", "kz-stage"):
                    stage = Stage(
                        client, session, head, ChartCards, self._has_reset, self._has_drawn
                    )
                    self._downloads()
                with settings:
                    Controls(session, stage)
        stage.tell_all(told)

    def _downloads(self) -> None:
        with element(
            "section", "kz-downloads kz-hidden", aria_labelledby="kz-downloads-title"
        ) as self._download:
            text("h2", "Download", id="kz-downloads-title")
            self._links: list[tuple[TextElement, str, int]] = []
            for run, name in enumerate(RUNS):
                for file, label in FILES.items():
                    address = f"/download/{self._client.id}/{name}/{file}"
                    link = text("a", label, "kz-link", href=address, download=True)
                    self._links.append((link, label, run))
            words = f"killzone {__version__} reproduces these days exactly from this configuration."
            text("p", words, "kz-note")

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
