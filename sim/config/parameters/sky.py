"""The parameters of the defence of each side's sky against long-range raids."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, above, parameter, restate
from sim.config.parameters.producer import Innovator
from sim.config.parameters.units import CountermeasureParameters

# fmt: off


class Interceptor(Innovator):
    """Interceptor drones against strike drones."""

    producers: int = restate(20, sweep=(5, 60), source="assumption: a tenth of the producers")
    output_share: float = restate(0.05, sweep=(0.03, 0.15),
        source="assumption: 685 a day, within the ministers' targets of 500-1,000 (Jul-Nov 2025)")
    deliveries_per_month: float = restate(10_000, sweep=(5_000, 60_000),
        source="assumption: about what is ordered from day 1 on; Zelensky Jan 2026 (1,000 a day)")
    unit_cost_usd: float = restate(4000, sweep=(3500, 5000), source="Zelensky Oct 2025")
    money_share: float = restate(0.11, sweep=(0.06, 0.3),
        source="tuned: pays for 10,000 a month at the price of day 0")
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
    """Days of deliveries that lie on the units' shelves at first."""
    kill_probability: float = parameter(0.24, "1", sweep=(0.15, 0.45), legal=(0, 1),
        source="Ukrainian command Feb 2026 (1,500 kills of 6,300 sorties), claim")
    """Chance that an interceptor of day 0 well below its ceiling kills its target."""
    guided_kill_probability: float = parameter(0.7, "1", sweep=(0.45, 0.8), legal=(0, 1),
        source="Zelensky Oct 2025 (68%), claim")
    """The same with the guidance that designs approach generation by generation."""
    guidance_gain: float = parameter(0.1, "1", sweep=(0.0, 0.3), legal=(0, 10), changes=True,
        source="assumption")
    """Share, as a rate, of the way to that chance which a new platform covers; 0 switches it
    off."""
    shots_per_target: int = parameter(2, "drones", sweep=(1, 3), legal=(1, 20), changes=True,
        source="press 2025-2026")
    """Interceptors sent at one target."""


class RussiaInterceptor(Interceptor):
    """Russia's interceptor drones: none in the baseline."""

    producers: int = restate(0, sweep=(0, 20), source="assumption: few reported")
    output_share: float = restate(0.0, sweep=(0.0, 0.1), source="assumption: none made")
    deliveries_per_month: float = restate(0, sweep=(0, 10_000), source="assumption: none made")


class RegionSystems(CountermeasureParameters):
    """Systems that defeat strike drones, by region instead of by sector."""

    per_sector: int = restate(6, sweep=(3, 10),
        source="assumption: as at the front; here for each region")


class UkraineRegionSystems(RegionSystems):
    """Ukraine's systems that defeat strike drones: jammers and decoy signals."""

    per_sector: int = restate(2, sweep=(1, 4),
        source="tuned: interceptors about a third of kills (Ihnat Feb 2026)")


class Groups(Component):
    """Mobile groups, guns and jammers that an air-defence command orders as too much gets through.

    Their hazard H leaves the share exp(-H) of the drones that they meet.
    """

    number: float = parameter(1000, "groups", sweep=(500, 2000), legal=(above(0), 1e6),
        source="assumption: mobile fire groups and jammers of all regions")
    """Groups in service before the spin-up."""
    hazard: float = parameter(1.3, "1", sweep=(0.9, 1.7), legal=(0, 20),
        source="tuned: with the other layers lets through what the command accepts")
    """Hazard of so many groups; in proportion to their number."""
    accepted_leak_share: float = parameter(0.115, "1", sweep=(0.05, 0.2),
        legal=(above(0), 1), changes=True,
        source="Air Force bulletins 2022-2024: where both sides' answers were at rest in a fit")
    """Share of the drones over its regions that a command accepts to get through."""
    answer_per_month: float = parameter(0.147, "1/month", sweep=(0.0, 0.3), legal=(0, 10),
        changes=True, source="Air Force bulletins 2022-2024: fitted")
    """Rate at which a command that has the money adds groups, for each unit by which the logarithm
    of the share that gets through is above what it accepts."""
    answer_days: float = parameter(140, "days", sweep=(90, 200), legal=(3, 3650),
        source="Air Force bulletins 2022-2024: fitted, 4.6 months")
    """Mean time from the order of a group, by building, to training and service."""
    wander: float = parameter(0.1, "1", sweep=(0.0, 0.13), legal=(0, 2), changes=True,
        source="Air Force bulletins 2024-2025: the weekly pattern is nearest at 0.10 to 0.13")
    """Standard deviation of what the model leaves out in a month's change of the hazard's
    logarithm."""
    unit_cost_usd: float = parameter(500_000, "USD", sweep=(250_000, 1e6), legal=(0, 1e9),
        changes=True, source="assumption: vehicles, guns, sights and training")
    """Price of a group."""
    life_days: float = parameter(730, "days", sweep=(365, 1460), legal=(1, 36500), changes=True,
        source="assumption: two years of service")
    """Mean time in service."""
    money_share: float = parameter(0.05, "1", sweep=(0.02, 0.1), legal=(0, 1), changes=True,
        source="assumption: replaces those that go out of service on day 0")
    """Share of the side's money that policy gives to groups, while some are wanted."""


class RussiaGroups(Groups):
    """Russia's groups, guns and aircraft."""

    number: float = restate(500, sweep=(250, 1000), source="assumption: western Russia")
    hazard: float = restate(1.5, sweep=(1.0, 2.0),
        source="tuned: with the systems of regions lets through what the command accepts")
    money_share: float = restate(0.04, sweep=(0.02, 0.08),
        source="assumption: replaces those that go out of service on day 0")


class AirDefence(Component):
    """The defence of a side's regions."""

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
    """Share of a region's sky in which interceptors can be guided: chance that a target can be
    engaged at all."""
    altitude_scale_m: float = parameter(300, "m", sweep=(200, 1000), legal=(above(0), 10_000),
        changes=True, source="assumption")
    """Height over which an interceptor's chance falls off about its ceiling."""
    missile_defence: float = parameter(0.5, "1", sweep=(0.3, 0.7), legal=(0, 1), changes=True,
        source="Air Force bulletins, first half of 2025 (cruise 0.66, ballistic 0.17)")
    """Chance that a missile is brought down."""
    countermeasures: RegionSystems = UkraineRegionSystems()
    groups: Groups = Groups()


class RussiaAirDefence(AirDefence):
    """Russia's defence of its regions."""

    regions: int = restate(20, sweep=(10, 40), source="assumption: western Russia")
    countermeasures: RegionSystems = RegionSystems()
    groups: Groups = RussiaGroups()
