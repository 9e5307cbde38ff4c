"""Producers whose designs race in height: strike drones climb, interceptors follow."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.innovating_producer import InnovatingProducers
from sim.war.delay import Delay
from sim.war.equations import sky
from sim.war.numerics.totals import mean, total

if TYPE_CHECKING:
    from sim.config.parameters.raids import Strike
    from sim.config.parameters.sky import Interceptor
    from sim.war.numerics.compiled import Bools, Floats, Ints


class SkyProducers(InnovatingProducers):
    """Producers who hear, some days later, of one number from the sky."""

    @property
    def dimensions(self) -> int:
        """One: altitude or ceiling in metres."""
        return 1

    def begin(self, first_height_m: float, first_report: float) -> None:
        """Enter the designs of day 0, all at `first_height_m`."""
        for row in range(self.size):
            self.first_design(row, np.array([first_height_m]))
        self._news = Delay(first_report)

    def report(self, news: float) -> None:
        """File the night's news; what is known is the oldest still on file."""
        # Tonight's is filed before producers look, so one more is on file than they wait for.
        self._news.file(news, self.feedback_days + 1)

    @property
    def heights_m(self) -> Floats:
        """Altitude or ceiling of what each producer builds."""
        return np.asarray(self.armoury.place[self.design, 0])

    @abc.abstractmethod
    def aims_m(self) -> Floats:
        """Return the altitude or ceiling in metres (producers,) of each one's next platform.

        To be overridden; draws of your own are of `Purpose.BEHAVIOUR`.
        """

    def worthwhile(self) -> Bools:
        """Tell which producers would fly higher with a new platform."""
        return self.aims_m() > self.heights_m

    def next_platform(self, row: int, day: int) -> tuple[Floats, int]:
        """Return the height that producer `row` aims at."""
        del day
        return self.aims_m()[row : row + 1], 0

    def mean_height_m(self, weights: Ints) -> float:
        """Return the mean height of designs, weighted by slot; of production if all are 0."""
        armoury = self.armoury
        if total(weights) == 0:
            return mean(self.heights_m) if self.size else 0.0
        return sky.mean_height(armoury.ids, armoury.place, weights, np.empty(weights.size))


class StrikeProducers(SkyProducers):
    """Producers of strike drones, who climb away from interceptors."""

    role = "strike"
    role_number = 2

    @property
    def parameters(self) -> Strike:
        """The role's parameters."""
        return self.settings.config.russia.strike

    @property
    def first_price_usd(self) -> float:
        """Price of one more drone on day 0, the mean over decoys and others."""
        rules = self.parameters
        return (
            1 - rules.decoy_share
        ) * rules.unit_cost_usd + rules.decoy_share * rules.decoy_cost_usd

    def aims_m(self) -> Floats:
        """Climb by the step of the role, in proportion to the share reported intercepted."""
        rules = self.parameters
        step = rules.altitude_step_m * self._news.known
        return np.minimum(rules.altitude_max_m, self.heights_m + step)


class InterceptorProducers(SkyProducers):
    """Producers of interceptors, who follow the strike drones upwards."""

    role = "interceptor"
    role_number = 3

    @property
    def parameters(self) -> Interceptor:
        """The role's parameters."""
        return self.settings.config.ukraine.interceptor

    def aims_m(self) -> Floats:
        """Aim a margin above the strike drones' reported altitude."""
        rules = self.parameters
        aim = min(rules.ceiling_max_m, self._news.known + rules.ceiling_margin_m)
        return np.full(self.size, aim)
