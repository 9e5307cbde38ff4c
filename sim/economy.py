"""Money into orders, orders into drones, and the price of a drone.

See docs/odd.md, submodels "Orders" and "Production".
"""

from __future__ import annotations

import math

from sim.compiled import Bools, Floats, Ints, kernel

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


@kernel
def share_orders(
    amount: float, capacity: Floats, reported: Floats, sensitivity: float, full_days: float,
    work_in_hand: Floats,
) -> float:  # fmt: skip
    """Add new orders to the makers' work in hand; return what was placed, 0 if all are full.

    Shares are capacity times reported pass rate to the power `sensitivity`; a maker with work
    for `full_days` days gets nothing.
    """
    total = 0.0
    for i in range(capacity.size):
        if work_in_hand[i] < full_days * capacity[i]:
            total += capacity[i] * math.pow(reported[i], sensitivity)
    if total <= 0.0:
        return 0.0
    for i in range(capacity.size):
        if work_in_hand[i] < full_days * capacity[i]:
            weight = capacity[i] * math.pow(reported[i], sensitivity)
            work_in_hand[i] += amount * weight / total
    return amount


@kernel
def build(
    capacity: Floats, retooling: Bools, work_in_hand: Floats, on_the_line: Floats, made: Ints
) -> int:
    """Build a day's drones; write what each maker finished to `made` and return the total."""
    total = 0
    for i in range(capacity.size):
        built = 0.0 if retooling[i] else min(capacity[i], work_in_hand[i])
        work_in_hand[i] -= built
        on_the_line[i] += built
        made[i] = int(on_the_line[i])
        on_the_line[i] -= made[i]
        total += made[i]
    return total


@kernel
def expand(
    capacity: Floats, work_in_hand: Floats, full_days: float, growth_per_year: float, limit: float
) -> None:
    """Let the capacity of makers with a full order book grow, all together up to `limit`."""
    total, added = 0.0, 0.0
    for i in range(capacity.size):
        total += capacity[i]
        if work_in_hand[i] >= full_days * capacity[i]:
            added += capacity[i] * growth_per_year / DAYS_PER_YEAR
    if added <= 0.0 or total >= limit:
        return
    share = min(1.0, (limit - total) / added)
    for i in range(capacity.size):
        if work_in_hand[i] >= full_days * capacity[i]:
            capacity[i] += share * capacity[i] * growth_per_year / DAYS_PER_YEAR


def retooling_time(days: float, capacity: float, mean_capacity: float, exponent: float) -> float:
    """Return how long a line of the given capacity stands still for a new platform, in days."""
    return days * math.pow(capacity / mean_capacity, exponent) if capacity > 0 else days
