"""Ukraine's foreign money: loans on frozen assets and the joint deal.

See docs/odd.md, submodel "Money". Amounts are whole cents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.equations.money import cents

if TYPE_CHECKING:
    from sim.config.parameters.finance import Deal
    from sim.war.settings import CurrentSettings


class Loans:
    """Loans on frozen assets, up to a limit.

    Parameters
    ----------
    settings
        Today's parameters.
    """

    def __init__(self, settings: CurrentSettings) -> None:
        self.settings, self.day_0 = settings, settings.config.run.start

    def draw_cents(self, day: int, drawn_cents: int) -> int:
        """Return what is drawn today: the day's rate, within the limit.

        Parameters
        ----------
        day
            Today.
        drawn_cents
            What was drawn so far.
        """
        terms = self.settings.config.finance
        if day < (terms.start - self.day_0).days:
            return 0
        rate = cents(terms.loan_usd_per_year / DAYS_PER_YEAR)
        left = cents(terms.loans_usd) - drawn_cents
        return max(0, min(rate, left))


class JointDeal:
    """The joint deal: orders of front-line drones that come with their own money.

    Parameters
    ----------
    settings
        Today's parameters.
    """

    def __init__(self, settings: CurrentSettings) -> None:
        self.settings, self.day_0 = settings, settings.config.run.start

    @property
    def terms(self) -> Deal:
        """Its parameters."""
        return self.settings.config.deal

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
        terms = self.terms
        yearly = terms.budget_usd / terms.years
        return cents(self.rate(day) * yearly / DAYS_PER_YEAR)
