"""Ukraine's foreign money: loans on frozen assets and the joint deal.

See docs/odd.md, submodel "Money". Amounts are whole cents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.equations.money import cents

if TYPE_CHECKING:
    import datetime as dt

    from sim.config.parameters.finance import Deal, Finance


class Loans:
    """Loans on frozen assets, up to a limit.

    Parameters
    ----------
    terms
        Their parameters.
    day_0
        Date of day 0.
    """

    def __init__(self, terms: Finance, day_0: dt.date) -> None:
        self.terms, self.day_0 = terms, day_0

    def draw_cents(self, day: int, missing_cents: int, drawn_cents: int) -> int:
        """Return what is drawn today: what is missing, within the day's rate and the limit.

        Parameters
        ----------
        day
            Today.
        missing_cents
            What own revenue, aid and the purse leave of today's budgets.
        drawn_cents
            What was drawn so far.
        """
        if day < (self.terms.start - self.day_0).days:
            return 0
        rate = cents(self.terms.loan_usd_per_year / DAYS_PER_YEAR)
        left = cents(self.terms.loans_usd) - drawn_cents
        return max(0, min(missing_cents, rate, left))


class JointDeal:
    """The joint deal: orders of front-line drones that come with their own money.

    Parameters
    ----------
    terms
        Its parameters.
    day_0
        Date of day 0.
    """

    def __init__(self, terms: Deal, day_0: dt.date) -> None:
        self.terms, self.day_0 = terms, day_0

    def rate(self, day: int) -> float:
        """Return the share of its full rate at which the deal runs on a day; 0 if it does not."""
        terms = self.terms
        since = day - (terms.start - self.day_0).days
        if not terms.signed or not 0 <= since < terms.years * DAYS_PER_YEAR:
            return 0.0
        return min(1.0, (since + 1) / terms.ramp_days) if terms.ramp_days else 1.0

    def wanted(self, day: int) -> float:
        """Return the drones ordered under the deal on a day, if money allows."""
        return self.rate(day) * self.terms.drones_per_year / DAYS_PER_YEAR

    def pay_cents(self, day: int) -> int:
        """Return the money that the deal pays on a day."""
        yearly = self.terms.budget_usd / self.terms.years
        return cents(self.rate(day) * yearly / DAYS_PER_YEAR)
