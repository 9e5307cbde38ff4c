"""The parameters of long-range raids: strike drones, missiles and the forces that launch them."""

from __future__ import annotations

from sim.config.parameters.parameter import ARTICLE, Component, above, below, parameter, restate
from sim.config.parameters.producer import Racer

# fmt: off


class Aims(Component):
    """What raids are aimed at: odds of each kind of site, relative to each other."""

    energy: float = parameter(0.4, "1", sweep=(0.2, 0.6), legal=(0, 1000), changes=True,
        source="assumption")
    """Odds of energy sites."""
    refineries: float = parameter(0.0, "1", sweep=(0.0, 0.1), legal=(0, 1000), changes=True,
        source="assumption: Ukraine has hardly any left")
    """Odds of refineries."""
    plants: float = parameter(0.1, "1", sweep=(0.0, 0.2), legal=(0, 1000), changes=True,
        source="assumption")
    """Odds of drone plants."""
    airfields: float = parameter(0.05, "1", sweep=(0.0, 0.2), legal=(0, 1000), changes=True,
        source="assumption")
    """Odds of airfields."""
    depots: float = parameter(0.1, "1", sweep=(0.0, 0.2), legal=(0, 1000), changes=True,
        source="assumption")
    """Odds of depots behind the front."""
    elsewhere: float = parameter(0.35, "1", sweep=(0.1, 0.6), legal=(0, 1000), changes=True,
        source="assumption")
    """Odds of what the model leaves out, such as towns."""


class UkraineAims(Aims):
    """What Ukrainian deep strikes are aimed at."""

    energy: float = restate(0.0, sweep=(0.0, 0.2), source="assumption: refineries come first")
    refineries: float = restate(0.5, sweep=(0.3, 0.8),
        source="tuned: with the defence's shares two to three hits on refineries a day")
    plants: float = restate(0.05, sweep=(0.0, 0.1), source="assumption")
    airfields: float = restate(0.1, sweep=(0.0, 0.3),
        source=f"assumption; {ARTICLE}: refineries, airports and plants")
    depots: float = restate(0.15, sweep=(0.0, 0.3), source="assumption")
    elsewhere: float = restate(0.2, sweep=(0.1, 0.4), source="assumption")


class Missiles(Component):
    """Missiles, which interceptor drones, jammers and mobile groups do not reach."""

    launched_per_month: float = parameter(130, "missiles/month", sweep=(80, 250), legal=(0, 5000),
        changes=True, source="Air Force bulletins, first half of 2025 (88 cruise, 43 ballistic)")
    """Missiles launched in a month of 30 days, on average."""
    hits_each: int = parameter(2, "hits", sweep=(1, 8), legal=(1, 20),
        source="assumption: warheads of 400 to 500 kg against 50, fewer aim points")
    """Hits of a drone that one missile which gets through is worth."""


class UkraineMissiles(Missiles):
    """Ukraine's long-range missiles: asked for, and none in the baseline."""

    launched_per_month: float = restate(0, sweep=(0, 100),
        source=f"{ARTICLE}: long-range missiles asked for, not given")


class Raider(Racer):
    """Producers of drones that are saved up and launched in raids, and the forces that do so."""

    forces: int = parameter(4, "forces", sweep=(1, 8), legal=(1, 500),
        source="assumption: launch areas named in Air Force reports")
    """Launch areas that save up and strike on their own."""
    tempo: float = parameter(0.25, "1/night", sweep=(0.1, 0.5), legal=(0.01, 1),
        source="assumption")
    """Share of its stockpile that a force launches in a night, on average while neither raids
    exhaust it nor launchers bind."""
    launches_per_night: int = parameter(900, "drones/night", sweep=(500, 1500),
        legal=(0, 1_000_000),
        source="Air Force reports 2025 (largest nights of 700 to 810, later about 950)")
    """Drones that launchers and teams of all forces can launch in a night, on day 0."""
    launcher_growth_per_year: float = parameter(1.0, "1/year", sweep=(0.0, 2.0), legal=(0, 10),
        changes=True, source="assumption")
    """Rate at which launchers grow while more drones lie ready than they can launch."""
    launcher_cost_usd: float = parameter(30_000, "USD", sweep=(5_000, 100_000), legal=(0, 1e9),
        changes=True, source="assumption")
    """Price of launching one more drone a night: a launcher's part, and its team."""
    launcher_money_share: float = parameter(0.005, "1", sweep=(0.0, 0.02), legal=(0, 1),
        changes=True, source="assumption")
    """Share of the side's money that policy gives to launchers, while more are wanted."""
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
    hit_share: float = parameter(0.3, "1", sweep=(0.1, 0.6), legal=(0, 1), changes=True,
        source="assumption")
    """Share of the drones that get through that damage their target."""
    decoy_share: float = parameter(0.4, "1", sweep=(0.0, 0.6), legal=(0, 1),
        source="assumption: Air Force reports count decoys among the launched")
    """Share of the drones launched that are decoys: they draw fire and do no damage."""
    decoy_cost_usd: float = parameter(10000, "USD", sweep=(5000, 10000), legal=(above(0), 1e8),
        source="Ukrainian intelligence via CNN")
    """Price of a decoy on day 0."""
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
    tactics_step: float = parameter(0.15, "1", sweep=(0.05, 0.3), legal=(above(0), below(1)),
        source="assumption: a release lowered the hazard by about as much in a fit to Air Force "
        "bulletins of 2022-2024")
    """Share by which a new tactic lowers the hazard of the enemy's groups."""
    tactics_per_month: float = parameter(0.147, "1/month", sweep=(0.0, 0.3), legal=(0, 10),
        changes=True, source="Air Force bulletins 2022-2024: fitted")
    """Rate at which tactics lower the logarithm of that hazard, for each unit by which the
    logarithm of the share that gets through is below what the defender accepts."""
    tactics_days: float = parameter(140, "days", sweep=(90, 200), legal=(3, 3650),
        source="Air Force bulletins 2022-2024: fitted, 4.6 months")
    """Mean time from the need for a tactic to its use."""
    aims: Aims = Aims()
    missiles: Missiles = Missiles()

    @property
    def damaging_share(self) -> float:
        """Share of the drones that get through that do damage: none of the decoys."""
        return self.hit_share * (1 - self.decoy_share)


class Strike(Raider):
    """Russia's long-range strike drones and the forces that launch them."""

    producers: int = restate(3, sweep=(1, 6), source="assumption: a few large plants")
    output_share: float = restate(0.03, sweep=(0.01, 0.05),
        source="assumption: twice the 5,000 launched a month (Air Force reports 2025)")
    deliveries_per_month: float = restate(5_000, sweep=(350, 15_000),
        source="Air Force reports 2025 (strike drones launched, decoys included); Syrskyi Jan 2026 "
        "(404 a day, aim 1,000)")
    unit_cost_usd: float = restate(43000, sweep=(20000, 70000),
        source="CSIS 2025 (20,000-50,000); Ukrainian intelligence via CNN (70,000)")
    money_share: float = restate(0.6, sweep=(0.4, 0.75),
        source="tuned: pays for 5,000 a month (Air Force reports 2025) at the price of day 0")
    prior_output: float = restate(3e4, sweep=(1e4, 1e5),
        source="assumption: launches since 2022 (history of Air Force reports)")
    feedback_days: int = restate(14, sweep=(7, 60), source="assumption")
    retooling_days: float = restate(14, sweep=(7, 60), source="assumption")


class DeepStrike(Raider):
    """Ukraine's deep-strike drones and the forces that launch them into Russia."""

    producers: int = restate(10, sweep=(3, 30), source="assumption")
    output_share: float = restate(0.014, sweep=(0.007, 0.02),
        source="assumption: twice the 100 launched a day (press Oct 2025)")
    deliveries_per_month: float = restate(3_000, sweep=(1_500, 9_000),
        source="press Oct 2025 (100 a day launched into Russia; 50-150), claim; NPR and Dawn Jun "
        "2026 (more than 500 in a night)")
    unit_cost_usd: float = restate(60000, sweep=(30000, 200000),
        source="assumption: as a Russian strike drone, in smaller series")
    money_share: float = restate(0.5, sweep=(0.3, 0.65),
        source="tuned: pays for 100 a day (press Oct 2025) at the price of day 0")
    prior_output: float = restate(2e4, sweep=(1e4, 5e4),
        source="assumption: about a year of output")
    feedback_days: int = restate(14, sweep=(7, 60), source="assumption")
    retooling_days: float = restate(14, sweep=(7, 60), source="assumption")
    forces: int = restate(3, sweep=(1, 8), source="assumption")
    regions_per_raid: int = restate(5, sweep=(2, 10), source="assumption")
    launches_per_night: int = restate(500, sweep=(200, 1000),
        source="NPR and Dawn Jun 2026 (more than 500 in one night)")
    hit_share: float = restate(0.5, sweep=(0.2, 0.7), source="assumption: no decoys among them")
    decoy_share: float = restate(0.0, sweep=(0.0, 0.4), source="assumption: none reported")
    aims: Aims = UkraineAims()
    missiles: Missiles = UkraineMissiles()
