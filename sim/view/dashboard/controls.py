"""The settings on the page: scenario, seed, replicates, and a slider for each chosen parameter."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.config import ConfigError
from sim.config.catalogue import parameters
from sim.config.values import value_at
from sim.view.dashboard.elements import check, choice, element, entry, fill, text
from sim.view.dashboard.session import RUNS
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
from sim.view.figures import style

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nicegui.element import Element
    from nicegui.elements.mixins.text_element import TextElement

    from sim.config import Config
    from sim.view.dashboard.session import Session
    from sim.view.dashboard.stage import Stage


SCENARIO_FIELD = "kz-scenario"


class Field(NamedTuple):
    """A field of the page: its id there, the field, and what tells its value with the unit."""

    id: str
    entry: Element
    output: TextElement | None = None
    unit: str = ""


class Controls:
    """The settings of the next run, those that a session wants; the stage hears what changes."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session, self._stage = session, stage
        self._fields: dict[tuple[str, int], Field] = {}
        with element("summary"):
            text("h2", "Settings")
        with element("div", "kz-settings-body"):
            self._common(session.wanted, session.wanted.configs(session.scenarios)[0])
            self._body = element("div", "kz-groups")
        self._built: tuple[str, bool] | None = None
        self._show()

    def _show(self, sent: str = "") -> None:
        """Show what is wanted; the field that sent it keeps its value, because it may be moving."""
        settings = self._session.wanted
        configs = settings.configs(self._session.scenarios)
        if self._built != (layout := (settings.scenario, len(configs) > 1)):
            self._built = layout
            self._build(settings.scenario, configs)
        values = {SCENARIO_FIELD: settings.scenario}
        for (path, run), field in self._fields.items():
            value = value_at(configs[run], path)
            values[field.id] = _plain(value)
            if field.output is not None:
                told = shown(value, field.unit)
                field.output.text = field.entry.props["aria-valuetext"] = told
        values.pop(sent, None)
        fill(self._body.client, values)

    def _common(self, settings: Settings, config: Config) -> None:
        with element("div", "kz-field"):
            text("label", "Scenario", for_=SCENARIO_FIELD)
            names = {name: name for name in self._session.scenarios}
            choice(names, settings.scenario, self._choose, id=SCENARIO_FIELD)
        with element("div", "kz-row"):
            self._number("Seed", SEED, config.run.seed, parameters()[SEED].limits["le"])
            self._number("Replicates", REPLICATES, config.run.replicates, MOST_REPLICATES)
        with element("label", "kz-tick"):
            check(settings.other is not None, self._compare, id="kz-compare")
            text("span", "Compare A with a run B of the same seed")

    def _number(self, label: str, path: str, value: int, most: int) -> None:
        known, name = parameters()[path], _id(path)
        with element("div", "kz-field"):
            text("label", label, for_=name, title=f"{known.description} Legal: {known.range}.")
            field = entry(
                "number", _plain(value), self._setter(path, name),
                id=name, min=known.limits["ge"], max=most, step=1,
            )  # fmt: skip
            self._fields[path, 0] = Field(name, field)

    def _build(self, scenario: str, configs: tuple[Config, ...]) -> None:
        """Build the sliders, whose span is the scenario's."""
        self._body.clear()
        self._fields = {key: each for key, each in self._fields.items() if key[0] in SHARED}
        plain = self._session.scenarios.load(scenario, {})
        with self._body:
            for group, members in itertools.groupby(sliders(plain), lambda each: each.group):
                with element("fieldset", "kz-group"):
                    text("legend", group)
                    for slider in members:
                        self._slider(slider, configs)

    def _slider(self, slider: Slider, configs: tuple[Config, ...]) -> None:
        name = _id(slider.path)
        with element("div", "kz-slider"):
            text("span", slider.label, "kz-label", id=f"{name}-label")
            for run, config in enumerate(configs):
                value = value_at(config, slider.path)
                self._range(slider, run, value, named=len(configs) > 1)
            text("span", slider.hint, "kz-hint", id=f"{name}-hint", role="tooltip")

    def _range(self, slider: Slider, run: int, value: float, *, named: bool) -> None:
        name = _id(slider.path)
        own = f"{name}-{RUNS[run].lower()}"
        with element("div", "kz-range-row"):
            if named:
                text("span", RUNS[run], "kz-run", id=f"{own}-run")
            field = entry(
                "range", _plain(value), self._setter(slider.path, own, other=run == 1),
                id=own, min=_plain(slider.low), max=_plain(slider.high), step=_plain(slider.step),
                aria_labelledby=f"{name}-label" + (f" {own}-run" if named else ""),
                aria_describedby=f"{name}-hint",
            )  # fmt: skip
            output = text("output", "", "kz-value", for_=own)
        self._fields[slider.path, run] = Field(own, field, output, slider.unit)

    async def _choose(self, scenario: Any) -> None:
        other: dict[str, str] | None = None if self._session.wanted.other is None else {}
        await self._want(lambda _: Settings(str(scenario), {}, other))

    async def _compare(self, wanted: Any) -> None:
        await self._want(lambda settings: replace(settings, other={} if wanted else None))

    def _setter(
        self, path: str, sent: str, *, other: bool = False
    ) -> Callable[[Any], Awaitable[None]]:
        async def put(value: Any) -> None:
            await self._want(lambda settings: settings.with_value(path, value, other=other), sent)

        return put

    async def _want(self, change: Callable[[Settings], Settings], sent: str = "") -> None:
        """Take over a change if the schema does; otherwise say why and show what was there."""
        async with self._session.settling:
            try:
                await self._session.want(change)
            except ConfigError as error:
                self._stage.tell_all(sentences(error))
                self._show()
                return
            self._show(sent)
            await self._stage.changed()


def shown(value: float, unit: str) -> str:
    """Return a value with its unit, in few digits."""
    divisor, words = style.scaled(unit.replace("1/", "a "), abs(value)) if unit else (1.0, "")
    return f"{value / divisor:,.6g} {words}".strip()


def _plain(value: float) -> str:
    """Return a number as HTML writes it."""
    return str(value) if isinstance(value, int) else f"{value:.12g}"


def _id(path: str) -> str:
    """Return the id in the page of what sets a parameter."""
    return f"kz-{path.replace('.', '-').replace('_', '-')}"
