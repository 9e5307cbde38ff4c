"""Interceptor units: crews, radars and stock that decide how much of a raid is engaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.population import Attribute, Daily, LiveAgent, Population
from sim.war.equations import sky
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters.sky import AirDefence
    from sim.war.agents.interceptor_producer import InterceptorProducers
    from sim.war.armoury import Armoury
    from sim.war.numerics.compiled import Floats, Ints
    from sim.war.numerics.streams import Streams
    from sim.war.settings import CurrentSettings


class InterceptorUnit(LiveAgent):
    """The air-defence crews of one region, with interceptor drones."""

    telling = "crews"
    population: InterceptorUnits

    @property
    def stock(self) -> int:
        """Interceptors on its shelf."""
        return int(self.population.armoury.shelves.count()[self.row])

    @property
    def ceiling_m(self) -> float:
        """Mean ceiling of the interceptors on its shelf, in metres; NaN without any."""
        armoury = self.population.armoury
        slots, held = armoury.shelves.of(self.row)
        heights = armoury.place[armoury.ids[slots], 0]
        return float(np.average(heights, weights=held)) if slots.size else float("nan")


class InterceptorUnits(Population):
    """The interceptor units of all regions.

    Parameters
    ----------
    settings
        Today's parameters.
    producers
        The producers of the interceptors they hold.
    streams
        The side's random numbers.
    """

    agent_type = InterceptorUnit

    region = Attribute("id", "Region it defends.", np.int64)
    crews = Attribute("crews", "Interceptor crews.")
    radars = Attribute("radars", "Radars that guide interceptors.")
    cover = Attribute("1", "Share of the region's sky in which interceptors can be guided.")
    intercepted = Daily("drones", "Strike drones its interceptors killed tonight.", np.int64)
    leaked = Daily("drones", "Strike drones that got through tonight.", np.int64)

    def __init__(
        self, settings: CurrentSettings, producers: InterceptorProducers, streams: Streams
    ) -> None:
        super().__init__(producers.side, producers.armoury.shelves.size)
        self.settings, self.producers, self.streams = settings, producers, streams
        self.armoury = producers.armoury
        # The crews and radars of one configured region are spread over `scale` of them.
        parameters, scale = self.parameters, settings.config.scale
        self.region[:] = self.rows
        self.crews[:] = parameters.crews_per_region / scale * self._spread(Purpose.CREWS)
        self.radars[:] = parameters.radars_per_region / scale * self._spread(Purpose.RADARS)
        self.cover[:] = parameters.cover

    @property
    def parameters(self) -> AirDefence:
        """The parameters of the defence."""
        return self.policy.air_defence

    def _spread(self, purpose: Purpose) -> Floats:
        sigma = self.parameters.unit_spread
        normals = self.streams.normals(purpose, 0, self.rows)
        return np.exp(sigma * normals - sigma**2 / 2)

    def limits(self, day: int) -> Ints:
        """Return the targets that crews and radars let each unit engage tonight.

        To be overridden; called once a night. Draws of your own are of `Purpose.BEHAVIOUR`.

        Returns
        -------
        (units,) int64
            Drones, not below 0; stock limits them further.
        """
        rules, targets = self.parameters, np.empty(self.size, dtype=np.int64)
        sky.limits(
            self.streams.key(Purpose.INTERCEPTOR_LIMIT, day), self.crews, self.radars,
            rules.engagements_per_crew, rules.tracks_per_radar, targets,
        )  # fmt: skip
        return targets

    def defend(self, day: int, met: Ints, attackers: Armoury, stopping: float) -> None:
        """Defend every region for a night against the drones that it meets, then let groups.

        `stopping` is the chance that these bring down what is left.
        """
        limits = self.answer("limits", self.limits(day), (self.size,), np.int64)
        own, rules, weapon = self.armoury, self.parameters, self.producers.parameters
        key = self.streams.key
        sky.defend(
            key(Purpose.ENGAGEMENT, day), key(Purpose.INTERCEPTION, day),
            key(Purpose.BASE_DEFENCE, day), met, attackers.ids, attackers.key,
            attackers.altitude_m, attackers.hits, *own.shelves.lists, own.ids, own.key, own.place,
            own.kill_probability, self.cover, limits, weapon.shots_per_target,
            rules.altitude_scale_m, stopping, own.sorties, own.hits, self.intercepted, self.leaked,
        )  # fmt: skip
