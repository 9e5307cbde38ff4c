"""Trips to the front line that ground drones make instead of soldiers.

See docs/odd.md, submodel "Ground drones".
"""

from __future__ import annotations

import math

from sim.war.equations.front import exposed_targets
from sim.war.equations.stock import count
from sim.war.numerics.compiled import Floats, Ints, kernel
from sim.war.numerics.draws import binomial, whole
from sim.war.numerics.streams import Key, uniform_pair


@kernel
def make_trips(
    stream: Key, sizes: Ints, holders: Ints, counts: Ints, ids: Ints, keys: Ints,
    trips_per_drone: float, logistics_share: float, losses_per_hit: float, posture: Ints,
    strength: Ints, first_strength: Ints, exposure: Floats, enemy_hits: Ints, km: float,
    lost: Ints, needed: Floats, rates: Floats, risks: Floats, trips: Ints, exposure_kept: Floats,
) -> None:  # fmt: skip
    """Make one day's trips of one side, and lose drones on them.

    Parameters
    ----------
    sizes : (slots,)
    holders, counts : (slots, width)
        The shelves, as of `Shelves`, with ground drones; what is lost is taken off.
    ids : (slots,)
        Which design has a slot, -1 for none.
    keys, lost : (designs,)
        Stable keys of the designs; running totals of those lost, added to.
    trips_per_drone
        Trips a drone makes in a day where they are needed, at most 1.
    logistics_share
        Share of exposed targets that are trips.
    losses_per_hit
        Drones lost to a hit while targets are not scarce.
    posture, strength, first_strength, enemy_hits : (units,)
    exposure : (postures,)
    km
        As for `front.expected_losses`.
    needed, rates, risks : (units,)
        Scratch.
    trips : (units,)
        Written.
    exposure_kept : (units,)
        Share of a unit's exposed targets that are still soldiers, written.

    A trip is a target like any other, whoever makes it: with n targets and h hits a kilometre
    a drone is lost on it with chance 1 - exp(-m h / n), m being `losses_per_hit`.
    """
    count(sizes, holders, counts, trips)
    for unit in range(trips.size):
        held, trips[unit] = trips[unit], 0
        targets = exposed_targets(exposure[posture[unit]], strength[unit], first_strength[unit])
        needed[unit] = logistics_share * targets * km
        rates[unit] = 0.0
        if held > 0 and needed[unit] != 0.0:
            rates[unit] = min(trips_per_drone, needed[unit] / held)
            risks[unit] = -math.expm1(-losses_per_hit * enemy_hits[unit] / km / targets)
    for slot in range(ids.size):
        for place in range(sizes[slot]):
            unit, held = holders[slot, place], counts[slot, place]
            if rates[unit] == 0.0 or held == 0:
                continue
            u_trip, u_loss = uniform_pair(stream, unit, keys[ids[slot]])
            made = whole(u_trip, rates[unit] * held)
            gone = binomial(u_loss, made, risks[unit])
            counts[slot, place] -= gone
            lost[ids[slot]] += gone
            trips[unit] += made
    for unit in range(trips.size):
        made = trips[unit]
        exposure_kept[unit] = kept(made, needed[unit], logistics_share) if made > 0 else 1.0


@kernel
def kept(trips: float, needed: float, logistics_share: float) -> float:
    """Return the share of exposure that is left when drones make `trips` of those `needed`."""
    return 1.0 - logistics_share * min(1.0, trips / needed)
