"""Money into orders, orders into drones, capacity, and the price of a drone.

See docs/odd.md, submodels "Orders", "Capacity" and "Production".
"""

from __future__ import annotations

import math

from sim.war.numerics.compiled import Bools, Floats, Ints, kernel

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
    """Add new orders to the producers' work in hand; return what was placed, 0 if all are full.

    Shares are capacity times reported pass rate to the power `sensitivity`. A producer with work
    for `full_days` days gets nothing, and nobody takes more than fills its book to a day above
    that; what it can't take is shared out again.
    """
    left = amount
    for _ in range(capacity.size):
        if left <= 0.0:
            break
        total = 0.0
        for i in range(capacity.size):
            if work_in_hand[i] < full_days * capacity[i]:
                total += capacity[i] * math.pow(reported[i], sensitivity)
        if total <= 0.0:
            break
        shared, left = left, 0.0
        for i in range(capacity.size):
            if work_in_hand[i] < full_days * capacity[i]:
                weight = capacity[i] * math.pow(reported[i], sensitivity)
                part = shared * weight / total
                room = (full_days + 1.0) * capacity[i] - work_in_hand[i]
                left += max(0.0, part - room)
                work_in_hand[i] += min(part, room)
    return amount - left


@kernel
def use_components(
    stock: float, needed: float, inflow: float, most_days: float
) -> tuple[float, float]:
    """Return the components left in stock, and the share of what is needed that is there.

    Parameters
    ----------
    stock
        Components at hand, in drones.
    needed
        What would be built today if components were no object, in drones.
    inflow
        What arrives today, as a share of `needed`.
    most_days
        Stock above so many days of need is not bought.
    """
    if needed <= 0:
        return stock, 1.0
    available = stock + inflow * needed
    used = min(needed, available)
    return min(available - used, max(stock, most_days * needed)), used / needed


@kernel
def buildable(capacity: Floats, retooling: Bools, work_in_hand: Floats, factor: float) -> float:
    """Return the drones that capacity, times `factor`, and orders allow today."""
    total = 0.0
    for i in range(capacity.size):
        if not retooling[i]:
            total += min(factor * capacity[i], work_in_hand[i])
    return total


@kernel
def build(
    capacity: Floats, retooling: Bools, factor: float, share: float, work_in_hand: Floats,
    on_the_line: Floats, made: Ints,
) -> int:  # fmt: skip
    """Build a day's drones; write what each producer finished to `made` and return the total.

    Every producer builds `share` of what its orders and `factor` of its capacity allow.
    """
    total = 0
    for i in range(capacity.size):
        built = 0.0 if retooling[i] else share * min(factor * capacity[i], work_in_hand[i])
        work_in_hand[i] -= built
        on_the_line[i] += built
        made[i] = int(on_the_line[i])
        on_the_line[i] -= made[i]
        total += made[i]
    return total


@kernel
def produce(
    capacity: Floats, retooling: Bools, factor: float, components: float, inflow: float,
    most_days: float, design: Ints, work_in_hand: Floats, on_the_line: Floats, made: Ints,
    produced_ever: Ints,
) -> tuple[float, float, int]:  # fmt: skip
    """Build a day's drones of a role, as capacity, orders and components allow.

    Parameters
    ----------
    components, inflow, most_days
        See `use_components`.
    design : (producers,)
        What each of them builds.
    produced_ever : (designs,)
        Running totals, added to.

    The rest is as in `build`.

    Returns
    -------
    float, float, int
        Components left in stock; share of those needed that was there; drones built.
    """
    needed = buildable(capacity, retooling, work_in_hand, factor)
    left, share = use_components(components, needed, inflow, most_days)
    output = build(capacity, retooling, factor, share, work_in_hand, on_the_line, made)
    for i in range(made.size):
        produced_ever[design[i]] += made[i]
    return left, share, output


@kernel
def expand(
    capacity: Floats, coming: Floats, work_in_hand: Floats, full_days: float,
    growth_per_year: float, limit: float, affordable: float, day: int,
) -> float:  # fmt: skip
    """Let producers with a full order book order capacity, and put what is due today to use.

    All capacity together, that on order included, stays below `limit`.

    Parameters
    ----------
    capacity
        What producers can build, in drones/day; written.
    coming
        Capacity on order (producers, delay + 1), each day's orders in one column; written. With a
        delay of 0 what is ordered is there at once.
    work_in_hand, full_days
        Orders in drones, and the days of capacity in hand at which a producer counts as full.
    growth_per_year, limit
        Rate of growth; limit in drones/day.
    affordable
        What money is enough for, in drones/day.
    day
        Today.

    Returns
    -------
    float
        The capacity ordered today, in drones/day.
    """
    slots = coming.shape[1]
    wanted = 0.0
    for i in range(capacity.size):
        if work_in_hand[i] >= full_days * capacity[i]:
            wanted += capacity[i] * growth_per_year / DAYS_PER_YEAR
    share = 0.0
    if wanted > 0.0:
        room = limit
        for i in range(capacity.size):
            room -= capacity[i]
            for slot in range(slots):
                room -= coming[i, slot]
        share = max(0.0, min(1.0, room / wanted, affordable / wanted))
    for i in range(capacity.size):
        added = 0.0
        if work_in_hand[i] >= full_days * capacity[i]:
            added = share * capacity[i] * growth_per_year / DAYS_PER_YEAR
        coming[i, (day + slots - 1) % slots] += added
        capacity[i] += coming[i, day % slots]
        coming[i, day % slots] = 0.0
    return share * wanted


def retooling_time(days: float, capacity: float, mean_capacity: float, exponent: float) -> float:
    """Return how long a line of the given capacity stands still for a new platform, in days."""
    return days * math.pow(capacity / mean_capacity, exponent) if capacity > 0 else days
