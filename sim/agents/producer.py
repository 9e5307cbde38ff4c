"""Makers of drones: what holds for every role."""

from __future__ import annotations

import abc
import math
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim import economy
from sim.agents.population import Column, LiveAgent, Population
from sim.armoury import Armoury, deliver
from sim.compiled import Bools, Floats, Ints, kernel
from sim.draws import binomial
from sim.streams import Key, Purpose, uniform_pair

if TYPE_CHECKING:
    from sim.config.maker import Maker
    from sim.config.schema import Economy
    from sim.config.sides import Side
    from sim.streams import Streams


MONTHS_PER_YEAR = 12


class DroneProducer(LiveAgent):
    """A maker of one role of drones."""

    capacity = Column("drones/day", "What its line can build.")
    boldness = Column("breadths", "How far a new platform jumps from the one it replaces.")
    work_in_hand = Column("drones", "Ordered and not built yet.")
    on_the_line = Column("drones", "Built in part, below one drone.")
    progress = Column("1", "Research and development of the next platform; done at 1.")
    retooling = Column("1", "Whether its line stands still for a new platform.", np.bool_)
    ready_on = Column("day", "Day on which the line is ready for the new platform.")
    next_place = Column("breadths or m", "Where the platform it retools for lies.")
    next_family = Column("id", "Family of the platform it retools for.", np.int64)
    reported = Column("1", "Pass rate of its product in the latest report.")
    design = Column("id", "Design in production.", np.int64)
    made = Column("drones", "Drones it finished today.", np.int64)

    population: Makers

    @property
    def role(self) -> str:
        """The role of the drones it makes."""
        return self.population.role


class Makers(Population, abc.ABC):
    """The makers of one role on one side.

    Parameters
    ----------
    side
        "ua" or "ru".
    size
        Number of makers.
    policy, parameters, costs
        The side's, the role's and the common economic parameters.
    streams
        The side's random numbers.
    armoury
        The role's designs and stock.

    Attributes
    ----------
    output : float
        Cumulative output that the price follows, in drones.
    ordered : float
        Drones ordered today.
    released : int
        Designs released today.
    """

    agent_type = DroneProducer
    role: ClassVar[str]
    role_number: ClassVar[int]

    armoury: Armoury
    output: float
    ordered: float
    released: int

    capacity: Floats
    boldness: Floats
    work_in_hand: Floats
    on_the_line: Floats
    progress: Floats
    retooling: Bools
    ready_on: Floats
    next_place: Floats
    next_family: Ints
    reported: Floats
    design: Ints
    made: Ints

    def __init__(
        self,
        side: str,
        size: int,
        policy: Side,
        parameters: Maker,
        costs: Economy,
        streams: Streams,
        armoury: Armoury,
    ) -> None:
        super().__init__(side, size, next_place=armoury.place.shape[1])
        self.policy, self.parameters, self.costs = policy, parameters, costs
        self.streams, self.armoury = streams.of_role(self.role_number), armoury
        self.output = parameters.prior_output
        self.ordered, self.released = 0.0, 0
        self.reported[:] = 1.0
        self.capacity[:] = self._first_capacity()
        self.progress[:] = self.streams.uniforms(Purpose.HEAD_START, 0, self.rows)

    def _first_capacity(self) -> Floats:
        normals = self.streams.normals(Purpose.CAPACITY, 0, self.rows)
        sizes = np.exp(self.parameters.capacity_spread * normals)
        total = self.policy.capacity_per_year * self.parameters.output_share
        return np.asarray(total / economy.DAYS_PER_YEAR * sizes / max(sizes.sum(), math.ulp(0.0)))

    @property
    def first_price_usd(self) -> float:
        """Price of one more drone on day 0."""
        return self.parameters.unit_cost_usd

    @property
    def price_usd(self) -> float:
        """Price of one more drone."""
        return economy.unit_cost(
            self.first_price_usd,
            self.output,
            self.parameters.prior_output,
            self.costs.learning_rate,
        )

    @property
    def wanted(self) -> float:
        """Drones a day that the government would order if money were no object."""
        yearly = self.policy.output_target_per_year * self.parameters.output_share
        return yearly * self.policy.funded_share / economy.DAYS_PER_YEAR if self.size else 0.0

    @property
    def first_deliveries(self) -> Floats:
        """Drones a day that each maker delivered before day 0, by capacity."""
        daily = self.parameters.deliveries_per_month * MONTHS_PER_YEAR / economy.DAYS_PER_YEAR
        return np.asarray(daily * self.capacity / max(self.capacity.sum(), math.ulp(0.0)))

    def take_orders(self, amount: float) -> float:
        """Share new orders out by capacity and reported results; return what was placed."""
        self.ordered = economy.share_orders(
            amount, self.capacity, self.reported, self.policy.order_sensitivity,
            self.policy.order_book_days, self.work_in_hand,
        )  # fmt: skip
        return self.ordered

    def produce(self) -> None:
        """Build a day's drones, and add capacity where the order book is full."""
        self.output += economy.build(
            self.capacity, self.retooling, self.work_in_hand, self.on_the_line, self.made
        )
        self.armoury.produced[self.design] += self.made
        limit = self.policy.capacity_limit_per_year * self.parameters.output_share
        economy.expand(
            self.capacity, self.work_in_hand, self.policy.order_book_days,
            self.policy.capacity_growth_per_year, limit / economy.DAYS_PER_YEAR,
        )  # fmt: skip

    def supply(self, day: int) -> None:
        """Send what was built today to the formations; some are lost on the way."""
        lost = np.zeros(self.size, dtype=np.int64)
        lose_in_transit(
            self.streams.key(Purpose.TRANSIT, day), self.policy.transit_loss_share, self.made, lost
        )
        self.armoury.lost_in_transit[self.design] += lost
        self._deliver(self.streams.key(Purpose.SPLIT, day), self.made - lost)

    def stock_up(self, days: float) -> None:
        """Fill the shelves of day 0 with `days` days of the deliveries before it."""
        u = self.streams.uniforms(Purpose.FIRST_STOCK, 0, self.rows)
        amounts = np.floor(self.first_deliveries * days + u).astype(np.int64)
        self.armoury.produced[self.design] += amounts
        self.armoury.first_stock[self.design] += amounts
        self._deliver(self.streams.key(Purpose.FIRST_SPLIT, 0), amounts)
        self.armoury.close_day()

    def _deliver(self, stream: Key, amounts: Ints) -> None:
        slots = self.armoury.slot[self.design]
        deliver(stream, self.armoury.stock, slots, self.rows, amounts)

    def innovate(self, day: int) -> None:
        """Research, develop and retool for a day."""
        self.released = 0
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

    def first_design(self, row: int, place: Floats, family: int = 0) -> None:
        """Enter the design that maker `row` builds on day 0."""
        self.design[row] = self.armoury.release(row, place, family, -1, 0)


@kernel
def lose_in_transit(stream: Key, share: float, made: Ints, lost: Ints) -> None:
    """Draw how many of each maker's drones are lost on the way, binomial; written to `lost`."""
    for row in range(made.size):
        lost[row] = binomial(uniform_pair(stream, row, 0)[0], made[row], share)
