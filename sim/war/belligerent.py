"""One side of the war: its producers, units, countermeasures and government."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.countermeasure import Countermeasures, Sightings
from sim.war.agents.domain_producer import GroundProducers
from sim.war.agents.front_line_unit import FrontLineUnits
from sim.war.agents.government import Governments
from sim.war.agents.racing_producer import FpvProducers
from sim.war.armoury import Armoury
from sim.war.equations import front

if TYPE_CHECKING:
    from sim.config.parameters.sides import Side
    from sim.config.schema import Config
    from sim.war.agents.population import Population
    from sim.war.agents.producer import Producers
    from sim.war.airspace import Airspace
    from sim.war.finance import JointDeal, Loans
    from sim.war.numerics.compiled import Floats
    from sim.war.numerics.streams import Streams


class Belligerent:
    """A side of the war, as far as both sides are alike; the sky adds to it.

    Parameters
    ----------
    name
        "ua" or "ru".
    policy
        The side's parameters.
    config
        The whole configuration.
    streams
        The side's random numbers.

    Attributes
    ----------
    producers : list of Producers
        The producers of each role; the front-line drones come first.
    """

    fpv: FpvProducers
    ground: GroundProducers
    units: FrontLineUnits
    governments: Governments
    seen: Sightings

    def __init__(self, name: str, policy: Side, config: Config, streams: Streams) -> None:
        self.name, self.policy, self.config, self.streams = name, policy, config, streams
        sectors = config.front.sectors * config.scale
        self.countermeasures = Countermeasures(
            name, sectors, policy.countermeasures, config.race, streams
        )
        size = policy.fpv.producers * config.scale
        armoury = Armoury(sectors, config.race.dimensions, size)
        self.fpv = FpvProducers(name, size, policy, policy.fpv, config.economy, streams, armoury)
        self.units = FrontLineUnits(
            name, policy.units, config.front, config.artillery, sectors, streams, armoury
        )
        self.ground = GroundProducers(
            name, policy.ground.producers * config.scale, sectors, policy, policy.ground,
            config.economy, streams,
        )  # fmt: skip
        self.ground.stock_up(policy.ground.initial_stock_days)
        self.producers: list[Producers] = [self.fpv, self.ground]

    def adopt(self, policy: Side, config: Config) -> None:
        """Take over parameters that events have changed."""
        self.policy, self.config = policy, config
        for producers in self.producers:
            producers.adopt(policy)
        self.fpv.rules = config.race
        self.units.adopt(policy.units, config.front, config.artillery)
        self.countermeasures.adopt(policy.countermeasures, config.race)
        self.governments.adopt(policy, config.finance, config.deal)

    def join_race(self, enemy: Belligerent) -> None:
        """Lay the designs of day 0 against the enemy's countermeasures and fill the shelves."""
        self.fpv.begin(self.config.race, enemy.countermeasures)
        # What lies on the shelf in the evening, when a day's deliveries are flown each day.
        self.fpv.stock_up(1 / self.policy.fpv.fly_share - 1)
        self.units.hit_density[:] = self._first_hits_per_km()

    def form_government(self, loans: Loans | None = None, deal: JointDeal | None = None) -> None:
        """Appoint the government, once the producers of all roles are there."""
        self.governments = Governments(self.name, self.policy, self.producers, loans, deal)

    def _first_hits_per_km(self) -> float:
        """Return the hits a kilometre and day of the initial designs, with steady stocks."""
        deliveries = self.fpv.first_deliveries
        sorties = min(deliveries.sum(), self.units.crew_sorties.sum())
        if sorties == 0:
            return 0.0
        rates = self.fpv.armoury.rate[self.fpv.design]
        rate = (deliveries * rates).sum() / deliveries.sum()
        return float(sorties * rate * self.policy.fpv.hit_share / self.config.front.length_km)

    def produce(self) -> None:
        """Build a day's drones of every role."""
        for producers in self.producers:
            producers.produce()

    def supply(self, day: int) -> None:
        """Deliver what was built today."""
        for producers in self.producers:
            producers.supply(day, self.config.deal.export_share)

    def fly(self, day: int, fighting: bool) -> None:
        """Fly a day's front-line sorties; in a ceasefire be watched by intelligence instead."""
        fpv = self.policy.fpv
        share = fpv.fly_share if fighting else 0.0
        self.seen = self.units.fly(day, self.fpv.by_sector, share, fpv.hit_share)
        if not fighting:
            self.seen = self.units.watched(day, self.config.peace.intelligence_share)

    def make_trips(self, day: int, enemy: Belligerent, fighting: bool) -> None:
        """Let ground drones make the day's trips under the hits of the enemy."""
        ground = self.ground
        self.units.make_trips(day, ground.armoury, ground.parameters, enemy.units, fighting)

    def potential_hits_per_km(self) -> Floats:
        """Return the hits a kilometre that each unit could score today."""
        stock, fpv = self.fpv.armoury.stock, self.policy.fpv
        held = stock.sum(axis=1)
        rates = front.fly_rates(held, fpv.fly_share, self.units.crew_sorties)
        passing = (stock * self.fpv.by_sector).sum(axis=1)
        return np.asarray(rates * passing * fpv.hit_share / self.units.km)

    def learn(self, day: int, enemy: Belligerent) -> None:
        """Let the countermeasures learn from what the enemy flew today."""
        self.countermeasures.learn(day, enemy.seen, enemy.fpv.open_families(day))

    def innovate(self, day: int) -> None:
        """Let every producer work on its next design."""
        for producers in self.producers:
            producers.innovate(day)
            producers.armoury.close_day()

    def apply_damage(self, home: Airspace) -> None:
        """Bear what raids have done to the side's sites."""
        output_kept = home.output_kept
        for producers in self.producers:
            producers.output_factor = output_kept
        self.governments.revenue_kept = home.revenue_kept

    def populations(self) -> list[Population]:
        """Return every population of the side, in the order in which agents are shown."""
        return [self.governments, *self.producers, self.units, self.countermeasures]
