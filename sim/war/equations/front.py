"""The front: sorties and hits, losses, the kill zone and the movement of the line.

See docs/odd.md, submodels "Sorties", "Losses", "Kill zone" and "Movement".
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np

from sim.war.equations.stock import drop_empty
from sim.war.numerics.compiled import Floats, Ints, inlined, kernel
from sim.war.numerics.draws import binomial, poisson, whole
from sim.war.numerics.streams import Key, fill_triples, uniform_pair

Amount = TypeVar("Amount", float, Floats)

HOLD, ASSAULT, PULL_BACK = 0, 1, 2
"""Postures of a unit: what it does in its sector."""


@kernel
def fly(
    stream: Key, sizes: Ints, holders: Ints, counts: Ints, ids: Ints, keys: Ints,
    pass_rates: Floats, shares: Floats, hit_share: float, sorties: Ints, hits: Ints,
    unit_sorties: Ints, unit_passed: Ints, unit_hits: Ints, u_fly: Floats, u_pass: Floats,
    u_hit: Floats, seen_by: Ints, seen: Ints, seen_hits: Ints,
) -> int:  # fmt: skip
    """Fly one day's sorties of one side; return how many entries were written to `seen`.

    Parameters
    ----------
    sizes : (slots,)
    holders, counts : (slots, width)
        The shelves, as of `Shelves`; what flies is taken off.
    ids : (slots,)
        Which design has a slot, -1 for none.
    keys, sorties, hits : (designs,)
        Stable keys of the designs; running totals, added to.
    pass_rates : (slots, units)
        Chance that a sortie is not defeated by the sector's countermeasures.
    shares : (slots, units) or (1, units)
        Share of the stock to fly; one for all designs of a unit, or one for each.
    unit_sorties, unit_passed, unit_hits : (units,)
        The day's counts, written.
    u_fly, u_pass, u_hit : (units,)
        Scratch.
    seen_by, seen, seen_hits : (sightings,)
        Sectors that saw a design hit, which, and how often, written; long enough for every entry
        of a shelf.

    Each design flies its share rounded up or down at random, so that the mean is exact; passes
    and hits are binomial.
    """
    found, last_share = 0, shares.shape[0] - 1
    unit_sorties[:], unit_passed[:], unit_hits[:] = 0, 0, 0
    for slot in range(ids.size):
        size, design = sizes[slot], ids[slot]
        if size == 0:
            continue
        who, held, rate = holders[slot], counts[slot], pass_rates[slot]
        share = shares[min(slot, last_share)]
        fill_triples(stream, who[:size], keys[design], u_fly, u_pass, u_hit)
        for place in range(size):
            unit = who[place]
            flown = min(held[place], whole(u_fly[place], share[unit] * held[place]))
            if flown <= 0:
                continue
            held[place] -= flown
            sorties[design] += flown
            unit_sorties[unit] += flown
            passed = binomial(u_pass[place], flown, rate[unit])
            if passed == 0:
                continue
            unit_passed[unit] += passed
            struck = binomial(u_hit[place], passed, hit_share)
            if struck > 0:
                unit_hits[unit] += struck
                hits[design] += struck
                seen_by[found], seen[found], seen_hits[found] = unit, design, struck
                found += 1
        if size < u_fly.size:
            drop_empty(sizes, holders, counts, slot)
    return found


@kernel
def watch(
    stream: Key, sizes: Ints, holders: Ints, counts: Ints, ids: Ints, keys: Ints, share: float,
    seen_by: Ints, seen: Ints, seen_counts: Ints,
) -> int:  # fmt: skip
    """Write who sees how many of each design on the shelves; return how many entries there are.

    Intelligence sees a share of the stock, rounded up or down at random. The rest is as in `fly`.
    """
    found = 0
    for slot in range(ids.size):
        for place in range(sizes[slot]):
            unit = holders[slot, place]
            u = uniform_pair(stream, unit, keys[ids[slot]])[0]
            here = whole(u, share * counts[slot, place])
            if here > 0:
                seen_by[found], seen[found], seen_counts[found] = unit, ids[slot], here
                found += 1
    return found


@kernel
def group(
    found: int, seen_by: Ints, seen: Ints, seen_hits: Ints, offsets: Ints, designs: Ints,
    hits: Ints,
) -> None:  # fmt: skip
    """Write the `found` entries of `seen` sector by sector, in the order they have.

    `offsets` (sectors + 1,) is where the entries of each sector begin and end; `designs` and
    `hits` are as long as there are entries.
    """
    offsets[:] = 0
    for entry in range(found):
        offsets[seen_by[entry] + 1] += 1
    for sector in range(1, offsets.size):
        offsets[sector] += offsets[sector - 1]
    for entry in range(found):
        at = offsets[seen_by[entry]]
        designs[at], hits[at] = seen[entry], seen_hits[entry]
        offsets[seen_by[entry]] += 1
    for sector in range(offsets.size - 1, 0, -1):
        offsets[sector] = offsets[sector - 1]
    offsets[0] = 0


def fly_rates(stock: Ints, fly_share: float, crew_sorties: Floats) -> Floats:
    """Return the share of its stock that each unit flies: its habit, or what crews can.

    Parameters
    ----------
    stock, crew_sorties : (units,)
        Drones on the shelf; sorties its crews can fly in a day.
    fly_share
        Habit, a share a day.
    """
    able = np.divide(crew_sorties, stock, out=np.full(stock.size, fly_share), where=stock > 0)
    return np.asarray(np.minimum(fly_share, able))


def expected_hits_per_km(sorties: Amount, pass_rate: Amount, hit_share: float, km: float) -> Amount:
    """Return the mean hits a kilometre of sorties that pass at `pass_rate`, over `km` of front."""
    return sorties * pass_rate * hit_share / km


@inlined
def exposed_targets(exposure: float, strength: int, first_strength: int) -> float:
    """Return a unit's exposed targets a kilometre, `exposure` being that at first strength."""
    return exposure * strength / max(first_strength, 1)


@inlined
def drone_losses(targets: float, hits: float, casualties_per_hit: float) -> float:
    """Return the mean losses a kilometre to drones: n (1 - exp(-lambda h / n)), at most n.

    Parameters
    ----------
    targets, hits
        Exposed targets n and the enemy's hits h, a kilometre and day.
    casualties_per_hit
        Soldiers lost to a hit while targets are not scarce, lambda.
    """
    if targets <= 0.0:
        return 0.0
    return -targets * math.expm1(-casualties_per_hit * hits / targets)


@inlined
def artillery_losses(
    targets: float, losses_per_target: float, guns: float, depth_km: float, range_km: float
) -> float:
    """Return the mean losses a kilometre to area fire, which a deep kill zone pushes back.

    Parameters
    ----------
    targets
        Exposed targets a kilometre.
    losses_per_target
        Losses a day for each of them to guns at full strength at the line.
    guns
        Strength of the firing side relative to day 0.
    depth_km
        Depth of the kill zone that the fired-at side imposes on the guns.
    range_km
        Depth over which fire falls to 1/e.
    """
    return losses_per_target * targets * guns * math.exp(-depth_km / range_km)


@kernel
def expected_losses(
    posture: Ints, strength: Ints, first_strength: Ints, exposure: Floats, enemy_hits: Ints,
    enemy_strength: Ints, enemy_first_strength: Ints, depth_km: Floats, km: float,
    casualties_per_hit: float, losses_per_target: float, range_km: float, to_drones: Floats,
    to_artillery: Floats,
) -> None:  # fmt: skip
    """Write each unit's mean losses of a day, to drones and to artillery.

    A unit exposes targets by posture (`exposure`, a kilometre and day, indexed by it) and
    in proportion to what is left of its first strength.

    Parameters
    ----------
    posture, strength, first_strength, enemy_hits, enemy_strength, enemy_first_strength : (units,)
        Both sides' units, and the hits scored today by those opposite.
    depth_km : (units,)
        Depth of the kill zone that the fired-at side imposes on the enemy's guns.
    km
        Length of a sector.
    casualties_per_hit, losses_per_target, range_km
        See `drone_losses` and `artillery_losses`.
    to_drones, to_artillery : (units,)
        Written.
    """
    for i in range(strength.size):
        targets = exposed_targets(exposure[posture[i]], strength[i], first_strength[i])
        guns = enemy_strength[i] / max(enemy_first_strength[i], 1)
        to_drones[i] = km * drone_losses(targets, enemy_hits[i] / km, casualties_per_hit)
        to_artillery[i] = km * artillery_losses(
            targets, losses_per_target, guns, depth_km[i], range_km
        )


@kernel
def draw_losses(
    stream: Key, drones: Floats, artillery: Floats, strength: Ints, lost_to_drones: Ints,
    lost_to_artillery: Ints,
) -> None:  # fmt: skip
    """Draw each unit's losses, Poisson and capped at its strength, and take them off.

    `drones` and `artillery` are the means (units,); the counts are written.
    """
    for unit in range(strength.size):
        u_drones, u_artillery = uniform_pair(stream, unit, 0)
        lost = min(strength[unit], poisson(u_drones, drones[unit]))
        lost_to_drones[unit] = lost
        strength[unit] -= lost
        lost = min(strength[unit], poisson(u_artillery, artillery[unit]))
        lost_to_artillery[unit] = lost
        strength[unit] -= lost


def anchored_hazard(
    kill_zone_km: float, reach_km: float, threshold: float, hits_ua: float, hits_ru: float
) -> float:
    """Return a, the hazard of a hit a kilometre, that gives the anchored width on day 0.

    a = c exp(W0 / 2R) / sqrt(h_ua h_ru), so that the two depths add up to W0. If one side's
    depth would be negative, or it scores no hits, the other imposes the whole zone.

    Parameters
    ----------
    kill_zone_km, reach_km
        Anchor W0 and reach R in km.
    threshold
        Chance of being hit at the edge of the zone, c = -ln(1 - threshold).
    hits_ua, hits_ru
        Expected hits a kilometre and day on day 0.
    """
    c = -math.log1p(-threshold)
    strong, weak = max(hits_ua, hits_ru), min(hits_ua, hits_ru)
    if strong <= 0:
        return 0.0
    if weak > 0 and math.log(strong / weak) < kill_zone_km / reach_km:
        return c * math.exp(kill_zone_km / (2 * reach_km)) / math.sqrt(strong * weak)
    return c * math.exp(kill_zone_km / reach_km) / strong


def zone_depth_km(hits: Floats, hazard: float, reach_km: float, threshold: float) -> Floats:
    """Return W = R ln(a h / c), never below 0: how deep a side's hits reach behind the line.

    Parameters
    ----------
    hits : (units,)
        Hits h a kilometre and day.
    hazard
        Hazard a of one hit a kilometre and day.
    reach_km, threshold
        Reach R; chance of being hit that marks the edge, c = -ln(1 - threshold).
    """
    ratio = hazard * hits / -math.log1p(-threshold)
    return reach_km * np.log(np.maximum(ratio, 1.0))


@inlined
def posture_for(own: float, enemy: float, assault_above: float, pull_back_above: float) -> int:
    """Return what a unit does; scores are chance to cross times strength ratio."""
    if own > assault_above:
        return ASSAULT
    return PULL_BACK if enemy > pull_back_above else HOLD


@inlined
def advance_km(posture: int, score: float, ratio: float, speed: float) -> float:
    """Return the advance v P F / (1 + F) of a unit that assaults, 0 of others."""
    return speed * score / (1.0 + ratio) if posture == ASSAULT else 0.0


@kernel
def contest(
    hits_ua: Floats, hits_ru: Floats, strength_ua: Ints, strength_ru: Ints, hazard: float,
    thresholds_ua: Floats, thresholds_ru: Floats, speed_ua: float, speed_ru: float,
    posture_ua: Ints, posture_ru: Ints, gain_km: Floats,
) -> None:  # fmt: skip
    """Let both sides choose their posture in every sector, and move the line.

    A side crosses the enemy's zone with chance P = exp(-a h) and has F times the enemy's
    strength (an enemy of nobody counts as one soldier); its score is P F.

    Parameters
    ----------
    hits_ua, hits_ru : (sectors,)
        Hits h that each side scores, a kilometre and day.
    strength_ua, strength_ru : (sectors,)
        Soldiers.
    hazard
        Hazard a of one hit a kilometre and day.
    thresholds_ua, thresholds_ru : (2,)
        Own score above which a side assaults, and enemy's score above which it pulls back.
    speed_ua, speed_ru
        Speed of an unopposed advance, km a day.
    posture_ua, posture_ru : (sectors,)
        Written.
    gain_km : (sectors,)
        Advance of the line, + is Ukrainian, written; opposed assaults net out.
    """
    for i in range(gain_km.size):
        ratio_ua = strength_ua[i] / max(strength_ru[i], 1)
        ratio_ru = strength_ru[i] / max(strength_ua[i], 1)
        score_ua = math.exp(-hazard * hits_ru[i]) * ratio_ua
        score_ru = math.exp(-hazard * hits_ua[i]) * ratio_ru
        posture_ua[i] = posture_for(score_ua, score_ru, thresholds_ua[0], thresholds_ua[1])
        posture_ru[i] = posture_for(score_ru, score_ua, thresholds_ru[0], thresholds_ru[1])
        gain_km[i] = advance_km(posture_ua[i], score_ua, ratio_ua, speed_ua)
        gain_km[i] -= advance_km(posture_ru[i], score_ru, ratio_ru, speed_ru)
