"""The sky over each side: the other's raids against its defence."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.countermeasure import Countermeasures, Sightings
from sim.war.agents.facility import Facilities
from sim.war.agents.interceptor_unit import InterceptorUnits
from sim.war.agents.racing_producer import DeepStrikeProducers
from sim.war.agents.sky_producer import InterceptorProducers, StrikeProducers
from sim.war.agents.strike_force import StrikeForces
from sim.war.armoury import Armoury
from sim.war.equations import damage, sky
from sim.war.numerics.draws import binomial
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters.raids import Raider
    from sim.config.schema import Config
    from sim.war.agents.population import Population
    from sim.war.agents.producer import Producers
    from sim.war.numerics.compiled import Ints
    from sim.war.numerics.streams import Streams


class Airspace(abc.ABC):
    """The sky over one side, as far as it is alike over both.

    Attributes
    ----------
    strike_producers : Producers
        Producers of the drones that the other side launches.
    forces : StrikeForces
        The forces that launch them.
    infrastructure, plants : Facilities
        What raids are aimed at: energy sites or refineries, and drone plants.
    launched, leaked : int
        Drones launched tonight, and those that got through.
    """

    strike_producers: Producers
    forces: StrikeForces
    infrastructure: Facilities
    plants: Facilities
    launched: int
    leaked: int

    def __init__(self) -> None:
        self.launched, self.leaked = 0, 0

    @abc.abstractmethod
    def adopt(self, config: Config) -> None:
        """Take over parameters that events have changed, of what no `Belligerent` shows."""

    def night(self, day: int, fighting: bool) -> None:
        """One night: raids fly, regions defend, news reaches both sides."""
        self.forces.launch(day, fighting)
        through = self.defend(day)
        self.launched = int(self.forces.raid.sum())
        self.leaked = int(through.sum())
        self.forces.take_report(through)
        self._damage(day)

    def _damage(self, day: int) -> None:
        """Let what got through hit sites of the one kind or the other."""
        rules = self.forces.parameters
        u = self.forces.streams.uniforms(Purpose.DAMAGE, day, _DRAWS)
        damaging = binomial(u[0], self.leaked, rules.damaging_share)
        first = binomial(u[1], damaging, rules.infrastructure_share)
        others = binomial(u[2], damaging - first, rules.plant_share_of_rest)
        self.infrastructure.strike(day, first)
        self.plants.strike(day, others)

    def repair(self) -> None:
        """Repair for a day."""
        for sites in (self.infrastructure, self.plants):
            sites.repair()

    @property
    @abc.abstractmethod
    def output_kept(self) -> float:
        """What raids have left of the capacity of the side's producers, as a share."""

    @property
    @abc.abstractmethod
    def revenue_kept(self) -> float:
        """What raids have left of the side's own revenue, as a share."""

    @property
    @abc.abstractmethod
    def speed_kept(self) -> float:
        """What raids have left of the speed at which the side advances, as a share."""

    @abc.abstractmethod
    def defend(self, day: int) -> Ints:
        """Defend every region tonight; return the drones that got through, by region."""

    @property
    def neutralised(self) -> int:
        """Drones shot down, jammed or lost tonight."""
        return self.launched - self.leaked

    @property
    def alarms(self) -> float:
        """Air-raid alarms tonight, the mean over regions: one for each raid that arrives."""
        return float(self.forces.raided.mean())

    def populations(self) -> list[Population]:
        """Return the populations that no `Belligerent` shows."""
        return [self.forces, self.infrastructure, self.plants]


DEFENCE = 7
"""Number under which Russia's regional countermeasures draw, apart from those at the front."""

_DRAWS = np.arange(3)


def _fill_shelves(producers: Producers, rules: Raider) -> None:
    """Leave what lies there in the evening, when a day's deliveries fly each night."""
    producers.stock_up(1 / rules.tempo - 1)


class UkrainianSky(Airspace):
    """Russian strike drones against Ukrainian interceptors, in a race for height.

    Parameters
    ----------
    config
        The whole configuration.
    ua, ru
        The random numbers of the two sides.

    Attributes
    ----------
    interceptor_producers : InterceptorProducers
        Producers of the defender's drones.
    intercepted : int
        Strike drones that interceptors killed tonight.
    altitude_m, killed_share : float
        Mean altitude of the drones launched last, and the share of them that interceptors
        killed; 0 in a ceasefire.
    """

    strike_producers: StrikeProducers
    interceptor_producers: InterceptorProducers
    units: InterceptorUnits
    intercepted: int
    altitude_m: float
    killed_share: float

    def __init__(self, config: Config, ua: Streams, ru: Streams) -> None:
        super().__init__()
        scale, costs = config.scale, config.economy
        weapon, threat = config.ukraine.interceptor, config.russia.strike
        defence = config.ukraine.air_defence
        regions, forces = defence.regions * scale, threat.forces * scale
        size = weapon.producers * scale
        self.interceptor_producers = InterceptorProducers(
            "ua", size, config.ukraine, weapon, costs, ua, Armoury(regions, 1, size)
        )
        size = threat.producers * scale
        self.strike_producers = StrikeProducers(
            "ru", size, config.russia, threat, costs, ru, Armoury(forces, 1, size)
        )
        self.units = InterceptorUnits(
            "ua", regions, scale, defence, weapon, ua, self.interceptor_producers.armoury
        )
        self.forces = StrikeForces("ru", forces, threat, regions, ru, self.strike_producers.armoury)
        sites = config.ukraine.facilities
        self.infrastructure = Facilities("ua", "energy", sites.energy, ua)
        self.plants = Facilities("ua", "plant", sites.plants, ua)
        self.intercepted, self.killed_share = 0, 0.0
        self.altitude_m = threat.altitude_m if size else 0.0
        self.interceptor_producers.begin(weapon.ceiling_m, threat.altitude_m)
        self.interceptor_producers.stock_up(weapon.initial_stock_days)
        self.strike_producers.begin(threat.altitude_m, 0.0)
        _fill_shelves(self.strike_producers, threat)

    def adopt(self, config: Config) -> None:
        """Take over parameters of the raids, the defence and Ukraine's sites."""
        self.forces.parameters = config.russia.strike
        self.units.parameters = config.ukraine.air_defence
        self.units.weapon = config.ukraine.interceptor
        self.infrastructure.parameters = config.ukraine.facilities.energy
        self.plants.parameters = config.ukraine.facilities.plants

    def defend(self, day: int) -> Ints:
        """Let interceptors engage, then base defence."""
        self.units.defend(day, self.forces.incoming, self.strike_producers.armoury)
        return self.units.leaked

    def night(self, day: int, fighting: bool) -> None:
        """One night, of which both sides' producers hear too."""
        super().night(day, fighting)
        self.intercepted = int(self.units.intercepted.sum())
        if self.launched:
            self.altitude_m = self.strike_producers.mean_height_m(self.forces.incoming.sum(axis=0))
            self.killed_share = self.intercepted / self.launched
        elif not fighting:
            self.killed_share = 0.0
        self.strike_producers.report(self.killed_share)
        self.interceptor_producers.report(self.altitude_m)

    @property
    def ceiling_m(self) -> float:
        """Mean ceiling of the interceptors on the shelves."""
        return self.interceptor_producers.mean_height_m(self.interceptor_producers.armoury.held)

    @property
    def output_kept(self) -> float:
        """What is left without the energy and the plants that are lost."""
        return self.infrastructure.kept * self.plants.kept

    @property
    def revenue_kept(self) -> float:
        """All of it: raids on Ukraine cut its output."""
        return 1.0

    @property
    def speed_kept(self) -> float:
        """All of it."""
        return 1.0

    def populations(self) -> list[Population]:
        """Add the interceptor units."""
        return [self.units, *super().populations()]


class RussianSky(Airspace):
    """Ukrainian deep-strike drones against Russian countermeasures, in the design space.

    Parameters
    ----------
    config
        The whole configuration.
    ua, ru
        The random numbers of the two sides.

    Attributes
    ----------
    countermeasures : Countermeasures
        Russia's systems, region by region.
    """

    strike_producers: DeepStrikeProducers
    countermeasures: Countermeasures
    seen: Sightings

    def __init__(self, config: Config, ua: Streams, ru: Streams) -> None:
        super().__init__()
        threat, self.defence = config.ukraine.deep_strike, config.russia.air_defence
        regions, forces = self.defence.regions * config.scale, threat.forces * config.scale
        size = threat.producers * config.scale
        armoury = Armoury(forces, config.race.dimensions, size)
        self.countermeasures = Countermeasures(
            "ru", regions, self.defence.countermeasures, config.race, ru.of_role(DEFENCE)
        )
        self.strike_producers = DeepStrikeProducers(
            "ua", size, config.ukraine, threat, config.economy, ua, armoury
        )
        self.forces = StrikeForces(
            "ua", forces, threat, regions, ua.of_role(DeepStrikeProducers.role_number), armoury
        )
        sites = config.russia.facilities
        self.infrastructure = Facilities("ru", "refinery", sites.refineries, ru)
        self.plants = Facilities("ru", "plant", sites.plants, ru)
        self._refineries = sites.refineries
        self._streams = ru
        self._leaked = np.zeros(regions, dtype=np.int64)
        self._offsets = np.zeros(regions + 1, dtype=np.int64)
        self.strike_producers.begin(config.race, self.countermeasures)
        _fill_shelves(self.strike_producers, threat)

    def adopt(self, config: Config) -> None:
        """Take over parameters of the raids, the defence and Russia's sites."""
        self.forces.parameters, self.defence = config.ukraine.deep_strike, config.russia.air_defence
        self.countermeasures.adopt(self.defence.countermeasures, config.race)
        self.strike_producers.rules = config.race
        sites = config.russia.facilities
        self._refineries = sites.refineries
        self.infrastructure.parameters, self.plants.parameters = sites.refineries, sites.plants

    def defend(self, day: int) -> Ints:
        """Let countermeasures meet the raids, then guns and aircraft; the systems learn."""
        armoury, incoming = self.strike_producers.armoury, self.forces.incoming
        most = np.count_nonzero(incoming)
        seen, seen_passed = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
        sky.penetrate(
            self._streams.key(Purpose.PENETRATION, day),
            self._streams.key(Purpose.BASE_DEFENCE, day), incoming, armoury.ids, armoury.key,
            self.strike_producers.by_sector, self.defence.base_defence, armoury.hits, self._leaked,
            self._offsets, seen, seen_passed,
        )  # fmt: skip
        found = int(self._offsets[-1])
        self.seen = Sightings.of(armoury, self._offsets, seen[:found], seen_passed[:found])
        return self._leaked

    def learn(self, day: int) -> None:
        """Let the countermeasures learn from what passed them."""
        self.countermeasures.learn(day, self.seen, self.strike_producers.open_families(day))

    @property
    def output_kept(self) -> float:
        """What is left without the plants that are lost."""
        return self.plants.kept

    @property
    def revenue_kept(self) -> float:
        """What is left without the refinery output that is lost."""
        return self.infrastructure.kept

    @property
    def speed_kept(self) -> float:
        """What is left without the fuel that is lost."""
        return damage.kept(self.infrastructure.lost_share, self._refineries.fuel_dependence)

    def populations(self) -> list[Population]:
        """Add the regional countermeasures."""
        return [self.countermeasures, *super().populations()]
