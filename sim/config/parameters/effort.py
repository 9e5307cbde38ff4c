"""The parameters of what a side spends to be faster: research, and liaison with the front."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, above, parameter, restate

# fmt: off


class Effort(Component):
    """Money that buys time: a time shrinks with the power of what is spent to shorten it."""

    money_share: float = parameter(0.05, "1", sweep=(0.01, 0.1), legal=(0, 1), changes=True,
        source="assumption")
    """Share of the day's income that policy gives to it, at most, whatever is left."""
    reference_usd_per_year: float = parameter(2.1e8, "USD/year", sweep=(1e8, 4e8),
        legal=(above(0), 1e13), source="assumption: what the share is on day 0")
    """Spending at which times are those that are configured."""
    exponent: float = parameter(0.3, "1", sweep=(0.0, 0.5), legal=(0, 2), changes=True,
        source="assumption: twice the money shortens the time by a fifth")
    """Power of spending, relative to the reference, by which the time shrinks; 0 switches it
    off."""


class Research(Effort):
    """Research and development, which shorten the time to a new platform (platform_days)."""


class Liaison(Effort):
    """Liaison between front and producers, which shortens the age of reports (feedback_days)."""

    money_share: float = restate(0.01, sweep=(0.002, 0.03), source="assumption")
    reference_usd_per_year: float = restate(4.2e7, sweep=(2e7, 8e7),
        source="assumption: what the share is on day 0")


class RussiaResearch(Research):
    """Russia's research and development."""

    money_share: float = restate(0.04, sweep=(0.01, 0.1), source="assumption")
    reference_usd_per_year: float = restate(1.196e8, sweep=(6e7, 2.3e8),
        source="assumption: what the share is on day 0")


class RussiaLiaison(Liaison):
    """Russia's liaison teams."""

    reference_usd_per_year: float = restate(2.99e7, sweep=(1.5e7, 6e7),
        source="assumption: what the share is on day 0")
