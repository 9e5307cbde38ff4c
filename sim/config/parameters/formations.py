"""The parameters of formations and countermeasures at the front."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, parameter, restate


class Units(Component):
    """The formations of one side along the front, one in each sector."""

    strength: int = parameter(
        500_000,
        "Soldiers facing the enemy on day 0, all sectors together.",
        unit="soldiers",
        low=300_000,
        high=700_000,
        source="assumption: part of the 880,000 that Zelensky named in Jan 2025",
        ge=0,
        le=10_000_000,
    )
    recruits_per_day: float = parameter(
        620,
        "Soldiers who reach the front as replacements.",
        unit="soldiers/day",
        low=450,
        high=1000,
        source="assumption: 25,000-30,000 mobilised a month (official statements 2025), less "
        "those who go elsewhere",
        ge=0,
        le=100_000,
        changes=True,
    )
    crews_per_thousand: float = parameter(
        8,
        "Drone crews for each thousand soldiers.",
        unit="crews/1000 soldiers",
        low=4,
        high=15,
        source="assumption",
        ge=0,
        le=1000,
    )
    sorties_per_crew: float = parameter(
        3,
        "Sorties one crew can fly in a day.",
        unit="sorties/day",
        low=1,
        high=8,
        source="assumption",
        ge=0,
        le=1000,
        changes=True,
    )
    assault_threshold: float = parameter(
        0.6,
        "A formation assaults where the chance to cross times the local strength ratio "
        "exceeds this.",
        unit="1",
        low=0.05,
        high=1.0,
        source="assumption: this side defends",
        ge=0,
        le=1000,
        changes=True,
    )
    pull_back_threshold: float = parameter(
        1.5,
        "A formation pulls back where the enemy's chance to cross times its strength ratio "
        "exceeds this.",
        unit="1",
        low=0.5,
        high=3.0,
        source="assumption",
        ge=0,
        le=1000,
        changes=True,
    )


class RussiaUnits(Units):
    """Russia's formations, which hold the initiative."""

    strength: int = restate(
        Units,
        "strength",
        700_000,
        low=500_000,
        high=750_000,
        source="Putin Sep 2025 (over 700,000 along the front), belligerent claim",
    )
    recruits_per_day: float = restate(
        Units,
        "recruits_per_day",
        1150,
        low=900,
        high=1400,
        source="assumption: about 35,000 contracts a month, official statements 2025",
    )
    crews_per_thousand: float = restate(
        Units, "crews_per_thousand", 5, low=2, high=10, source="assumption"
    )
    assault_threshold: float = restate(
        Units,
        "assault_threshold",
        0.05,
        low=0.02,
        high=1.0,
        source="assumption: this side holds the initiative",
    )


class Countermeasures(Component):
    """The systems of one side that defeat the other side's front-line drones."""

    per_sector: int = parameter(
        6,
        "Countermeasure systems in each sector.",
        unit="systems",
        low=4,
        high=10,
        source="assumption: fewer than 5 let the race die (prototype)",
        ge=0,
        le=100,
    )
    strength: float = parameter(
        0.8,
        "Chance that a countermeasure defeats a sortie of a design right at its centre.",
        unit="1",
        low=0.65,
        high=0.95,
        source="assumption",
        ge=0,
        le=1,
    )
    cycle_factor: float = parameter(
        1.0,
        "This side's time to make a design obsolete, relative to race.obsolescence_days.",
        unit="1",
        low=0.5,
        high=2.0,
        source="assumption: both sides adapt at the article's pace",
        ge=0.1,
        le=10,
    )
    diffusion_per_day: float = parameter(
        0.04,
        "Daily chance that a free countermeasure takes over another's target.",
        unit="1/day",
        low=0.0,
        high=0.1,
        source="assumption",
        ge=0,
        le=1,
        changes=True,
    )
