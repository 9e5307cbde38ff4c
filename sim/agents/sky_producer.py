"""Makers whose designs race in height: strike drones climb, interceptors follow."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.producer import Makers

if TYPE_CHECKING:
    from sim.compiled import Ints
    from sim.config.sky import Interceptor, Strike


class SkyMakers(Makers):
    """Makers who hear, some days later, of one number from the sky."""

    def begin(self, first_height_m: float, first_report: float) -> None:
        """Enter the designs of day 0, all at `first_height_m`."""
        for row in range(self.size):
            self.first_design(row, np.array([first_height_m]))
        self._known: deque[float] = deque([first_report], max(1, self.parameters.feedback_days))

    def report(self, news: float) -> None:
        """File the night's news; what is known is the oldest still on file."""
        self._known.append(news)

    def _climb_to(self, row: int, height_m: float, day: int) -> None:
        """Retool for a platform if it flies higher than the one in production."""
        if height_m > self.height_m(row):
            self.retool(row, np.array([height_m]), 0, day)

    def height_m(self, row: int) -> float:
        """Return the altitude or ceiling of what maker `row` builds."""
        return float(self.armoury.place[self.design[row], 0])

    def mean_height_m(self, weights: Ints) -> float:
        """Return the mean height of designs, weighted by slot; of production if all are 0."""
        armoury = self.armoury
        if not weights.any():
            return float(armoury.place[self.design, 0].mean()) if self.size else 0.0
        slots = np.flatnonzero(armoury.ids >= 0)
        return float(np.average(armoury.place[armoury.ids[slots], 0], weights=weights[slots]))


class StrikeMakers(SkyMakers):
    """Makers of strike drones, who climb away from interceptors."""

    role = "strike"
    parameters: Strike

    def consider(self, row: int, day: int) -> None:
        """Climb by the step of the role, in proportion to the share reported intercepted."""
        step = self.parameters.altitude_step_m * self._known[0]
        self._climb_to(row, min(self.parameters.altitude_max_m, self.height_m(row) + step), day)


class InterceptorMakers(SkyMakers):
    """Makers of interceptors, who follow the strike drones upwards."""

    role = "interceptor"
    parameters: Interceptor

    def consider(self, row: int, day: int) -> None:
        """Aim a margin above the strike drones' reported altitude."""
        aim = self._known[0] + self.parameters.ceiling_margin_m
        self._climb_to(row, min(self.parameters.ceiling_max_m, aim), day)
