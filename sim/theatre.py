"""The line of contact between the formations of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import front

if TYPE_CHECKING:
    from sim.agents.front_line_unit import FrontLineUnits
    from sim.compiled import Floats
    from sim.config.front import Front


class Theatre:
    """The front with its kill zone and its line.

    Parameters
    ----------
    terrain
        The front's parameters.
    ua, ru
        The formations, with the hits that day 0 promises: the kill-zone anchor.

    Attributes
    ----------
    hazard : float
        Hazard of a hit a kilometre and day, from the anchor.
    line_km : (sectors,) float64
        How far the line has moved since day 0, + is Ukrainian gain.
    depth_ua, depth_ru : (sectors,) float64
        Depth of the kill zone in km that each side imposes.
    area_change_km2 : float
        Today's change of the area that Ukraine holds.
    """

    hazard: float
    line_km: Floats
    depth_ua: Floats
    depth_ru: Floats
    area_change_km2: float

    def __init__(self, terrain: Front, ua: FrontLineUnits, ru: FrontLineUnits) -> None:
        self.terrain, self.km = terrain, ua.km
        hits_ua, hits_ru = float(ua.hit_density.mean()), float(ru.hit_density.mean())
        self.hazard = front.anchored_hazard(
            terrain.kill_zone_km, terrain.reach_km, terrain.lethal_threshold, hits_ua, hits_ru
        )
        self.line_km = np.zeros(ua.size)
        self.area_change_km2 = 0.0
        self.depth_ua, self.depth_ru = self._depth_km(ua), self._depth_km(ru)

    def _depth_km(self, units: FrontLineUnits) -> Floats:
        return front.zone_depth_km(
            units.hit_density, self.hazard, self.terrain.reach_km, self.terrain.lethal_threshold
        )

    @property
    def held_share(self) -> float:
        """Share of Ukraine's area that Russia holds."""
        gained = float(self.line_km.sum() * self.km)
        return self.terrain.territory_held_share - gained / self.terrain.country_area_km2

    def move(self, ua: FrontLineUnits, ru: FrontLineUnits) -> None:
        """Let the kill zone follow the hits, formations choose what to do, and the line move."""
        for units in (ua, ru):
            units.remember_hits()
        self.depth_ua, self.depth_ru = self._depth_km(ua), self._depth_km(ru)
        crossing_ua = front.crossing_chance(ru.hit_density, self.hazard)
        crossing_ru = front.crossing_chance(ua.hit_density, self.hazard)
        ratio_ua = front.strength_ratio(ua.strength, ru.strength)
        ratio_ru = front.strength_ratio(ru.strength, ua.strength)
        _choose(ua, crossing_ua * ratio_ua, crossing_ru * ratio_ru)
        _choose(ru, crossing_ru * ratio_ru, crossing_ua * ratio_ua)
        speed = self.terrain.advance_km_per_day
        gain = front.advance_km(ua.posture, crossing_ua, ratio_ua, speed)
        gain -= front.advance_km(ru.posture, crossing_ru, ratio_ru, speed)
        self.line_km += gain
        self.area_change_km2 = float(gain.sum() * self.km)


def _choose(units: FrontLineUnits, own: Floats, enemy: Floats) -> None:
    units.posture[:] = front.choose_posture(
        own, enemy, units.parameters.assault_threshold, units.parameters.pull_back_threshold
    )
