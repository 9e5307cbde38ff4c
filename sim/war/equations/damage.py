"""Damage to facilities and its repair.

See docs/odd.md, submodel "Facilities".
"""

from __future__ import annotations

import math

from sim.war.equations.race import gumbel
from sim.war.numerics.compiled import Bools, Floats, Ints, kernel
from sim.war.numerics.draws import binomial
from sim.war.numerics.streams import Key, uniform_pair

NOWHERE = -1

_ROUNDING = 1e-9
"""Share of a day's work that rounding may leave after the last day of a repair."""


def lost_share(offline_share: float, spare_share: float) -> float:
    """Return the share of normal output that is lost; spare capacity absorbs the first losses.

    Parameters
    ----------
    offline_share
        Capacity offline, as a share of all.
    spare_share
        Share of capacity that is not needed in normal times, below 1.
    """
    return max(0.0, offline_share - spare_share) / (1 - spare_share)


def kept(lost: float, dependence: float) -> float:
    """Return what is left of what depends on output of which the share `lost` is lost.

    `dependence` is the share that goes when all output is lost; exactly 1.0 if none is.
    """
    return 1 - dependence * lost


@kernel
def aim(stream: Key, slots: Ints, odds: Floats, drone: int) -> int:
    """Return the site that a drone reaches, with odds in proportion to `odds`; -1 for none.

    Gumbel-max, keyed by the sites' stable slots and the number of the drone tonight: a further
    site changes the choice of those drones only that reach it.
    """
    best, best_score = NOWHERE, -math.inf
    for site in range(slots.size):
        if odds[site] <= 0.0:
            continue
        score = math.log(odds[site]) + gumbel(uniform_pair(stream, slots[site], drone)[0])
        if score > best_score:
            best, best_score = site, score
    return best


@kernel
def share_out_hits(
    stream: Key, leaked: int, damaging_share: float, aims: Floats, hits: Ints
) -> None:
    """Draw how many of those that got through hit sites of each kind.

    Parameters
    ----------
    damaging_share
        Chance of each to do damage.
    aims : (kinds,)
        Shares of these that are aimed at each kind; the rest is aimed elsewhere.
    hits : (kinds,)
        Written.
    """
    rest, left = binomial(uniform_pair(stream, 0, 0)[0], leaked, damaging_share), 1.0
    for kind in range(aims.size):
        chance = min(1.0, aims[kind] / left) if left > 0.0 else 0.0
        hits[kind] = binomial(uniform_pair(stream, kind + 1, 0)[0], rest, chance)
        rest -= hits[kind]
        left -= aims[kind]


@kernel
def strike(
    stream: Key, slots: Ints, drones: int, unit: float, capacity: Floats, damage: Floats,
    odds: Floats, hits: Ints,
) -> float:  # fmt: skip
    """Let a night's drones hit the sites of one kind; return the capacity that goes offline.

    A hit takes a share of what still works: d grows by (c - d) (1 - exp(-unit / c)).

    They were aimed in proportion to what was online the evening before, or, where nothing was, to
    capacity.

    Parameters
    ----------
    slots : (sites,)
        Stable slots.
    drones
        Drones that get through tonight.
    unit
        Capacity that one of them takes offline of a large site that works, in the unit of
        `capacity`.
    capacity, damage : (sites,)
        Capacity c, and the part d of it that is offline, added to.
    odds : (sites,)
        Scratch.
    hits : (sites,)
        Drones that hit each site tonight, written.
    """
    hits[:] = 0
    lost = 0.0
    if drones == 0:
        return lost
    online = False
    for site in range(slots.size):
        odds[site] = capacity[site] - damage[site]
        online |= odds[site] != 0.0
    if not online:
        odds[:] = capacity
    for drone in range(drones):
        site = aim(stream, slots, odds, drone)
        if site == NOWHERE:
            continue
        hits[site] += 1
        more = (capacity[site] - damage[site]) * -math.expm1(-unit / capacity[site])
        damage[site] += more
        lost += more
    return lost


@kernel
def repair(crews: int, work: float, damage: Floats, crewed: Bools) -> None:
    """Repair for a day: free crews go where most is offline, and stay until all is repaired.

    Parameters
    ----------
    crews
        Crews of this kind of site, one at a site.
    work
        Capacity that a crew brings back in a day, in the unit of `damage`.
    damage : (sites,)
        Capacity offline, worked off.
    crewed : (sites,)
        Whether a crew is at work; brought up to date.
    """
    free = crews
    for site in range(damage.size):
        free -= int(crewed[site])
    for _ in range(free):
        site = worst_waiting(damage, crewed)
        if site == NOWHERE:
            break
        crewed[site] = True
    for site in range(damage.size):
        if crewed[site]:
            done = damage[site] <= work * (1 + _ROUNDING)
            damage[site] = 0.0 if done else damage[site] - work
            crewed[site] = not done


@kernel
def worst_waiting(damage: Floats, crewed: Bools) -> int:
    """Return the damaged site without a crew that has most offline, the first of equals, or -1."""
    worst, most = NOWHERE, 0.0
    for site in range(damage.size):
        if not crewed[site] and damage[site] > most:
            worst, most = site, damage[site]
    return worst
