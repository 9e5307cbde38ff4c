"""The parameters of each belligerent: its makers, formations and defences."""

from __future__ import annotations

from sim.config.parameter import Component, parameter, restate

ARTICLE = "the article (dispatch from Ukraine, 2025)"


class Maker(Component):
    """The makers of one role of drones on one side."""

    producers: int = parameter(
        10,
        "Number of makers of this role; 0 leaves the role out.",
        unit="makers",
        low=1,
        high=50,
        source="assumption",
        ge=0,
        le=5000,
    )
    output_share: float = parameter(
        0.5,
        "Share of the side's output target and capacity that falls to this role.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption",
        ge=0,
        le=1,
    )
    capacity_spread: float = parameter(
        0.8,
        "Standard deviation of the logarithm of capacity between makers.",
        unit="1",
        low=0.3,
        high=1.5,
        source="assumption: firm sizes are log-normal",
        ge=0,
        le=3,
    )
    unit_cost_usd: float = parameter(
        450,
        "Price of one drone on day 0; falls with output by Wright's law.",
        unit="USD",
        low=300,
        high=610,
        source="Economist Feb 2024; procurement reports 2023-2025",
        gt=0,
        le=1e8,
    )
    budget_usd_per_year: float = parameter(
        1e9,
        "Money the government assigns to this role.",
        unit="USD/year",
        low=5e8,
        high=2e9,
        source="assumption: a tenth above target output at the price of day 0",
        ge=0,
        le=1e13,
    )
    prior_output: float = parameter(
        1e6,
        "Drones of this role made before day 0: where Wright's law starts from.",
        unit="drones",
        low=1e5,
        high=4e6,
        source="assumption: about a year of output",
        gt=0,
        le=1e10,
    )
    innovates: bool = parameter(
        True,
        "Whether these makers release new designs at all.",
        unit="choice",
        low=False,
        high=True,
        source="assumption: the article's race has both sides innovate",
    )
    platform_days: float = parameter(
        90,
        "Mean time that research and development of a new platform takes.",
        unit="days",
        low=90,
        high=180,
        source="Carnegie 2026 (3-6 months)",
        gt=0,
        le=36500,
    )
    development_noise: float = parameter(
        0.5,
        "Half-width of the daily progress of development about its mean, as a share of it.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption",
        ge=0,
        le=1,
    )
    feedback_days: int = parameter(
        7,
        "Age of the reports from the front that makers and government act on.",
        unit="days",
        low=3,
        high=60,
        source="assumption: makers work beside the units they supply",
        ge=0,
        le=730,
    )
    retooling_days: float = parameter(
        7,
        "Time the line of a maker of mean capacity stands still for a new platform.",
        unit="days",
        low=3,
        high=30,
        source="assumption",
        ge=0,
        le=730,
    )
    retooling_exponent: float = parameter(
        0.3,
        "Power of relative capacity by which retooling takes longer for larger makers.",
        unit="1",
        low=0.0,
        high=0.6,
        source="assumption: the six-tenths rule of plant engineering, halved",
        ge=0,
        le=2,
    )


class Fpv(Maker):
    """Front-line first-person-view drones."""

    imitation: float = parameter(
        0.7,
        "Chance that a new platform copies the side's best reported design.",
        unit="1",
        low=0.3,
        high=0.9,
        source="assumption: many small makers exchange openly",
        ge=0,
        le=1,
    )
    boldness: float = parameter(
        2.5,
        "Mean distance of a new platform from the design it replaces.",
        unit="breadths",
        low=1.5,
        high=3.5,
        source="assumption: as far as a fresh design lies from a countermeasure",
        gt=0,
        le=100,
    )
    boldness_spread: float = parameter(
        0.2,
        "Standard deviation of the logarithm of boldness between makers.",
        unit="1",
        low=0.0,
        high=0.5,
        source="assumption",
        ge=0,
        le=2,
    )
    hit_share: float = parameter(
        0.5,
        "Share of the sorties not defeated by countermeasures that hit.",
        unit="1",
        low=0.40,
        high=0.60,
        source="attributed to RUSI 2024 (not jammed)",
        ge=0,
        le=1,
    )
    fly_share: float = parameter(
        0.15,
        "Share of a formation's stock that it flies in a day, crews allowing.",
        unit="1/day",
        low=0.05,
        high=0.30,
        source="assumption: a week of stock at the front",
        ge=0,
        le=1,
    )


class UkraineFpv(Fpv):
    """Ukraine's front-line drones: many small makers close to the front."""

    producers: int = restate(
        Fpv,
        "producers",
        200,
        low=160,
        high=500,
        source="NSDC Jan 2026 (>160 making unmanned systems); ministry Mar 2025 (>500)",
    )
    output_share: float = restate(
        Fpv,
        "output_share",
        0.93,
        low=0.85,
        high=0.97,
        source="assumption: with funded_share gives about 200,000 deliveries a month "
        "(Kyiv Independent Dec 2024)",
    )
    budget_usd_per_year: float = restate(
        Fpv,
        "budget_usd_per_year",
        1.2e9,
        low=8e8,
        high=2.4e9,
        source="assumption: a tenth above funded output at the price of day 0",
    )
    prior_output: float = restate(
        Fpv,
        "prior_output",
        2.5e6,
        low=1e6,
        high=4e6,
        source="assumption: about a year of deliveries",
    )


class RussiaFpv(Fpv):
    """Russia's front-line drones: few, large makers, slow to retool."""

    producers: int = restate(
        Fpv,
        "producers",
        12,
        low=4,
        high=60,
        source="assumption: the article has Russia building at scale over innovative dynamism",
    )
    output_share: float = restate(
        Fpv,
        "output_share",
        0.97,
        low=0.9,
        high=0.99,
        source="assumption: gives 165,000 front-line drones a month (SZRU plan for 2025)",
    )
    budget_usd_per_year: float = restate(
        Fpv,
        "budget_usd_per_year",
        1.0e9,
        low=5e8,
        high=3e9,
        source="assumption: a tenth above funded output at the price of day 0",
    )
    prior_output: float = restate(
        Fpv,
        "prior_output",
        2.0e6,
        low=5e5,
        high=4e6,
        source="assumption: about a year of the SZRU plan for 2025",
    )
    feedback_days: int = restate(
        Fpv,
        "feedback_days",
        21,
        low=7,
        high=90,
        source="assumption: reports pass through a central ministry",
    )
    retooling_days: float = restate(
        Fpv,
        "retooling_days",
        21,
        low=7,
        high=60,
        source="assumption: mass production retools slowly",
    )
    imitation: float = restate(
        Fpv,
        "imitation",
        0.5,
        low=0.2,
        high=0.9,
        source="assumption: fewer makers, less exchange",
    )


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
        4000,
        "Mean ceiling of interceptors on day 0.",
        unit="m",
        low=3000,
        high=5000,
        source="assumption: a little above the strike drones of day 0",
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
        1000,
        "How far above the reported strike drones a new interceptor is designed to fly.",
        unit="m",
        low=200,
        high=1500,
        source="assumption",
        ge=0,
        le=10000,
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
    feedback_days: int = restate(
        Maker, "feedback_days", 14, low=7, high=60, source="assumption"
    )
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
    )
    forces: int = parameter(
        4,
        "Launch areas that save up and strike on their own.",
        unit="forces",
        low=1,
        high=8,
        source="assumption: launch areas named in Air Force reports",
        ge=0,
        le=500,
    )
    tempo: float = parameter(
        0.25,
        "Share of its stockpile that a force launches in a night, in the mean.",
        unit="1/night",
        low=0.1,
        high=0.5,
        source="assumption",
        ge=0,
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
        720,
        "Soldiers who reach the front as replacements.",
        unit="soldiers/day",
        low=500,
        high=1000,
        source="assumption: 25,000-30,000 mobilised a month (official statements 2025), less "
        "those who go elsewhere",
        ge=0,
        le=100_000,
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
        0.015,
        "Daily chance that a free countermeasure takes over another's target.",
        unit="1/day",
        low=0.0,
        high=0.05,
        source="assumption",
        ge=0,
        le=1,
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
        7,
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
    )


class Side(Component):
    """What both belligerents have in common; countermeasures are the side's own."""

    output_target_per_year: float = parameter(
        5e6,
        "Output of drones of all roles that the government aims at.",
        unit="drones/year",
        low=4e6,
        high=1e7,
        source=f"{ARTICLE}: five million forecast for 2026",
        ge=0,
        le=1e9,
    )
    funded_share: float = parameter(
        0.52,
        "Share of the output target that is ordered.",
        unit="1",
        low=0.2,
        high=1.0,
        source="capacity, funded orders and deliveries differ two- to fourfold; chosen to give "
        "200,000 front-line drones a month (Kyiv Independent Dec 2024)",
        ge=0,
        le=1,
    )
    capacity_per_year: float = parameter(
        5e6,
        "Drones of all roles that the makers could build on day 0.",
        unit="drones/year",
        low=4e6,
        high=1e7,
        source="ministry Jun 2025 (>4m, up to 10m if funded)",
        ge=0,
        le=1e9,
    )
    capacity_limit_per_year: float = parameter(
        2e7,
        "Capacity that growth does not exceed.",
        unit="drones/year",
        low=1e7,
        high=2e7,
        source=f"{ARTICLE}: as many as twenty million",
        ge=0,
        le=1e9,
    )
    capacity_growth_per_year: float = parameter(
        0.5,
        "Rate at which a maker with a full order book adds capacity.",
        unit="1/year",
        low=0.0,
        high=2.0,
        source="assumption",
        ge=0,
        le=10,
    )
    order_book_days: float = parameter(
        30,
        "Work in hand, in days of capacity, at which a maker counts as full: it gets no "
        "more orders and adds capacity.",
        unit="days",
        low=10,
        high=90,
        source="assumption",
        gt=0,
        le=3650,
    )
    order_sensitivity: float = parameter(
        2.0,
        "Power of the reported pass rate by which orders favour better designs.",
        unit="1",
        low=0.0,
        high=4.0,
        source="assumption: a points market for reported results",
        ge=0,
        le=20,
    )
    transit_loss_share: float = parameter(
        0.02,
        "Share of deliveries lost on the way to the units.",
        unit="1",
        low=0.0,
        high=0.1,
        source="assumption",
        ge=0,
        le=1,
    )
    refit_share: float = parameter(
        0.0,
        "Share of the front-line drones on the shelf that are brought up to the maker's new "
        "platform; what is not keeps its design and goes stale.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption: stock already made keeps its old design",
        ge=0,
        le=1,
    )
    fpv: Fpv = Fpv()
    units: Units = Units()
    countermeasures: Countermeasures = Countermeasures()


class Ukraine(Side):
    """Ukraine: front, interceptors, and the defence of its sky."""

    fpv: Fpv = UkraineFpv()
    interceptor: Interceptor = Interceptor()
    air_defence: AirDefence = AirDefence()


class Russia(Side):
    """Russia: front and long-range strikes."""

    output_target_per_year: float = restate(
        Side,
        "output_target_per_year",
        2.05e6,
        low=1e6,
        high=6e6,
        source="SZRU plan for 2025 (2m front-line drones) with 60,000 strike drones",
    )
    funded_share: float = restate(
        Side,
        "funded_share",
        1.0,
        low=0.5,
        high=1.0,
        source="assumption: the plan is what is ordered",
    )
    capacity_per_year: float = restate(
        Side,
        "capacity_per_year",
        2.8e6,
        low=1e6,
        high=6e6,
        source="assumption: a third above the plan",
    )
    capacity_limit_per_year: float = restate(
        Side,
        "capacity_limit_per_year",
        6e6,
        low=2e6,
        high=6e6,
        source="Syrskyi 2025 (Russia aims at 500,000 front-line drones a month)",
    )
    fpv: Fpv = RussiaFpv()
    strike: Strike = Strike()
    units: Units = RussiaUnits()
