"""The parameters of Ukraine's foreign money: loans on frozen assets and the joint deal."""

from __future__ import annotations

import datetime as dt

from sim.config.parameters.parameter import Component, parameter
from sim.config.parameters.sources import ARTICLE

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 1, 1)


class Finance(Component):
    """Loans to Ukraine on frozen Russian assets, drawn for drones when other money is short."""

    loans_usd: float = parameter(
        90e9,
        "Loans that are drawn in all, at most.",
        unit="USD",
        low=45e9,
        high=140e9,
        source=f"{ARTICLE}: up to $90 billion of loans on $300 billion of assets",
        ge=0,
        le=1e13,
    )
    frozen_assets_usd: float = parameter(
        300e9,
        "Frozen assets that secure the loans, and bound them.",
        unit="USD",
        low=200e9,
        high=300e9,
        source=f"{ARTICLE}: up to $90 billion of loans on $300 billion of assets",
        ge=0,
        le=1e13,
    )
    loan_usd_per_year: float = parameter(
        0,
        "Loans drawn for drones in a year, at most, to cover what own revenue and aid leave of the "
        "budgets; 0 switches them off.",
        unit="USD/year",
        low=0,
        high=18e9,
        source="assumption: off, since the baseline's budgets are covered without them",
        ge=0,
        le=1e13,
        changes=True,
    )
    start: dt.date = parameter(
        dt.date(2026, 1, 1),
        "Day on which loans are first drawn.",
        unit="date",
        low=dt.date(2025, 10, 15),
        high=dt.date(2027, 12, 31),
        source="assumption: the budget year after the article",
        ge=EARLIEST,
        le=LATEST,
    )


class Deal(Component):
    """The joint deal: Ukraine builds front-line drones with American money and exports a part."""

    signed: bool = parameter(
        False,
        "Whether the deal is signed; its ramp and years count from deal.start all the same.",
        unit="choice",
        low=False,
        high=True,
        source=f"{ARTICLE}: on offer, not signed",
        changes=True,
    )
    start: dt.date = parameter(
        dt.date(2026, 1, 1),
        "Day from which orders and money flow, if the deal is signed.",
        unit="date",
        low=dt.date(2025, 10, 15),
        high=dt.date(2027, 12, 31),
        source="assumption: the year after the article",
        ge=EARLIEST,
        le=LATEST,
    )
    ramp_days: int = parameter(
        365,
        "Time in which orders and money rise evenly to their full rate; 0 starts in full.",
        unit="days",
        low=90,
        high=730,
        source="assumption: makers need a year to grow",
        ge=0,
        le=3650,
    )
    drones_per_year: float = parameter(
        1e7,
        "Front-line drones ordered under the deal at its full rate.",
        unit="drones/year",
        low=5e6,
        high=1e7,
        source=f"{ARTICLE}: ten million a year",
        ge=0,
        le=1e9,
        changes=True,
    )
    years: float = parameter(
        5,
        "How long the deal runs, its ramp included.",
        unit="years",
        low=1,
        high=5,
        source=f"{ARTICLE}: five years",
        gt=0,
        le=100,
    )
    budget_usd: float = parameter(
        50e9,
        "Money that the deal would pay over its years at its full rate; what the ramp leaves out "
        "is not made up.",
        unit="USD",
        low=25e9,
        high=50e9,
        source=f"{ARTICLE}: $50 billion over five years, which implies $1,000 a drone",
        ge=0,
        le=1e13,
        changes=True,
    )
    export_share: float = parameter(
        0.5,
        "Share of what is built under the deal that is exported.",
        unit="1",
        low=0.25,
        high=0.75,
        source=f"{ARTICLE}: capacity of twenty million a year, half of it exported",
        ge=0,
        le=1,
        changes=True,
    )
