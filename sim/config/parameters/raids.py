"""The parameters of long-range strike drones and of the forces that launch them."""

from __future__ import annotations

from sim.config.parameters.parameter import ARTICLE, above, parameter, restate
from sim.config.parameters.producer import Innovator, Racer

# fmt: off


class Raider(Innovator):
    """Producers of drones that are saved up and launched in raids, and the forces that do so."""

    forces: int = parameter(4, "forces", sweep=(1, 8), legal=(1, 500),
        source="assumption: launch areas named in Air Force reports")
    """Launch areas that save up and strike on their own."""
    tempo: float = parameter(0.25, "1/night", sweep=(0.1, 0.5), legal=(0.01, 1),
        source="assumption")
    """Share of its stockpile that a force launches in a night, on average while raids do not
    exhaust it."""
    raid_spread: float = parameter(0.58, "1", sweep=(0.58, 0.92), legal=(0, 2), changes=True,
        source="Air Force reports, first half of 2025 (0.84-0.92 in 2023-24)")
    """Standard deviation of the logarithm of raid size."""
    attack_share: float = parameter(0.7, "1", sweep=(0.3, 1.0), legal=(0, 1), changes=True,
        source="assumption: with four forces leaves 1 night in 100 quiet (days with an attack "
        "0.97 in 2025)")
    """Chance that a force attacks in a night."""
    regions_per_raid: int = parameter(8, "regions", sweep=(3, 16), legal=(1, 2500),
        source="assumption")
    """Regions over which one force's raid is routed."""
    hold_back: float = parameter(1.0, "1", sweep=(0.0, 2.0), legal=(0, 10), changes=True,
        source="assumption")
    """How strongly forces save up for fewer and larger raids while fewer drones than usual get
    through: power of that ratio by which the chance of an attack falls; 0 switches it off."""
    route_learning: float = parameter(1.0, "1", sweep=(0.0, 3.0), legal=(0, 10), changes=True,
        source="assumption")
    """How strongly routes prefer regions where more got through: power of the share that did there;
    0 switches it off."""
    infrastructure_share: float = parameter(0.5, "1", sweep=(0.3, 0.7), legal=(0, 1), changes=True,
        source="assumption: the rest goes to drone plants and to what the model leaves out, such "
        "as depots, airfields and towns")
    """Share of the drones that do damage that are aimed at energy sites or refineries."""
    plant_share: float = parameter(0.1, "1", sweep=(0.0, 0.2), legal=(0, 1), source="assumption")
    """Share of the drones that do damage that are aimed at drone plants."""
    hit_share: float = parameter(0.3, "1", sweep=(0.1, 0.6), legal=(0, 1), changes=True,
        source="assumption")
    """Share of the drones that get through that damage their target."""

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

    producers: int = restate(3, sweep=(1, 6), source="assumption: a few large plants")
    output_share: float = restate(0.03, sweep=(0.01, 0.05),
        source="assumption: twice the 5,000 launched a month (Air Force reports 2025)")
    deliveries_per_month: float = restate(5_000, sweep=(350, 6_700),
        source="Air Force reports 2025 (strike drones launched, decoys included)")
    unit_cost_usd: float = restate(43000, sweep=(20000, 70000),
        source="CSIS 2025 (20,000-50,000); Ukrainian intelligence via CNN (70,000)")
    decoy_share: float = parameter(0.4, "1", sweep=(0.2, 0.6), legal=(0, 1),
        source="assumption: Air Force reports count decoys among the launched")
    """Share of the drones launched that are decoys: they draw fire and do no damage."""
    decoy_cost_usd: float = parameter(10000, "USD", sweep=(5000, 10000), legal=(above(0), 1e8),
        source="Ukrainian intelligence via CNN")
    """Price of a decoy on day 0."""
    money_share: float = restate(0.62, sweep=(0.4, 0.75),
        source="assumption: pays for 5,000 a month (Air Force reports 2025) at the price of day 0")
    prior_output: float = restate(3e4, sweep=(1e4, 1e5),
        source="assumption: launches since 2022 (history of Air Force reports)")
    feedback_days: int = restate(14, sweep=(7, 60), source="assumption")
    retooling_days: float = restate(14, sweep=(7, 60), source="assumption")
    altitude_m: float = parameter(2000, "m", sweep=(1000, 3500), legal=(above(0), 20000),
        source="assumption: below the article's limit, toward which they climb")
    """Mean cruising altitude of strike drones on day 0."""
    altitude_max_m: float = parameter(5000, "m", sweep=(3000, 6000), legal=(above(0), 20000),
        source=f"{ARTICLE}: up to 5,000 meters")
    """Altitude that no strike drone exceeds."""
    altitude_step_m: float = parameter(1500, "m", sweep=(300, 2000), legal=(0, 10000), changes=True,
        source="assumption")
    """Climb of a new platform if interceptors killed every drone launched; in proportion to the
    reported share below that."""

    @property
    def damaging_share(self) -> float:
        """Share of the drones that get through that do damage: none of the decoys."""
        return self.hit_share * (1 - self.decoy_share)


class DeepStrike(Racer, Raider):
    """Ukraine's deep-strike drones and the forces that launch them into Russia."""

    producers: int = restate(10, sweep=(3, 30), source="assumption")
    output_share: float = restate(0.014, sweep=(0.007, 0.02),
        source="assumption: twice the 100 launched a day (press Oct 2025)")
    deliveries_per_month: float = restate(3_000, sweep=(1_500, 4_500),
        source="press Oct 2025 (100 a day launched into Russia; 50-150), claim")
    unit_cost_usd: float = restate(60000, sweep=(30000, 200000),
        source="assumption: as a Russian strike drone, in smaller series")
    money_share: float = restate(0.53, sweep=(0.3, 0.65),
        source="assumption: pays for 100 a day (press Oct 2025) at the price of day 0")
    prior_output: float = restate(2e4, sweep=(1e4, 5e4),
        source="assumption: about a year of output")
    feedback_days: int = restate(14, sweep=(7, 60), source="assumption")
    retooling_days: float = restate(14, sweep=(7, 60), source="assumption")
    forces: int = restate(3, sweep=(1, 8), source="assumption")
    regions_per_raid: int = restate(5, sweep=(2, 10), source="assumption")
    hit_share: float = restate(0.5, sweep=(0.2, 0.7), source="assumption: no decoys among them")
    infrastructure_share: float = restate(0.5, sweep=(0.3, 0.8),
        source="assumption: with the defence's shares gives two to three hits on refineries a day")
    plant_share: float = restate(0.05, sweep=(0.0, 0.1), source="assumption")
