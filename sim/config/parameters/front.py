"""The parameters of the front and of artillery."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, parameter
from sim.config.parameters.sources import ARTICLE


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
        changes=True,
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
        changes=True,
    )
    reaction_days: float = parameter(
        7,
        "Time constant of the running mean of hits that the kill zone and postures follow.",
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
        changes=True,
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
