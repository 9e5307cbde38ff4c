"""The configuration of a run: every parameter with unit, range, default and source."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from sim.config.conflicts import conflicts
from sim.config.event_rules import Flaw, clashes, flaws, typed
from sim.config.events import Event
from sim.config.parameters.finance import Deal, Finance
from sim.config.parameters.front import Artillery, Front
from sim.config.parameters.parameter import ARTICLE, CALENDAR, Component, below, parameter
from sim.config.parameters.peace import Peace
from sim.config.parameters.race import Race
from sim.config.parameters.sides import Russia, Ukraine
from sim.config.parameters.targets import Targets


class Run(Component):
    """How long, how often and from which seed."""

    days: int = parameter(730, "days", sweep=(180, 1095), legal=(1, 36500), source="two years")
    """Days simulated."""
    replicates: int = parameter(
        5,
        "runs",
        sweep=(5, 100),
        legal=(1, 1_000_000),
        source="assumption: enough for a first interval",
    )
    """Runs of the same configuration with independent random numbers."""
    seed: int = parameter(
        2025,
        "choice",
        sweep=(0, 2**63 - 1),
        legal=(0, 2**63 - 1),
        source="assumption: any number serves",
    )
    """Seed of the counter-based generator; replicates need no seeds of their own."""
    start: dt.date = parameter(
        dt.date(2025, 10, 15),
        "date",
        sweep=(dt.date(2022, 2, 24), dt.date(2026, 12, 31)),
        legal=CALENDAR,
        source=f"{ARTICLE}: autumn 2025",
    )
    """Date of day 0."""


class Economy(Component):
    """What holds for the makers of both sides."""

    learning_rate: float = parameter(
        0.15,
        "1",
        sweep=(0.10, 0.20),
        legal=(0, below(1)),
        source="Wright 1936; Nagy et al. 2013 doi:10.1371/journal.pone.0052669",
    )
    """Fall of unit cost with each doubling of the role's cumulative output (unit convention)."""
    platform_setback: float = parameter(
        0.5, "1", sweep=(0.0, 1.0), legal=(0, 1), source="assumption"
    )
    """Share of the experience gained on the old platform that a new one gives back."""


class Outputs(Component):
    """What a run writes beyond the daily tables."""

    sectors: bool = parameter(
        False, "choice", sweep=(False, True), source="assumption: large and seldom needed"
    )
    """Whether to write sectors.parquet, a row for each sector and day."""
    figures: bool = parameter(True, "choice", sweep=(False, True), source="assumption")
    """Whether to draw the figures."""


class Config(Component):
    """A whole configuration; its defaults are the baseline."""

    scale: int = parameter(
        1, "1", sweep=(1, 100), legal=(1, 100), source="assumption: about 1,000 agents at 1"
    )
    """Multiplies the number of agents: makers, sectors, regions and forces."""
    run: Run = Run()
    race: Race = Race()
    front: Front = Front()
    artillery: Artillery = Artillery()
    economy: Economy = Economy()
    finance: Finance = Finance()
    deal: Deal = Deal()
    ukraine: Ukraine = Ukraine()
    russia: Russia = Russia()
    peace: Peace = Peace()
    targets: Targets = Targets()
    outputs: Outputs = Outputs()
    events: Annotated[tuple[Event, ...], Strict(False)] = Field(
        (), description="What changes during the run: at a day, at a date, or at random."
    )

    @model_validator(mode="after")
    def _agrees(self) -> Config:
        found, wrong = list(conflicts(self)), self._wrong_events()
        if found or wrong:
            told = [f"{each.path}: {each.problem}" for each in found]
            told += [f"events.{each.event}: {each.problem}" for each in wrong]
            context = {"text": "; ".join(told), "conflicts": found, "flaws": wrong}
            raise PydanticCustomError("conflict", "{text}", context)
        return self

    def _wrong_events(self) -> list[Flaw]:
        wrong = [
            flaw
            for index, event in enumerate(self.events)
            for flaw in flaws(type(self), index, typed(event))
        ]
        return wrong or list(clashes(self))
