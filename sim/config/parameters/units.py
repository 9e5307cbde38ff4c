"""The parameters of units and countermeasures at the front."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, parameter, restate

# fmt: off


class Units(Component):
    """The units of one side along the front, one in each sector."""

    strength: int = parameter(500_000, "soldiers", sweep=(300_000, 700_000), legal=(0, 10_000_000),
        source="assumption: part of the 880,000 that Zelensky named in Jan 2025")
    """Soldiers facing the enemy on day 0, all sectors together."""
    establishment: int = parameter(500_000, "soldiers", sweep=(300_000, 700_000),
        legal=(0, 10_000_000), changes=True, source="assumption: the strength of day 0")
    """Soldiers up to whom replacements fill units, all sectors together; who is not needed
    waits."""
    recruits_per_day: float = parameter(620, "soldiers/day", sweep=(450, 1000), legal=(0, 100_000),
        changes=True,
        source="assumption: 25,000-30,000 mobilised a month (official statements 2025), less "
        "those who go elsewhere")
    """Soldiers who come as replacements."""
    crews_per_thousand: float = parameter(5.5, "crews/1000 soldiers", sweep=(4, 10),
        legal=(0, 1000), source="assumption: a quarter more than fly what is delivered on day 0")
    """Drone crews for each thousand soldiers on day 0; later they are lost with soldiers, and
    trained."""
    crew_margin: float = parameter(1.25, "1", sweep=(1.0, 1.5), legal=(0, 100), changes=True,
        source="assumption: leave, illness and repairs")
    """Crews that a unit is to have, relative to those who fly what its stock allows."""
    crews_trained_per_day: float = parameter(6, "crews/day", sweep=(2, 20), legal=(0, 10_000),
        changes=True, source="assumption: replaces losses of day 0 and as many again")
    """New crews that schools can take in a day, at most."""
    crew_training_days: int = parameter(60, "days", sweep=(30, 120), legal=(0, 1825),
        source="assumption: a course, and a month with a unit")
    """Time until a new crew flies."""
    crew_cost_usd: float = parameter(30_000, "USD", sweep=(10_000, 60_000), legal=(0, 1e9),
        changes=True, source="assumption: training, stations and a vehicle")
    """Price of a new crew with its equipment."""
    crew_money_share: float = parameter(0.02, "1", sweep=(0.0, 0.05), legal=(0, 1), changes=True,
        source="assumption")
    """Share of the side's money that policy gives to new crews, where crews are short."""
    sorties_per_crew: float = parameter(3, "sorties/day", sweep=(1, 8), legal=(0, 1000),
        changes=True, source="assumption")
    """Sorties one crew can fly in a day."""
    main_effort: float = parameter(0.3, "1", sweep=(0.0, 0.6), legal=(0, 5), changes=True,
        source="assumption")
    """How strongly drones go to sectors where more is at stake: power of the chance of either side
    to cross times its ratio of strengths; 0 sends as many everywhere."""
    assault_threshold: float = parameter(0.6, "1", sweep=(0.05, 1.0), legal=(0, 1000), changes=True,
        source="assumption: this side defends")
    """A unit assaults where the chance to cross times the local strength ratio exceeds
    this."""
    pull_back_threshold: float = parameter(1.5, "1", sweep=(0.5, 3.0), legal=(0, 1000),
        changes=True, source="assumption")
    """A unit pulls back where the enemy's chance to cross times its strength ratio exceeds
    this."""


class RussiaUnits(Units):
    """Russia's units, which hold the initiative."""

    strength: int = restate(700_000, sweep=(500_000, 750_000),
        source="Putin Sep 2025 (over 700,000 along the front), belligerent claim")
    establishment: int = restate(700_000, sweep=(500_000, 750_000),
        source="assumption: the strength of day 0")
    recruits_per_day: float = restate(1150, sweep=(900, 1400),
        source="assumption: about 35,000 contracts a month, official statements 2025")
    crews_per_thousand: float = restate(3.25, sweep=(2, 6),
        source="assumption: a quarter more than fly what is delivered on day 0")
    assault_threshold: float = restate(0.05, sweep=(0.02, 1.0),
        source="assumption: this side holds the initiative")


class CountermeasureParameters(Component):
    """The systems of one side that defeat the other side's front-line drones."""

    per_sector: int = parameter(6, "systems", sweep=(4, 10), legal=(0, 100),
        source="assumption: fewer than 5 let the race die (prototype)")
    """Countermeasure systems in each sector."""
    strength: float = parameter(0.8, "1", sweep=(0.65, 0.95), legal=(0, 1), source="assumption")
    """Chance that a countermeasure defeats a sortie of a design right at its centre."""
    cycle_factor: float = parameter(1.0, "1", sweep=(0.5, 2.0), legal=(0.1, 10),
        source="assumption: both sides adapt at the article's pace")
    """This side's time to make a design obsolete, relative to race.obsolescence_days."""
    diffusion_per_day: float = parameter(0.04, "1/day", sweep=(0.0, 0.1), legal=(0, 1),
        changes=True, source="assumption")
    """Daily chance that a free countermeasure takes over another's target."""
    fielding_per_day: float = parameter(0.05, "systems/day", sweep=(0.02, 0.1), legal=(0, 1),
        changes=True, source="assumption: a sector has twice as many after some four months")
    """Additional systems that each sector fields a day against a new family of designs, from
    race.breakthrough_counter_days after its first release on, up to per_sector."""
    unit_cost_usd: float = parameter(30_000, "USD", sweep=(10_000, 100_000), legal=(0, 1e9),
        changes=True, source="assumption: its share of money pays for what is to be fielded")
    """Price of an additional system."""
    money_share: float = parameter(0.01, "1", sweep=(0.0, 0.05), legal=(0, 1), changes=True,
        source="assumption")
    """Share of the side's money that policy gives to additional systems, while some are wanted."""
    learns: bool = parameter(True, "choice", sweep=(False, True), changes=True,
        source="assumption: the article's race has both sides adapt")
    """Whether these systems learn at all; while they don't, they stay where they are and keep
    covering."""
