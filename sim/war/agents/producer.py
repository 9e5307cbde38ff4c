"""Producers of drones: what holds for every role."""

from __future__ import annotations

import abc
import math
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.war.agents.population import Attribute, Daily, LiveAgent, Population
from sim.war.armoury import Armoury
from sim.war.equations import economy
from sim.war.numerics.compiled import Floats, Ints, kernel
from sim.war.numerics.draws import binomial, whole
from sim.war.numerics.streams import Key, Purpose, uniform_pair
from sim.war.numerics.totals import added

if TYPE_CHECKING:
    from sim.config.parameters.producer import Economy, ProducerParameters
    from sim.war.numerics.streams import Streams
    from sim.war.settings import CurrentSettings


MONTHS_PER_YEAR = 12
CONSUMPTION_DAYS = 30
"""Time over which consumption is averaged, since procurement counts by months (assumption)."""


class DroneProducer(LiveAgent):
    """A producer of one role of drones."""

    telling = "capacity"
    population: Producers

    @property
    def role(self) -> str:
        """The role of the drones it makes."""
        return self.population.role


class Producers(Population, abc.ABC):
    """The producers of one role on one side, as far as they are alike in every role.

    Parameters
    ----------
    side
        "ua" or "ru".
    holders
        Number of those who hold the drones.
    settings
        Today's parameters.
    streams
        The side's random numbers.

    Attributes
    ----------
    armoury : Armoury
        The role's designs and stock.
    output : float
        Cumulative output that the price follows, in drones.
    consumption : float
        Drones of the role that fly in a day of fighting, averaged over a month.
    ordered : float
        Drones ordered today: what was wanted, the money was there for and producers had room for.
    deal_share : float
        Share of the work in hand that was ordered under the joint deal.
    output_factor, arriving_share : float
        Shares of capacity, and of what is on its way to units, that damage leaves; whoever does
        damage sets them each day.
    components, components_share : float
        Components at hand, in drones; share of those needed today that were there.
    released : int
        Designs released today.
    """

    agent_type = DroneProducer

    capacity = Attribute("drones/day", "What its line can build.")
    boldness = Attribute("breadths", "How far a new platform jumps from the one it replaces.")
    work_in_hand = Attribute("drones", "Ordered and not built yet.")
    on_the_line = Attribute("drones", "Built in part, below one drone.")
    progress = Attribute("1", "Research and development of the next platform; done at 1.")
    retooling = Attribute("1", "Whether its line stands still for a new platform.", np.bool_)
    ready_on = Attribute("day", "Day on which the line is ready for the new platform.")
    next_place = Attribute("breadths or m", "Where the platform it retools for lies.")
    next_family = Attribute("id", "Family of the platform it retools for.", np.int64)
    copied = Attribute("id", "Design that its next platform copies; -1 for none.", np.int64)
    next_reach_km = Attribute("km", "Reach of the front-line platform it retools for.")
    reported = Attribute("1", "Pass rate of its product in the latest report.")
    design = Attribute("id", "Design in production.", np.int64)
    made = Daily("drones", "Drones it finished today.", np.int64)
    exported = Daily("drones", "Part of them that went abroad.", np.int64)
    delivered = Daily("drones", "Part of them that reached the units.", np.int64)
    coming = Attribute("drones/day", "Capacity on order, by the day of the order.")
    role: ClassVar[str]
    role_number: ClassVar[int]

    output: float
    consumption: float
    ordered: float
    deal_share: float
    output_factor: float
    arriving_share: float
    components: float
    components_share: float
    released: int

    def __init__(
        self,
        side: str,
        holders: int,
        settings: CurrentSettings,
        streams: Streams,
    ) -> None:
        self.side, self.settings = side, settings
        size, policy = self.parameters.producers * settings.config.scale, self.policy
        slots = policy.capacity_delay_days + 1
        super().__init__(side, size, next_place=self.dimensions, coming=slots)
        self.streams = streams.of_role(self.role_number)
        self.armoury = Armoury(holders, self.dimensions, size)
        self.output = self.parameters.prior_output
        self.ordered, self.deal_share, self.output_factor, self.released = 0.0, 0.0, 1.0, 0
        self.arriving_share = 1.0
        self.reported[:] = 1.0
        self.capacity[:] = self._first_capacity()
        self._weights = self.capacity.copy()
        self.consumption, self._used = float(self.first_deliveries.sum()), 0
        self.components = policy.component_stock_days * self.consumption
        self.components_share = 1.0
        self.progress[:] = self.streams.uniforms(Purpose.HEAD_START, 0, self.rows)

    def open_books(self) -> None:
        """Begin to count on day 0, at the price of day 0."""
        super().open_books()
        self.armoury.open_books()
        self.output = self.parameters.prior_output
        self.ordered, self.released, self._used = 0.0, 0, 0

    @property
    @abc.abstractmethod
    def parameters(self) -> ProducerParameters:
        """The role's parameters."""

    @property
    def dimensions(self) -> int:
        """Coordinates of a design."""
        return 0

    @property
    def costs(self) -> Economy:
        """The economic parameters that all roles share."""
        return self.settings.config.economy

    @property
    def label(self) -> str:
        """Side and role."""
        return f"{self.side} {self.role}"

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
    def all_capacity(self) -> float:
        """What all lines can build, in drones a day."""
        return added(self.capacity)

    @property
    def price_usd(self) -> float:
        """Price of one more drone."""
        prior, rate = self.parameters.prior_output, self.costs.learning_rate
        return economy.unit_cost(self.first_price_usd, self.output, prior, rate)

    @property
    def capacity_price_usd(self) -> float:
        """Price of the capacity for one more drone a day."""
        drone_a_year = self.policy.capacity_cost_share * self.first_price_usd
        return drone_a_year * economy.DAYS_PER_YEAR

    @property
    def wanted(self) -> float:
        """Drones a day that the government would order for itself if money were no object."""
        yearly = self.policy.output_target_per_year * self.parameters.output_share
        return yearly / economy.DAYS_PER_YEAR if self.size else 0.0

    @property
    def is_well_stocked(self) -> bool:
        """Whether so much lies in stock that no more is ordered."""
        return self.armoury.total("held") > self.parameters.stock_days * self.consumption

    @property
    def first_deliveries(self) -> Floats:
        """Drones a day that each producer delivered before day 0, by capacity."""
        daily = self.parameters.deliveries_per_month * MONTHS_PER_YEAR / economy.DAYS_PER_YEAR
        return np.asarray(daily * self.capacity / max(self.capacity.sum(), math.ulp(0.0)))

    def take_orders(self, amount: float, deal_share: float = 0.0) -> float:
        """Share new orders out by capacity and reported results; return what was placed.

        `deal_share` of the orders are of the joint deal.
        """
        placed = economy.share_orders(
            amount, self.capacity, self.weights, self.policy.order_book_days, self.work_in_hand
        )
        self.ordered += placed
        if placed > 0 and deal_share != self.deal_share:
            part = placed / float(self.work_in_hand.sum())
            self.deal_share += part * (deal_share - self.deal_share)
        return placed

    @property
    def weights(self) -> Floats:
        """With what weight each one gets orders today, by capacity and reported results."""
        economy.weigh_reports(
            self.capacity, self.reported, self.policy.order_sensitivity, self._weights
        )
        return self._weights

    def produce(self) -> None:
        """Build a day's drones, as capacity, orders and components allow."""
        policy = self.policy
        inflow = 1 - policy.import_share * (1 - policy.import_flow)
        self.components, self.components_share, built = economy.produce(
            self.capacity, self.retooling, self.output_factor, self.components, inflow,
            policy.component_stock_days, self.design, self.work_in_hand, self.on_the_line,
            self.made, self.armoury.produced,
        )  # fmt: skip
        self.output += built

    @property
    def expansion(self) -> float:
        """Capacity that producers with a full order book would order today, in drones/day."""
        policy = self.policy
        limit = policy.capacity_limit_per_year * self.parameters.output_share
        return economy.expansion(
            self.capacity, self.coming, self.weights, self.work_in_hand, policy.order_book_days,
            policy.capacity_growth_per_year, limit / economy.DAYS_PER_YEAR,
        )  # fmt: skip

    def expand(self, day: int, ordered: float) -> None:
        """Order so much capacity, in drones/day, and use what is due today."""
        economy.expand(
            self.capacity, self.coming, self.weights, self.work_in_hand,
            self.policy.order_book_days, ordered, day,
        )  # fmt: skip

    def close_day(self, fighting: bool) -> None:
        """Count what lies on the shelves, and on a day of fighting what was used up."""
        self.armoury.close_day()
        used = self.armoury.total("sorties")
        if fighting:
            self.consumption += (used - self._used - self.consumption) / CONSUMPTION_DAYS
        self._used = used

    def supply(self, day: int, export_share: float) -> None:
        """Send what was built today abroad and to the units; some are lost on the way.

        `export_share` is that of drones built under the joint deal.
        """
        lost = 1 - (1 - self.policy.transit_loss_share) * self.arriving_share
        send(
            self.streams.key(Purpose.EXPORT, day), self.streams.key(Purpose.TRANSIT, day),
            export_share * self.deal_share, lost, self.made, self.design, self.exported,
            self.delivered, self.armoury.exported, self.armoury.lost_in_transit,
        )  # fmt: skip
        self._deliver(self.streams.key(Purpose.SPLIT, day), self.delivered)

    def lose_work(self, share: float) -> None:
        """Lose a share of the work in hand, paid for or not, and of the components at hand."""
        self.work_in_hand *= 1 - share
        self.on_the_line *= 1 - share
        self.components *= 1 - share

    def stock_up(self, days: float) -> None:
        """Fill the shelves of day 0 with `days` days of the deliveries before it."""
        u = self.streams.uniforms(Purpose.FIRST_STOCK, 0, self.rows)
        amounts = np.floor(self.first_deliveries * days + u).astype(np.int64)
        self.armoury.produced[self.design] += amounts
        self.armoury.first_stock[self.design] += amounts
        self._deliver(self.streams.key(Purpose.FIRST_SPLIT, 0), amounts)
        self.armoury.close_day()

    def _deliver(self, stream: Key, amounts: Ints) -> None:
        self.armoury.shelves.deliver(stream, self.armoury.slot, self.design, amounts)

    def hasten(self, research: float, liaison: float) -> None:
        """Be as fast as research and liaison make them: not at all, if they never innovate.

        Both are times, relative to what is configured.
        """

    def innovate(self, day: int) -> None:
        """Release nothing: what these producers build stays as it is."""
        del day
        self.released = 0

    def first_design(self, row: int, place: Floats, family: int = 0) -> None:
        """Enter the design that producer `row` builds at first."""
        day = -self.settings.config.run.spin_up_days
        self.design[row] = self.armoury.release(row, place, family, -1, day)


@kernel
def send(
    stream_export: Key, stream_transit: Key, export_share: float, loss_share: float, made: Ints,
    design: Ints, exported: Ints, delivered: Ints, exported_ever: Ints, lost_ever: Ints,
) -> None:  # fmt: skip
    """Draw how many of each producer's drones go abroad, and how many of the rest get lost.

    Parameters
    ----------
    export_share
        Share that goes abroad, on average.
    loss_share
        Chance of each of the others to be lost on the way.
    made, design : (producers,)
        Drones of the day, and the design that they are of.
    exported, delivered : (producers,)
        Written.
    exported_ever, lost_ever : (designs,)
        Running totals, added to.
    """
    for row in range(made.size):
        abroad = whole(uniform_pair(stream_export, row, 0)[0], export_share * made[row])
        exported[row] = min(made[row], abroad)
        sent = made[row] - exported[row]
        lost = binomial(uniform_pair(stream_transit, row, 0)[0], sent, loss_share)
        delivered[row] = sent - lost
        exported_ever[design[row]] += exported[row]
        lost_ever[design[row]] += lost
