"""The parameters of long-range strike drones and of the forces that launch them."""

from __future__ import annotations

from sim.config.parameters.maker import Innovator, Maker
from sim.config.parameters.parameter import parameter, restate
from sim.config.parameters.racer import Racer
from sim.config.parameters.sources import ARTICLE


class Raider(Innovator):
    """Makers of drones that are saved up and launched in raids, and the forces that do so."""

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
    hold_back: float = parameter(
        1.0,
        "How strongly forces save up for fewer and larger raids while fewer drones than usual get "
        "through: power of that ratio by which the chance of an attack falls; 0 switches it off.",
        unit="1",
        low=0.0,
        high=2.0,
        source="assumption",
        ge=0,
        le=10,
        changes=True,
    )
    route_learning: float = parameter(
        1.0,
        "How strongly routes prefer regions where more got through: power of the share that did "
        "there; 0 switches it off.",
        unit="1",
        low=0.0,
        high=3.0,
        source="assumption",
        ge=0,
        le=10,
        changes=True,
    )
    infrastructure_share: float = parameter(
        0.5,
        "Share of the drones that do damage that are aimed at energy sites or refineries.",
        unit="1",
        low=0.3,
        high=0.7,
        source="assumption: the rest goes to drone plants and to what the model leaves out, "
        "such as depots, airfields and towns",
        ge=0,
        le=1,
        changes=True,
    )
    plant_share: float = parameter(
        0.1,
        "Share of the drones that do damage that are aimed at drone plants.",
        unit="1",
        low=0.0,
        high=0.2,
        source="assumption",
        ge=0,
        le=1,
    )
    hit_share: float = parameter(
        0.3,
        "Share of the drones that get through that damage their target.",
        unit="1",
        low=0.1,
        high=0.6,
        source="assumption",
        ge=0,
        le=1,
        changes=True,
    )

    @property
    def damaging_share(self) -> float:
        """Share of the drones that get through that do damage."""
        return self.hit_share

    @property
    def plant_share_of_rest(self) -> float:
        """Share aimed at drone plants of what isn't aimed at infrastructure."""
        rest = 1 - self.infrastructure_share
        return min(1.0, self.plant_share / rest) if rest > 0 else 0.0


class Strike(Raider):
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
        43000,
        low=20000,
        high=70000,
        source="CSIS 2025 (20,000-50,000); Ukrainian intelligence via CNN (70,000)",
    )
    decoy_share: float = parameter(
        0.4,
        "Share of the drones launched that are decoys: they draw fire and do no damage.",
        unit="1",
        low=0.2,
        high=0.6,
        source="assumption: Air Force reports count decoys among the launched",
        ge=0,
        le=1,
    )
    decoy_cost_usd: float = parameter(
        10000,
        "Price of a decoy on day 0.",
        unit="USD",
        low=5000,
        high=10000,
        source="Ukrainian intelligence via CNN",
        gt=0,
        le=1e8,
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
        Innovator, "feedback_days", 14, low=7, high=60, source="assumption"
    )
    retooling_days: float = restate(
        Innovator, "retooling_days", 14, low=7, high=60, source="assumption"
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
        1500,
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

    @property
    def damaging_share(self) -> float:
        """Share of the drones that get through that do damage: none of the decoys."""
        return self.hit_share * (1 - self.decoy_share)


class DeepStrike(Racer, Raider):
    """Ukraine's deep-strike drones and the forces that launch them into Russia."""

    producers: int = restate(Maker, "producers", 10, low=3, high=30, source="assumption")
    output_share: float = restate(
        Maker,
        "output_share",
        0.014,
        low=0.007,
        high=0.02,
        source="assumption: with funded_share gives 100 launched a day (press Oct 2025)",
    )
    deliveries_per_month: float = restate(
        Maker,
        "deliveries_per_month",
        3_000,
        low=1_500,
        high=4_500,
        source="press Oct 2025 (100 a day launched into Russia; 50-150), claim",
    )
    unit_cost_usd: float = restate(
        Maker,
        "unit_cost_usd",
        60000,
        low=30000,
        high=200000,
        source="assumption: as a Russian strike drone, in smaller series",
    )
    budget_usd_per_year: float = restate(
        Maker,
        "budget_usd_per_year",
        2.4e9,
        low=1e9,
        high=5e9,
        source="assumption: a tenth above funded output at the price of day 0",
    )
    prior_output: float = restate(
        Maker,
        "prior_output",
        2e4,
        low=1e4,
        high=5e4,
        source="assumption: about a year of output",
    )
    feedback_days: int = restate(
        Innovator, "feedback_days", 14, low=7, high=60, source="assumption"
    )
    retooling_days: float = restate(
        Innovator, "retooling_days", 14, low=7, high=60, source="assumption"
    )
    forces: int = restate(Raider, "forces", 3, low=1, high=8, source="assumption")
    regions_per_raid: int = restate(
        Raider, "regions_per_raid", 5, low=2, high=10, source="assumption"
    )
    hit_share: float = restate(
        Raider, "hit_share", 0.5, low=0.2, high=0.7, source="assumption: no decoys among them"
    )
    infrastructure_share: float = restate(
        Raider,
        "infrastructure_share",
        0.5,
        low=0.3,
        high=0.8,
        source="assumption: with the defence's shares gives two to three hits on refineries a day",
    )
    plant_share: float = restate(
        Raider, "plant_share", 0.05, low=0.0, high=0.1, source="assumption"
    )
