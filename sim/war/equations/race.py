"""The race of designs against countermeasures: cover, the hunt, its anchor, obsolescence.

Designs and countermeasures are points of a torus; lengths are in breadths of a countermeasure.
See docs/odd.md, submodels "Design space", "Learning" and "Obsolescence".
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.config.parameters.race import Race, obsolete_distance
from sim.war.numerics.compiled import Bools, Floats, Ints, inlined, kernel
from sim.war.numerics.streams import Key, uniform_pair

HALF = 0.5
"""A design is obsolete from the first day at this share of its expected pass rate at release."""
TOLERANCE = 1e-9
"""Relative; the last step of a hunt lands on the threshold, give or take rounding."""
NOT_YET = -1
"""Stands for a day that has not come, and a slot without a design."""
_THIRD, _FIFTH, _SIXTH, _SEVENTH = 1 / 3, 1 / 5, 1 / 6, 1 / 7
ARRIVED = 0.5
"""Breadths from its target at which a countermeasure is free again."""


class Cycle(NamedTuple):
    """The hunt of one side's countermeasures, derived from the obsolescence time.

    Attributes
    ----------
    notice
        Daily chance that a free countermeasure picks a target.
    develop_days
        Age of the sightings it picks from.
    field_share
        Share of the distance to its target that it closes in a day.
    """

    notice: float
    develop_days: int
    field_share: float


def cycle(race: Race, strength: float, cycle_factor: float) -> Cycle:
    """Derive the hunt from the anchor `race.obsolescence_days`, in closed form.

    Developing and fielding take whole days; noticing takes up the rest, so that the three
    stages add up to the obsolescence time on average whatever its value (docs/odd.md,
    "Anchors").

    Parameters
    ----------
    race
        The race's parameters.
    strength
        Chance that a countermeasure defeats a sortie at its centre.
    cycle_factor
        The side's obsolescence time relative to the common one.
    """
    notice_days, develop_days, field_days = race.stages(cycle_factor)
    distance = obsolete_distance(strength, race.first_distance)
    remaining = (distance / race.first_distance) ** (1 / field_days)
    return Cycle(1 / notice_days, develop_days, 1 - remaining)


@inlined
def shortest(start: float, end: float, extent: float) -> float:
    """Return the signed shortest way from `start` to `end` round a circle of length `extent`."""
    way = end - start
    if way > 0.5 * extent:
        return way - extent
    if way < -0.5 * extent:
        return way + extent
    return way


@inlined
def bell(square: float) -> float:
    """Return exp(-square / 2), within 1e-13.

    As the Taylor series of its 64th root, raised to the 64th power: unlike the library's
    exponential it runs on vector instructions, and gives the same bits on every machine.
    """
    x = min(0.5 * square, 40.0) / 64.0
    root = 1.0 - x * _SEVENTH
    root = 1.0 - x * _SIXTH * root
    root = 1.0 - x * _FIFTH * root
    root = 1.0 - x * 0.25 * root
    root = 1.0 - x * _THIRD * root
    root = 1.0 - x * 0.5 * root
    root = 1.0 - x * root
    for _ in range(6):
        root *= root
    return root


@inlined
def pass_each(
    place: Floats, family: int, axes: Floats, families: Ints, strengths: Floats, extent: float,
    out: Floats,
) -> None:  # fmt: skip
    """Write the chance 1 - q K that a design passes each countermeasure.

    Cover K = exp(-d^2/2) at distance d on the torus; a countermeasure against another family
    covers nothing. `axes` (dimensions, countermeasures) holds a coordinate of all of them in a
    row, so that the loops run on vector instructions.
    """
    out[:] = 0.0
    for k in range(axes.shape[0]):
        here = place[k]
        for c in range(out.size):
            way = abs(here - axes[k, c])
            way = min(way, extent - way)
            out[c] += way * way
    for c in range(out.size):
        strength = strengths[c] if families[c] == family else 0.0
        out[c] = 1.0 - strength * bell(out[c])


@inlined
def product(values: Floats, first: int, last: int) -> float:
    """Return the product of `values` from `first` up to `last`."""
    total = 1.0
    for i in range(first, last):
        total *= values[i]
    return total


@kernel
def expected_pass_rates(
    places: Floats, family: int, axes: Floats, families: Ints, strengths: Floats, sectors: int,
    extent: float, scratch: Floats, out: Floats,
) -> None:  # fmt: skip
    """Write to `out` the mean over all sectors of J, the chance to pass, at each of `places`.

    J is the product over a sector's countermeasures of 1 - q K (`pass_each`).

    Parameters
    ----------
    places, family
        Points of the design space, all of one family.
    axes, families, strengths
        Coordinates (dimensions, countermeasures), families and strengths of countermeasures,
        sector by sector.
    sectors, extent
        Number of sectors; side of the torus.
    scratch
        As long as there are countermeasures.
    out
        Written, as long as there are places.
    """
    systems = strengths.size // sectors
    for i in range(places.shape[0]):
        pass_each(places[i], family, axes, families, strengths, extent, scratch)
        total = 0.0
        for s in range(sectors):
            total += product(scratch, s * systems, (s + 1) * systems)
        out[i] = total / sectors


@kernel
def assess(
    ids: Ints, places: Floats, family: Ints, axes: Floats, families: Ints, strengths: Floats,
    extent: float, scratch: Floats, by_sector: Floats, expected: Floats,
) -> None:  # fmt: skip
    """Judge every living design against the enemy's countermeasures.

    Writes J to `by_sector` (sectors, slots) and its mean over the sectors to `expected`
    (designs,); slots with id -1 are empty. The rest is as in `expected_pass_rates`.
    """
    sectors = by_sector.shape[0]
    systems = strengths.size // sectors
    for slot in range(ids.size):
        i = ids[slot]
        if i < 0:
            continue
        pass_each(places[i], family[i], axes, families, strengths, extent, scratch)
        total = 0.0
        for s in range(sectors):
            rate = product(scratch, s * systems, (s + 1) * systems)
            by_sector[s, slot] = rate
            total += rate
        expected[i] = total / sectors


@kernel
def gumbel(u: float) -> float:
    """Return the standard Gumbel variate that belongs to `u`."""
    return -math.log(-math.log(u))


@kernel
def pick_sighting(
    stream: Key, hunter: int, first: int, last: int, keys: Ints, weights: Floats,
    families: Ints, open_families: Bools,
) -> int:  # fmt: skip
    """Return the sighting among `first` to `last` that `hunter` picks, or -1.

    Odds are proportional to weights, by Gumbel-max keyed by the designs' stable keys; what has
    no weight, or is of a family that isn't open to countermeasures yet, can't be picked.
    """
    best = -1
    best_score = -math.inf
    for i in range(first, last):
        if weights[i] <= 0.0 or not open_families[families[i]]:
            continue
        u = uniform_pair(stream, hunter, keys[i])[0]
        score = math.log(weights[i]) + gumbel(u)
        if score > best_score:
            best, best_score = i, score
    return best


@kernel
def pick_colleague(stream: Key, hunter: int, hunting: Bools) -> int:
    """Return one of the countermeasures that are hunting, all with the same chance, or -1."""
    best = -1
    best_u = -1.0
    for other in range(hunting.size):
        if hunting[other]:
            u = uniform_pair(stream, hunter, other)[0]
            if u > best_u:
                best, best_u = other, u
    return best


@kernel
def close_in(centres: Floats, c: int, targets: Floats, share: float, extent: float) -> bool:
    """Move countermeasure `c` a share of the way to its target; tell whether it is there."""
    square = 0.0
    for k in range(centres.shape[1]):
        way = shortest(centres[c, k], targets[c, k], extent)
        centres[c, k] = (centres[c, k] + share * way) % extent
        square += ((1.0 - share) * way) ** 2
    return square <= ARRIVED * ARRIVED


@kernel
def hunt(
    stream_notice: Key, stream_target: Key, stream_takeover: Key, stream_source: Key,
    centres: Floats, targets: Floats, families: Ints, hunting: Bools, was_hunting: Bools,
    old_targets: Floats, old_families: Ints, offsets: Ints, keys: Ints, weights: Floats,
    sighted_families: Ints, places: Floats, open_families: Bools, notice: float,
    diffusion: float, share: float, extent: float,
) -> None:  # fmt: skip
    """One day of all countermeasures of a side: chase, notice, or take over.

    Those that hunt close in; those that are free may pick one of the sightings of their sector
    (`offsets` of the sectors into `keys`, `weights`, `sighted_families`, `places`), or else may
    take over the target of a colleague as it was in the morning (`was_hunting`, `old_targets`,
    `old_families`: scratch of the same shapes).
    """
    sectors = offsets.size - 1
    systems = hunting.size // sectors
    was_hunting[:] = hunting
    old_targets[:] = targets
    old_families[:] = families
    for c in range(hunting.size):
        if was_hunting[c]:
            hunting[c] = not close_in(centres, c, targets, share, extent)
            continue
        sector = c // systems
        if uniform_pair(stream_notice, c, 0)[0] < notice:
            found = pick_sighting(
                stream_target, c, offsets[sector], offsets[sector + 1], keys, weights,
                sighted_families, open_families,
            )  # fmt: skip
            if found >= 0:
                targets[c] = places[found]
                families[c] = sighted_families[found]
                hunting[c] = True
                continue
        if uniform_pair(stream_takeover, c, 0)[0] < diffusion:
            found = pick_colleague(stream_source, c, was_hunting)
            if found >= 0:
                targets[c] = old_targets[found]
                families[c] = old_families[found]
                hunting[c] = True


@kernel
def mark_obsolete(
    ids: Ints, rate: Floats, released_rate: Floats, day: int, obsolete: Ints
) -> None:  # fmt: skip
    """Write `day` to `obsolete` of the designs in `ids` that fall to half of their start.

    `rate` and `released_rate` are (designs,) expected pass rates now and at release.
    """
    for design in ids:
        if design == NOT_YET or obsolete[design] != NOT_YET:
            continue
        if rate[design] <= HALF * (1.0 + TOLERANCE) * released_rate[design]:
            obsolete[design] = day


@kernel
def follow(
    released: Ints, replaced: Ints, obsolete: Ints, today: int, days: Ints, event: Bools
) -> None:
    """Write how long each design was followed, and whether it became obsolete then.

    `days` and `event` are as long as there are designs; the other arrays may be longer.
    """
    for design in range(days.size):
        end = today if replaced[design] == NOT_YET else replaced[design]
        event[design] = obsolete[design] != NOT_YET and obsolete[design] <= end
        days[design] = (obsolete[design] if event[design] else end) - released[design]


def median_days(days: Ints, event: Bools) -> float:
    """Return the Kaplan-Meier median of whole days, NaN where the curve stays above one half.

    Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452.
    """
    return half_life(np.bincount(days), np.bincount(days[event]), days.size)


@kernel
def half_life(followed: Ints, obsolete: Ints, designs: int) -> float:
    """Return the day on which half of the designs are obsolete, NaN if that isn't reached.

    Parameters
    ----------
    followed, obsolete
        How many designs were followed for each number of days, and how many of those became
        obsolete then; `obsolete` may be shorter.
    designs
        How many there are.
    """
    at_risk, survival = designs, 1.0
    for day in range(obsolete.size):
        survival *= 1.0 - obsolete[day] / max(at_risk, 1)
        if survival <= HALF * (1.0 + TOLERANCE):
            return float(day)
        at_risk -= followed[day]
    return math.nan
