"""The sky over each side: the other's raids against its defence."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.countermeasure import Countermeasures, Sightings
from sim.war.agents.facility import Facilities
from sim.war.agents.racing_producer import DeepStrikeProducers
from sim.war.equations import damage, sky
from sim.war.numerics.streams import Purpose
from sim.war.numerics.totals import total

if TYPE_CHECKING:
    from sim.config.parameters.sky import RussiaAirDefence
    from sim.war.agents.interceptor_unit import InterceptorUnits
    from sim.war.agents.population import Population
    from sim.war.agents.sky_producer import InterceptorProducers, StrikeProducers
    from sim.war.agents.strike_force import StrikeForces
    from sim.war.numerics.compiled import Ints
    from sim.war.numerics.streams import Streams
    from sim.war.parts import Parts
    from sim.war.settings import CurrentSettings


class Airspace(abc.ABC):
    """The sky over one side, as far as it is alike over both.

    Attributes
    ----------
    strike_producers : StrikeProducers or DeepStrikeProducers
        Producers of the drones that the other side launches.
    forces : StrikeForces
        The forces that launch them.
    infrastructure, plants : Facilities
        What raids are aimed at: energy sites or refineries, and drone plants.
    launched, leaked : int
        Drones launched tonight, and those that got through.
    """

    strike_producers: StrikeProducers | DeepStrikeProducers
    forces: StrikeForces
    infrastructure: Facilities
    plants: Facilities
    launched: int
    leaked: int

    def __init__(self) -> None:
        self.launched, self.leaked = 0, 0

    def open_books(self) -> None:
        """Begin to count on day 0."""
        self.launched, self.leaked = 0, 0

    def night(self, day: int, fighting: bool) -> None:
        """One night: raids fly, regions defend, news reaches both sides."""
        self.forces.launch(day, fighting)
        self.launched = total(self.forces.raid)
        through = self.defend(day)
        self.leaked = total(through)
        self.forces.take_report(through)
        self._damage(day)

    def _damage(self, day: int) -> None:
        """Let what got through hit sites of the one kind or the other."""
        rules = self.forces.parameters
        first, others = damage.share_out_hits(
            self.forces.streams.key(Purpose.DAMAGE, day), self.leaked, rules.damaging_share,
            rules.infrastructure_share, rules.plant_share_of_rest,
        )  # fmt: skip
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
        return total(self.forces.raided) / self.forces.raided.size

    def populations(self) -> list[Population]:
        """Return the populations that no `Belligerent` shows."""
        return [self.forces, self.infrastructure, self.plants]


DEFENCE = 7
"""Number under which Russia's regional countermeasures draw, apart from those at the front."""


def _fill_shelves(producers: StrikeProducers | DeepStrikeProducers) -> None:
    """Leave what lies there in the evening, when a day's deliveries fly each night."""
    producers.stock_up(1 / producers.parameters.tempo - 1)


class UkrainianSky(Airspace):
    """Russian strike drones against Ukrainian interceptors, in a race for height.

    Parameters
    ----------
    settings
        Today's parameters.
    ua, ru
        The random numbers of the two sides.
    parts
        Which classes play the parts.

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

    def __init__(self, settings: CurrentSettings, ua: Streams, ru: Streams, parts: Parts) -> None:
        super().__init__()
        config = settings.config
        weapon, threat = config.ukraine.interceptor, config.russia.strike
        regions = config.ukraine.air_defence.regions * config.scale
        self.interceptor_producers = parts.of("ukraine.interceptor")("ua", regions, settings, ua)
        self.strike_producers = parts.of("russia.strike")(
            "ru", threat.forces * config.scale, settings, ru
        )
        self.units = parts.of("ukraine.interceptor_units")(settings, self.interceptor_producers, ua)
        self.forces = parts.of("russia.strike_force")(self.strike_producers, regions, ru)
        self.infrastructure = Facilities("ua", "energy", settings, ua)
        self.plants = Facilities("ua", "plant", settings, ua)
        self.intercepted, self.killed_share = 0, 0.0
        self.altitude_m = threat.altitude_m if self.strike_producers.size else 0.0
        self.interceptor_producers.begin(weapon.ceiling_m, threat.altitude_m)
        self.interceptor_producers.stock_up(weapon.initial_stock_days)
        self.strike_producers.begin(threat.altitude_m, 0.0)
        _fill_shelves(self.strike_producers)

    def open_books(self) -> None:
        """Begin to count on day 0."""
        super().open_books()
        self.intercepted = 0

    def defend(self, day: int) -> Ints:
        """Let interceptors engage, then base defence."""
        self.units.defend(day, self.forces.incoming, self.strike_producers.armoury)
        return self.units.leaked

    def night(self, day: int, fighting: bool) -> None:
        """One night, of which both sides' producers hear too."""
        super().night(day, fighting)
        self.intercepted = total(self.units.intercepted)
        if self.launched:
            self.altitude_m = self.strike_producers.mean_height_m(self.forces.launched)
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
    settings
        Today's parameters.
    ua, ru
        The random numbers of the two sides.
    parts
        Which classes play the parts.

    Attributes
    ----------
    countermeasures : Countermeasures
        Russia's systems, region by region.
    """

    strike_producers: DeepStrikeProducers
    countermeasures: Countermeasures
    seen: Sightings

    def __init__(self, settings: CurrentSettings, ua: Streams, ru: Streams, parts: Parts) -> None:
        super().__init__()
        self.settings, self._streams = settings, ru
        scale = settings.config.scale
        regions = self.defence.regions * scale
        forces = settings.config.ukraine.deep_strike.forces * scale
        self.countermeasures = parts.of("russia.countermeasures")(
            "ru", regions, settings, ru.of_role(DEFENCE), regional=True
        )
        self.strike_producers = parts.of("ukraine.deep_strike")("ua", forces, settings, ua)
        self.forces = parts.of("ukraine.strike_force")(
            self.strike_producers, regions, ua.of_role(DeepStrikeProducers.role_number)
        )
        self.infrastructure = Facilities("ru", "refinery", settings, ru)
        self.plants = Facilities("ru", "plant", settings, ru)
        self._leaked = np.zeros(regions, dtype=np.int64)
        self.strike_producers.begin(self.countermeasures)
        _fill_shelves(self.strike_producers)

    @property
    def defence(self) -> RussiaAirDefence:
        """The parameters of Russia's air defence."""
        return self.settings.config.russia.air_defence

    def defend(self, day: int) -> Ints:
        """Let countermeasures meet the raids, then guns and aircraft; the systems learn."""
        armoury, incoming = self.strike_producers.armoury, self.forces.incoming
        # Each drone is over one region, so that no more can be seen than were launched.
        seen = np.empty((self.launched, 3), dtype=np.int64)
        found = sky.penetrate(
            self._streams.key(Purpose.PENETRATION, day),
            self._streams.key(Purpose.BASE_DEFENCE, day), incoming, armoury.ids, armoury.key,
            self.strike_producers.by_region, self.defence.base_defence, armoury.hits, self._leaked,
            seen,
        )  # fmt: skip
        self.seen = Sightings.of(armoury, self._leaked.size, found, seen)
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
        refineries = self.settings.config.russia.facilities.refineries
        return damage.kept(self.infrastructure.lost_share, refineries.fuel_dependence)

    def populations(self) -> list[Population]:
        """Add the regional countermeasures."""
        return [self.countermeasures, *super().populations()]
