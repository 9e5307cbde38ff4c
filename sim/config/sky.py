"""The parameters of the sky: interceptors, strike drones and the defence of the regions."""

from __future__ import annotations

from sim.config.maker import Maker
from sim.config.parameter import Component, parameter, restate
from sim.config.sources import ARTICLE


class Interceptor(Maker):
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
        3200,
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
        1200,
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


class Strike(Maker):
    """Russia's long-range strike drones and the forces that launch them."""

    producers: int = restate(
        Maker, "producers", 3, low=1, high=6, source="assumption: a few large plants"
    )
    output_share: float = restate(
        Maker,
        "output_share",
        0.03,
        low=0.01,
        high=0.05,
        source="assumption: gives 5,000 launched a month (Air Force reports 2025)",
    )
    deliveries_per_month: float = restate(
        Maker,
        "deliveries_per_month",
        5_000,
        low=350,
        high=6_700,
        source="Air Force reports 2025 (strike drones launched, decoys included)",
    )
    unit_cost_usd: float = restate(
        Maker,
        "unit_cost_usd",
        30000,
        low=20000,
        high=70000,
        source="CSIS 2025 (20,000-50,000) with decoys at 10,000 mixed in",
    )
    budget_usd_per_year: float = restate(
        Maker,
        "budget_usd_per_year",
        2e9,
        low=1e9,
        high=4e9,
        source="assumption: a tenth above funded output at the price of day 0",
    )
    prior_output: float = restate(
        Maker,
        "prior_output",
        3e4,
        low=1e4,
        high=1e5,
        source="assumption: launches since 2022 (history of Air Force reports)",
    )
    feedback_days: int = restate(Maker, "feedback_days", 14, low=7, high=60, source="assumption")
    retooling_days: float = restate(
        Maker, "retooling_days", 14, low=7, high=60, source="assumption"
    )
    altitude_m: float = parameter(
        2000,
        "Mean cruising altitude of strike drones on day 0.",
        unit="m",
        low=1000,
        high=3500,
        source="assumption: below the article's limit, toward which they climb",
        gt=0,
        le=20000,
    )
    altitude_max_m: float = parameter(
        5000,
        "Altitude that no strike drone exceeds.",
        unit="m",
        low=3000,
        high=6000,
        source=f"{ARTICLE}: up to 5,000 meters",
        gt=0,
        le=20000,
    )
    altitude_step_m: float = parameter(
        600,
        "Climb of a new platform if interceptors killed every drone launched; "
        "in proportion to the reported share below that.",
        unit="m",
        low=300,
        high=2000,
        source="assumption",
        ge=0,
        le=10000,
        changes=True,
    )
    forces: int = parameter(
        4,
        "Launch areas that save up and strike on their own.",
        unit="forces",
        low=1,
        high=8,
        source="assumption: launch areas named in Air Force reports",
        ge=1,
        le=500,
    )
    tempo: float = parameter(
        0.25,
        "Share of its stockpile that a force launches in a night, in the mean while raids do not "
        "exhaust it.",
        unit="1/night",
        low=0.1,
        high=0.5,
        source="assumption",
        ge=0.01,
        le=1,
    )
    raid_spread: float = parameter(
        0.58,
        "Standard deviation of the logarithm of raid size.",
        unit="1",
        low=0.58,
        high=0.92,
        source="Air Force reports, first half of 2025 (0.84-0.92 in 2023-24)",
        ge=0,
        le=2,
        changes=True,
    )
    attack_share: float = parameter(
        0.7,
        "Chance that a force attacks in a night.",
        unit="1",
        low=0.3,
        high=1.0,
        source="assumption: with four forces leaves 1 night in 100 quiet "
        "(days with an attack 0.97 in 2025)",
        ge=0,
        le=1,
        changes=True,
    )
    regions_per_raid: int = parameter(
        8,
        "Regions over which one force's raid is routed.",
        unit="regions",
        low=3,
        high=16,
        source="assumption",
        ge=1,
        le=2500,
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
        2,
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
        6,
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
        500,
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
