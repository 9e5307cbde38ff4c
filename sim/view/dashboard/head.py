"""The head of a page: what it is, where else to go, and whether it is light or dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from sim.view.dashboard.charts.drawing import DARK, LIGHT
from sim.view.dashboard.elements import choice, element, text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from nicegui import Client

THEMES: dict[str, bool | None] = {"automatic": None, "light": False, "dark": True}
SECONDS_AN_ANSWER = 10.0
"""After which a browser that does not answer is taken to be gone for now."""

COPY = """async (event) => {
  await navigator.clipboard.writeText(location.href);
  killzone.say("Link copied.");
}"""


class Head:
    """The head of a page: title and tagline, and links to others by what they are called.

    Attributes
    ----------
    palette : Palette
        The colours of the page.
    recoloured : callable or None
        Called when the page has become light or dark.
    """

    def __init__(self, client: Client, title: str, tagline: str, links: Mapping[str, str]) -> None:
        self.palette = LIGHT
        self.recoloured: Callable[[], Awaitable[None]] | None = None
        self._client = client
        self._dark = ui.dark_mode(None)
        with element("header", "kz-head"):
            text("h1", title)
            text("p", tagline, "kz-tagline")
            with element("div", "kz-head-tools"):
                for name, address in links.items():
                    text("a", name, "kz-link", href=address)
                text("label", "Theme", for_="kz-theme")
                choice({name: name for name in THEMES}, "automatic", self._theme, id="kz-theme")
                copy = text("button", "Copy link", "kz-button", type="button", id="kz-copy")
                copy.on("click", js_handler=COPY)
                text("span", "", "kz-said", id="kz-said", role="status")
        ui.on("scheme", self._changed)

    async def learn_scheme(self) -> None:
        """Ask the browser whether the page is dark."""
        dark = await self._client.run_javascript(
            "return killzone.dark()", timeout=SECONDS_AN_ANSWER
        )
        self.palette = DARK if dark else LIGHT

    async def _changed(self) -> None:
        await self.learn_scheme()
        if self.recoloured is not None:
            await self.recoloured()

    async def _theme(self, name: object) -> None:
        self._dark.value = THEMES.get(str(name))
        await self._changed()
