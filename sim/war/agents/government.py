"""Governments: each side's income, accounts and procurement."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.population import Attribute, LiveAgent, Population
from sim.war.equations import economy
from sim.war.equations.money import CENTS, FRONT_LINE, Bound, Income, assign, bound_of, cents
from sim.war.numerics.totals import total

if TYPE_CHECKING:
    from sim.war.agents.producer import Producers
    from sim.war.finance import JointDeal, Loans
    from sim.war.settings import CurrentSettings


class Government(LiveAgent):
    """A side's money and procurement: a purse, and an account for each role of drones.

    Money is kept in whole cents, so that none is gained or lost by rounding.
    """

    telling = "treasury_cents"
    population: Governments


class Governments(Population):
    """The one government of a side, as a population like any other.

    Parameters
    ----------
    side
        "ua" or "ru".
    settings
        Today's parameters.
    producers
        The side's producers, a role each, in the order of the accounts.
    loans, deal
        Foreign money; None for a side without.

    Attributes
    ----------
    revenue_kept : float
        Share of own revenue that damage leaves; whoever does damage sets it each day.
    trade : float
        Own revenue relative to that with trade as on day 0; set each day likewise.
    """

    agent_type = Government

    received_cents = Attribute("cents", "Money received today, by `Income`.", np.int64)
    borrowed_cents = Attribute("cents", "Loans drawn since day 0.", np.int64)
    purse_cents = Attribute("cents", "Money not assigned to a role yet.", np.int64)
    treasury_cents = Attribute("cents", "Money at hand, by role.", np.int64)
    spent_cents = Attribute("cents", "Money spent today, by role.", np.int64)
    invested_cents = Attribute("cents", "Part of it that was spent on capacity, by role.", np.int64)
    bound = Attribute("1", "What today's orders stopped at, by role: a `money.Bound`.", np.int64)

    revenue_kept: float
    trade: float

    def __init__(
        self,
        side: str,
        settings: CurrentSettings,
        producers: list[Producers],
        loans: Loans | None = None,
        deal: JointDeal | None = None,
    ) -> None:
        roles = len(producers)
        super().__init__(
            side, 1, received_cents=len(Income), treasury_cents=roles, spent_cents=roles,
            invested_cents=roles, bound=roles,
        )  # fmt: skip
        self.settings, self.producers, self.loans, self.deal = settings, producers, loans, deal
        self.revenue_kept, self.trade = 1.0, 1.0

    @property
    def held_cents(self) -> int:
        """All money at hand: the purse and the roles' accounts."""
        return int(self.purse_cents[0]) + total(self.treasury_cents[0])

    @property
    def all_spent_cents(self) -> int:
        """Money spent today, for all roles."""
        return total(self.spent_cents[0])

    @property
    def all_invested_cents(self) -> int:
        """Part of it that was spent on capacity."""
        return total(self.invested_cents[0])

    def fund(self, day: int) -> None:
        """Receive a day's money and assign the roles' budgets from the purse."""
        self.spent_cents.fill(0)
        self.invested_cents.fill(0)
        self.bound.fill(Bound.NOTHING)
        budgets = [_daily(producers.budget_usd_per_year) for producers in self.producers]
        policy, income = self.policy, [0] * len(Income)
        kept = self.revenue_kept * self.trade * (1 - policy.sanctions_share)
        income[Income.REVENUE] = _daily(policy.revenue_usd_per_year * kept)
        income[Income.AID] = _daily(policy.aid_usd_per_year)
        purse = int(self.purse_cents[0]) + sum(income)
        if self.loans is not None:
            missing, borrowed = sum(budgets) - purse, int(self.borrowed_cents[0])
            income[Income.LOANS] = drawn = self.loans.draw_cents(day, missing, borrowed)
            self.borrowed_cents[0] = borrowed + drawn
            purse += drawn
        assigned = assign(budgets, purse)
        self.purse_cents[0] = purse - sum(assigned)
        if self.deal is not None:
            income[Income.DEAL] = self.deal.pay_cents(day)
            assigned[FRONT_LINE] += income[Income.DEAL]
        self.treasury_cents[0] += assigned
        self.received_cents[0] = income

    def order(self, day: int) -> None:
        """Order drones of each role, by target and money, and capacity with what is left.

        To be overridden. `producers` are the roles, in the order of the accounts, the columns of
        `treasury_cents` (1, roles). Orders are placed by `Producers.take_orders` and `expand`,
        and paid from an account by `pay`. Draws nothing; governments have no stream.
        """
        for account, producers in enumerate(self.producers):
            if not producers.size:
                continue
            abroad = self._wanted_abroad(day) if account == FRONT_LINE else 0.0
            self._order_drones(account, producers, abroad)
            self._order_capacity(account, producers, day)

    def _wanted_abroad(self, day: int) -> float:
        return self.deal.wanted(day) if self.deal is not None else 0.0

    def _order_drones(self, account: int, producers: Producers, abroad: float) -> None:
        """Order what is wanted from producers with good reports, and `abroad` with the deal."""
        price, wanted = producers.price_usd, producers.wanted + abroad
        amount = economy.affordable(wanted, self._at_hand_usd(account), price)
        placed = producers.take_orders(amount, abroad / wanted if abroad else 0.0)
        self.bound[0, account] = bound_of(wanted, amount, placed)
        self.pay(account, placed * price)

    def _order_capacity(self, account: int, producers: Producers, day: int) -> None:
        """Order capacity from producers with full order books."""
        price = producers.capacity_price_usd
        affordable = self._at_hand_usd(account) / price if price > 0 else math.inf
        cost = self.pay(account, producers.expand(day, affordable) * price)
        self.invested_cents[0, account] = cost

    def _at_hand_usd(self, account: int) -> float:
        return float(self.treasury_cents[0, account]) / CENTS

    def pay(self, account: int, amount_usd: float) -> int:
        """Pay from an account, never more than it holds; return the cents paid."""
        held = int(self.treasury_cents[0, account])
        cost = min(cents(amount_usd), held)
        self.treasury_cents[0, account] = held - cost
        self.spent_cents[0, account] += cost
        return cost


def _daily(usd_per_year: float) -> int:
    """Return a day's part of a yearly flow, in cents."""
    return cents(usd_per_year / economy.DAYS_PER_YEAR)
