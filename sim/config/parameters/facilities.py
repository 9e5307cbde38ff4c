"""The parameters of facilities: sites that long-range drones hit and crews repair."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, parameter, restate


class Sites(Component):
    """The sites of one kind on one side, their repair and what depends on them."""

    sites: int = parameter(
        40,
        "Number of sites, the same at every scale; 0 leaves the kind out.",
        unit="sites",
        low=10,
        high=100,
        source="assumption",
        ge=0,
        le=1000,
    )
    capacity_spread: float = parameter(
        0.8,
        "Standard deviation of the logarithm of capacity between sites.",
        unit="1",
        low=0.3,
        high=1.2,
        source="assumption: sizes are log-normal",
        ge=0,
        le=3,
    )
    damage_per_hit: float = parameter(
        0.2,
        "Capacity that one hit takes offline, as a share of a site of mean capacity; of a "
        "larger site it is a smaller share.",
        unit="1/drone",
        low=0.05,
        high=0.5,
        source="assumption",
        ge=0,
        le=10,
    )
    repair_days: float = parameter(
        10,
        "Time in which one crew repairs the damage of one hit.",
        unit="days",
        low=3,
        high=30,
        source="assumption",
        gt=0,
        le=3650,
        changes=True,
    )
    repair_crews: int = parameter(
        20,
        "Repairs that go on at once, one crew at a site.",
        unit="crews",
        low=5,
        high=40,
        source="assumption",
        ge=0,
        le=1000,
        changes=True,
    )
    spare_share: float = parameter(
        0.1,
        "Share of capacity that is not needed in normal times and absorbs losses.",
        unit="1",
        low=0.0,
        high=0.3,
        source="assumption",
        ge=0,
        lt=1,
        changes=True,
    )
    dependence: float = parameter(
        0.5,
        "Share of what depends on these sites that is lost when all their output is lost; in "
        "proportion below that.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption",
        ge=0,
        le=1,
        changes=True,
    )


class Refineries(Sites):
    """Russia's refineries; its revenue and fuel depend on them."""

    sites: int = restate(
        Sites,
        "sites",
        38,
        low=30,
        high=40,
        source="press 2025 (about 38 large refineries), Mar 2024 (32 major ones)",
    )
    capacity_spread: float = restate(
        Sites, "capacity_spread", 0.6, low=0.3, high=1.0, source="assumption"
    )
    damage_per_hit: float = restate(
        Sites,
        "damage_per_hit",
        0.2,
        low=0.05,
        high=0.5,
        source="assumption: a third of a main unit, three hits to put one out; ten refineries "
        "struck were 17% of capacity, 0.65 of a mean site each (Reuters Aug 2025)",
    )
    repair_days: float = restate(
        Sites,
        "repair_days",
        10,
        low=5,
        high=20,
        source="press 2025 (15, 30 or 60 days for one refinery unit), three hits to put one out",
    )
    repair_crews: int = restate(
        Sites, "repair_crews", 38, low=10, high=38, source="assumption: one for each refinery"
    )
    spare_share: float = restate(
        Sites,
        "spare_share",
        0.13,
        low=0.11,
        high=0.15,
        source="assumption: turns 14-17% offline (Reuters Mar 2024, Aug 2025) into about 3% less "
        "output (Reuters Nov 2025)",
    )
    dependence: float = restate(
        Sites,
        "dependence",
        0.2,
        low=0.1,
        high=0.4,
        source="assumption: crude that is not refined is exported",
    )
    fuel_dependence: float = parameter(
        0.5,
        "Share of the speed of Russia's advance that is lost when all refinery output is lost; "
        "in proportion below that.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption: armies are served first",
        ge=0,
        le=1,
        changes=True,
    )


class Energy(Sites):
    """Ukraine's energy sites; its production depends on them."""

    sites: int = restate(
        Sites,
        "sites",
        30,
        low=20,
        high=100,
        source="assumption: large power stations and main substations",
    )
    damage_per_hit: float = restate(
        Sites, "damage_per_hit", 0.1, low=0.03, high=0.3, source="assumption: one transformer"
    )
    repair_days: float = restate(
        Sites, "repair_days", 4, low=1, high=20, source="assumption: transformers are in reserve"
    )
    repair_crews: int = restate(Sites, "repair_crews", 25, low=10, high=30, source="assumption")
    spare_share: float = restate(
        Sites,
        "spare_share",
        0.2,
        low=0.0,
        high=0.3,
        source="assumption: imports, and demand that is switched off first",
    )
    dependence: float = restate(
        Sites,
        "dependence",
        0.5,
        low=0.2,
        high=0.8,
        source="assumption: makers run half of their lines on generators",
    )


class Plants(Sites):
    """Ukraine's drone plants, many and dispersed; its makers' capacity depends on them."""

    sites: int = restate(
        Sites, "sites", 50, low=20, high=200, source="assumption: those large enough to be found"
    )
    capacity_spread: float = restate(
        Sites, "capacity_spread", 1.0, low=0.3, high=1.5, source="assumption: firm sizes"
    )
    damage_per_hit: float = restate(
        Sites, "damage_per_hit", 0.3, low=0.1, high=1.0, source="assumption: workshops"
    )
    repair_days: float = restate(
        Sites, "repair_days", 10, low=5, high=30, source="assumption: lines move to other buildings"
    )
    repair_crews: int = restate(Sites, "repair_crews", 25, low=5, high=50, source="assumption")
    spare_share: float = restate(
        Sites,
        "spare_share",
        0.0,
        low=0.0,
        high=0.3,
        source="assumption: capacity beyond orders is already spare at the makers",
    )
    dependence: float = restate(
        Sites, "dependence", 1.0, low=0.5, high=1.0, source="assumption: no plant, no capacity"
    )


class RussiaPlants(Plants):
    """Russia's drone plants, few and large; its makers' capacity depends on them."""

    sites: int = restate(
        Plants, "sites", 15, low=5, high=30, source="assumption: one for each maker"
    )
    capacity_spread: float = restate(
        Plants, "capacity_spread", 0.8, low=0.3, high=1.5, source="assumption: firm sizes"
    )
    damage_per_hit: float = restate(
        Plants, "damage_per_hit", 0.1, low=0.03, high=0.3, source="assumption: large halls"
    )
    repair_days: float = restate(
        Plants, "repair_days", 15, low=7, high=60, source="assumption: imported machine tools"
    )
    repair_crews: int = restate(Plants, "repair_crews", 10, low=3, high=15, source="assumption")


class UkraineFacilities(Component):
    """What Russian raids are aimed at."""

    energy: Energy = Energy()
    plants: Plants = Plants()


class RussiaFacilities(Component):
    """What Ukrainian deep strikes are aimed at."""

    refineries: Refineries = Refineries()
    plants: RussiaPlants = RussiaPlants()
