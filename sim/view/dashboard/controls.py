"""The settings on the page: scenario, seed, replicates, and a slider for each chosen parameter."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.config import ConfigError
from sim.config.catalogue import parameters
from sim.config.events import value_at
from sim.view import style
from sim.view.dashboard.charts import RUNS
from sim.view.dashboard.elements import check, choice, element, entry, text
from sim.view.dashboard.session import in_pool
from sim.view.dashboard.settings import (
    MOST_REPLICATES,
    REPLICATES,
    SEED,
    SHARED,
    Settings,
    Slider,
    sentences,
    sliders,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nicegui.element import Element
    from nicegui.elements.mixins.text_element import TextElement

    from sim.view.dashboard.session import Session


class Controls:
    """What the next run is to be.

    Parameters
    ----------
    session
        Whose `wanted` settings these are.
    changed
        Called after each change that is accepted.
    refused
        Called with what is wrong after each one that is not.
    """

    def __init__(
        self,
        session: Session,
        changed: Callable[[], Awaitable[None]],
        refused: Callable[[list[str]], None],
    ) -> None:
        self._session, self._changed, self._refused = session, changed, refused
        self._turn = asyncio.Lock()
        self._fields: dict[tuple[str, int], tuple[Element, TextElement | None, str]] = {}
        with element("details", "kz-settings", id="kz-settings", open=True):
            with element("summary"):
                text("h2", "Settings")
            with element("div", "kz-settings-body"):
                self._common(session.wanted)
                self._body = element("div", "kz-groups")
        self._built: tuple[str, bool] | None = None
        self._show()

    def _show(self) -> None:
        """Show what is wanted; fields stay the same ones, and focused, where they can."""
        settings = self._session.wanted
        configs = settings.configs(self._session.scenarios)
        if self._built != (layout := (settings.scenario, len(configs) > 1)):
            self._built = layout
            self._build(settings.scenario, len(configs))
        self._scenario.props["value"] = settings.scenario
        self._scenario.update()
        for (path, run), (field, output, unit) in self._fields.items():
            value = value_at(configs[run], path)
            field.props["value"] = _plain(value)
            if output is not None:
                output.text = field.props["aria-valuetext"] = shown(value, unit)
            field.update()

    def _common(self, settings: Settings) -> None:
        with element("div", "kz-field"):
            text("label", "Scenario", for_="kz-scenario")
            names = {name: name for name in self._session.scenarios}
            self._scenario = choice(names, settings.scenario, self._choose, id="kz-scenario")
        with element("div", "kz-row"):
            self._number("Seed", SEED, parameters()[SEED].limits["le"])
            self._number("Replicates", REPLICATES, MOST_REPLICATES)
        with element("label", "kz-tick"):
            check(settings.other is not None, self._compare, id="kz-compare")
            text("span", "Compare: a run B beside A, same seed")

    def _number(self, label: str, path: str, most: int) -> None:
        known = parameters()[path]
        name = f"kz-{path.replace('.', '-')}"
        with element("div", "kz-field"):
            text("label", label, for_=name, title=f"{known.description} Legal: {known.range}.")
            field = entry(
                "number", "", lambda given: self._set(path, given),
                id=name, min=known.limits["ge"], max=most, step=1,
            )  # fmt: skip
            self._fields[path, 0] = field, None, ""

    def _build(self, scenario: str, runs: int) -> None:
        """Build the sliders, whose span is the scenario's."""
        self._body.clear()
        self._fields = {key: each for key, each in self._fields.items() if key[0] in SHARED}
        plain = self._session.scenarios.load(scenario, {})
        with self._body:
            for group, members in itertools.groupby(sliders(plain), lambda each: each.group):
                with element("fieldset", "kz-group"):
                    text("legend", group)
                    for slider in members:
                        self._slider(slider, runs)

    def _slider(self, slider: Slider, runs: int) -> None:
        name = f"kz-{slider.path.replace('.', '-').replace('_', '-')}"
        with element("div", "kz-slider"):
            text("span", slider.label, "kz-label", id=f"{name}-label")
            for run in range(runs):
                self._range(slider, run, name, runs)
            text("span", slider.hint, "kz-hint", id=f"{name}-hint", role="tooltip")

    def _range(self, slider: Slider, run: int, name: str, runs: int) -> None:
        own = f"{name}-{RUNS[run].lower()}"
        label = f"{name}-label" + (f" {own}-run" if runs > 1 else "")
        with element("div", "kz-range-row"):
            if runs > 1:
                text("span", RUNS[run], "kz-run", id=f"{own}-run")
            field = entry(
                "range", "", lambda given: self._set(slider.path, given, other=run == 1),
                id=own, min=_plain(slider.low), max=_plain(slider.high), step=_plain(slider.step),
                aria_labelledby=label, aria_describedby=f"{name}-hint",
            )  # fmt: skip
            output = text("output", "", "kz-value", for_=own)
        self._fields[slider.path, run] = field, output, slider.unit

    async def _choose(self, scenario: Any) -> None:
        other = None if self._session.wanted.other is None else {}
        await self._want(lambda _: Settings(str(scenario), {}, other))

    async def _compare(self, wanted: Any) -> None:
        await self._want(lambda settings: replace(settings, other={} if wanted else None))

    async def _set(self, path: str, value: Any, *, other: bool = False) -> None:
        await self._want(lambda settings: settings.with_value(path, value, other=other))

    async def _want(self, change: Callable[[Settings], Settings]) -> None:
        """Take over a change if the schema does; otherwise say why and show what was there."""
        async with self._turn:
            scenarios = self._session.scenarios
            wanted = change(self._session.wanted)
            try:
                self._session.wanted = await in_pool(lambda: wanted.complete(scenarios))
            except ConfigError as error:
                self._refused(sentences(error))
                return
            finally:
                self._show()
        await self._changed()


def shown(value: float, unit: str) -> str:
    """Return a value with its unit, in few digits."""
    divisor, words = style.scaled(unit, abs(value)) if unit else (1.0, "")
    return f"{value / divisor:,.6g} {words}".strip()


def _plain(value: float) -> str:
    """Return a number as HTML writes it."""
    return f"{value:.19g}" if isinstance(value, int) else f"{value:.12g}"
