"""One side of the war: its producers, units, countermeasures and government."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.war.equations import front
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from sim.war.agents.countermeasure import Countermeasures, Sightings
    from sim.war.agents.domain_producer import GroundProducers
    from sim.war.agents.front_line_unit import FrontLineUnits
    from sim.war.agents.government import Governments
    from sim.war.agents.population import Population
    from sim.war.agents.producer import Producers
    from sim.war.agents.racing_producer import FpvProducers
    from sim.war.airspace import Airspace
    from sim.war.finance import JointDeal, Loans
    from sim.war.numerics.streams import Streams
    from sim.war.parts import Parts
    from sim.war.settings import CurrentSettings


class Belligerent:
    """A side of the war, as far as both sides are alike; the sky adds to it.

    Parameters
    ----------
    name
        "ua" or "ru".
    settings
        Today's parameters.
    streams
        The side's random numbers.
    parts
        Which classes play the side's parts.

    Attributes
    ----------
    producers : list of Producers
        The producers of each role; the front-line drones come first.
    systems : list of Countermeasures
        The countermeasures, at the front first.
    at_work : list of Producers
        Those of roles that the configuration does not leave out.
    """

    countermeasures: Countermeasures
    home: Airspace
    abroad: Airspace
    fpv: FpvProducers
    ground: GroundProducers
    units: FrontLineUnits
    governments: Governments
    at_work: list[Producers]
    seen: Sightings

    def __init__(
        self, name: str, settings: CurrentSettings, streams: Streams, parts: Parts
    ) -> None:
        self.name, self.settings, self._parts = name, settings, parts
        sectors = settings.config.front.sectors * settings.config.scale
        self.countermeasures = self._class_of("countermeasures")(name, sectors, settings, streams)
        self.fpv = self._class_of("fpv")(name, sectors, settings, streams)
        self.units = self._class_of("units")(name, settings, streams, self.fpv.armoury)
        self.ground = self._class_of("ground")(name, sectors, settings, streams)
        self.ground.stock_up(self.ground.parameters.initial_stock_days)
        self.producers: list[Producers] = [self.fpv, self.ground]
        self.systems = [self.countermeasures]

    def _class_of(self, part: str) -> Any:
        return self._parts.of(f"{SIDES[self.name].lower()}.{part}")

    def join_race(self, enemy: Belligerent) -> None:
        """Lay the designs of day 0 against the enemy's countermeasures and fill the shelves."""
        self.fpv.begin(enemy.countermeasures)
        # What lies on the shelf in the evening, when a day's deliveries are flown each day.
        self.fpv.stock_up(1 / self.fpv.parameters.fly_share - 1)
        self.units.hit_density[:] = self._first_hits_per_km()

    def form_government(
        self,
        home: Airspace,
        abroad: Airspace,
        loans: Loans | None = None,
        deal: JointDeal | None = None,
    ) -> None:
        """Appoint the government, once both skies are there: its own, and where its raids fly."""
        self.home, self.abroad = home, abroad
        self.producers += [home.interceptor_producers, abroad.strike_producers]
        self.systems.append(home.countermeasures)
        self.at_work = [producers for producers in self.producers if producers.size]
        self.governments = self._class_of("government")(
            self.name,
            self.settings,
            self.producers,
            self.units,
            self.systems,
            home.command,
            abroad.forces,
            loans,
            deal,
        )

    def _first_hits_per_km(self) -> float:
        """Return the hits a kilometre and day of the initial designs, with steady stocks.

        Where stock has no end, with as many sorties as crews can fly.
        """
        fpv, able = self.fpv, self.units.crew_sorties.sum()
        endless = fpv.parameters.unlimited_stock
        mix = np.ones(fpv.size) if endless else fpv.first_deliveries
        sorties = able if endless else min(mix.sum(), able)
        if sorties == 0 or not mix.any():
            return 0.0
        rate = (mix * fpv.armoury.rate[fpv.design]).sum() / mix.sum()
        share, length_km = self.fpv.parameters.hit_share, self.settings.config.front.length_km
        return float(front.expected_hits_per_km(sorties, rate, share, length_km))

    def order(self, day: int) -> None:
        """Let the government spend its money; producers are as fast as that makes them."""
        governments = self.governments
        governments.order(day)
        self.units.train(day, governments.crews.placed)
        for fielding in governments.fielding:
            fielding.systems.paid_share = fielding.paid_share
        self.home.command.order(governments.groups.placed)
        self.abroad.forces.add_launchers(governments.launchers.placed)
        for producers in self.at_work:
            producers.hasten(governments.research.time_factor, governments.liaison.time_factor)

    def produce(self) -> None:
        """Build a day's drones of every role."""
        for producers in self.at_work:
            producers.produce()

    def supply(self, day: int) -> None:
        """Deliver what was built today."""
        export_share = self.settings.config.deal.export_share
        for producers in self.at_work:
            producers.supply(day, export_share)

    def fly(self, day: int, fighting: bool) -> None:
        """Fly a day's front-line sorties; in a ceasefire be watched by intelligence instead."""
        self.seen = self.units.fly(day, self.fpv, fighting)
        if not fighting:
            self.seen = self.units.watched(day, self.settings.config.peace.intelligence_share)

    def make_trips(self, day: int, enemy: Belligerent, fighting: bool) -> None:
        """Let ground drones make the day's trips under the hits of the enemy."""
        ground = self.ground
        if ground.size:
            self.units.make_trips(day, ground.armoury, ground.parameters, enemy.units, fighting)

    def learn(self, day: int, enemy: Belligerent) -> None:
        """Let the countermeasures learn from what the enemy flew today."""
        self.countermeasures.learn(day, enemy.seen, enemy.fpv.open_families(day))

    def innovate(self, day: int, fighting: bool) -> None:
        """Let every producer work on its next design."""
        for producers in self.at_work:
            producers.innovate(day)
            producers.close_day(fighting)

    def apply_damage(self) -> None:
        """Bear what raids have done to the side's sites."""
        home = self.home
        output_kept, arriving, work_lost = home.output_kept, home.arriving_share, home.work_lost
        for producers in self.at_work:
            producers.output_factor, producers.arriving_share = output_kept, arriving
            producers.lose_work(work_lost)
        self.governments.revenue_kept = home.revenue_kept

    @property
    def bombing(self) -> float:
        """Soldiers of the enemy lost a day to glide bombs for each exposed target."""
        policy = self.settings.sides[self.name]
        return policy.bomb_losses_per_target * self.home.bombs_kept

    def populations(self) -> list[Population]:
        """Return every population of the side, in the order in which agents are shown."""
        return [self.governments, *self.producers, self.units, self.countermeasures]
