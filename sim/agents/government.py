"""Governments: each side's treasury and procurement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import economy
from sim.agents.population import Column, LiveAgent, Population

if TYPE_CHECKING:
    from sim.agents.producer import Makers
    from sim.compiled import Floats


class Government(LiveAgent):
    """A side's treasury and procurement, an account for each role of drones."""

    treasury_usd = Column("USD", "Money at hand, by role.")
    spent_usd = Column("USD", "Money spent today, by role.")

    population: Governments


class Governments(Population):
    """The one government of a side, as a population like any other.

    Parameters
    ----------
    side
        "ua" or "ru".
    makers
        The side's makers, a role each, in the order of the accounts.
    """

    agent_type = Government

    treasury_usd: Floats
    spent_usd: Floats

    def __init__(self, side: str, makers: list[Makers]) -> None:
        super().__init__(side, 1, treasury_usd=len(makers), spent_usd=len(makers))
        self.makers = makers

    def fund(self) -> None:
        """Receive a day's budget for each role."""
        yearly = np.array([makers.parameters.budget_usd_per_year for makers in self.makers])
        self.treasury_usd[0] += yearly / economy.DAYS_PER_YEAR

    def order(self) -> None:
        """Order drones of each role, by target and money, from makers with good reports."""
        for account, makers in enumerate(self.makers):
            price = makers.price_usd
            amount = economy.affordable(makers.wanted, self.treasury_usd[0, account], price)
            cost = min(makers.take_orders(amount) * price, self.treasury_usd[0, account])
            self.treasury_usd[0, account] -= cost
            self.spent_usd[0, account] = cost
