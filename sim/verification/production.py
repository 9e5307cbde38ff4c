"""Wright's law, and the progress that follows from it where output grows.

The cost of one more drone falls by a constant share with each doubling of cumulative output. If
output grows by a constant share a day, and has always done so, cumulative output does too, and cost
falls by a constant share a day: a progress curve.

References
----------
Wright 1936, Factors affecting the cost of airplanes, doi:10.2514/8.155. Sahal 1979, A theory of
progress functions, doi:10.1080/05695557908974396. Nagy et al. 2013,
doi:10.1371/journal.pone.0052669.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.verification.law import Law, compared, exactly
from sim.verification.setups import NO_SKY, configured
from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.replicate import simulate

if TYPE_CHECKING:
    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Floats

LEARNING_RATE = 0.15
GROWTH_PER_YEAR = 0.8
CAPACITY_PER_DAY = 2000.0

NO_LIMITS = {
    **NO_SKY,
    "economy.learning_rate": LEARNING_RATE,
    "economy.platform_setback": 0.0,
    "front.sectors": 2,
    "ukraine.fpv.producers": 1,
    "ukraine.fpv.innovates": False,
    "ukraine.fpv.output_share": 0.5,
    "ukraine.revenue_usd_per_year": 1e12,
    "ukraine.output_target_per_year": 1e9,
    "ukraine.capacity_limit_per_year": 1e9,
    "ukraine.capacity_per_year": CAPACITY_PER_DAY * DAYS_PER_YEAR / 0.5,
    "ukraine.capacity_cost_share": 0.0,
    "ukraine.capacity_delay_days": 0,
}
"""Producers who build what they can, who get all the orders and money they could use."""


def prices(growth_per_year: float, prior_output: float, days: int) -> tuple[Floats, Floats]:
    """Return cumulative output and the price of one more drone, day by day (days + 1,)."""
    settings = {
        **NO_LIMITS,
        "run.days": days,
        "ukraine.capacity_growth_per_year": growth_per_year,
        "ukraine.fpv.prior_output": prior_output,
    }
    daily = simulate(configured(settings))["daily"]
    output = prior_output + np.cumsum(daily["produced_fpv_ua"])
    return output, np.asarray(daily["unit_cost_usd_fpv_ua"])


def _wright(_effort: int) -> list[Comparison]:
    output, price = prices(0.0, 1e5, 365)
    doublings = math.log2(output[-1] / output[0])
    fall = 1 - (price[-1] / price[0]) ** (1 / doublings)
    return [exactly("fall of the price with a doubling of output", LEARNING_RATE, fall)]


def _progress(_effort: int) -> list[Comparison]:
    daily, days = 1 + GROWTH_PER_YEAR / DAYS_PER_YEAR, 730
    # As if output had always grown by this share: it sums up to this day's over the share.
    always = CAPACITY_PER_DAY * daily / (daily - 1)
    _, price = prices(GROWTH_PER_YEAR, always, days)
    yearly = [1 - float(price[end] / price[end - 365]) for end in (365, days)]
    theory = 1 - daily ** (365 * math.log2(1 - LEARNING_RATE))
    why = "rounding, and parts of drones on the line"
    return [
        compared(f"fall of the price in year {year}", theory, fall, 1, 1e-5, why)
        for year, fall in enumerate(yearly, start=1)
    ]


LAWS = (
    Law(
        "learning-curve",
        "A doubling of cumulative output takes the learning rate off the price.",
        "Wright 1936, doi:10.2514/8.155",
        _wright,
    ),
    Law(
        "progress-curve",
        "Where output grows by a constant share a day, the price falls by one.",
        "Sahal 1979, doi:10.1080/05695557908974396",
        _progress,
    ),
)
