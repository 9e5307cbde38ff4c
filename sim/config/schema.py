"""The configuration of a run: every parameter with unit, range, default and source."""

from __future__ import annotations

import datetime as dt
import math

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from sim.config.front import Artillery, Front
from sim.config.parameter import Component, parameter
from sim.config.race import Race, anchor_exists
from sim.config.sides import Russia, Ukraine
from sim.config.sources import ARTICLE
from sim.config.targets import Targets


class Run(Component):
    """How long, how often and from which seed."""

    days: int = parameter(
        730, "Days simulated.", unit="days", low=180, high=1095, source="two years", ge=1, le=36500
    )
    replicates: int = parameter(
        5,
        "Runs of the same configuration with independent random numbers.",
        unit="runs",
        low=5,
        high=100,
        source="assumption: enough for a first interval",
        ge=1,
        le=1_000_000,
    )
    seed: int = parameter(
        2025,
        "Seed of the counter-based generator; replicates need no seeds of their own.",
        unit="choice",
        low=0,
        high=2**63 - 1,
        source="assumption: any number serves",
        ge=0,
        le=2**63 - 1,
    )
    start: dt.date = parameter(
        dt.date(2025, 10, 15),
        "Date of day 0.",
        unit="date",
        low=dt.date(2022, 2, 24),
        high=dt.date(2026, 12, 31),
        source=f"{ARTICLE}: autumn 2025",
        ge=dt.date(1900, 1, 1),
        le=dt.date(2200, 1, 1),
    )


class Economy(Component):
    """What holds for the makers of both sides."""

    learning_rate: float = parameter(
        0.15,
        "Fall of unit cost with each doubling of the role's cumulative output (unit convention).",
        unit="1",
        low=0.10,
        high=0.20,
        source="Wright 1936; Nagy et al. 2013 doi:10.1371/journal.pone.0052669",
        ge=0,
        lt=1,
    )
    platform_setback: float = parameter(
        0.5,
        "Share of the experience gained on the old platform that a new one gives back.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption",
        ge=0,
        le=1,
    )


class Outputs(Component):
    """What a run writes beyond the daily tables."""

    sectors: bool = parameter(
        False,
        "Whether to write sectors.parquet, a row for each sector and day.",
        unit="choice",
        low=False,
        high=True,
        source="assumption: large and seldom needed",
    )
    figures: bool = parameter(
        True,
        "Whether to draw the figures.",
        unit="choice",
        low=False,
        high=True,
        source="assumption",
    )


class Config(Component):
    """A whole configuration; its defaults are the baseline."""

    scale: int = parameter(
        1,
        "Multiplies the number of agents: makers, sectors, regions and forces.",
        unit="1",
        low=1,
        high=100,
        source="assumption: about 1,000 agents at 1",
        ge=1,
        le=100,
    )
    run: Run = Run()
    race: Race = Race()
    front: Front = Front()
    artillery: Artillery = Artillery()
    economy: Economy = Economy()
    ukraine: Ukraine = Ukraine()
    russia: Russia = Russia()
    targets: Targets = Targets()
    outputs: Outputs = Outputs()

    @model_validator(mode="after")
    def _check_anchor(self) -> Config:
        if self.race.notice_share + self.race.develop_share >= 1:
            raise _conflict(
                "race.develop_share",
                "race.notice_share and race.develop_share leave no time to field the answer",
                "let them add up to less than 1",
            )
        if self.race.first_distance > self.race.extent / 2:
            raise _conflict(
                "race.first_distance",
                "it is more than half of race.extent, farther than designs and countermeasures "
                "can lie apart",
                "lower it, or raise race.extent",
            )
        for name, side in (("ukraine", self.ukraine), ("russia", self.russia)):
            systems = side.countermeasures
            if not systems.per_sector:
                continue
            if not anchor_exists(systems.strength, self.race.first_distance):
                raise _conflict(
                    f"{name}.countermeasures.strength",
                    "one such countermeasure never makes a design obsolete, so that "
                    "race.obsolescence_days has no meaning",
                    "raise it, or race.first_distance",
                )
            if self.race.stages(systems.cycle_factor)[0] < 1:
                raise _conflict(
                    "race.notice_share",
                    f"at {name}.countermeasures.cycle_factor it leaves less than a day to notice "
                    "a design",
                    "raise it, or the obsolescence time",
                )
        return self

    @model_validator(mode="after")
    def _check_shares(self) -> Config:
        for name, shares in (
            ("ukraine.interceptor", (self.ukraine.fpv, self.ukraine.interceptor)),
            ("russia.strike", (self.russia.fpv, self.russia.strike)),
        ):
            if math.fsum(role.output_share for role in shares) > 1 + 1e-12:
                raise _conflict(
                    f"{name}.output_share",
                    "the roles' output shares of a side add up to more than 1",
                    "lower one of them",
                )
        return self

    @model_validator(mode="after")
    def _check_sky(self) -> Config:
        strike, interceptor = self.russia.strike, self.ukraine.interceptor
        if 0 < strike.attack_share < strike.tempo:
            raise _conflict(
                "russia.strike.tempo",
                "it is above russia.strike.attack_share: more than everything would fly in a raid",
                "lower it, or raise russia.strike.attack_share",
            )
        if strike.altitude_m > strike.altitude_max_m:
            raise _conflict(
                "russia.strike.altitude_m", "it is above russia.strike.altitude_max_m", "lower it"
            )
        if interceptor.ceiling_m > interceptor.ceiling_max_m:
            raise _conflict(
                "ukraine.interceptor.ceiling_m",
                "it is above ukraine.interceptor.ceiling_max_m",
                "lower it",
            )
        return self


def _conflict(path: str, problem: str, cure: str) -> PydanticCustomError:
    facts = {"problem": problem, "path": path, "cure": cure}
    return PydanticCustomError("conflict", "{problem}", facts)
