"""The parameters of the race of designs against countermeasures, and its anchor."""

from __future__ import annotations

import math
from typing import Literal

from sim.config.parameters.parameter import Component, parameter
from sim.config.parameters.sources import ARTICLE


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
        6.4,
        "Side of the design space, a torus.",
        unit="breadths",
        low=6.0,
        high=7.5,
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
        changes=True,
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
        changes=True,
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
        changes=True,
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
        changes=True,
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
        changes=True,
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

    def stages(self, cycle_factor: float) -> tuple[float, int, int]:
        """Return the mean days of noticing, and the whole days of developing and fielding.

        The three add up to the side's obsolescence time: noticing takes what whole days leave.

        Parameters
        ----------
        cycle_factor
            The side's obsolescence time relative to the common one.
        """
        days = self.obsolescence_days * cycle_factor
        field_days = max(1, round((1 - self.notice_share - self.develop_share) * days))
        develop_days = round(self.develop_share * days)
        return days - field_days - develop_days, develop_days, field_days


def obsolete_distance(strength: float, first_distance: float) -> float:
    """Distance at which a design's pass rate is half of that at `first_distance`.

    Both in breadths; NaN where no distance halves it (docs/odd.md, "Anchors").
    """
    fresh = 1 - strength * math.exp(-(first_distance**2) / 2)
    if strength <= 1 - 0.5 * fresh:
        return math.nan
    return math.sqrt(-2 * math.log((1 - 0.5 * fresh) / strength))


def anchor_exists(strength: float, first_distance: float) -> bool:
    """Tell whether one such countermeasure can make a design obsolete while it closes in."""
    return first_distance > obsolete_distance(strength, first_distance) > 0.5
