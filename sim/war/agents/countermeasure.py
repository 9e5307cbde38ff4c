"""Systems that defeat drones, each hunting one design at a time."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.war.agents.population import Column, LiveAgent, Population
from sim.war.equations import race
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters.formations import CountermeasureParameters
    from sim.config.parameters.race import Race
    from sim.war.armoury import Armoury
    from sim.war.numerics.compiled import Bools, Floats, Ints
    from sim.war.numerics.streams import Streams


class Countermeasure(LiveAgent):
    """A system in one sector or region that covers the designs near its centre."""

    sector = Column("id", "Sector or region it stands in.", np.int64)
    strength = Column("1", "Chance that it defeats a sortie of a design at its centre.")
    centre = Column("breadths", "Where it is in the design space.")
    target = Column("breadths", "Where it is going.")
    family = Column("id", "Family of designs it works against.", np.int64)
    hunting = Column("1", "Whether it is on its way to a target.", np.bool_)

    population: Countermeasures


class Sightings(NamedTuple):
    """The enemy designs that hit in one day, sector by sector.

    `offsets` (sectors + 1,) points into the other arrays, one entry a sector and design.
    """

    offsets: Ints
    keys: Ints
    hits: Ints
    families: Ints
    places: Floats

    @classmethod
    def of(cls, armoury: Armoury, offsets: Ints, designs: Ints, hits: Ints) -> Sightings:
        """Note what was seen of designs of `armoury`, as they are today."""
        return cls(
            offsets.copy(),
            armoury.key[designs],
            hits.copy(),
            armoury.family[designs],
            armoury.place[designs],
        )


class Countermeasures(Population):
    """All countermeasures of one side.

    Parameters
    ----------
    side
        "ua" or "ru".
    sectors
        Sectors of the front, or regions; each has `parameters.per_sector` systems, stored side
        by side.
    parameters, rules
        The side's and the race's parameters.
    streams
        The side's random numbers.
    """

    agent_type = Countermeasure

    sector: Ints
    strength: Floats
    centre: Floats
    target: Floats
    family: Ints
    hunting: Bools

    def __init__(
        self,
        side: str,
        sectors: int,
        parameters: CountermeasureParameters,
        rules: Race,
        streams: Streams,
    ) -> None:
        size = sectors * parameters.per_sector
        super().__init__(side, size, centre=rules.dimensions, target=rules.dimensions)
        self.sectors = sectors
        self.parameters, self.rules, self.streams = parameters, rules, streams
        self.sector[:] = self.rows // max(parameters.per_sector, 1)
        self.strength[:] = parameters.strength
        self.centre[:] = self._first_centres()
        if size:
            self.cycle = race.cycle(rules, parameters.strength, parameters.cycle_factor)
            self._sightings: deque[Sightings] = deque(maxlen=self.cycle.develop_days + 1)
        self._scratch = (self.hunting.copy(), self.target.copy(), self.family.copy())

    def adopt(self, parameters: CountermeasureParameters, rules: Race) -> None:
        """Take over parameters that events have changed."""
        self.parameters, self.rules = parameters, rules

    def _first_centres(self) -> Floats:
        together = self.rules.start == "apart"
        slots = np.zeros_like(self.rows) if together else self.rows
        axes = range(self.rules.dimensions)
        columns = [
            self.streams.uniforms(Purpose.COUNTERMEASURE_PLACE, 0, slots, axis) for axis in axes
        ]
        return np.asarray(self.rules.extent * np.stack(columns, axis=1))

    def learn(self, day: int, seen: Sightings, open_families: Bools) -> None:
        """Take in the day's sightings; chase, notice or take over for a day."""
        if not self.size:
            return
        self._sightings.append(seen)
        known = self._sightings[0] if self._full else _nothing(seen)
        key = self.streams.key
        race.hunt(
            key(Purpose.NOTICE, day), key(Purpose.TARGET, day), key(Purpose.TAKEOVER, day),
            key(Purpose.SOURCE, day), self.centre, self.target, self.family, self.hunting,
            *self._scratch, known.offsets, known.keys, known.hits, known.families, known.places,
            open_families, self.cycle.notice, self.parameters.diffusion_per_day,
            self.cycle.field_share, self.rules.extent,
        )  # fmt: skip

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
    )
