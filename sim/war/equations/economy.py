"""Money into orders, orders into drones, capacity, and the price of a drone.

See docs/odd.md, submodels "Orders", "Capacity" and "Production".
"""

from __future__ import annotations

import math

from sim.war.numerics.compiled import Bools, Floats, Ints, inlined, kernel

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


def time_factor(spent: float, reference: float, exponent: float) -> float:
    """Return how long something takes, relative to what it takes at the reference spending.

    A power law with elasticity `exponent`; infinite for nothing spent, unless that is 0.
    """
    ratio = spent / reference
    return math.inf if ratio == 0 and exponent > 0 else math.pow(ratio, -exponent)


@kernel
def weigh_reports(capacity: Floats, reported: Floats, sensitivity: float, weights: Floats) -> None:
    """Write with what weight each producer gets orders.

    Its capacity, times the ratio of the reported pass rate of what it builds to that of the mean
    drone that all could build, to the power `sensitivity`.
    """
    total, passing = 0.0, 0.0
    for i in range(capacity.size):
        total += capacity[i]
        passing += capacity[i] * reported[i]
    for i in range(capacity.size):
        ratio = reported[i] * total / passing if passing > 0.0 else 1.0
        weights[i] = capacity[i] * math.pow(ratio, sensitivity)


@inlined
def favoured(capacity: float, weight: float) -> float:
    """Return the capacity that procurement is ready to fill: all of it, or less by bad reports."""
    return min(capacity, weight)


@kernel
def share_orders(
    amount: float, capacity: Floats, weights: Floats, full_days: float, work_in_hand: Floats
) -> float:
    """Add new orders to the producers' work in hand; return what was placed, 0 if all are full.

    Shares are `weights`. A producer with work for `full_days` days of its `favoured` capacity gets
    nothing, and nobody takes more than fills its book to a day above that; what it can't take is
    shared out again.
    """
    left = amount
    for _ in range(capacity.size):
        if left <= 0.0:
            break
        total = 0.0
        for i in range(capacity.size):
            if work_in_hand[i] < full_days * favoured(capacity[i], weights[i]):
                total += weights[i]
        if total <= 0.0:
            break
        shared, left = left, 0.0
        for i in range(capacity.size):
            most = favoured(capacity[i], weights[i])
            if work_in_hand[i] < full_days * most:
                part = shared * weights[i] / total
                room = (full_days + 1.0) * most - work_in_hand[i]
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
def expansion(
    capacity: Floats, coming: Floats, weights: Floats, work_in_hand: Floats, full_days: float,
    growth_per_year: float, limit: float,
) -> float:  # fmt: skip
    """Return the capacity, in drones/day, that producers with a full order book would order today.

    Parameters
    ----------
    capacity
        What producers can build, in drones/day.
    coming
        Capacity on order (producers, delay + 1), each day's orders in one column.
    weights
        As `weigh_reports` writes them.
    work_in_hand, full_days
        Orders in drones, and the days of favoured capacity at which a producer counts as full.
    growth_per_year, limit
        Rate at which favoured capacity of these grows; what all capacity, that on order included,
        stays below, in drones/day.
    """
    full = full_capacity(capacity, weights, work_in_hand, full_days)
    if full == 0.0:
        return 0.0
    room = limit
    for i in range(capacity.size):
        room -= capacity[i]
        for slot in range(coming.shape[1]):
            room -= coming[i, slot]
    return max(0.0, min(room, full * growth_per_year / DAYS_PER_YEAR))


@kernel
def full_capacity(
    capacity: Floats, weights: Floats, work_in_hand: Floats, full_days: float
) -> float:
    """Return the favoured capacity of producers with a full order book."""
    full = 0.0
    for i in range(capacity.size):
        most = favoured(capacity[i], weights[i])
        full += most if work_in_hand[i] >= full_days * most else 0.0
    return full


@kernel
def expand(
    capacity: Floats, coming: Floats, weights: Floats, work_in_hand: Floats, full_days: float,
    ordered: float, day: int,
) -> None:  # fmt: skip
    """Order capacity from producers with a full order book, and put what is due today to use.

    `ordered`, in drones/day, is shared out in proportion to their favoured capacity. With a delay
    of 0 it is there at once. The rest is as in `expansion`.
    """
    slots = coming.shape[1]
    full = full_capacity(capacity, weights, work_in_hand, full_days) if ordered > 0.0 else 0.0
    for i in range(capacity.size):
        most = favoured(capacity[i], weights[i])
        added = 0.0
        if full > 0.0 and work_in_hand[i] >= full_days * most:
            added = ordered * most / full
        coming[i, (day + slots - 1) % slots] += added
        capacity[i] += coming[i, day % slots]
        coming[i, day % slots] = 0.0


def retooling_time(days: float, capacity: float, mean_capacity: float, exponent: float) -> float:
    """Return how long a line of the given capacity stands still for a new platform, in days."""
    return days * math.pow(capacity / mean_capacity, exponent) if capacity > 0 else days
