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
    """Capacity that one hit takes offline, as a share of a site of average capacity; it is a
    smaller share of a larger site."""
    repair_days: float = parameter(10, "days", sweep=(3, 30), legal=(above(0), 3650), changes=True,
        source="assumption")
    """Time in which one crew repairs the damage of one hit."""
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


class Refineries(Sites):
    """Russia's refineries; its revenue and fuel depend on them."""

    sites: int = restate(38, sweep=(30, 40),
        source="press 2025 (about 38 large refineries), Mar 2024 (32 major ones)")
    capacity_spread: float = restate(0.6, sweep=(0.3, 1.0), source="assumption")
    damage_per_hit: float = restate(0.2, sweep=(0.05, 0.5),
        source="assumption: a third of a main unit, three hits to put one out; ten refineries "
        "struck were 17% of capacity, 0.65 of an average site each (Reuters Aug 2025)")
    repair_days: float = restate(10, sweep=(5, 20),
        source="press 2025 (15, 30 or 60 days for one refinery unit), three hits to put one out")
    repair_crews: int = restate(38, sweep=(10, 38), source="assumption: one for each refinery")
    spare_share: float = restate(0.13, sweep=(0.11, 0.15),
        source="assumption: turns 14-17% offline (Reuters Mar 2024, Aug 2025) into about 3% less "
        "output (Reuters Nov 2025)")
    dependence: float = restate(0.2, sweep=(0.1, 0.4),
        source="assumption: crude that is not refined is exported")
    fuel_dependence: float = parameter(0.5, "1", sweep=(0.0, 1.0), legal=(0, 1), changes=True,
        source="assumption: armies are served first")
    """Share of the speed of Russia's advance that is lost when all refinery output is lost; in
    proportion below that."""


class Energy(Sites):
    """Ukraine's energy sites; its production depends on them."""

    sites: int = restate(30, sweep=(20, 100),
        source="assumption: large power stations and main substations")
    damage_per_hit: float = restate(0.1, sweep=(0.03, 0.3), source="assumption: one transformer")
    repair_days: float = restate(4, sweep=(1, 20), source="assumption: transformers are in reserve")
    repair_crews: int = restate(25, sweep=(10, 30), source="assumption")
    spare_share: float = restate(0.2, sweep=(0.0, 0.3),
        source="assumption: imports, and demand that is switched off first")
    dependence: float = restate(0.5, sweep=(0.2, 0.8),
        source="assumption: producers run half of their lines on generators")


class Plants(Sites):
    """Ukraine's drone plants, many and dispersed; its producers' capacity depends on them."""

    sites: int = restate(50, sweep=(20, 200), source="assumption: those large enough to be found")
    capacity_spread: float = restate(1.0, sweep=(0.3, 1.5), source="assumption: firm sizes")
    damage_per_hit: float = restate(0.3, sweep=(0.1, 1.0), source="assumption: workshops")
    repair_days: float = restate(10, sweep=(5, 30),
        source="assumption: lines move to other buildings")
    repair_crews: int = restate(25, sweep=(5, 50), source="assumption")
    spare_share: float = restate(0.0, sweep=(0.0, 0.3),
        source="assumption: capacity beyond orders is already spare at the producers")
    dependence: float = restate(1.0, sweep=(0.5, 1.0), source="assumption: no plant, no capacity")


class RussiaPlants(Plants):
    """Russia's drone plants, few and large; its producers' capacity depends on them."""

    sites: int = restate(15, sweep=(5, 30), source="assumption: one for each producer")
    capacity_spread: float = restate(0.8, sweep=(0.3, 1.5), source="assumption: firm sizes")
    damage_per_hit: float = restate(0.1, sweep=(0.03, 0.3), source="assumption: large halls")
    repair_days: float = restate(15, sweep=(7, 60), source="assumption: imported machine tools")
    repair_crews: int = restate(10, sweep=(3, 15), source="assumption")


class UkraineFacilities(Component):
    """What Russian raids are aimed at."""

    energy: Energy = Energy()
    plants: Plants = Plants()


class RussiaFacilities(Component):
    """What Ukrainian deep strikes are aimed at."""

    refineries: Refineries = Refineries()
    plants: RussiaPlants = RussiaPlants()
