"""Money into orders, orders into drones, and the price of a drone.

See docs/odd.md, submodels "Orders" and "Production".
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.compiled import Floats

DAYS_PER_YEAR = 365.0


def unit_cost(first_cost: float, output: float, prior_output: float, learning_rate: float) -> float:
    """Return the price of one more drone by Wright's law, in its unit convention.

    The cost of the n-th unit (not the cumulative average) falls by `learning_rate` with each
    doubling of cumulative output. Wright 1936, doi:10.2514/8.155; Nagy et al. 2013,
    doi:10.1371/journal.pone.0052669.

    Parameters
    ----------
    first_cost
        Price in USD at `prior_output`.
    output, prior_output
        Cumulative output in drones, now and on day 0.
    learning_rate
        Fall of the price with each doubling, in [0, 1).
    """
    return first_cost * math.pow(output / prior_output, math.log2(1 - learning_rate))


def affordable(wanted: float, treasury_usd: float, price_usd: float) -> float:
    """Return how many drones are ordered: what is wanted, or what the money is enough for."""
    return min(wanted, treasury_usd / price_usd)


def order_weights(
    capacity: Floats, reported: Floats, work_in_hand: Floats, sensitivity: float, full_days: float
) -> Floats:
    """Return the share of new orders that goes to each maker; all zero if all are full.

    Weights are capacity times reported pass rate to the power `sensitivity`; a maker with work
    for `full_days` days gets nothing.
    """
    weights = capacity * reported**sensitivity * (work_in_hand < full_days * capacity)
    total = weights.sum()
    return np.asarray(weights / total) if total > 0 else weights


def expand(
    capacity: Floats, work_in_hand: Floats, full_days: float, growth_per_year: float, limit: float
) -> Floats:
    """Return the capacity of the next day: full makers grow, all together up to `limit`."""
    full = work_in_hand >= full_days * capacity
    added = capacity * full * growth_per_year / DAYS_PER_YEAR
    room = max(0.0, limit - capacity.sum())
    return np.asarray(capacity + added * min(1.0, room / max(added.sum(), math.ulp(1.0))))


def retooling_time(days: float, capacity: float, mean_capacity: float, exponent: float) -> float:
    """Return how long a line of the given capacity stands still for a new platform, in days."""
    return days * math.pow(capacity / mean_capacity, exponent) if capacity > 0 else days
