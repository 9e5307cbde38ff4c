"""Producers who research, develop and release new designs."""

from __future__ import annotations

import abc

import numpy as np

from sim.config.parameters.parameter import limits_of
from sim.config.parameters.producer import Innovator
from sim.war.agents.producer import Producers
from sim.war.equations import economy
from sim.war.numerics.compiled import Bools, Floats, kernel
from sim.war.numerics.streams import Key, Purpose, uniform_pair
from sim.war.numerics.totals import mean

OLDEST_REPORT: int = limits_of(int, Innovator.model_fields["feedback_days"])["le"]
"""Days after which news arrives even if nothing is spent on it: the most that may be configured."""


class InnovatingProducers(Producers, abc.ABC):
    """The producers of a role whose designs take part in a race.

    Attributes
    ----------
    platform_factor, report_factor : float
        Time to a new platform and age of reports, relative to what is configured.
    """

    platform_factor, report_factor = 1.0, 1.0

    def hasten(self, research: float, liaison: float) -> None:
        """Be as fast as research and liaison make them."""
        self.platform_factor, self.report_factor = research, liaison

    @property
    @abc.abstractmethod
    def parameters(self) -> Innovator:
        """The role's parameters."""

    @property
    def feedback_days(self) -> int:
        """Age of the reports that the producers act on, from 1 to `OLDEST_REPORT`."""
        days = self.report_factor * self.parameters.feedback_days
        return round(min(max(days, 1.0), OLDEST_REPORT))

    def innovate(self, day: int) -> None:
        """Research, develop and retool for a day."""
        super().innovate(day)
        rules = self.parameters
        if not rules.innovates:
            return
        finished = np.empty(self.size, dtype=np.bool_)
        developed = develop(
            self.streams.key(Purpose.DEVELOPMENT, day), rules.development_noise,
            self.platform_factor * rules.platform_days, self.retooling, self.progress, finished,
        )  # fmt: skip
        if developed:
            for row in (finished & self.worthwhile()).nonzero()[0].tolist():
                self.retool(row, *self.next_platform(row, day), day)
        for row in (self.retooling & (self.ready_on <= day)).nonzero()[0].tolist():
            self.release(row, day)

    @abc.abstractmethod
    def worthwhile(self) -> Bools:
        """Tell which producers (producers,) would replace their product by a finished platform.

        To be overridden.
        """

    @abc.abstractmethod
    def next_platform(self, row: int, day: int) -> tuple[Floats, int]:
        """Return place and family of the platform that producer `row` has finished.

        To be overridden; called on the day on which development is done. Draws of your own are
        of `Purpose.BEHAVIOUR`, with slot `row`.

        Returns
        -------
        (dimensions,) float64, int
            A point of the design space in breadths, or a height in metres; and the family, from 0,
            that of the design in production or another; a number not used yet opens a new one.
        """

    def retool(self, row: int, place: Floats, family: int, day: int) -> None:
        """Stop the line of producer `row` to make ready for a new platform."""
        self.next_place[row], self.next_family[row] = place, family
        self.progress[row] = 0.0
        self.retooling[row] = True
        self.ready_on[row] = day + economy.retooling_time(
            self.parameters.retooling_days,
            self.capacity[row],
            mean(self.capacity),
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


@kernel
def develop(
    stream: Key, noise: float, platform_days: float, retooling: Bools, progress: Floats,
    finished: Bools,
) -> bool:  # fmt: skip
    """Add a day's work to every producer's next platform; tell whether any is developed.

    Parameters
    ----------
    noise
        Half-width of a day's work about its mean, relative to it.
    platform_days
        Days that a platform takes on average.
    retooling : (producers,)
        Whose line stands still for the platform before.
    progress, finished : (producers,)
        Written; done at 1. Those who retool have finished nothing.
    """
    developed = False
    for row in range(progress.size):
        u = uniform_pair(stream, row, 0)[0]
        progress[row] += (1.0 + noise * (2.0 * u - 1.0)) / platform_days
        developed |= progress[row] >= 1.0
        finished[row] = progress[row] >= 1.0 and not retooling[row]
    return developed
