"""Systems that defeat drones, each hunting one design at a time."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.war.agents.population import Attribute, LiveAgent, Population
from sim.war.equations import race
from sim.war.equations.race import Systems
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters.race import Race
    from sim.config.parameters.units import CountermeasureParameters
    from sim.war.armoury import Armoury
    from sim.war.numerics.compiled import Bools, Floats, Ints
    from sim.war.numerics.streams import Streams
    from sim.war.settings import CurrentSettings


class Countermeasure(LiveAgent):
    """A system in one sector or region that covers the designs near its centre.

    One of strength 0 is still to be fielded.
    """

    telling = "strength"
    population: Countermeasures


class Sightings(NamedTuple):
    """The enemy designs that hit in one day, sector by sector, an entry a sector and design.

    Attributes
    ----------
    offsets : (sectors + 1,) int64
        Where the entries of each sector begin and end.
    keys : (entries,) int64
        Stable keys of the designs.
    hits : (entries,) int64
        Hits of the day, 1 or more.
    families : (entries,) int64
        Families of the designs.
    places : (entries, dimensions) float64
        Where the designs were that day, in breadths.
    released : (entries,) int64
        Days on which the designs were released.
    """

    offsets: Ints
    keys: Ints
    hits: Ints
    families: Ints
    places: Floats
    released: Ints

    @property
    def sectors(self) -> Ints:
        """Sector of each entry (entries,)."""
        return np.repeat(np.arange(self.offsets.size - 1), np.diff(self.offsets))

    @classmethod
    def of(cls, armoury: Armoury, sectors: int, found: int, seen: Ints) -> Sightings:
        """Note what was seen of designs of `armoury`, as they are today.

        `seen` (..., 3) is by which sector, which design, and how often, of `found` entries.
        """
        ints = np.empty((4, found), dtype=np.int64)
        keys, hits, families, released = ints
        places = np.empty((found, armoury.place.shape[1]))
        offsets = np.empty(sectors + 1, dtype=np.int64)
        sightings = cls(offsets, keys, hits, families, places, released)
        race.note(
            found, seen, armoury.key, armoury.family, armoury.place, armoury.released, *sightings
        )
        return sightings


class Countermeasures(Population):
    """All countermeasures of one side.

    Parameters
    ----------
    side
        "ua" or "ru".
    sectors
        Sectors of the front, or regions; each has `parameters.per_sector` systems, stored side
        by side, and later as many more for each new family of designs, whose strength is 0 until
        they are fielded.
    settings
        Today's parameters.
    streams
        The side's random numbers.
    regional
        Whether they defend regions rather than the front.

    Attributes
    ----------
    paid_share : float
        Share of the additional systems that are missing today for which there is money; the
        government sets it each day.
    """

    agent_type = Countermeasure

    sector = Attribute("id", "Sector or region it stands in.", np.int64)
    strength = Attribute("1", "Chance that it defeats a sortie of a design at its centre.")
    centre = Attribute("breadths", "Where it is in the design space.")
    target = Attribute("breadths", "Where it is going.")
    family = Attribute("id", "Family of designs it works against.", np.int64)
    hunting = Attribute("1", "Whether it is on its way to a target.", np.bool_)

    def __init__(
        self,
        side: str,
        sectors: int,
        settings: CurrentSettings,
        streams: Streams,
        regional: bool = False,
    ) -> None:
        self.side, self.settings, self.streams = side, settings, streams
        self.sectors, self.regional = sectors, regional
        parameters, rules = self.parameters, self.rules
        self.per_sector, self.paid_share = parameters.per_sector, 0.0
        size = sectors * self.per_sector
        super().__init__(side, size, centre=rules.dimensions, target=rules.dimensions)
        self._families = [0]
        self._place_block()
        self.strength[:] = parameters.strength
        self.centre[:] = self._first_centres()
        if size:
            self.cycle = race.cycle(rules, parameters.strength, parameters.cycle_factor)
            self._sightings: deque[Sightings] = deque(maxlen=self.cycle.develop_days + 1)

    @property
    def parameters(self) -> CountermeasureParameters:
        """Their own parameters."""
        if self.regional:
            return self.policy.air_defence.countermeasures
        return self.policy.countermeasures

    @property
    def rules(self) -> Race:
        """The parameters of the race."""
        return self.settings.config.race

    def _first_centres(self) -> Floats:
        together = self.rules.start == "apart"
        return self._anywhere(np.zeros_like(self.rows) if together else self.rows, 0)

    def _anywhere(self, slots: Ints, day: int) -> Floats:
        """Return a random place of the design space for each slot (slots, dimensions)."""
        axes = range(self.rules.dimensions)
        columns = [
            self.streams.uniforms(Purpose.COUNTERMEASURE_PLACE, day, slots, axis) for axis in axes
        ]
        return np.asarray(self.rules.extent * np.stack(columns, axis=1))

    def _place_block(self) -> None:
        """Put the systems of the newest block into their sectors, side by side."""
        block = self.rows[-self.sectors * self.per_sector :] if self.size else self.rows
        self.sector[block] = (block - block[:1]) // max(self.per_sector, 1)
        self._scratch = (self.hunting.copy(), self.target.copy(), self.family.copy())

    @property
    def missing(self) -> float:
        """Additional systems that are to be fielded today, on average."""
        rules = self.parameters
        return rules.fielding_per_day * int(self._unfilled.sum()) if rules.learns else 0.0

    @property
    def fielded(self) -> Ints:
        """Rows of those that are there: all but additional ones that are still to come."""
        whole = self.sectors * self.per_sector
        return np.flatnonzero((self.strength > 0) | (self.rows < whole))

    @property
    def _unfilled(self) -> Bools:
        """Tell where systems against which new family are lacking (families, sectors)."""
        additional = self.strength.reshape(-1, self.sectors, max(self.per_sector, 1))[1:]
        return np.asarray((additional == 0).any(axis=2))

    def _field(self, day: int, open_families: Bools) -> None:
        """Field additional systems against new families, at random places of the design space."""
        for family in open_families.nonzero()[0].tolist():
            if family not in self._families:
                self._families.append(family)
                self.grow(self.sectors * self.per_sector)
                self._place_block()
        chance = self.paid_share * self.parameters.fielding_per_day
        for block, (family, unfilled) in enumerate(
            zip(self._families[1:], self._unfilled, strict=True), start=1
        ):
            sectors = unfilled.nonzero()[0]
            u = self.streams.uniforms(Purpose.FIELDING, day, family * self.sectors + sectors)
            for sector in sectors[u < chance].tolist():
                self._field_one(block, family, sector, day)

    def _field_one(self, block: int, family: int, sector: int, day: int) -> None:
        """Field one more of a sector's systems against a family, whose block they are in."""
        whole, first = self.sectors * self.per_sector, sector * self.per_sector
        own = slice(block * whole + first, block * whole + first + self.per_sector)
        number = int(np.count_nonzero(self.strength[own]))
        row, slot = own.start + number, family * whole + first + number
        self.strength[row], self.family[row] = self.parameters.strength, family
        self.centre[row] = self._anywhere(np.array([slot]), day)[0]

    def arranged(self) -> Systems:
        """Return a copy of them as they stand, for judging designs."""
        systems = Systems(
            np.empty((self.centre.shape[1], self.size)),
            np.empty(self.size, dtype=np.int64),
            np.empty(self.size),
        )
        race.arrange(
            self.centre, self.family, self.strength, self.sectors, self.per_sector, *systems
        )
        return systems

    def learn(self, day: int, seen: Sightings, open_families: Bools) -> None:
        """Take in the day's sightings; field, chase, notice or take over, unless frozen."""
        if not self.size:
            return
        self._sightings.append(seen)
        if not self.parameters.learns:
            return
        self._field(day, open_families)
        known = self._sightings[0] if self._full else _nothing(seen)
        key = self.streams.key
        weights = self.answer("weights", self.weights(day, known), known.keys.shape, np.float64)
        race.hunt(
            key(Purpose.NOTICE, day), key(Purpose.TARGET, day), key(Purpose.TAKEOVER, day),
            key(Purpose.SOURCE, day), self.sector, self.strength, self.centre, self.target,
            self.family, self.hunting, *self._scratch, known.offsets, known.keys, weights,
            known.families, known.places, open_families, self.cycle.notice,
            self.parameters.diffusion_per_day, self.cycle.field_share, self.rules.extent,
        )  # fmt: skip

    def weights(self, day: int, known: Sightings) -> Floats:
        """Return the odds with which a free system hunts each design that it knows of.

        To be overridden. A free system picks one of the entries of its own sector, by odds in
        proportion to their weights; here those are the hits that the designs scored.

        Parameters
        ----------
        day
            Today.
        known
            What was seen `cycle.develop_days` ago; without entries in the first days.

        Returns
        -------
        (entries,) float64
            In any unit; an entry of 0 or less is never picked. The pick itself draws from
            `Purpose.TARGET`; draws of your own are of `Purpose.BEHAVIOUR`.
        """
        del day
        return known.hits.astype(np.float64)

    @property
    def _full(self) -> bool:
        return len(self._sightings) == self.cycle.develop_days + 1


def _nothing(like: Sightings) -> Sightings:
    return Sightings(
        np.zeros_like(like.offsets),
        like.keys[:0],
        like.hits[:0],
        like.families[:0],
        like.places[:0],
        like.released[:0],
    )
