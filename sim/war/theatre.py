"""The line of contact between the units of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.equations import front
from sim.war.numerics.streams import Purpose
from sim.war.numerics.totals import added, mean

if TYPE_CHECKING:
    from sim.config.parameters.front import Front
    from sim.war.agents.front_line_unit import FrontLineUnits
    from sim.war.numerics.compiled import Floats
    from sim.war.numerics.streams import Streams
    from sim.war.settings import CurrentSettings


class Theatre:
    """The front with its kill zone and its line.

    Parameters
    ----------
    settings
        Today's parameters.
    ua, ru
        The units.
    streams
        Random numbers of neither side.

    Attributes
    ----------
    openness : (sectors,) float64
        Hazard of a hit in each sector, relative to that of the anchor; its logarithm is 0 on
        average.
    line_km : (sectors,) float64
        How far the line has moved since day 0, + is Ukrainian gain.
    depth_ua, depth_ru : (sectors,) float64
        Depth of the kill zone in km that each side imposes, by `front.lethal_threshold`, on which
        nothing depends.
    guns_kept_from_ua, guns_kept_from_ru : (sectors,) float64
        Depth in km from which each side keeps the enemy's guns, by the anchor's threshold.
    area_change_km2 : float
        Today's change of the area that Ukraine holds.
    """

    openness: Floats
    line_km: Floats
    depth_ua: Floats
    depth_ru: Floats
    guns_kept_from_ua: Floats
    guns_kept_from_ru: Floats
    area_change_km2: float

    def __init__(
        self, settings: CurrentSettings, ua: FrontLineUnits, ru: FrontLineUnits, streams: Streams
    ) -> None:
        self.settings, self.km = settings, ua.km
        normals = streams.normals(Purpose.OPENNESS, 0, ua.rows)
        self.openness = np.exp(self.terrain.openness_spread * normals)
        self.line_km, self._gain_km = np.zeros(ua.size), np.zeros(ua.size)
        self.area_change_km2 = 0.0
        self._follow(ua, ru)

    @property
    def terrain(self) -> Front:
        """The parameters of the front."""
        return self.settings.config.front

    @property
    def hazard(self) -> Floats:
        """Hazard of a hit a kilometre and day in each sector, from the anchor."""
        terrain = self.terrain
        anchored = front.anchored_hazard(
            terrain.kill_zone_km, terrain.reach_km, terrain.reference_hits_per_km
        )
        return anchored * self.openness

    def open_books(self) -> None:
        """Begin to count on day 0, with the line where it is then."""
        self.line_km.fill(0.0)
        self.area_change_km2 = 0.0

    def _follow(self, ua: FrontLineUnits, ru: FrontLineUnits) -> None:
        """Let all depths follow the hits."""
        told, anchored = self.terrain.lethal_threshold, front.ANCHOR_THRESHOLD
        self.depth_ua, self.depth_ru = self._depth_km(ua, told), self._depth_km(ru, told)
        self.guns_kept_from_ua = self._depth_km(ua, anchored)
        self.guns_kept_from_ru = self._depth_km(ru, anchored)

    def _depth_km(self, units: FrontLineUnits, threshold: float) -> Floats:
        return front.zone_depth_km(units.hit_density, self.hazard, units.reach_km, threshold)

    def freeze(self) -> None:
        """Keep the zone and the line as they are, in a ceasefire."""
        self.area_change_km2 = 0.0

    @property
    def width_km(self) -> float:
        """Width of the kill zone, mean over sectors."""
        return mean(self.depth_ua + self.depth_ru)

    @property
    def mean_depth_ua_km(self) -> float:
        """Depth of the kill zone that Ukraine imposes, mean over sectors."""
        return mean(self.depth_ua)

    @property
    def mean_depth_ru_km(self) -> float:
        """Depth of the kill zone that Russia imposes, mean over sectors."""
        return mean(self.depth_ru)

    @property
    def held_share(self) -> float:
        """Share of Ukraine's area that Russia holds."""
        gained = added(self.line_km) * self.km
        terrain = self.terrain
        share = terrain.territory_held_share - gained / terrain.country_area_km2
        return min(1.0, max(0.0, share))

    def move(self, ua: FrontLineUnits, ru: FrontLineUnits, kept_ua: float, kept_ru: float) -> None:
        """Let the kill zone follow the hits, units choose what to do, and the line move.

        `kept_ua` and `kept_ru` are the shares that raids leave of each side's speed.
        """
        speed = self.terrain.advance_km_per_day
        for units in (ua, ru):
            units.update_hit_density()
        self._follow(ua, ru)
        front.contest(
            ua.hit_density, ru.hit_density, ua.strength, ru.strength, self.hazard, ua.thresholds,
            ru.thresholds, speed * kept_ua, speed * kept_ru, ua.posture, ru.posture, ua.score,
            ru.score, self._gain_km,
        )  # fmt: skip
        stakes = ua.score + ru.score
        for units in (ua, ru):
            units.choose_effort(stakes)
        self.line_km += self._gain_km
        self.area_change_km2 = added(self._gain_km) * self.km
