"""The sky over Ukraine: Russian raids against Ukrainian interceptors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.interceptor_unit import InterceptorUnits
from sim.agents.sky_producer import InterceptorMakers, StrikeMakers
from sim.agents.strike_force import StrikeForces
from sim.armoury import Armoury

if TYPE_CHECKING:
    from sim.agents.population import Population
    from sim.config.schema import Config
    from sim.streams import Streams


class Airspace:
    """Both sides' makers and formations that meet in the sky.

    Parameters
    ----------
    config
        The whole configuration.
    ua, ru
        The random numbers of the two sides.

    Attributes
    ----------
    launched, intercepted, leaked : int
        Tonight's strike drones: launched, killed by interceptors, got through.
    altitude_m, killed_share : float
        Mean altitude of the drones launched last, and the share of them that interceptors killed.
    """

    interceptor: InterceptorMakers
    strike: StrikeMakers
    units: InterceptorUnits
    forces: StrikeForces
    launched: int
    intercepted: int
    leaked: int
    altitude_m: float
    killed_share: float

    def __init__(self, config: Config, ua: Streams, ru: Streams) -> None:
        scale, costs = config.scale, config.economy
        weapon, threat, defence = (
            config.ukraine.interceptor,
            config.russia.strike,
            config.ukraine.air_defence,
        )
        regions, forces = defence.regions * scale, threat.forces * scale
        size = weapon.producers * scale
        self.interceptor = InterceptorMakers(
            "ua", size, config.ukraine, weapon, costs, ua, Armoury(regions, 1, size)
        )
        size = threat.producers * scale
        self.strike = StrikeMakers(
            "ru", size, config.russia, threat, costs, ru, Armoury(forces, 1, size)
        )
        self.units = InterceptorUnits(
            "ua", regions, scale, defence, weapon, ua, self.interceptor.armoury
        )
        self.forces = StrikeForces(
            "ru", forces, threat, regions, threat.regions_per_raid, ru, self.strike.armoury
        )
        self.launched, self.intercepted, self.leaked, self.killed_share = 0, 0, 0, 0.0
        self.altitude_m = threat.altitude_m if size else 0.0
        self._begin(weapon.ceiling_m, weapon.initial_stock_days, threat.altitude_m, threat.tempo)

    def _begin(self, ceiling_m: float, stock_days: float, altitude_m: float, tempo: float) -> None:
        self.interceptor.begin(ceiling_m, altitude_m)
        self.interceptor.stock_up(stock_days)
        self.strike.begin(altitude_m, 0.0)
        self.strike.stock_up(1 / tempo - 1)

    def night(self, day: int) -> None:
        """One night: raids fly, regions defend, news reaches the makers."""
        self.forces.launch(day)
        incoming = self.forces.incoming
        self.units.defend(day, incoming, self.strike.armoury)
        self.launched = int(self.forces.raid.sum())
        self.intercepted = int(self.units.intercepted.sum())
        self.leaked = int(self.units.leaked.sum())
        if self.launched:
            self.altitude_m = self.strike.mean_height_m(incoming.sum(axis=0))
            self.killed_share = self.intercepted / self.launched
        self.strike.report(self.killed_share)
        self.interceptor.report(self.altitude_m)

    @property
    def neutralised(self) -> int:
        """Strike drones shot down, jammed or lost tonight."""
        return self.launched - self.leaked

    @property
    def alarms(self) -> float:
        """Air-raid alarms tonight, the mean over regions: one for each raid that arrives."""
        return float(self.forces.raided.mean())

    @property
    def ceiling_m(self) -> float:
        """Mean ceiling of the interceptors on the shelves."""
        return self.interceptor.mean_height_m(self.interceptor.armoury.held)

    def populations(self) -> list[Population]:
        """Return the populations that no `Belligerent` shows."""
        return [self.units, self.forces]
