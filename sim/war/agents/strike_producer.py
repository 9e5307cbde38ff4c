"""Producers of long-range drones, which race in the design space and in height."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.population import Attribute
from sim.war.agents.racing_producer import RacingProducers, everywhere
from sim.war.delay import Delay
from sim.war.equations import sky
from sim.war.numerics.totals import mean, total

if TYPE_CHECKING:
    from sim.config.parameters.raids import Raider
    from sim.war.agents.countermeasure import Countermeasures
    from sim.war.numerics.compiled import Bools, Floats, Ints


class StrikeProducers(RacingProducers):
    """Producers of long-range drones, which may fly over every region of the enemy.

    They flee the systems of its regions in the design space, and climb away from its interceptors.
    """

    role = "strike"
    role_number = 2

    next_altitude_m = Attribute("m", "Altitude of the platform it retools for.")

    _everywhere: tuple[Ints, Ints, Floats]

    @property
    def parameters(self) -> Raider:
        """The role's parameters."""
        return self.policy.raider

    @property
    def first_price_usd(self) -> float:
        """Price of one more drone on day 0, the mean over decoys and others."""
        rules = self.parameters
        return (
            1 - rules.decoy_share
        ) * rules.unit_cost_usd + rules.decoy_share * rules.decoy_cost_usd

    def begin(self, enemy: Countermeasures) -> None:
        """Join the race against the systems of the enemy's regions."""
        self._everywhere = everywhere(self.armoury.ids.size, enemy.sectors)
        self._kills = Delay(0.0)
        super().begin(enemy)

    def judged(self) -> tuple[Ints, Ints, Floats]:
        """Return all regions."""
        if self._everywhere[0].size != self.armoury.ids.size:
            self._everywhere = everywhere(self.armoury.ids.size, self.enemy.sectors)
        return self._everywhere

    @property
    def by_region(self) -> Floats:
        """Pass rate of each living design in each region (slots, regions), as of last evening."""
        return self._everywhere[-1]

    def first_design(self, row: int, place: Floats, family: int = 0) -> None:
        """Enter a design of day 0, at the altitude that all have then."""
        super().first_design(row, place, family)
        self.armoury.altitude_m[self.design[row]] = self.parameters.altitude_m

    def report_kills(self, share: float) -> None:
        """File the share of the night's drones that interceptors killed."""
        # Tonight's is filed before producers look, so one more is on file than they wait for.
        self._kills.file(share, self.feedback_days + 1)

    @property
    def altitudes_m(self) -> Floats:
        """Altitude of what each producer builds."""
        return np.asarray(self.armoury.altitude_m[self.design])

    def aims_m(self) -> Floats:
        """Return the altitude in metres (producers,) of each one's next platform.

        To be overridden; here they climb by a step in proportion to the share reported killed.
        """
        rules = self.parameters
        step = rules.altitude_step_m * self._kills.known
        return np.minimum(rules.altitude_max_m, self.altitudes_m + step)

    def worthwhile(self) -> Bools:
        """Tell whose product passes too seldom, or would fly higher with a new platform."""
        return super().worthwhile() | (self.aims_m() > self.altitudes_m)

    def retool(self, row: int, place: Floats, family: int, day: int) -> None:
        """Develop a platform that flies as high as is aimed at."""
        super().retool(row, place, family, day)
        self.next_altitude_m[row] = self.aims_m()[row]

    def release(self, row: int, day: int) -> None:
        """Release the platform with its altitude."""
        super().release(row, day)
        self.armoury.altitude_m[self.design[row]] = self.next_altitude_m[row]

    def mean_altitude_m(self, weights: Ints) -> float:
        """Return the mean altitude of designs, weighted by slot; of production if all are 0."""
        armoury = self.armoury
        if total(weights) == 0:
            return mean(self.altitudes_m) if self.size else 0.0
        return sky.mean_height(armoury.ids, armoury.altitude_m, weights, np.empty(weights.size))


class DeepStrikeProducers(StrikeProducers):
    """Ukraine's, whose drones are called deep strikes."""

    role = "deep_strike"
