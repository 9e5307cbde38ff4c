"""Governments: each side's income, its purse, and what it spends it on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.population import Attribute, Daily, LiveAgent, Population
from sim.war.agents.uses import Capacity, Crews, Drones, Fielding, Groups, Launchers, Speed
from sim.war.equations import economy
from sim.war.equations.money import CENTS, FRONT_LINE, Income, cents
from sim.war.numerics.totals import total

if TYPE_CHECKING:
    from sim.war.agents.air_defence_command import AirDefenceCommands
    from sim.war.agents.countermeasure import Countermeasures
    from sim.war.agents.front_line_unit import FrontLineUnits
    from sim.war.agents.producer import Producers
    from sim.war.agents.strike_force import StrikeForces
    from sim.war.agents.uses import Use
    from sim.war.finance import JointDeal, Loans
    from sim.war.settings import CurrentSettings

ROUNDS = 8
"""How often in a day what is left of the purse goes round (assumption; three mostly do)."""


class Government(LiveAgent):
    """A side's money and procurement.

    Money is kept in whole cents, so that none is gained or lost by rounding.
    """

    telling = "purse_cents"
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
        The side's producers, a role each, front-line drones first.
    units
        The side's units, for whom crews are trained.
    systems
        The side's countermeasures, at the front first.
    command
        Its air-defence command.
    forces
        Its strike forces.
    loans, deal
        Foreign money; None for a side without.

    Attributes
    ----------
    drones : dict of str to Drones
        What may be ordered of each role, in the order of `producers`.
    capacity, crews, fielding, groups, launchers, research, liaison : Use or list of Use
        What money is spent on beside drones.
    uses : list of Use
        All of them, drones first: the columns of `spent_cents`.
    revenue_kept : float
        Share of own revenue that damage leaves; whoever does damage sets it each day.
    trade : float
        Own revenue relative to that with trade as without naval drones; set each day likewise.
    """

    agent_type = Government

    received_cents = Daily("cents", "Money received today, by `Income`.", np.int64)
    borrowed_cents = Attribute("cents", "Loans drawn since day 0.", np.int64)
    purse_cents = Attribute("cents", "Money at hand.", np.int64)
    spent_cents = Daily("cents", "Money spent today, by use.", np.int64)

    revenue_kept: float
    trade: float

    def __init__(
        self,
        side: str,
        settings: CurrentSettings,
        producers: list[Producers],
        units: FrontLineUnits,
        systems: list[Countermeasures],
        command: AirDefenceCommands,
        forces: StrikeForces,
        loans: Loans | None = None,
        deal: JointDeal | None = None,
    ) -> None:
        self.drones = {
            each.role: Drones(each, deal if each is producers[FRONT_LINE] else None)
            for each in producers
        }
        self.settings, self.producers, self.loans, self.deal = settings, producers, loans, deal
        self.capacity = Capacity(producers, self)
        self.crews = Crews(units)
        self.fielding = [Fielding(each) for each in systems]
        self.groups, self.launchers = Groups(command), Launchers(forces)
        self.research = Speed(self, "research")
        self.liaison = Speed(self, "liaison")
        self.uses: list[Use] = [
            *self.drones.values(), self.capacity, self.crews, *self.fielding, self.groups,
            self.launchers, self.research, self.liaison,
        ]  # fmt: skip
        super().__init__(side, 1, received_cents=len(Income), spent_cents=len(self.uses))
        self.revenue_kept, self.trade = 1.0, 1.0

    def open_books(self) -> None:
        """Begin to count on day 0, with an empty purse and no debts."""
        super().open_books()
        self.purse_cents.fill(0)
        self.borrowed_cents.fill(0)
        for use in self.uses:
            use.begin(0.0, 1.0)

    @property
    def held_cents(self) -> int:
        """Money at hand."""
        return int(self.purse_cents[0])

    @property
    def all_spent_cents(self) -> int:
        """Money spent today, on everything."""
        return total(self.spent_cents[0])

    def spent_usd(self, use: Use) -> float:
        """Return the money spent today on one of `uses`."""
        return float(self.spent_cents[0, self.uses.index(use)]) / CENTS

    def fund(self, day: int) -> None:
        """Receive a day's money."""
        policy, income = self.policy, [0] * len(Income)
        kept = self.revenue_kept * self.trade * (1 - policy.sanctions_share)
        income[Income.REVENUE] = _daily(policy.revenue_usd_per_year * kept)
        income[Income.AID] = _daily(policy.aid_usd_per_year)
        if self.loans is not None:
            borrowed = int(self.borrowed_cents[0])
            income[Income.LOANS] = drawn = self.loans.draw_cents(day, borrowed)
            self.borrowed_cents[0] = borrowed + drawn
        if self.deal is not None:
            income[Income.DEAL] = self.deal.pay_cents(day)
        self.received_cents[0] = income
        self.purse_cents[0] += sum(income)
        self.spent_cents.fill(0)
        for use in self.uses:
            use.begin(0.0, 1.0)

    def order(self, day: int) -> None:
        """Spend the purse: each use gets its share, and what it can't spend goes round again.

        To be overridden. `Use.open` finds out what a use wants today, `spend` buys that with so
        much money at most, and `Capacity.settle` orders capacity, to be paid by `pay`. Draws
        nothing; governments have no stream. A use that is not opened gets nothing that day:
        without research and liaison nobody develops, and news stands still.
        """
        received = total(self.received_cents[0]) / CENTS
        for use in self.uses:
            use.open(day, received)
        for _ in range(ROUNDS):
            still_open = [use for use in self.uses if use.is_open]
            shares = math.fsum(use.share for use in still_open)
            if shares <= 0:
                break
            at_hand = self.held_usd - self.capacity.placed
            for use in still_open:
                self.spend(use, at_hand * use.share / shares)
            if all(use.is_open for use in still_open):
                break
        self.pay(self.capacity, self.capacity.settle(day, self.held_usd))

    @property
    def held_usd(self) -> float:
        """Money at hand."""
        return self.held_cents / CENTS

    def spend(self, use: Use, most_usd: float) -> None:
        """Buy what one of `uses` wants, with so much money at most."""
        self.pay(use, use.buy(most_usd))

    def pay(self, use: Use, amount_usd: float) -> None:
        """Pay for a use, never more than there is."""
        held = self.held_cents
        cost = min(cents(amount_usd), held)
        self.purse_cents[0] = held - cost
        self.spent_cents[0, self.uses.index(use)] += cost


def _daily(usd_per_year: float) -> int:
    """Return a day's part of a yearly flow, in cents."""
    return cents(usd_per_year / economy.DAYS_PER_YEAR)
