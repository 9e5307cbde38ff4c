"""Units along the front: they fly, hit, lose soldiers, assault and hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.countermeasure import Sightings
from sim.war.agents.population import Attribute, Daily, LiveAgent, Population
from sim.war.equations import front, logistics
from sim.war.numerics.draws import spread
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters import units
    from sim.config.parameters.domains import Ground
    from sim.config.parameters.front import Front
    from sim.war.agents.racing_producer import FpvProducers
    from sim.war.armoury import Armoury
    from sim.war.numerics.compiled import Floats, Ints
    from sim.war.numerics.streams import Streams
    from sim.war.settings import CurrentSettings


_LEAST_STAKE = 1e-9
"""A sector that nobody can cross still gets a little."""


class FrontLineUnit(LiveAgent):
    """The unit of one side in one sector."""

    telling = "strength"
    population: FrontLineUnits

    @property
    def stock(self) -> dict[int, int]:
        """Drones on its shelf, by design id."""
        armoury = self.population.armoury
        slots, counts = armoury.shelves.of(self.row)
        return dict(zip(armoury.ids[slots].tolist(), counts.tolist(), strict=True))


class FrontLineUnits(Population):
    """The units of one side, one in each sector.

    Parameters
    ----------
    side
        "ua" or "ru".
    settings
        Today's parameters.
    streams
        The side's random numbers.
    armoury
        The front-line drones they hold.

    Attributes
    ----------
    odds : (slots,) float64
        How much units prefer the design in each slot today, by its reported pass rate.
    in_training : (days,) float64
        Crews in training, by the day of their order.
    waiting, guarantors : int
        Replacements that no unit needs yet, and soldiers of guarantors, who came on top of the
        establishment.
    stale_sorties : int
        Sorties flown today with designs that are obsolete.
    """

    agent_type = FrontLineUnit

    sector = Attribute("id", "Sector it stands in.", np.int64)
    strength = Attribute("soldiers", "Soldiers it has.", np.int64)
    first_strength = Attribute("soldiers", "Soldiers it had on day 0.", np.int64)
    crews = Attribute("crews", "Drone crews that it has.")
    posture = Attribute("id", "What it does: 0 hold, 1 assault, 2 pull back.", np.int64)
    score = Attribute("1", "Its chance to cross times its ratio of strengths.")
    hit_density = Attribute("hits/km/day", "Hits it scores, averaged over the reaction time.")
    reach_km = Attribute("km", "Reach of what hits, averaged over these hits.")
    reached: Daily[np.float64] = Daily("km", "Sum over today's hits of the reach of what hit.")
    wanted = Attribute("sorties", "Sorties that it was to fly today, with crews enough.")
    short_of_crews = Attribute("1", "Whether its crews could not fly all of them.", np.bool_)
    sorties = Daily("sorties", "Sorties flown today.", np.int64)
    passed = Daily("sorties", "Sorties not defeated by countermeasures today.", np.int64)
    hits = Daily("hits", "Hits scored today.", np.int64)
    trips = Daily("trips", "Trips that ground drones made for it today.", np.int64)
    exposure_kept = Attribute("1", "Share of its exposure that these trips leave today.")
    lost_to_drones = Daily("soldiers", "Soldiers lost to drones today.", np.int64)
    lost_to_artillery = Daily("soldiers", "Soldiers lost to artillery today.", np.int64)

    odds: Floats
    in_training: Floats
    waiting: int
    guarantors: int
    stale_sorties: int

    def __init__(
        self,
        side: str,
        settings: CurrentSettings,
        streams: Streams,
        armoury: Armoury,
    ) -> None:
        sectors = armoury.shelves.size
        super().__init__(side, sectors)
        self.settings, self.streams, self.armoury = settings, streams, armoury
        parameters, terrain = self.parameters, self.terrain
        self.sector[:] = self.rows
        self.km = terrain.length_km / sectors
        self._man()
        self.first_strength[:] = self.strength
        self.odds, self.in_training = np.ones(0), np.zeros(parameters.crew_training_days + 1)
        self._scratch = np.empty(sectors), np.empty(sectors), np.empty(sectors), np.empty(sectors)
        flown, single, several = np.empty((3, sectors), dtype=np.int64)
        self._none = np.zeros((1, sectors))
        self._counted = flown, single, several
        relative = np.array([1.0, terrain.exposure_assault, terrain.exposure_pull_back])
        self._exposure = terrain.exposed_per_km * relative
        self.reach_km[:] = terrain.reach_km
        self.exposure_kept[:], self.guarantors, self.stale_sorties = 1.0, 0, 0
        self._to_drones, self._to_artillery = np.zeros(sectors), np.zeros(sectors)

    def _man(self) -> None:
        """Have the soldiers and crews of day 0."""
        parameters = self.parameters
        self.strength[:], self.waiting = 0, 0
        spread(0.5, parameters.strength, self.strength)
        self.crews[:] = parameters.crews_per_thousand * self.strength / 1000

    def open_books(self) -> None:
        """Begin to count on day 0, with its soldiers and crews."""
        super().open_books()
        self._man()

    @property
    def parameters(self) -> units.Units:
        """The units' own parameters."""
        return self.policy.units

    @property
    def terrain(self) -> Front:
        """The parameters of the front."""
        return self.settings.config.front

    @property
    def thresholds(self) -> tuple[float, float]:
        """Scores above which a unit assaults and pulls back, as `front.contest` takes them."""
        rules = self.parameters
        return rules.assault_threshold, rules.pull_back_threshold

    @property
    def initiative(self) -> float:
        """Share of the units that assault."""
        return float((self.posture == front.ASSAULT).mean())

    @property
    def crew_sorties(self) -> Floats:
        """Sorties that each unit's crews can fly in a day."""
        return self.crews * self.parameters.sorties_per_crew

    @property
    def lacking_crews(self) -> Floats:
        """Crews (units,) that each unit lacks to fly with a margin what it has."""
        rules = self.parameters
        if rules.sorties_per_crew == 0:
            return np.zeros(self.size)
        needed = rules.crew_margin * self.wanted / rules.sorties_per_crew
        return np.where(self.strength > 0, np.maximum(needed - self.crews, 0.0), 0.0)

    @property
    def missing_crews(self) -> float:
        """Crews that units lack, beside those in training."""
        return max(0.0, float(self.lacking_crews.sum() - self.in_training.sum()))

    def train(self, day: int, crews: float) -> None:
        """Take in so many new crews; those whose training ends today join the units.

        They go where crews are short of what they are to be, or else where soldiers are.
        """
        waiting, slots = self.in_training, self.in_training.size
        waiting[(day + slots - 1) % slots] += crews
        ready, waiting[day % slots] = float(waiting[day % slots]), 0.0
        if ready > 0:
            lacking = self.lacking_crews
            shares = lacking if lacking.any() else self.strength
            self.crews += ready * shares / shares.sum() if shares.any() else 0.0

    def fly(self, day: int, producers: FpvProducers, fighting: bool) -> Sightings:
        """Fly a day's sorties of what producers made; return what the enemy saw of them."""
        armoury, shelves, rules = self.armoury, self.armoury.shelves, producers.parameters
        self.odds = producers.odds
        self.wanted[:] = self.habit(rules.fly_share if fighting else 0.0)
        self.short_of_crews[:] = self.crew_sorties < self.wanted
        shares, odds = self._shares(day, producers) if fighting else (self._none, self.odds)
        ageing = 0.0 if rules.unlimited_stock else min(1.0, 1 / rules.shelf_life_days)
        seen = np.empty((shelves.entries, 3), dtype=np.int64)
        before = armoury.stale_sorties()
        found = front.fly(
            self.streams.key(Purpose.SORTIE, day), *shelves.lists, armoury.ids, armoury.key,
            shares, odds, ageing, rules.hit_share, armoury.sorties, armoury.hits, armoury.expired,
            armoury.reach_km, self.sorties, self.passed, self.hits, self.reached, *self._scratch,
            *self._counted, seen,
        )  # fmt: skip
        self.stale_sorties = armoury.stale_sorties() - before
        return Sightings.of(armoury, self.size, found, seen)

    def _shares(self, day: int, producers: FpvProducers) -> tuple[Floats, Floats]:
        """Return what `fly_shares` says, as `front.fly` takes it: shares, and odds by design."""
        fly_share = producers.parameters.fly_share
        if not self.is_from_outside("fly_shares"):
            return self.choose(fly_share)[np.newaxis], self.odds
        stock = self.armoury.stock
        given = np.asarray(self.fly_shares(day, stock, producers.pass_rates().T, fly_share))
        shape = (self.size, 1) if given.shape[1:] == (1,) else stock.shape
        shares = self.answer("fly_shares", given, shape, np.float64).T.copy()
        return shares, np.ones_like(self.odds)

    def habit(self, fly_share: float) -> Floats:
        """Return the sorties (units,) that units fly with crews enough: a share of their stock."""
        return np.asarray(fly_share * self.armoury.shelves.count())

    def choose(self, fly_share: float) -> Floats:
        """Return the factor (units,) of each unit: it flies the share min(1, factor x odds)."""
        shelves, factor = self.armoury.shelves, np.empty(self.size)
        sorties = np.minimum(self.habit(fly_share), self.crew_sorties)
        front.choose(
            shelves.sizes, shelves.holders, shelves.counts, self.odds,
            np.argsort(self.odds, kind="stable"), sorties, *self._scratch[:3], factor,
        )  # fmt: skip
        return factor

    def fly_shares(self, day: int, stock: Ints, pass_rates: Floats, fly_share: float) -> Floats:
        """Return the share of what it has of each design that each unit flies today.

        To be overridden; here a unit flies more of the designs with better odds, `odds` (slots,),
        which follow the reported pass rates. Not called in a ceasefire. Which design has a slot is
        `armoury.ids` (slots,), -1 for none.

        Parameters
        ----------
        day
            Today.
        stock : (units, slots) int64
            Drones on the shelf; not to be changed.
        pass_rates : (units, slots) float64
            Chance that a sortie passes the countermeasures of the unit's sector, as of last
            evening; not to be changed.
        fly_share
            Share of all its stock that a unit is to fly. What its crews can fly is `crew_sorties`
            (units,).

        Returns
        -------
        (units, slots) or (units, 1) float64
            From 0 to 1. What that comes to is rounded up or down at random, by `Purpose.SORTIE`;
            draws of your own are of `Purpose.BEHAVIOUR`.
        """
        del day, stock, pass_rates
        return np.minimum(1.0, np.multiply.outer(self.choose(fly_share), self.odds))

    def potential_hits_per_km(self, producers: FpvProducers) -> Floats:
        """Return the hits a kilometre (units,) that units could score today with what they have."""
        rules, potential = producers.parameters, np.empty(self.size)
        self.odds = producers.odds
        front.potential_hits_per_km(
            *self.armoury.shelves.lists, self.odds, self.choose(rules.fly_share), rules.hit_share,
            self.km, potential,
        )  # fmt: skip
        return potential

    def watched(self, day: int, share: float) -> Sightings:
        """Return what the enemy's intelligence sees of the shelves on a day without sorties."""
        armoury, shelves = self.armoury, self.armoury.shelves
        seen = np.empty((shelves.entries, 3), dtype=np.int64)
        found = front.watch(
            self.streams.key(Purpose.INTELLIGENCE, day), shelves.sizes, shelves.holders,
            shelves.counts, armoury.ids, armoury.key, share, seen,
        )  # fmt: skip
        return Sightings.of(armoury, self.size, found, seen)

    def make_trips(
        self, day: int, ground: Armoury, rules: Ground, enemy: FrontLineUnits, fighting: bool
    ) -> None:
        """Let ground drones make a day's trips; in a ceasefire none is exposed that they'd replace.

        Parameters
        ----------
        day
            Today.
        ground, rules
            The ground drones and their parameters.
        enemy
            The units opposite, whose hits of today count.
        fighting
            Whether the sides fight.
        """
        shelves = ground.shelves
        logistics.make_trips(
            self.streams.key(Purpose.GROUND_TRIP, day), shelves.sizes, shelves.holders,
            shelves.counts, ground.ids, ground.key, rules.trips_per_drone if fighting else 0.0,
            rules.logistics_share, rules.losses_per_hit, self.posture, self.strength,
            self.first_strength, self._exposure, enemy.hits, self.km, ground.sorties,
            *self._scratch[:3], self.trips, self.exposure_kept,
        )  # fmt: skip

    def expect_losses(
        self, enemy: FrontLineUnits, depth_km: Floats, bombing: float, fighting: bool
    ) -> None:
        """Work out each unit's mean losses today.

        Parameters
        ----------
        enemy
            The units opposite, whose hits of today count.
        depth_km
            Depth from which this side keeps their guns.
        bombing
            Soldiers lost a day to glide bombs for each exposed target.
        fighting
            Whether guns fire, and bombs fall.
        """
        guns = self.settings.config.artillery
        losses_per_target = guns.losses_per_target if fighting else 0.0
        bombing = bombing if fighting else 0.0
        front.expected_losses(
            self.posture, self.strength, self.first_strength, self._exposure, enemy.hits,
            enemy.strength, enemy.first_strength, depth_km, self.km,
            self.terrain.casualties_per_hit, losses_per_target, guns.range_km, bombing,
            self.exposure_kept, self._to_drones, self._to_artillery,
        )  # fmt: skip

    def take_losses(self, day: int) -> None:
        """Draw today's losses from their means; crews are lost as soldiers are."""
        front.draw_losses(
            self.streams.key(Purpose.LOSS, day), self._to_drones, self._to_artillery,
            self.strength, self.crews, self.lost_to_drones, self.lost_to_artillery,
        )  # fmt: skip

    def update_hit_density(self) -> None:
        """Let today's hits enter the running means that the kill zone and postures follow."""
        front.average(
            self.hits, self.reached, self.km, 1 / self.terrain.reaction_days, self.hit_density,
            self.reach_km,
        )  # fmt: skip

    def choose_effort(self, stakes: Floats) -> None:
        """Send more of what is delivered to sectors (units,) where more is at stake.

        That is how likely either side is to cross there; to the power of the main effort.
        """
        odds = np.maximum(stakes, _LEAST_STAKE) ** self.parameters.main_effort
        edges = self.armoury.shelves.edges
        edges[1:] = np.cumsum(odds)
        edges /= edges[-1]

    def recruit(self, day: int) -> None:
        """Take in replacements up to the establishment; the rest of them waits."""
        rules = self.parameters
        establishment = (rules.establishment + self.guarantors) / self.size
        self.waiting = front.recruit(
            self.streams.key(Purpose.RECRUIT, day), rules.recruits_per_day, self.waiting,
            establishment, self.strength,
        )  # fmt: skip
