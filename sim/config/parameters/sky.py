"""The parameters of the defence of each side's sky against long-range drones."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, above, parameter, restate
from sim.config.parameters.producer import Innovator
from sim.config.parameters.units import CountermeasureParameters

# fmt: off


class Interceptor(Innovator):
    """Ukraine's interceptor drones against strike drones."""

    producers: int = restate(20, sweep=(5, 60), source="assumption: a tenth of the producers")
    output_share: float = restate(0.05, sweep=(0.03, 0.15),
        source="assumption: 685 a day, within the ministers' targets of 500-1,000 (Jul-Nov 2025)")
    deliveries_per_month: float = restate(10_000, sweep=(5_000, 30_000),
        source="assumption: about what is ordered from day 1 on")
    unit_cost_usd: float = restate(4000, sweep=(3500, 5000), source="Zelensky Oct 2025")
    money_share: float = restate(0.12, sweep=(0.06, 0.3),
        source="assumption: pays for 10,000 a month at the price of day 0")
    prior_output: float = restate(5e4, sweep=(1e4, 2e5), source="assumption: a young industry")
    ceiling_m: float = parameter(2800, "m", sweep=(2000, 5000), legal=(above(0), 20000),
        source="assumption: the margin above the strike drones of day 0")
    """Mean ceiling of interceptors on day 0."""
    ceiling_max_m: float = parameter(6000, "m", sweep=(5000, 8000), legal=(above(0), 20000),
        source="assumption: above the strike drones' limit")
    """Ceiling that no interceptor design exceeds."""
    ceiling_margin_m: float = parameter(800, "m", sweep=(200, 1500), legal=(0, 10000), changes=True,
        source="assumption")
    """How far above the reported strike drones a new interceptor is designed to fly."""
    initial_stock_days: float = parameter(14, "days", sweep=(3, 60), legal=(0, 3650),
        source="assumption")
    """Days of deliveries that lie on the units' shelves on day 0."""
    kill_probability: float = parameter(0.45, "1", sweep=(0.24, 0.70), legal=(0, 1), changes=True,
        source="Syrskyi Feb 2026; Zelensky Oct 2025; a midpoint of claims")
    """Chance that one interceptor well below its ceiling kills its target."""
    shots_per_target: int = parameter(2, "drones", sweep=(1, 3), legal=(1, 20), changes=True,
        source="press 2025-2026")
    """Interceptors sent at one target."""


class AirDefence(Component):
    """Ukraine's defence of its regions against strike drones, one unit in each."""

    regions: int = parameter(24, "regions", sweep=(10, 27), legal=(1, 2500),
        source="Ukraine's 24 oblasts")
    """Regions under attack, each with one interceptor unit."""
    crews_per_region: float = parameter(8, "crews", sweep=(1, 20), legal=(0, 10_000),
        source="assumption: crews named as the bottleneck by ministers, 2025")
    """Mean number of interceptor crews in a region."""
    engagements_per_crew: float = parameter(4, "targets/night", sweep=(1, 5), legal=(0, 1000),
        changes=True, source="assumption")
    """Targets one crew can engage in a night."""
    radars_per_region: float = parameter(4, "radars", sweep=(1, 10), legal=(0, 10_000),
        source="assumption: radars named as the bottleneck by ministers, 2025")
    """Mean number of radars that guide interceptors in a region."""
    tracks_per_radar: float = parameter(15, "targets/night", sweep=(2, 20), legal=(0, 10_000),
        changes=True, source="assumption")
    """Targets one radar can hand to interceptors in a night."""
    unit_spread: float = parameter(0.4, "1", sweep=(0.0, 1.0), legal=(0, 2), source="assumption")
    """Standard deviation of the logarithm of crews and radars between regions."""
    cover: float = parameter(0.95, "1", sweep=(0.5, 1.0), legal=(0, 1), source="assumption")
    """Share of a region's sky in which interceptors can be guided."""
    altitude_scale_m: float = parameter(300, "m", sweep=(200, 1000), legal=(above(0), 10_000),
        changes=True, source="assumption")
    """Height over which an interceptor's chance falls off about its ceiling."""
    base_defence: float = parameter(0.6, "1", sweep=(0.4, 0.6), legal=(0, 0.6), changes=True,
        source="assumption: at most 0.6, so that interceptors matter")
    """Chance that guns, missiles or jamming neutralise a strike drone."""


class RegionSystems(CountermeasureParameters):
    """Russia's systems that defeat deep-strike drones, by region instead of by sector."""

    per_sector: int = restate(6, sweep=(3, 10),
        source="assumption: as at the front; here for each region")


class RussiaAirDefence(Component):
    """Russia's defence of its regions against deep-strike drones."""

    regions: int = parameter(20, "regions", sweep=(10, 40), legal=(1, 2500),
        source="assumption: western Russia")
    """Regions within reach of deep-strike drones."""
    base_defence: float = parameter(0.8, "1", sweep=(0.6, 0.95), legal=(0, 1), changes=True,
        source="assumption: Russia claims nearly all")
    """Chance that guns, missiles or aircraft bring down a deep-strike drone that countermeasures
    let pass."""
    countermeasures: RegionSystems = RegionSystems()
