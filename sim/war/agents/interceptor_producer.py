"""Producers of interceptors, which follow strike drones upwards and kill better by generation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.innovating_producer import InnovatingProducers
from sim.war.delay import Delay
from sim.war.equations import sky
from sim.war.numerics.totals import mean, total

if TYPE_CHECKING:
    from sim.config.parameters.sky import Interceptor
    from sim.war.numerics.compiled import Bools, Floats


class InterceptorProducers(InnovatingProducers):
    """Producers of interceptors, who hear, some days later, how high the enemy's drones fly."""

    role = "interceptor"
    role_number = 3

    @property
    def parameters(self) -> Interceptor:
        """The role's parameters."""
        return self.policy.interceptor

    @property
    def dimensions(self) -> int:
        """One: the ceiling in metres."""
        return 1

    def begin(self, altitude_m: float) -> None:
        """Enter the designs of day 0, against drones that fly so high."""
        for row in range(self.size):
            self.first_design(row, np.array([self.parameters.ceiling_m]))
            self.armoury.kill_probability[self.design[row]] = self.parameters.kill_probability
        self._news = Delay(altitude_m)

    def report(self, altitude_m: float) -> None:
        """File how high drones flew tonight; what is known is the oldest still on file."""
        # Tonight's is filed before producers look, so one more is on file than they wait for.
        self._news.file(altitude_m, self.feedback_days + 1)

    @property
    def ceilings_m(self) -> Floats:
        """Ceiling of what each producer builds."""
        return np.asarray(self.armoury.place[self.design, 0])

    def aims_m(self) -> Floats:
        """Return the ceiling in metres (producers,) of each one's next platform.

        To be overridden; here it is a margin above the reported altitude, or the present one where
        that is higher.
        """
        rules = self.parameters
        aim = min(rules.ceiling_max_m, self._news.known + rules.ceiling_margin_m)
        return np.maximum(self.ceilings_m, aim)

    def worthwhile(self) -> Bools:
        """Tell which producers would fly higher, or kill better, with a new platform."""
        return (self.aims_m() > self.ceilings_m) | (self.parameters.guidance_gain > 0)

    def next_platform(self, row: int, day: int) -> tuple[Floats, int]:
        """Return the ceiling that producer `row` aims at."""
        del day
        return self.aims_m()[row : row + 1], 0

    def release(self, row: int, day: int) -> None:
        """Release the platform with its guidance, nearer to the best there can be."""
        rules, chances = self.parameters, self.armoury.kill_probability
        before = chances[self.design[row]]
        super().release(row, day)
        left = (rules.guided_kill_probability - before) * math.exp(-rules.guidance_gain)
        after = rules.guided_kill_probability - left
        self.armoury.kill_probability[self.design[row]] = max(before, after)

    @property
    def ceiling_m(self) -> float:
        """Mean ceiling of the interceptors on the shelves; of production if there are none."""
        armoury = self.armoury
        if total(armoury.held) == 0:
            return mean(self.ceilings_m) if self.size else 0.0
        ceilings = np.ascontiguousarray(armoury.place[:, 0])
        return sky.mean_height(armoury.ids, ceilings, armoury.held, np.empty(armoury.held.size))
