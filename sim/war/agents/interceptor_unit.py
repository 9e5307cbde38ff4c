"""Interceptor units: crews, radars and stock that decide how much of a raid is engaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.population import Column, LiveAgent, Population
from sim.war.equations import sky
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters.sky import AirDefence, Interceptor
    from sim.war.armoury import Armoury
    from sim.war.numerics.compiled import Floats, Ints
    from sim.war.numerics.streams import Streams


class InterceptorUnit(LiveAgent):
    """The air-defence crews of one region, with interceptor drones."""

    region = Column("id", "Region it defends.", np.int64)
    crews = Column("crews", "Interceptor crews.")
    radars = Column("radars", "Radars that guide interceptors.")
    cover = Column("1", "Share of the region's sky in which interceptors can be guided.")
    intercepted = Column("drones", "Strike drones its interceptors killed tonight.", np.int64)
    leaked = Column("drones", "Strike drones that got through tonight.", np.int64)

    population: InterceptorUnits

    @property
    def stock(self) -> int:
        """Interceptors on its shelf."""
        return int(self.population.armoury.stock[self.row].sum())

    @property
    def ceiling_m(self) -> float:
        """Mean ceiling of the interceptors on its shelf, in metres; NaN without any."""
        armoury = self.population.armoury
        held = armoury.stock[self.row]
        slots = np.flatnonzero(held)
        heights = armoury.place[armoury.ids[slots], 0]
        return float(np.average(heights, weights=held[slots])) if slots.size else float("nan")


class InterceptorUnits(Population):
    """The interceptor units of all regions.

    Parameters
    ----------
    side
        "ua".
    regions, scale
        Number of units, and the configuration's `scale`: over how many of them the crews and
        radars of one configured region are spread.
    parameters, weapon
        The defence's and the interceptors' parameters.
    streams
        The side's random numbers.
    armoury
        The interceptors they hold.
    """

    agent_type = InterceptorUnit

    region: Ints
    crews: Floats
    radars: Floats
    cover: Floats
    intercepted: Ints
    leaked: Ints

    def __init__(
        self,
        side: str,
        regions: int,
        scale: int,
        parameters: AirDefence,
        weapon: Interceptor,
        streams: Streams,
        armoury: Armoury,
    ) -> None:
        super().__init__(side, regions)
        self.parameters, self.weapon = parameters, weapon
        self.streams, self.armoury = streams, armoury
        self.region[:] = self.rows
        self.crews[:] = parameters.crews_per_region / scale * self._spread(Purpose.CREWS)
        self.radars[:] = parameters.radars_per_region / scale * self._spread(Purpose.RADARS)
        self.cover[:] = parameters.cover

    def _spread(self, purpose: Purpose) -> Floats:
        sigma = self.parameters.unit_spread
        normals = self.streams.normals(purpose, 0, self.rows)
        return np.exp(sigma * normals - sigma**2 / 2)

    def limits(self, day: int) -> Ints:
        """Return the targets that crews and radars let each unit engage tonight."""
        crews = self.crews * self.parameters.engagements_per_crew
        radars = self.radars * self.parameters.tracks_per_radar
        u = self.streams.uniforms(Purpose.CREWS, day, self.rows)
        return np.floor(np.minimum(crews, radars) + u).astype(np.int64)

    def defend(self, day: int, incoming: Ints, attackers: Armoury) -> None:
        """Defend every region for a night against the drones over it."""
        own, rules, weapon = self.armoury, self.parameters, self.weapon
        key = self.streams.key
        sky.defend(
            key(Purpose.ENGAGEMENT, day), key(Purpose.INTERCEPTION, day),
            key(Purpose.BASE_DEFENCE, day), incoming, attackers.ids, attackers.key,
            attackers.place, attackers.hits, own.stock, own.ids, own.key, own.place, self.cover,
            self.limits(day), weapon.shots_per_target, weapon.kill_probability,
            rules.altitude_scale_m, rules.base_defence, own.sorties, own.hits, self.intercepted,
            self.leaked,
        )  # fmt: skip
