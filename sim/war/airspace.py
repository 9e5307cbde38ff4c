"""The sky over each side: the other's raids against its defence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from sim.config.parameters.raids import Aims
from sim.war.agents.air_defence_command import AirDefenceCommands
from sim.war.agents.countermeasure import Countermeasures, Sightings
from sim.war.agents.facility import KINDS, Facilities
from sim.war.agents.strike_bureau import StrikeBureaus
from sim.war.equations import damage, sky
from sim.war.numerics.draws import binomial, poisson
from sim.war.numerics.streams import Purpose
from sim.war.numerics.totals import total
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from sim.config.parameters.sides import Russia, Ukraine
    from sim.war.agents.interceptor_producer import InterceptorProducers
    from sim.war.agents.interceptor_unit import InterceptorUnits
    from sim.war.agents.population import Population
    from sim.war.agents.strike_force import StrikeForces
    from sim.war.agents.strike_producer import StrikeProducers
    from sim.war.numerics.streams import Streams
    from sim.war.parts import Parts
    from sim.war.settings import CurrentSettings

DEFENCE = 7
"""Number under which the systems of regions draw, apart from those at the front."""

RAIDS = {"ua": "ukraine.deep_strike", "ru": "russia.strike"}
"""The part that produces each side's long-range drones."""

HEATING = ((10, 15), (4, 15))
"""Month and day on which the heating season begins, and the first after it (assumption)."""

_OF_KIND = {section: kind for kind, section in KINDS.items()}
_AIMS = tuple(name for name in Aims.model_fields if name in _OF_KIND)
_MISSILES, _THROUGH = 100, 101
"""Slots of the numbers of missiles, apart from those of what they hit."""


class Airspace:
    """The sky over one side: raids, the layers that they meet, and the sites that they hit.

    Parameters
    ----------
    home, raiders
        The side below it and the one whose raids fly, each "ua" or "ru".
    settings
        Today's parameters.
    own, theirs
        The random numbers of the two sides.
    parts
        Which classes play the parts.

    Attributes
    ----------
    strike_producers : StrikeProducers
        Producers of the drones that the other side launches.
    forces : StrikeForces
        The forces that launch them.
    bureau : StrikeBureaus
        Those who plan how they get past groups.
    interceptor_producers : InterceptorProducers
        Producers of the defender's drones.
    countermeasures : Countermeasures
        The defender's systems, region by region.
    units : InterceptorUnits
        Its interceptor units, one in each region.
    command : AirDefenceCommands
        Its command of groups.
    sites : dict of str to Facilities
        What raids are aimed at, by the names of `Aims`.
    launched, leaked, intercepted : int
        Drones launched tonight, those that got through, and those that interceptors killed.
    missiles, missiles_leaked : int
        Missiles launched tonight, and those that got through.
    altitude_m, killed_share : float
        Mean altitude of the drones launched last, and the share of them that interceptors
        killed; 0 in a ceasefire.
    stopping : float
        Chance that groups bring down a drone that meets them tonight.
    """

    launched: int
    leaked: int
    intercepted: int
    missiles: int
    missiles_leaked: int
    altitude_m: float
    killed_share: float
    stopping: float
    seen: Sightings

    def __init__(
        self, home: str, raiders: str, settings: CurrentSettings, own: Streams, theirs: Streams,
        parts: Parts,
    ) -> None:  # fmt: skip
        self.settings, self._home, self._raiders, self._streams = settings, home, raiders, own
        us, them = SIDES[home].lower(), SIDES[raiders].lower()
        scale = settings.config.scale
        regions = self.policy.air_defence.regions * scale
        forces = settings.sides[raiders].raider.forces * scale
        self.countermeasures: Countermeasures = parts.of(f"{us}.countermeasures")(
            home, regions, settings, own.of_role(DEFENCE), regional=True
        )
        self.interceptor_producers: InterceptorProducers = parts.of(f"{us}.interceptor")(
            home, regions, settings, own
        )
        self.units: InterceptorUnits = parts.of(f"{us}.interceptor_units")(
            settings, self.interceptor_producers, own
        )
        self.command = AirDefenceCommands(home, settings, own)
        self.strike_producers: StrikeProducers = parts.of(RAIDS[raiders])(
            raiders, forces, settings, theirs
        )
        self.forces: StrikeForces = parts.of(f"{them}.strike_force")(
            self.strike_producers, regions, theirs.of_role(self.strike_producers.role_number)
        )
        self.bureau = StrikeBureaus(raiders, settings)
        self.sites = {name: Facilities(home, _OF_KIND[name], settings, own) for name in _AIMS}
        self._hits, self._missile_hits = np.zeros((2, len(_AIMS)), dtype=np.int64)
        self._met = np.zeros((regions, 0), dtype=np.int64)
        self.altitude_m, self.killed_share, self._day = self._first_altitude_m(), 0.0, 0
        self.stopping = self.command.stopping_share(self.bureau.hazard_left)
        self.open_books()
        self._fill_shelves()

    def _first_altitude_m(self) -> float:
        producers = self.strike_producers
        return producers.parameters.altitude_m if producers.size else 0.0

    def _fill_shelves(self) -> None:
        """Lay the designs of day 0, and leave what lies there in the evening."""
        weapon = self.interceptor_producers.parameters
        self.interceptor_producers.begin(self.altitude_m)
        self.interceptor_producers.stock_up(weapon.initial_stock_days)
        self.strike_producers.begin(self.countermeasures)
        self.strike_producers.stock_up(1 / self.strike_producers.parameters.tempo - 1)

    def open_books(self) -> None:
        """Begin to count on day 0."""
        self.launched, self.leaked, self.intercepted = 0, 0, 0
        self.missiles, self.missiles_leaked = 0, 0

    @property
    def policy(self) -> Ukraine | Russia:
        """The parameters of the side below."""
        return self.settings.sides[self._home]

    def night(self, day: int, fighting: bool) -> None:
        """One night: raids fly, regions defend, sites are hit, and news reaches both sides."""
        self._day = day
        self.forces.launch(day, fighting)
        self.launched = total(self.forces.raid)
        self._meet_systems(day)
        self.stopping = self.command.stopping_share(self.bureau.hazard_left)
        self.units.defend(day, self._met, self.strike_producers.armoury, self.stopping)
        self.leaked, self.intercepted = total(self.units.leaked), total(self.units.intercepted)
        self._launch_missiles(day, fighting)
        self._damage(day)
        self._tell(day, fighting)

    def _meet_systems(self, day: int) -> None:
        """Let raids meet the systems of each region, which see what passes them."""
        armoury, incoming = self.strike_producers.armoury, self.forces.incoming
        self._met = np.empty_like(incoming)
        # Each drone is over one region, so that no more can be seen than were launched.
        seen = np.empty((self.launched, 3), dtype=np.int64)
        found = sky.meet_systems(
            self._streams.key(Purpose.PENETRATION, day), incoming, armoury.ids, armoury.key,
            self.strike_producers.by_region, self._met, seen,
        )  # fmt: skip
        self.seen = Sightings.of(armoury, incoming.shape[0], found, seen)

    def _launch_missiles(self, day: int, fighting: bool) -> None:
        """Launch the night's missiles, which meet neither systems, interceptors nor groups."""
        rules = self.forces.parameters.missiles
        uniform = self.forces.streams.uniform
        mean = rules.launched_per_month / sky.DAYS_PER_MONTH if fighting else 0.0
        stopped = self.policy.air_defence.missile_defence
        self.missiles = poisson(uniform(Purpose.MISSILE, day, _MISSILES), mean)
        u = uniform(Purpose.MISSILE, day, _THROUGH)
        self.missiles_leaked = self.missiles - binomial(u, self.missiles, stopped)

    def _damage(self, day: int) -> None:
        """Let what got through hit sites."""
        rules, key = self.forces.parameters, self.forces.streams.key
        odds = dict(rules.aims)
        aims = np.array([odds[name] for name in _AIMS]) / (sum(odds.values()) or 1.0)
        damage.share_out_hits(
            key(Purpose.DAMAGE, day), self.leaked, rules.damaging_share, aims, self._hits
        )
        damage.share_out_hits(
            key(Purpose.MISSILE, day), self.missiles_leaked, 1.0, aims, self._missile_hits
        )
        hits = self._hits + rules.missiles.hits_each * self._missile_hits
        for sites, number in zip(self.sites.values(), hits.tolist(), strict=True):
            sites.strike(day, number)

    def _tell(self, day: int, fighting: bool) -> None:
        """Let both sides hear of the night."""
        if self.launched:
            self.altitude_m = self.strike_producers.mean_altitude_m(self.forces.launched)
            self.killed_share = self.intercepted / self.launched
        elif not fighting:
            self.killed_share = 0.0
        self.forces.take_report(self.units.leaked)
        self.command.hear(day, self.forces.recent, self.launched > 0)
        self.bureau.hear(self.command.news)
        self.strike_producers.report_kills(self.killed_share)
        self.interceptor_producers.report(self.altitude_m)

    def learn(self, day: int) -> None:
        """Let the systems learn from what passed them."""
        self.countermeasures.learn(day, self.seen, self.strike_producers.open_families(day))

    def repair(self) -> None:
        """Repair for a day."""
        for sites in self.sites.values():
            sites.repair()

    @property
    def energy_lost(self) -> float:
        """Share of energy that is lost, by what it weighs in this season."""
        sites = self.sites["energy"]
        today = self.settings.config.run.start + dt.timedelta(days=self._day)
        begins, ends = HEATING
        heating = not ends <= (today.month, today.day) < begins
        factor = self.policy.facilities.energy.heating_factor if heating else 1.0
        return min(1.0, factor * sites.lost_share)

    @property
    def output_kept(self) -> float:
        """What raids have left of the capacity of the side's producers, as a share."""
        energy = damage.kept(self.energy_lost, self.policy.facilities.energy.dependence)
        return energy * self.sites["plants"].kept

    @property
    def work_lost(self) -> float:
        """Share of the work in producers' hands that went with plants tonight."""
        plants = self.sites["plants"]
        return plants.parameters.dependence * plants.lost_tonight

    @property
    def revenue_kept(self) -> float:
        """What raids have left of the side's own revenue, as a share."""
        dependence = self.policy.facilities.energy.revenue_dependence
        return damage.kept(self.energy_lost, dependence) * self.sites["refineries"].kept

    @property
    def speed_kept(self) -> float:
        """What is left of the speed at which the side advances, with the fuel that is left."""
        refineries = self.policy.facilities.refineries
        return damage.kept(self.sites["refineries"].lost_share, refineries.fuel_dependence)

    @property
    def bombs_kept(self) -> float:
        """What is left of the glide bombs that the side's airfields send to the front."""
        return self.sites["airfields"].kept

    @property
    def arriving_share(self) -> float:
        """What damaged depots leave of what is sent to units."""
        return self.sites["depots"].kept

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
        return [
            self.command, self.units, self.countermeasures, self.forces, self.bureau,
            *self.sites.values(),
        ]  # fmt: skip
