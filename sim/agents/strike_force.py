"""Planners of long-range strikes: they save up drones and launch raids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import sky
from sim.agents.population import Column, LiveAgent, Population
from sim.streams import Purpose

if TYPE_CHECKING:
    from sim.armoury import Armoury
    from sim.compiled import Floats, Ints
    from sim.config.sky import Strike
    from sim.streams import Streams


class StrikeForce(LiveAgent):
    """One launch area with its stockpile."""

    tempo = Column("1/night", "Share of its stockpile that it launches in a night, in the mean.")
    raid = Column("drones", "Drones it launched tonight.", np.int64)

    population: StrikeForces

    @property
    def stockpile(self) -> int:
        """Drones it has saved up."""
        return int(self.population.armoury.stock[self.row].sum())


class StrikeForces(Population):
    """All strike forces of a side.

    Attributes
    ----------
    incoming : (regions, slots) int64
        Drones over each region tonight, by design.
    raided : (regions,) int64
        Raids that reached each region tonight, with a drone or more.
    """

    agent_type = StrikeForce

    tempo: Floats
    raid: Ints

    def __init__(
        self,
        side: str,
        size: int,
        parameters: Strike,
        regions: int,
        route: int,
        streams: Streams,
        armoury: Armoury,
    ) -> None:
        super().__init__(side, size)
        self.parameters, self.streams, self.armoury = parameters, streams, armoury
        self.tempo[:] = parameters.tempo
        self.route = min(route, regions)
        self.raided: Ints = np.zeros(regions, dtype=np.int64)
        self._reached = np.zeros(self.route, dtype=np.bool_)
        self.incoming: Ints = np.zeros((regions, armoury.ids.size), dtype=np.int64)

    def launch(self, day: int) -> None:
        """Launch one night's raids."""
        armoury, regions = self.armoury, self.raided.size
        before = armoury.stock.sum(axis=1)
        targeted = self._routes(day, regions)
        self.incoming = np.zeros((regions, armoury.ids.size), dtype=np.int64)
        sky.launch(
            self.streams.key(Purpose.LAUNCH, day), self.streams.key(Purpose.WAVE, day),
            armoury.stock, armoury.ids, armoury.key, self._shares(day), targeted,
            armoury.sorties, self.incoming, self.raided, self._reached,
        )  # fmt: skip
        self.raid[:] = before - armoury.stock.sum(axis=1)

    def _shares(self, day: int) -> Floats:
        rules = self.parameters
        attacks = self.streams.uniforms(Purpose.ATTACK, day, self.rows) < rules.attack_share
        normals = self.streams.normals(Purpose.RAID_SIZE, day, self.rows)
        return sky.raid_shares(self.tempo, rules.attack_share, rules.raid_spread, attacks, normals)

    def _routes(self, day: int, regions: int) -> Ints:
        """Return the regions on each force's route tonight, each choice with equal chance."""
        places = np.arange(regions)
        u = np.array(
            [self.streams.uniforms(Purpose.ROUTE, day, places, row) for row in range(self.size)]
        ).reshape(self.size, regions)
        return np.asarray(np.argsort(u, axis=1, kind="stable")[:, : self.route])
