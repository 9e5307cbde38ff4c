"""The race of designs against countermeasures: cover, the hunt, its anchor, obsolescence.

Designs and countermeasures are points of a torus; lengths are in breadths of a countermeasure.
See docs/odd.md, submodels "Design space", "Learning" and "Obsolescence".
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.config.parameters.race import Race, obsolete_distance
from sim.war.equations.stock import UNKNOWN
from sim.war.numerics.compiled import Bools, Floats, Ints, inlined, kernel
from sim.war.numerics.streams import Key, uniform_pair

HALF = 0.5
"""A design is obsolete from the first day at this share of its expected pass rate at release."""
TOLERANCE = 1e-9
"""Relative; the last step of a hunt lands on the threshold, give or take rounding."""
LEAST_ODDS = 1e-100
"""So that a unit flies even what never passes, if it has nothing else."""
NOT_YET = -1
"""Stands for a day that has not come, and a slot without a design."""
_FIFTH, _SIXTH, _SEVENTH = 1 / 5, 1 / 6, 1 / 7
_LARGEST = 40.0 / 64.0
"""Argument of the series beyond which cover is nothing."""
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
def wrapped(place: float, extent: float) -> float:
    """Return a place at most one round off, back on a circle of length `extent`."""
    if place >= extent:
        return place - extent
    return place + extent if place < 0.0 else place


@inlined
def bell(square: float) -> float:
    """Return exp(-square / 2), within 1e-13.

    As the Taylor series of its 64th root, raised to the 64th power: unlike the library's
    exponential it runs on vector instructions, and gives the same bits on every machine. The
    argument of the series is x = square / 128; multiples of x by powers of two are exact, so
    they are sums, which processors do beside products.
    """
    eighth = min(square / 1024.0, _LARGEST / 8.0)
    quarter = eighth + eighth
    half = quarter + quarter
    sixth = eighth * (8.0 * _SIXTH)
    root = 1.0 - eighth * (8.0 * _SEVENTH)
    root = 1.0 - sixth * root
    root = 1.0 - eighth * (8.0 * _FIFTH) * root
    root = 1.0 - quarter * root
    root = 1.0 - (sixth + sixth) * root
    root = 1.0 - half * root
    root = 1.0 - (half + half) * root
    for _ in range(6):
        root *= root
    return root


class Systems(NamedTuple):
    """The countermeasures of a side as they stood one evening, the first of each sector first.

    So arranged, those of a kind in all sectors lie in a row, and loops over sectors run on vector
    instructions.

    Attributes
    ----------
    axes : (dimensions, systems) float64
        A coordinate of all of them in a row.
    families : (systems,) int64
    strengths : (systems,) float64
    """

    axes: Floats
    families: Ints
    strengths: Floats


@kernel
def arrange(
    centres: Floats, families: Ints, strengths: Floats, sectors: int, per_sector: int,
    axes: Floats, arranged_families: Ints, arranged_strengths: Floats,
) -> None:  # fmt: skip
    """Write countermeasures (systems, ...), as in `Systems`.

    They are stored in blocks, in each of which those of a sector, `per_sector`, lie side by side.
    """
    block = sectors * per_sector
    for system in range(families.size):
        sector, i = system % block // per_sector, system % per_sector
        place = (system // block * per_sector + i) * sectors + sector
        arranged_families[place] = families[system]
        arranged_strengths[place] = strengths[system]
        for k in range(centres.shape[1]):
            axes[k, place] = centres[system, k]


@inlined
def square_way(start: float, end: float, extent: float) -> float:
    """Return the square of the shortest way between two points of a circle."""
    way = abs(start - end)
    way = min(way, extent - way)
    return way * way


@inlined
def pass_sectors(
    place: Floats, axes: Floats, strengths: Floats, extent: float, cover: Floats, out: Floats
) -> float:
    """Write to `out` (sectors,) the chance J that a design passes; return its mean.

    J is the product over a sector's countermeasures of 1 - q K; cover K = exp(-d^2/2) at distance
    d on the torus. `strengths` q are 0 of those that work against another family; they and `axes`
    are arranged as in `Systems`, and `cover` is scratch of their size.
    """
    here, axis = place[0], axes[0]
    for c in range(cover.size):
        cover[c] = square_way(here, axis[c], extent)
    for k in range(1, axes.shape[0]):
        here, axis = place[k], axes[k]
        for c in range(cover.size):
            cover[c] += square_way(here, axis[c], extent)
    for c in range(cover.size):
        cover[c] = bell(cover[c])
    out[:] = 1.0
    for first in range(0, cover.size, out.size):
        row = slice(first, first + out.size)
        covers, strength = cover[row], strengths[row]
        for s in range(out.size):
            out[s] *= 1.0 - strength[s] * covers[s]
    total = 0.0
    for s in range(out.size):
        total += out[s]
    return total / out.size


@kernel
def select(families: Ints, strengths: Floats, family: int, selected: Floats) -> None:
    """Write the strengths of the countermeasures against a family, and 0 of the others."""
    for c in range(selected.size):
        selected[c] = strengths[c] if families[c] == family else 0.0


@kernel
def best_candidate(
    steps: Floats, here: Floats, distance: float, family: int, axes: Floats, families: Ints,
    strengths: Floats, extent: float, cover: Floats, selected: Floats, by_sector: Floats,
    best: Floats,
) -> None:  # fmt: skip
    """Write the best of a few points at a distance, by the mean over all sectors of J.

    Parameters
    ----------
    steps : (points, dimensions)
        Which way each of them is; of any length, written over.
    here, distance : (dimensions,), float
        From where, and how far.
    family
        Family of the design.
    axes, families, strengths
        The countermeasures, as of `Systems`.
    extent
        Side of the torus.
    cover, selected : (systems,)
        Scratch, like `by_sector` (sectors,).
    best : (dimensions,)
        Written.
    """
    select(families, strengths, family, selected)
    highest = -1.0
    for i in range(steps.shape[0]):
        square = 0.0
        for k in range(here.size):
            square += steps[i, k] * steps[i, k]
        for k in range(here.size):
            steps[i, k] = (here[k] + distance * (steps[i, k] / math.sqrt(square))) % extent
        rate = pass_sectors(steps[i], axes, selected, extent, cover, by_sector)
        if rate > highest:
            highest = rate
            best[:] = steps[i]


@kernel
def assess(
    ids: Ints, places: Floats, family: Ints, axes: Floats, families: Ints, strengths: Floats,
    extent: float, cover: Floats, selected: Floats, by_sector: Floats, expected: Floats,
    sizes: Ints, sectors: Ints, rates: Floats,
) -> None:  # fmt: skip
    """Judge every living design against the enemy's countermeasures.

    Writes the mean over the sectors of J to `expected` (designs,), and J of the first `sizes`
    (slots,) of the `sectors` (slots, width) to `rates` (slots, width); slots with id -1 are
    empty. The rest is as in `best_candidate`.
    """
    against = NOT_YET
    for slot in range(ids.size):
        i = ids[slot]
        if i == NOT_YET:
            continue
        if family[i] != against:
            against = family[i]
            select(families, strengths, against, selected)
        expected[i] = pass_sectors(places[i], axes, selected, extent, cover, by_sector)
        for place in range(sizes[slot]):
            rates[slot, place] = by_sector[sectors[slot, place]]


@kernel
def prefer(ids: Ints, reported: Floats, released_rate: Floats, power: float, odds: Floats) -> None:
    """Write how much the design in each slot is preferred (slots,): its rate to a power.

    `reported` has the rates of the first designs, `released_rate` those of all at their release,
    which stand for what is not reported yet. Odds stay above 0; those of empty slots are 1.
    """
    for slot in range(ids.size):
        i = ids[slot]
        odds[slot] = 1.0
        if i != NOT_YET:
            rate = reported[i] if i < reported.size else released_rate[i]
            odds[slot] = max(math.pow(rate, power), LEAST_ODDS)


@kernel
def judge_new(
    ids: Ints, places: Floats, family: Ints, axes: Floats, families: Ints, strengths: Floats,
    extent: float, sectors: int, sizes: Ints, holders: Ints, counts: Ints, rates: Floats,
) -> None:  # fmt: skip
    """Write J of drones that have come to a shelf since `assess`; `sectors` is how many there are.

    The rest is as in `assess` and in `Shelves`.
    """
    for slot in range(ids.size):
        for place in range(sizes[slot]):
            if rates[slot, place] == UNKNOWN and counts[slot, place] > 0:
                i, rate = ids[slot], 1.0
                for c in range(holders[slot, place], strengths.size, sectors):
                    square = 0.0
                    for k in range(axes.shape[0]):
                        square += square_way(places[i, k], axes[k, c], extent)
                    strength = strengths[c] if families[c] == family[i] else 0.0
                    rate *= 1.0 - strength * bell(square)
                rates[slot, place] = rate


@kernel
def note(
    found: int, seen: Ints, design_keys: Ints, design_families: Ints, design_places: Floats,
    design_released: Ints, offsets: Ints, keys: Ints, hits: Ints, families: Ints, places: Floats,
    released: Ints,
) -> None:  # fmt: skip
    """Write `found` entries sector by sector, in the order they have, with what is seen of each.

    Parameters
    ----------
    seen : (entries, 3)
        Sectors, designs and hits, as `front.fly` writes them.
    design_keys, design_families, design_places, design_released : (designs, ...)
        What can be seen of a design.
    offsets, keys, hits, families, places, released
        Written, as in `Sightings`.
    """
    offsets[:] = 0
    for entry in range(found):
        offsets[seen[entry, 0] + 1] += 1
    for sector in range(1, offsets.size):
        offsets[sector] += offsets[sector - 1]
    for entry in range(found):
        sector, design = seen[entry, 0], seen[entry, 1]
        at = offsets[sector]
        keys[at], hits[at] = design_keys[design], seen[entry, 2]
        families[at] = design_families[design]
        released[at] = design_released[design]
        for k in range(places.shape[1]):
            places[at, k] = design_places[design, k]
        offsets[sector] += 1
    for sector in range(offsets.size - 1, 0, -1):
        offsets[sector] = offsets[sector - 1]
    offsets[0] = 0


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
        centres[c, k] = wrapped(centres[c, k] + share * way, extent)
        square += ((1.0 - share) * way) ** 2
    return square <= ARRIVED * ARRIVED


@kernel
def hunt(
    stream_notice: Key, stream_target: Key, stream_takeover: Key, stream_source: Key,
    sectors: Ints, strengths: Floats, centres: Floats, targets: Floats, families: Ints,
    hunting: Bools, was_hunting: Bools, old_targets: Floats, old_families: Ints, offsets: Ints,
    keys: Ints, weights: Floats, sighted_families: Ints, places: Floats, open_families: Bools,
    notice: float, diffusion: float, share: float, extent: float,
) -> None:  # fmt: skip
    """One day of all countermeasures of a side: chase, notice, or take over.

    Those of strength 0 do nothing. Those that hunt close in; those that are free may pick one of
    the sightings of their sector (`sectors`; `offsets` of these into `keys`, `weights`,
    `sighted_families`, `places`), or else may take over the target of a colleague as it was in the
    morning (`was_hunting`, `old_targets`, `old_families`: scratch of the same shapes).
    """
    was_hunting[:] = hunting
    old_targets[:] = targets
    old_families[:] = families
    for c in range(hunting.size):
        if strengths[c] == 0.0:
            continue
        if was_hunting[c]:
            hunting[c] = not close_in(centres, c, targets, share, extent)
            continue
        sector = sectors[c]
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


@kernel
def median_days(days: Ints, event: Bools) -> float:
    """Return the Kaplan-Meier median of whole days, NaN where the curve stays above one half.

    `days` and `event` are what `follow` writes. Kaplan & Meier 1958,
    doi:10.1080/01621459.1958.10501452.
    """
    longest = 0
    for design in range(days.size):
        longest = max(longest, days[design])
    followed, obsolete = np.zeros(longest + 1, np.int64), np.zeros(longest + 1, np.int64)
    for design in range(days.size):
        followed[days[design]] += 1
        obsolete[days[design]] += int(event[design])
    at_risk, survival = days.size, 1.0
    for day in range(longest + 1):
        survival *= 1.0 - obsolete[day] / max(at_risk, 1)
        if survival <= HALF * (1.0 + TOLERANCE):
            return float(day)
        at_risk -= followed[day]
    return math.nan


@kernel
def watch_obsolescence(
    ids: Ints, rate: Floats, known: int, first: int, count: int, today: int, released: Ints,
    replaced: Ints, released_rate: Floats, obsolete: Ints,
) -> float:  # fmt: skip
    """Note what becomes obsolete today; return the median time in which designs have so far.

    Of `count` designs the first `known` were released before today; the rates of the others enter
    `released_rate`. The median is of those from `first` on. The rest is as in `mark_obsolete`,
    `follow` and `median_days`.
    """
    released_rate[known:count] = rate[known:count]
    mark_obsolete(ids, rate, released_rate, today, obsolete)
    days, event = np.empty(count - first, np.int64), np.empty(count - first, np.bool_)
    watched = slice(first, count)
    follow(released[watched], replaced[watched], obsolete[watched], today, days, event)
    return median_days(days, event)
