"""The parameters of Ukraine's foreign money: loans on frozen assets and the joint deal."""

from __future__ import annotations

import datetime as dt

from sim.config.parameters.parameter import ARTICLE, CALENDAR, Component, above, parameter

# fmt: off


class Finance(Component):
    """Loans to Ukraine on frozen Russian assets, drawn into its purse."""

    loans_usd: float = parameter(90e9, "USD", sweep=(45e9, 140e9), legal=(0, 1e13),
        source=f"{ARTICLE}: up to $90 billion of loans on $300 billion of assets")
    """Loans drawn in total, at most."""
    frozen_assets_usd: float = parameter(300e9, "USD", sweep=(200e9, 300e9), legal=(0, 1e13),
        source=f"{ARTICLE}: up to $90 billion of loans on $300 billion of assets")
    """Frozen assets that secure the loans, and bound them."""
    loan_usd_per_year: float = parameter(0, "USD/year", sweep=(0, 18e9), legal=(0, 1e13),
        changes=True, source="assumption: off, since they are not agreed in the article")
    """Loans drawn in a year, until they reach their total; 0 switches them off."""
    start: dt.date = parameter(dt.date(2026, 1, 1), "date",
        sweep=(dt.date(2025, 10, 15), dt.date(2027, 12, 31)), legal=CALENDAR,
        source="assumption: the budget year after the article")
    """Day on which loans are first drawn."""


class Deal(Component):
    """The joint deal: Ukraine builds front-line drones with American money and exports a part."""

    signed: bool = parameter(False, "choice", sweep=(False, True), changes=True,
        source=f"{ARTICLE}: on offer, not signed")
    """Whether the deal is signed; its ramp and years count from deal.start all the same."""
    start: dt.date = parameter(dt.date(2026, 1, 1), "date",
        sweep=(dt.date(2025, 10, 15), dt.date(2027, 12, 31)), legal=CALENDAR,
        source="assumption: the year after the article")
    """Day from which orders and money flow, if the deal is signed."""
    ramp_days: int = parameter(365, "days", sweep=(90, 730), legal=(0, 3650),
        source="assumption: producers need a year to grow")
    """Time in which orders and money rise evenly to their full rate; 0 starts in full."""
    drones_per_year: float = parameter(1e7, "drones/year", sweep=(5e6, 1e7), legal=(0, 1e9),
        changes=True, source=f"{ARTICLE}: ten million a year")
    """Front-line drones ordered under the deal at its full rate."""
    years: float = parameter(5, "years", sweep=(1, 5), legal=(above(0), 100),
        source=f"{ARTICLE}: five years")
    """How long the deal runs, its ramp included."""
    budget_usd: float = parameter(50e9, "USD", sweep=(25e9, 50e9), legal=(0, 1e13), changes=True,
        source=f"{ARTICLE}: $50 billion over five years, which implies $1,000 a drone")
    """Money that the deal would pay over its years at its full rate; what the ramp leaves out is
    not made up."""
    export_share: float = parameter(0.5, "1", sweep=(0.25, 0.75), legal=(0, 1), changes=True,
        source=f"{ARTICLE}: capacity of twenty million a year, half of it exported")
    """Share of what is built under the deal that is exported."""
