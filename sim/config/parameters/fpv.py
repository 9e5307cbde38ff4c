"""The parameters of front-line drones, for each side."""

from __future__ import annotations

from sim.config.parameters.parameter import parameter, restate
from sim.config.parameters.racer import Racer


class Fpv(Racer):
    """Front-line first-person-view drones."""

    hit_share: float = parameter(
        0.5,
        "Share of the sorties not defeated by countermeasures that hit.",
        unit="1",
        low=0.40,
        high=0.60,
        source="attributed to RUSI 2024 (not jammed)",
        ge=0,
        le=1,
        changes=True,
    )
    fly_share: float = parameter(
        0.15,
        "Share of a formation's stock that it flies in a day, crews allowing.",
        unit="1/day",
        low=0.05,
        high=0.30,
        source="assumption: a week of stock at the front",
        ge=0.01,
        le=1,
        changes=True,
    )


class UkraineFpv(Fpv):
    """Ukraine's front-line drones: many small makers close to the front."""

    producers: int = restate(
        Fpv,
        "producers",
        200,
        low=160,
        high=500,
        source="NSDC Jan 2026 (>160 making unmanned systems); ministry Mar 2025 (>500)",
    )
    output_share: float = restate(
        Fpv,
        "output_share",
        0.93,
        low=0.85,
        high=0.97,
        source="assumption: with funded_share gives about 200,000 deliveries a month "
        "(Kyiv Independent Dec 2024)",
    )
    deliveries_per_month: float = restate(
        Fpv,
        "deliveries_per_month",
        200_000,
        low=50_000,
        high=670_000,
        source="Kyiv Independent Dec 2024 (>200,000 delivered in the month); NSDC Jan 2026",
    )
    budget_usd_per_year: float = restate(
        Fpv,
        "budget_usd_per_year",
        1.08e9,
        low=8e8,
        high=2.4e9,
        source="assumption: what 200,000 a month (Kyiv Independent Dec 2024) cost at the price "
        "of day 0; binds until learning has lowered it a little",
    )
    prior_output: float = restate(
        Fpv,
        "prior_output",
        2.5e6,
        low=1e6,
        high=4e6,
        source="assumption: about a year of deliveries",
    )


class RussiaFpv(Fpv):
    """Russia's front-line drones: few, large makers, slow to retool."""

    producers: int = restate(
        Fpv,
        "producers",
        12,
        low=4,
        high=60,
        source="assumption: the article has Russia building at scale over innovative dynamism",
    )
    output_share: float = restate(
        Fpv,
        "output_share",
        0.97,
        low=0.9,
        high=0.99,
        source="assumption: gives 165,000 front-line drones a month (SZRU plan for 2025)",
    )
    deliveries_per_month: float = restate(
        Fpv,
        "deliveries_per_month",
        165_000,
        low=40_000,
        high=500_000,
        source="SZRU plan for 2025 (2m a year); Belousov Dec 2024 (40,000); Syrskyi (500,000)",
    )
    budget_usd_per_year: float = restate(
        Fpv,
        "budget_usd_per_year",
        8.7e8,
        low=5e8,
        high=3e9,
        source="assumption: binds until learning has lowered the price a little",
    )
    prior_output: float = restate(
        Fpv,
        "prior_output",
        2.0e6,
        low=5e5,
        high=4e6,
        source="assumption: about a year of the SZRU plan for 2025",
    )
    feedback_days: int = restate(
        Fpv,
        "feedback_days",
        21,
        low=7,
        high=90,
        source="assumption: reports pass through a central ministry",
    )
    retooling_days: float = restate(
        Fpv,
        "retooling_days",
        21,
        low=7,
        high=60,
        source="assumption: mass production retools slowly",
    )
    imitation: float = restate(
        Fpv,
        "imitation",
        0.5,
        low=0.2,
        high=0.9,
        source="assumption: fewer makers, less exchange",
    )
