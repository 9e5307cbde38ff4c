"""Makers who research, develop and release new designs."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

import numpy as np

from sim import economy
from sim.agents.producer import Makers
from sim.streams import Purpose

if TYPE_CHECKING:
    from sim.compiled import Bools, Floats
    from sim.config.maker import Innovator


class InnovatingMakers(Makers, abc.ABC):
    """The makers of a role whose designs take part in a race."""

    parameters: Innovator

    def innovate(self, day: int) -> None:
        """Research, develop and retool for a day."""
        super().innovate(day)
        if not self.parameters.innovates:
            return
        noise = self.parameters.development_noise
        u = self.streams.uniforms(Purpose.DEVELOPMENT, day, self.rows)
        self.progress += (1 + noise * (2 * u - 1)) / self.parameters.platform_days
        ready = (self.progress >= 1) & ~self.retooling & self.worthwhile()
        for row in np.flatnonzero(ready).tolist():
            self.retool(row, *self.next_platform(row, day), day)
        for row in np.flatnonzero(self.retooling & (self.ready_on <= day)).tolist():
            self.release(row, day)

    @abc.abstractmethod
    def worthwhile(self) -> Bools:
        """Tell which makers would replace their product if a platform were finished."""

    @abc.abstractmethod
    def next_platform(self, row: int, day: int) -> tuple[Floats, int]:
        """Return place and family of the platform that maker `row` has finished."""

    def retool(self, row: int, place: Floats, family: int, day: int) -> None:
        """Stop the line of maker `row` to make ready for a new platform."""
        self.next_place[row], self.next_family[row] = place, family
        self.progress[row] = 0.0
        self.retooling[row] = True
        self.ready_on[row] = day + economy.retooling_time(
            self.parameters.retooling_days,
            self.capacity[row],
            self.capacity.mean(),
            self.parameters.retooling_exponent,
        )

    def release(self, row: int, day: int) -> None:
        """Put the new platform into production; part of the experience is given back."""
        old = int(self.design[row])
        self.design[row] = self.armoury.release(
            row, self.next_place[row], int(self.next_family[row]), old, day
        )
        self.retooling[row] = False
        self.released += 1
        gained = self.armoury.produced[old] - self.armoury.first_stock[old]
        self.output -= self.costs.platform_setback * float(gained)
