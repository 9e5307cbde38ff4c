"""The parameters of facilities: sites that long-range drones hit and crews repair."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, above, below, parameter, restate

# fmt: off


class Sites(Component):
    """The sites of one kind on one side, their repair and what depends on them."""

    sites: int = parameter(40, "sites", sweep=(10, 100), legal=(0, 1000), source="assumption")
    """Number of sites, the same at every scale; 0 leaves the kind out."""
    capacity_spread: float = parameter(0.8, "1", sweep=(0.3, 1.2), legal=(0, 3),
        source="assumption: sizes are log-normal")
    """Standard deviation of the logarithm of capacity between sites."""
    damage_per_hit: float = parameter(0.2, "1/drone", sweep=(0.05, 0.5), legal=(0, 10),
        source="assumption")
    """Capacity that one hit takes offline of a site that works, as a share of a site of average
    capacity; less of one that is damaged already."""
    repair_days: float = parameter(50, "days", sweep=(15, 150), legal=(above(0), 1e9), changes=True,
        source="assumption")
    """Time in which one crew rebuilds a site of average capacity that is out altogether, while
    spare parts are at hand; less damage takes less, in proportion."""
    scarcity: float = parameter(0.1, "1", sweep=(0.0, 0.3), legal=(0, 100), changes=True,
        source="assumption")
    """By what share repairs take longer for each time that all capacity was hit within about a
    year, as spare parts run out."""
    repair_crews: int = parameter(20, "crews", sweep=(5, 40), legal=(0, 1000), changes=True,
        source="assumption")
    """Repairs that go on at once, one crew at a site."""
    spare_share: float = parameter(0.1, "1", sweep=(0.0, 0.3), legal=(0, below(1)), changes=True,
        source="assumption")
    """Share of capacity that is not needed in normal times and absorbs losses."""
    dependence: float = parameter(0.5, "1", sweep=(0.0, 1.0), legal=(0, 1), changes=True,
        source="assumption")
    """Share of what depends on these sites that is lost when all their output is lost; in
    proportion below that."""


class Energy(Sites):
    """A side's energy sites; its production and its revenue depend on them."""

    sites: int = restate(30, sweep=(20, 100),
        source="assumption: large power stations and main substations")
    damage_per_hit: float = restate(0.1, sweep=(0.05, 0.2), source="assumption: one transformer")
    repair_days: float = restate(100, sweep=(30, 365),
        source="assumption: a transformer a fortnight; Bloomberg Feb 2026 (spares exhausted)")
    repair_crews: int = restate(25, sweep=(10, 30), source="assumption")
    spare_share: float = restate(0.1, sweep=(0.0, 0.2),
        source="assumption: imports, and demand that is switched off first")
    dependence: float = restate(0.5, sweep=(0.2, 0.8),
        source="assumption: producers run half of their lines on generators")
    revenue_dependence: float = parameter(0.5, "1", sweep=(0.2, 0.8), legal=(0, 1), changes=True,
        source="assumption: what an economy makes without power")
    """Share of the side's own revenue that is lost when all their output is lost; in proportion
    below that."""
    heating_factor: float = parameter(1.5, "1", sweep=(1.0, 2.0), legal=(1, 10), changes=True,
        source="assumption: demand is higher by half in the heating season")
    """By what lost output weighs more from 15 October to 14 April."""


class RussiaEnergy(Energy):
    """Russia's energy sites: no target in the baseline."""

    sites: int = restate(0, sweep=(0, 100), source="assumption: no target in the baseline")


class Refineries(Sites):
    """A side's refineries; its revenue and fuel depend on them."""

    sites: int = restate(38, sweep=(30, 40),
        source="press 2025 (about 38 large refineries), Mar 2024 (32 major ones)")
    capacity_spread: float = restate(0.6, sweep=(0.3, 1.0), source="assumption")
    damage_per_hit: float = restate(0.2, sweep=(0.05, 0.5),
        source="assumption: a third of a main unit, three hits to put one out; ten refineries "
        "struck were 17% of capacity, 0.65 of an average site each (Reuters Aug 2025)")
    repair_days: float = restate(50, sweep=(25, 100),
        source="press 2025 (15, 30 or 60 days for one refinery unit)")
    repair_crews: int = restate(38, sweep=(10, 38), source="assumption: one for each refinery")
    spare_share: float = restate(0.13, sweep=(0.11, 0.15),
        source="tuned: turns 14-17% offline (Reuters Mar 2024, Aug 2025) into about 3% less "
        "output (Reuters Nov 2025)")
    dependence: float = restate(0.4, sweep=(0.2, 0.6),
        source="assumption: crude that is not refined is exported for less")
    fuel_dependence: float = parameter(0.5, "1", sweep=(0.0, 1.0), legal=(0, 1), changes=True,
        source="assumption: armies are served first")
    """Share of the speed of the side's advance that is lost when all refinery output is lost; in
    proportion below that."""


class UkraineRefineries(Refineries):
    """Ukraine's refineries: no target in the baseline."""

    sites: int = restate(0, sweep=(0, 5), source="assumption: hardly any is left")


class Plants(Sites):
    """A side's drone plants; its producers' capacity, and the work in hand, depend on them."""

    sites: int = restate(50, sweep=(20, 200), source="assumption: those large enough to be found")
    capacity_spread: float = restate(1.0, sweep=(0.3, 1.5), source="assumption: firm sizes")
    damage_per_hit: float = restate(0.3, sweep=(0.1, 1.0), source="assumption: workshops")
    repair_days: float = restate(35, sweep=(15, 100),
        source="assumption: lines move to other buildings")
    repair_crews: int = restate(25, sweep=(5, 50), source="assumption")
    spare_share: float = restate(0.0, sweep=(0.0, 0.3),
        source="assumption: capacity beyond orders is already spare at the producers")
    dependence: float = restate(1.0, sweep=(0.5, 1.0), source="assumption: no plant, no capacity")


class RussiaPlants(Plants):
    """Russia's drone plants, few and large."""

    sites: int = restate(15, sweep=(5, 30), source="assumption: one for each producer")
    capacity_spread: float = restate(0.8, sweep=(0.3, 1.5), source="assumption: firm sizes")
    damage_per_hit: float = restate(0.1, sweep=(0.03, 0.3), source="assumption: large halls")
    repair_days: float = restate(150, sweep=(70, 365),
        source="assumption: imported machine tools")
    repair_crews: int = restate(10, sweep=(3, 15), source="assumption")


class Airfields(Sites):
    """A side's military airfields, from which glide bombs are flown to the front."""

    sites: int = restate(20, sweep=(10, 40), source="assumption: bases within reach of the front")
    capacity_spread: float = restate(0.5, sweep=(0.3, 1.0), source="assumption")
    damage_per_hit: float = restate(0.15, sweep=(0.05, 0.3),
        source="assumption: a store of bombs or fuel, and aircraft that leave")
    repair_days: float = restate(90, sweep=(30, 180), source="assumption")
    repair_crews: int = restate(20, sweep=(5, 40), source="assumption")
    spare_share: float = restate(0.0, sweep=(0.0, 0.3), source="assumption")
    dependence: float = restate(1.0, sweep=(0.5, 1.0), source="assumption: no airfield, no bombs")


class Depots(Sites):
    """A side's depots behind the front, through which drones reach the units."""

    sites: int = restate(30, sweep=(15, 60), source="assumption: those large enough to be found")
    capacity_spread: float = restate(0.8, sweep=(0.3, 1.5), source="assumption")
    damage_per_hit: float = restate(0.5, sweep=(0.2, 1.0), source="assumption: a warehouse burns")
    repair_days: float = restate(30, sweep=(10, 90), source="assumption: a store is built anew")
    repair_crews: int = restate(30, sweep=(5, 60), source="assumption")
    spare_share: float = restate(0.0, sweep=(0.0, 0.3), source="assumption")
    dependence: float = restate(0.8, sweep=(0.4, 1.0),
        source="assumption: the rest goes around depots")


class Facilities(Component):
    """What the other side's raids are aimed at."""

    energy: Energy = Energy()
    refineries: Refineries = UkraineRefineries()
    plants: Plants = Plants()
    airfields: Airfields = Airfields()
    depots: Depots = Depots()


class RussiaFacilities(Facilities):
    """What Ukrainian deep strikes are aimed at."""

    energy: Energy = RussiaEnergy()
    refineries: Refineries = Refineries()
    plants: Plants = RussiaPlants()
