"""The configuration of a run: every parameter with unit, range, default and source."""

from __future__ import annotations

import datetime
import math
from typing import Annotated, Literal

from pydantic import Strict, model_validator
from pydantic_core import PydanticCustomError

from sim.config.parameter import Component, parameter
from sim.config.sides import ARTICLE, Russia, Ukraine

Span = Annotated[tuple[float, float], Strict(False)]


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
    start: datetime.date = parameter(
        datetime.date(2025, 10, 15),
        "Date of day 0.",
        unit="date",
        low=datetime.date(2022, 2, 24),
        high=datetime.date(2026, 12, 31),
        source=f"{ARTICLE}: autumn 2025",
        ge=datetime.date(1900, 1, 1),
        le=datetime.date(2200, 1, 1),
    )


class Race(Component):
    """The race of designs against countermeasures, in a space both sides share."""

    dimensions: int = parameter(
        2,
        "Dimensions of the design space.",
        unit="1",
        low=1,
        high=4,
        source="assumption: two, so that it can be drawn",
        ge=1,
        le=6,
    )
    extent: float = parameter(
        7.0,
        "Side of the design space, a torus.",
        unit="breadths",
        low=6.0,
        high=8.0,
        source="assumption: at 8 and more the race dies (prototype)",
        ge=2,
        le=100,
    )
    obsolescence_days: float = parameter(
        60,
        "Time in which one countermeasure makes one design obsolete, in the mean: an anchor.",
        unit="days",
        low=30,
        high=90,
        source=f"{ARTICLE}: obsolete in two months",
        ge=10,
        le=720,
    )
    notice_share: float = parameter(
        0.30,
        "Share of the obsolescence time that passes before a design is noticed.",
        unit="1",
        low=0.1,
        high=0.5,
        source="assumption",
        gt=0,
        lt=1,
    )
    develop_share: float = parameter(
        0.25,
        "Share of the obsolescence time that developing the answer takes; the rest is fielding.",
        unit="1",
        low=0.1,
        high=0.5,
        source="assumption",
        ge=0,
        lt=1,
    )
    first_distance: float = parameter(
        2.5,
        "Distance of a fresh design from the countermeasure that will hunt it, for the anchor.",
        unit="breadths",
        low=2.0,
        high=3.0,
        source="assumption",
        gt=0.5,
        le=100,
    )
    start: Literal["scattered", "apart"] = parameter(
        "scattered",
        "Where things lie on day 0: all scattered over the design space, or each side's designs "
        "at race.first_distance from the enemy's countermeasures.",
        unit="choice",
        low="apart",
        high="scattered",
        source="assumption",
    )
    candidates: int = parameter(
        6,
        "Candidate points from which a maker picks a new platform.",
        unit="1",
        low=2,
        high=12,
        source="assumption: a single one lets the race die (prototype)",
        ge=1,
        le=1000,
    )
    release_below: float = parameter(
        0.6,
        "A finished platform is released once the reported pass rate is below this.",
        unit="1",
        low=0.4,
        high=1.0,
        source="assumption",
        gt=0,
        le=1,
    )
    copying_error: float = parameter(
        0.3,
        "Standard deviation of a copy about its original, in each dimension.",
        unit="breadths",
        low=0.0,
        high=1.0,
        source="assumption",
        ge=0,
        le=10,
    )
    update_days: float = parameter(
        0,
        "Mean time between updates of a platform in service; 0 switches updates off.",
        unit="days",
        low=14,
        high=30,
        source="US DIU 2025 (3-4 weeks); off, since the article's two months include tinkering",
        ge=0,
        le=3650,
    )
    update_step: float = parameter(
        0.4,
        "Distance that an update moves a platform in service.",
        unit="breadths",
        low=0.1,
        high=1.0,
        source="assumption",
        ge=0,
        le=10,
    )
    breakthroughs_per_year: float = parameter(
        0.5,
        "Families of designs that a side opens in a year; 0 switches them off.",
        unit="1/year",
        low=0.0,
        high=2.0,
        source="assumption: wired links, once in two years of war",
        ge=0,
        le=365,
    )
    breakthrough_counter_days: int = parameter(
        120,
        "Time before countermeasures can follow into a new family.",
        unit="days",
        low=60,
        high=365,
        source="assumption",
        ge=0,
        le=36500,
    )


class Front(Component):
    """The line of contact, the kill zone and what happens in it."""

    kill_zone_km: float = parameter(
        20,
        "Width of the kill zone on day 0, both sides' depths together: an anchor.",
        unit="km",
        low=10,
        high=40,
        source=f"{ARTICLE}: twenty kilometers or more; Zaluzhnyi late 2025 (20-30)",
        gt=0,
        le=500,
    )
    length_km: float = parameter(
        1200,
        "Length of the active front.",
        unit="km",
        low=965,
        high=1250,
        source="press and Ukrainian command statements 2023-2025",
        gt=0,
        le=100_000,
    )
    sectors: int = parameter(
        50,
        "Sectors of equal length, one formation of each side in each.",
        unit="sectors",
        low=20,
        high=100,
        source="assumption",
        ge=1,
        le=1000,
    )
    territory_held_share: float = parameter(
        0.20,
        "Share of Ukraine's area that Russia holds on day 0.",
        unit="1",
        low=0.19,
        high=0.20,
        source=f"{ARTICLE}: about 20 percent",
        ge=0,
        le=1,
    )
    country_area_km2: float = parameter(
        603_550,
        "Ukraine's area within its recognised borders.",
        unit="km2",
        low=603_500,
        high=603_700,
        source="State Statistics Service of Ukraine",
        gt=0,
        le=1e8,
    )
    reach_km: float = parameter(
        5,
        "Depth over which the density of hits behind the line falls to 1/e.",
        unit="km",
        low=3,
        high=8,
        source="assumption",
        gt=0,
        le=200,
    )
    lethal_threshold: float = parameter(
        0.2,
        "Chance of being hit on a move to that depth at which the kill zone ends.",
        unit="1",
        low=0.1,
        high=0.5,
        source="assumption",
        gt=0,
        lt=1,
    )
    exposed_per_km: float = parameter(
        1.0,
        "Targets exposed a kilometre and day by a formation that holds at its first strength.",
        unit="targets/km",
        low=0.5,
        high=2.0,
        source="assumption",
        gt=0,
        le=1e9,
    )
    exposure_assault: float = parameter(
        3.0,
        "Exposure of a formation that assaults, relative to one that holds.",
        unit="1",
        low=2.0,
        high=5.0,
        source="assumption",
        ge=0,
        le=100,
    )
    exposure_pull_back: float = parameter(
        0.5,
        "Exposure of a formation that pulls back, relative to one that holds.",
        unit="1",
        low=0.2,
        high=1.0,
        source="assumption",
        ge=0,
        le=100,
    )
    casualties_per_hit: float = parameter(
        0.45,
        "Soldiers lost to a hit while targets are not scarce.",
        unit="soldiers/hit",
        low=0.2,
        high=1.0,
        source="assumption: many hits are on equipment",
        ge=0,
        le=1000,
    )
    advance_km_per_day: float = parameter(
        0.15,
        "Speed of an unopposed advance.",
        unit="km/day",
        low=0.05,
        high=1.0,
        source="assumption",
        ge=0,
        le=100,
    )
    reaction_days: float = parameter(
        7,
        "Time over which a formation averages the hits it takes before it changes posture.",
        unit="days",
        low=1,
        high=30,
        source="assumption",
        ge=1,
        le=365,
    )


class Artillery(Component):
    """Guns: area fire that a deep kill zone pushes back."""

    losses_per_target: float = parameter(
        0.18,
        "Soldiers lost a day for each exposed target to artillery at full strength at the line.",
        unit="soldiers/target/day",
        low=0.0,
        high=0.6,
        source="assumption: leaves drones about three quarters of losses (FT and press 2025)",
        ge=0,
        le=100,
    )
    range_km: float = parameter(
        20,
        "Depth of the enemy's kill zone over which fire falls to 1/e, as guns are pushed back.",
        unit="km",
        low=10,
        high=40,
        source="assumption: about the range of a howitzer",
        gt=0,
        le=1000,
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


class Targets(Component):
    """Figures of the article and of reports to set beside the results; nothing depends on them."""

    neutralised_share: Span = parameter(
        (0.77, 0.98),
        "Share of strike drones shot down, jammed or lost.",
        unit="1",
        low=(0.77, 0.98),
        high=(0.77, 0.98),
        source="Air Force bulletins 2024-2025, monthly",
    )
    alarms_per_night: float = parameter(
        2,
        "Air-raid alarms a night.",
        unit="1/night",
        low=0.7,
        high=2,
        source=f"{ARTICLE}: two a night; Kyiv City recorded 0.7-0.8 in 2024-25",
        ge=0,
        le=1000,
    )
    drone_share_of_losses: Span = parameter(
        (0.60, 0.80),
        "Share of casualties that drones cause.",
        unit="1",
        low=(0.60, 0.80),
        high=(0.60, 0.80),
        source="FT and press 2025; Syrskyi Dec 2025, claims",
    )
    losses_ru_per_day: Span = parameter(
        (1089, 1550),
        "Russian losses a day, lowest and highest monthly mean.",
        unit="soldiers/day",
        low=(1089, 1550),
        high=(1089, 1550),
        source="Ukrainian General Staff claims, January to June 2025",
    )
    area_change_km2_per_month: Span = parameter(
        (-498, -130),
        "Change of the area that Ukraine holds, lowest and highest month.",
        unit="km2/month",
        low=(-498, -130),
        high=(-498, -130),
        source="DeepState geometry, January to June 2025",
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
            if systems.per_sector and not _anchor_exists(systems.strength, self.race.first_distance):
                raise _conflict(
                    f"{name}.countermeasures.strength",
                    "one such countermeasure never makes a design obsolete, so that "
                    "race.obsolescence_days has no meaning",
                    "raise it, or race.first_distance",
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
    def _check_altitudes(self) -> Config:
        strike, interceptor = self.russia.strike, self.ukraine.interceptor
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


def obsolete_distance(strength: float, first_distance: float) -> float:
    """Distance at which a design's pass rate is half of that at `first_distance`.

    Both in breadths; NaN where no distance halves it (docs/odd.md, "Anchors").
    """
    fresh = 1 - strength * math.exp(-(first_distance**2) / 2)
    if strength <= 1 - 0.5 * fresh:
        return math.nan
    return math.sqrt(-2 * math.log((1 - 0.5 * fresh) / strength))


def _anchor_exists(strength: float, first_distance: float) -> bool:
    return first_distance > obsolete_distance(strength, first_distance) > 0.5


def _conflict(path: str, problem: str, cure: str) -> PydanticCustomError:
    return PydanticCustomError("conflict", "{problem}", {"problem": problem, "path": path, "cure": cure})
