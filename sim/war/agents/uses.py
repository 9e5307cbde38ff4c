"""What a government spends money on: drones, capacity, people, systems, groups, speed."""

from __future__ import annotations

import abc
import math
from typing import TYPE_CHECKING

from sim.war.equations import economy
from sim.war.equations.money import Bound

if TYPE_CHECKING:
    from sim.config.parameters.effort import Effort
    from sim.war.agents.air_defence_command import AirDefenceCommands
    from sim.war.agents.countermeasure import Countermeasures
    from sim.war.agents.front_line_unit import FrontLineUnits
    from sim.war.agents.population import Population
    from sim.war.agents.producer import Producers
    from sim.war.agents.strike_force import StrikeForces
    from sim.war.finance import JointDeal

ROUNDING = 1e-9
"""Share of what was asked for that may be missing by rounding alone."""


class Use(abc.ABC):
    """One use of a side's money, from the morning, when it is opened, until it wants no more.

    Attributes
    ----------
    wanted, placed : float
        What it wants today if money is no object, and what it got so far, in its own unit.
    price_usd : float
        Price of a unit today.
    is_open : bool
        Whether it can still spend money today.
    """

    wanted: float = 0.0
    placed: float = 0.0
    price_usd: float = 1.0
    is_open: bool = False

    @property
    @abc.abstractmethod
    def share(self) -> float:
        """Its share of the money, beside those of the other uses that are open."""

    def begin(self, wanted: float, price_usd: float) -> None:
        """Want so much today, at a price."""
        self.wanted, self.placed, self.price_usd = wanted, 0.0, price_usd
        self.is_open = wanted > 0

    @abc.abstractmethod
    def open(self, day: int, income_usd: float) -> None:
        """Find out what is wanted today, on which the side received so much."""

    def buy(self, money_usd: float) -> float:
        """Place what the money is enough for, and return what that costs."""
        asked = self.wanted - self.placed
        if self.price_usd > 0:
            asked = min(asked, max(0.0, money_usd) / self.price_usd)
        taken = self.place(asked)
        self.placed += taken
        enough = self.placed >= self.wanted * (1 - ROUNDING)
        self.is_open = not enough and taken >= asked * (1 - ROUNDING)
        return taken * self.price_usd

    def place(self, amount: float) -> float:
        """Place an order, and return what of it was taken."""
        return amount


class Drones(Use):
    """Drones of one role.

    Parameters
    ----------
    producers
        Who builds them.
    deal
        The joint deal, for a role that it orders, too.

    Attributes
    ----------
    bound : Bound
        What the day's orders stopped at.
    """

    def __init__(self, producers: Producers, deal: JointDeal | None = None) -> None:
        self.producers, self.deal = producers, deal
        self._abroad_share, self._stocked = 0.0, False

    @property
    def share(self) -> float:
        """The role's `money_share`."""
        return self.producers.parameters.money_share

    def open(self, day: int, income_usd: float) -> None:
        """Want what the target and the deal leave open, unless too much lies in stock."""
        del income_usd
        self.producers.ordered = 0.0
        self._stocked = self.producers.is_well_stocked
        own = 0.0 if self._stocked else self.producers.wanted
        abroad = self.deal.wanted(day) if self.deal is not None else 0.0
        self.begin(own + abroad, self.producers.price_usd)
        self._abroad_share = abroad / self.wanted if abroad else 0.0

    def place(self, amount: float) -> float:
        """Order from producers with good reports and room in their books."""
        return self.producers.take_orders(amount, self._abroad_share)

    @property
    def bound(self) -> Bound:
        """What the day's orders stopped at."""
        if self.wanted <= 0:
            return Bound.STOCK if self._stocked else Bound.NOTHING
        if self.placed >= self.wanted * (1 - ROUNDING):
            return Bound.TARGET
        return Bound.MONEY if self.is_open else Bound.ORDER_BOOKS


class Capacity(Use):
    """More capacity of the producers of all roles, where their order books are full.

    Its money is put aside while drones are ordered, since only then it is known whose books are
    full, and spent by `settle`.

    Parameters
    ----------
    producers
        The producers of each role.
    governments
        Whose money it is.
    """

    def __init__(self, producers: list[Producers], governments: Population) -> None:
        self.producers, self._governments = producers, governments

    @property
    def share(self) -> float:
        """Policy's."""
        return self._governments.policy.capacity_money_share

    def open(self, day: int, income_usd: float) -> None:
        """Want what producers whose books were full last evening would add."""
        del day, income_usd
        cost = math.fsum(each.expansion * each.capacity_price_usd for each in self.producers)
        self.begin(cost, 1.0)

    def buy(self, money_usd: float) -> float:
        """Put money aside, `placed`, which costs nothing yet."""
        super().buy(money_usd)
        return 0.0

    def settle(self, day: int, money_usd: float) -> float:
        """Order capacity with so much money at most, and return what it cost."""
        wanted = [(each, each.expansion) for each in self.producers]
        cost = math.fsum(more * each.capacity_price_usd for each, more in wanted)
        part = min(1.0, money_usd / cost) if cost > 0 else 1.0
        for producers, more in wanted:
            producers.expand(day, part * more)
        return part * cost


class Crews(Use):
    """New crews for front-line drones.

    Parameters
    ----------
    units
        Who they are trained for.
    """

    def __init__(self, units: FrontLineUnits) -> None:
        self.units = units

    @property
    def share(self) -> float:
        """Policy's."""
        return self.units.parameters.crew_money_share

    def open(self, day: int, income_usd: float) -> None:
        """Want what units lack, as far as schools can take them in."""
        del day, income_usd
        rules = self.units.parameters
        wanted = min(self.units.missing_crews, rules.crews_trained_per_day)
        self.begin(wanted, rules.crew_cost_usd)


class Fielding(Use):
    """Additional countermeasures against new families of designs.

    Parameters
    ----------
    systems
        The countermeasures of the front or of the regions.
    """

    def __init__(self, systems: Countermeasures) -> None:
        self.systems = systems

    @property
    def share(self) -> float:
        """Policy's."""
        return self.systems.parameters.money_share

    def open(self, day: int, income_usd: float) -> None:
        """Want what sectors or regions would field today."""
        del day, income_usd
        self.begin(self.systems.missing, self.systems.parameters.unit_cost_usd)

    @property
    def paid_share(self) -> float:
        """Share of what was wanted today that was paid for."""
        return self.placed / self.wanted if self.wanted > 0 else 0.0


class Groups(Use):
    """Groups of a side's air defence.

    Parameters
    ----------
    command
        Who orders them.
    """

    def __init__(self, command: AirDefenceCommands) -> None:
        self.command = command

    @property
    def share(self) -> float:
        """Policy's."""
        return self.command.parameters.money_share

    def open(self, day: int, income_usd: float) -> None:
        """Want what the command would order."""
        del day, income_usd
        self.begin(self.command.wanted, self.command.parameters.unit_cost_usd)


class Launchers(Use):
    """Launchers of strike drones, with their teams.

    Parameters
    ----------
    forces
        Who launches.
    """

    def __init__(self, forces: StrikeForces) -> None:
        self.forces = forces

    @property
    def share(self) -> float:
        """Policy's."""
        return self.forces.parameters.launcher_money_share

    def open(self, day: int, income_usd: float) -> None:
        """Want more while more drones lie ready than can be launched."""
        del day, income_usd
        self.begin(self.forces.missing_launchers, self.forces.parameters.launcher_cost_usd)


class Speed(Use):
    """Money that buys time: a time shrinks with the power of what is spent to shorten it.

    Parameters
    ----------
    governments
        Whose money it is.
    effort
        Name of its parameters: "research" or "liaison".
    """

    def __init__(self, governments: Population, effort: str) -> None:
        self._governments, self._effort = governments, effort

    @property
    def parameters(self) -> Effort:
        """Its parameters of today."""
        effort: Effort = getattr(self._governments.policy, self._effort)
        return effort

    @property
    def share(self) -> float:
        """Policy's."""
        return self.parameters.money_share

    def open(self, day: int, income_usd: float) -> None:
        """Want its share of the day's income, and nothing of what others leave."""
        del day
        self.begin(self.share * income_usd, 1.0)

    @property
    def time_factor(self) -> float:
        """The time that it takes, relative to what is configured."""
        rules = self.parameters
        yearly = self.placed * economy.DAYS_PER_YEAR
        return economy.time_factor(yearly, rules.reference_usd_per_year, rules.exponent)
