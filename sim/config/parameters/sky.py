"""The parameters of the defence of each side's sky against long-range drones."""

from __future__ import annotations

from sim.config.parameters.formations import Countermeasures
from sim.config.parameters.maker import Innovator, Maker
from sim.config.parameters.parameter import Component, parameter, restate


class Interceptor(Innovator):
    """Ukraine's interceptor drones against strike drones."""

    producers: int = restate(
        Maker, "producers", 20, low=5, high=60, source="assumption: a tenth of the makers"
    )
    output_share: float = restate(
        Maker,
        "output_share",
        0.05,
        low=0.03,
        high=0.15,
        source="assumption: with funded_share gives 360 a day, what the ministers' targets of "
        "500-1,000 (Jul-Nov 2025) leave after reconnaissance drones",
    )
    deliveries_per_month: float = restate(
        Maker,
        "deliveries_per_month",
        10_000,
        low=5_000,
        high=30_000,
        source="assumption: about what is ordered from day 1 on",
    )
    unit_cost_usd: float = restate(
        Maker, "unit_cost_usd", 4000, low=3500, high=5000, source="Zelensky Oct 2025"
    )
    budget_usd_per_year: float = restate(
        Maker,
        "budget_usd_per_year",
        6e8,
        low=3e8,
        high=2e9,
        source="assumption: a tenth above funded output at the price of day 0",
    )
    prior_output: float = restate(
        Maker, "prior_output", 5e4, low=1e4, high=2e5, source="assumption: a young industry"
    )
    ceiling_m: float = parameter(
        2800,
        "Mean ceiling of interceptors on day 0.",
        unit="m",
        low=2000,
        high=5000,
        source="assumption: the margin above the strike drones of day 0",
        gt=0,
        le=20000,
    )
    ceiling_max_m: float = parameter(
        6000,
        "Ceiling that no interceptor design exceeds.",
        unit="m",
        low=5000,
        high=8000,
        source="assumption: above the strike drones' limit",
        gt=0,
        le=20000,
    )
    ceiling_margin_m: float = parameter(
        800,
        "How far above the reported strike drones a new interceptor is designed to fly.",
        unit="m",
        low=200,
        high=1500,
        source="assumption",
        ge=0,
        le=10000,
        changes=True,
    )
    initial_stock_days: float = parameter(
        14,
        "Days of deliveries that lie on the units' shelves on day 0.",
        unit="days",
        low=3,
        high=60,
        source="assumption",
        ge=0,
        le=3650,
    )
    kill_probability: float = parameter(
        0.45,
        "Chance that one interceptor well below its ceiling kills its target.",
        unit="1",
        low=0.24,
        high=0.70,
        source="Syrskyi Feb 2026; Zelensky Oct 2025; a midpoint of claims",
        ge=0,
        le=1,
        changes=True,
    )
    shots_per_target: int = parameter(
        2,
        "Interceptors sent at one target.",
        unit="drones",
        low=1,
        high=3,
        source="press 2025-2026",
        ge=1,
        le=20,
        changes=True,
    )


class AirDefence(Component):
    """Ukraine's defence of its regions against strike drones, one unit in each."""

    regions: int = parameter(
        24,
        "Regions under attack, each with one interceptor unit.",
        unit="regions",
        low=10,
        high=27,
        source="Ukraine's 24 oblasts",
        ge=1,
        le=2500,
    )
    crews_per_region: float = parameter(
        8,
        "Mean number of interceptor crews in a region.",
        unit="crews",
        low=1,
        high=20,
        source="assumption: crews named as the bottleneck by ministers, 2025",
        ge=0,
        le=10_000,
    )
    engagements_per_crew: float = parameter(
        4,
        "Targets one crew can engage in a night.",
        unit="targets/night",
        low=1,
        high=5,
        source="assumption",
        ge=0,
        le=1000,
        changes=True,
    )
    radars_per_region: float = parameter(
        4,
        "Mean number of radars that guide interceptors in a region.",
        unit="radars",
        low=1,
        high=10,
        source="assumption: radars named as the bottleneck by ministers, 2025",
        ge=0,
        le=10_000,
    )
    tracks_per_radar: float = parameter(
        15,
        "Targets one radar can hand to interceptors in a night.",
        unit="targets/night",
        low=2,
        high=20,
        source="assumption",
        ge=0,
        le=10_000,
        changes=True,
    )
    unit_spread: float = parameter(
        0.4,
        "Standard deviation of the logarithm of crews and radars between regions.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption",
        ge=0,
        le=2,
    )
    cover: float = parameter(
        0.95,
        "Share of a region's sky in which interceptors can be guided.",
        unit="1",
        low=0.5,
        high=1.0,
        source="assumption",
        ge=0,
        le=1,
    )
    altitude_scale_m: float = parameter(
        300,
        "Height over which an interceptor's chance falls off about its ceiling.",
        unit="m",
        low=200,
        high=1000,
        source="assumption",
        gt=0,
        le=10_000,
        changes=True,
    )
    base_defence: float = parameter(
        0.6,
        "Chance that guns, missiles or jamming neutralise a strike drone.",
        unit="1",
        low=0.4,
        high=0.6,
        source="assumption: at most 0.6, so that interceptors matter",
        ge=0,
        le=0.6,
        changes=True,
    )


class RegionSystems(Countermeasures):
    """Russia's systems that defeat deep-strike drones, by region instead of by sector."""

    per_sector: int = restate(
        Countermeasures,
        "per_sector",
        6,
        low=3,
        high=10,
        source="assumption: as at the front; here for each region",
    )


class RussiaAirDefence(Component):
    """Russia's defence of its regions against deep-strike drones."""

    regions: int = parameter(
        20,
        "Regions within reach of deep-strike drones.",
        unit="regions",
        low=10,
        high=40,
        source="assumption: western Russia",
        ge=1,
        le=2500,
    )
    base_defence: float = parameter(
        0.8,
        "Chance that guns, missiles or aircraft bring down a deep-strike drone that "
        "countermeasures let pass.",
        unit="1",
        low=0.6,
        high=0.95,
        source="assumption: Russia claims nearly all",
        ge=0,
        le=1,
        changes=True,
    )
    countermeasures: RegionSystems = RegionSystems()
