"""The front: sorties and hits, losses, the kill zone and the movement of the line.

See docs/odd.md, submodels "Sorties", "Losses", "Kill zone" and "Movement".
"""

from __future__ import annotations

import math

import numpy as np

from sim.war.equations.stock import drop_empty
from sim.war.numerics.compiled import Floats, Ints, inlined, kernel
from sim.war.numerics.draws import binomial, poisson, whole
from sim.war.numerics.streams import Key, fill_quads, uniform_pair
from sim.war.numerics.totals import added

ANCHOR_THRESHOLD = 0.2
"""Chance of being hit at the edge of the zone that the anchor is about, and from which guns keep
away (assumption: what `front.lethal_threshold` is in the baseline)."""

HOLD, ASSAULT, PULL_BACK = 0, 1, 2
"""Postures of a unit: what it does in its sector."""


@kernel
def fly(
    stream: Key, sizes: Ints, holders: Ints, counts: Ints, rates: Floats, ids: Ints, keys: Ints,
    shares: Floats, odds: Floats, ageing: float, hit_share: float, sorties: Ints, hits: Ints,
    expired: Ints, reach_km: Floats, unit_sorties: Ints, unit_passed: Ints, unit_hits: Ints,
    reached: Floats, u_fly: Floats, u_pass: Floats, u_hit: Floats, u_age: Floats, flown: Ints,
    single: Ints, several: Ints, seen: Ints,
) -> int:  # fmt: skip
    """Fly one day's sorties of one side; return how many entries were written to `seen`.

    Parameters
    ----------
    sizes : (slots,)
    holders, counts : (slots, width)
        The shelves, as of `Shelves`; what flies is taken off.
    rates : (slots, width)
        Chance that a sortie is not defeated by the sector's countermeasures.
    ids : (slots,)
        Which design has a slot, -1 for none.
    keys, sorties, hits, expired : (designs,)
        Stable keys of the designs; running totals, added to.
    shares : (slots, units) or (1, units)
        Share of the stock to fly; one for all designs of a unit, or one for each.
    odds : (slots,)
        By what the share of each design is multiplied; it then is 1 at most.
    ageing
        Share of what stays on the shelf that is too old to fly from now on.
    reach_km : (designs,)
        Reach of each design.
    unit_sorties, unit_passed, unit_hits : (units,)
        The day's counts, written.
    reached : (units,)
        Sum over the day's hits of the reach of what hit, written.
    u_fly, u_pass, u_hit, u_age, flown, single, several : (units,)
        Scratch.
    seen : (sightings, 3)
        Sectors that saw a design hit, which, and how often, written; long enough for every entry
        of a list.

    Each design flies its share rounded up or down at random, so that the mean is exact; passes
    and hits are binomial. Single sorties are counted apart, in a loop without a branch.
    """
    found, last_share = 0, shares.shape[0] - 1
    unit_sorties[:], unit_passed[:], unit_hits[:], reached[:] = 0, 0, 0, 0.0
    for slot in range(ids.size):
        size, design = sizes[slot], ids[slot]
        if size == 0:
            continue
        who, rate = holders[slot], rates[slot]
        fill_quads(stream, who[:size], keys[design], u_fly, u_pass, u_hit, u_age)
        share = shares[min(slot, last_share)]
        expired[design] += take_off(
            who[:size], counts[slot], share, odds[slot], ageing, u_fly, u_age, flown
        )
        all_flown, singles, more = sort_out(who[:size], flown, unit_sorties, single, several)
        sorties[design] += all_flown
        all_struck = 0
        for i in range(singles):
            place = single[i]
            passed = int(u_pass[place] >= 1.0 - rate[place])
            struck = passed * int(u_hit[place] >= 1.0 - hit_share)
            all_struck += struck
            reached[who[place]] += struck * reach_km[design]
            found = note_hits(
                who[place], design, passed, struck, unit_passed, unit_hits, found, seen
            )
        for i in range(more):
            place = several[i]
            passed = binomial(u_pass[place], flown[place], rate[place])
            struck = binomial(u_hit[place], passed, hit_share)
            all_struck += struck
            reached[who[place]] += struck * reach_km[design]
            found = note_hits(
                who[place], design, passed, struck, unit_passed, unit_hits, found, seen
            )
        hits[design] += all_struck
        if size < unit_sorties.size:
            drop_empty(sizes, holders, counts, rates, slot)
    return found


@inlined
def take_off(
    who: Ints, held: Ints, share: Floats, odds: float, ageing: float, u_fly: Floats,
    u_age: Floats, flown: Ints,
) -> int:  # fmt: skip
    """Write to `flown` what the holders of a list fly, and take it off what they have.

    Returns how many of the others were too old, which are taken off, too.
    """
    expired = 0
    for place in range(who.size):
        held_here = held[place]
        flies = min(1.0, share[who[place]] * odds)
        flown[place] = max(0, min(held_here, whole(u_fly[place], flies * held_here)))
        left = held_here - flown[place]
        gone = whole(u_age[place], ageing * left)
        held[place] = left - gone
        expired += gone
    return expired


@inlined
def sort_out(
    who: Ints, flown: Ints, unit_sorties: Ints, single: Ints, several: Ints
) -> tuple[int, int, int]:  # fmt: skip
    """Add up the sorties of a list by unit; write which of its places fly one, and which several.

    Returns how many sorties there are, and how many places fly one, and several.
    """
    all_flown, singles, more = 0, 0, 0
    for place in range(who.size):
        here = flown[place]
        unit_sorties[who[place]] += here
        all_flown += here
        single[singles], several[more] = place, place
        singles += int(here == 1)
        more += int(here > 1)
    return all_flown, singles, more


@inlined
def note_hits(
    unit: int, design: int, passed: int, struck: int, unit_passed: Ints, unit_hits: Ints,
    found: int, seen: Ints,
) -> int:  # fmt: skip
    """Count what passed and hit, and enter hits among the sightings; return how many these are."""
    unit_passed[unit] += passed
    unit_hits[unit] += struck
    seen[found, 0], seen[found, 1], seen[found, 2] = unit, design, struck
    return found + int(struck > 0)


@kernel
def watch(
    stream: Key, sizes: Ints, holders: Ints, counts: Ints, ids: Ints, keys: Ints, share: float,
    seen: Ints,
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
                seen[found, 0], seen[found, 1], seen[found, 2] = unit, ids[slot], here
                found += 1
    return found


@kernel
def choose(
    sizes: Ints, holders: Ints, counts: Ints, odds: Floats, order: Ints, sorties: Floats,
    stock: Floats, low: Floats, rest: Floats, factor: Floats,
) -> None:  # fmt: skip
    """Write how each unit chooses among its designs: it flies the share min(1, factor x odds).

    The factor is such that these shares of its stock add up to its sorties. If the designs up to
    some odds fly in part and all others whole, it is what these leave of the sorties, over the sum
    of stock times odds of those. Too many or too few counted among them give a smaller number, so
    the factor is the largest.

    Parameters
    ----------
    sizes : (slots,)
    holders, counts : (slots, width)
        The shelves, as of `Shelves`.
    odds : (slots,)
        Above 0.
    order : (slots,)
        Slots in the order of rising odds.
    sorties : (units,)
        At most a unit's stock.
    stock, low, rest : (units,)
        Scratch.
    factor : (units,)
        Written; 0 without stock.
    """
    stock[:], low[:], rest[:], factor[:] = 0.0, 0.0, 0.0, 0.0
    for slot in range(sizes.size):
        for place in range(sizes[slot]):
            stock[holders[slot, place]] += counts[slot, place]
    for slot in order:
        for place in range(sizes[slot]):
            unit, held = holders[slot, place], counts[slot, place]
            if held > 0:
                low[unit] += held
                rest[unit] += held * odds[slot]
                left = sorties[unit] - stock[unit] + low[unit]
                factor[unit] = max(factor[unit], left / rest[unit])


@kernel
def potential_hits_per_km(
    sizes: Ints, holders: Ints, counts: Ints, rates: Floats, odds: Floats, factor: Floats,
    hit_share: float, km: float, potential: Floats,
) -> None:  # fmt: skip
    """Write the mean hits a kilometre of what units would fly, as of `choose`."""
    potential[:] = 0.0
    for slot in range(sizes.size):
        for place in range(sizes[slot]):
            if counts[slot, place] > 0:
                unit = holders[slot, place]
                flown = min(1.0, factor[unit] * odds[slot]) * counts[slot, place]
                hits = expected_hits_per_km(flown, rates[slot, place], hit_share, km)
                potential[unit] += hits


@kernel
def temptation(crossing: Floats, attackers: Ints, defenders: Ints, to_come: float) -> float:
    """Return the chance to cross times the ratio of strengths, mean over sectors.

    Parameters
    ----------
    crossing : (sectors,)
        Chances; written over.
    attackers, defenders : (sectors,)
        Soldiers.
    to_come
        Soldiers who would come to each sector to defend it.
    """
    for i in range(crossing.size):
        crossing[i] = crossing[i] * attackers[i] / max(defenders[i] + to_come, 1.0)
    return added(crossing) / crossing.size


@kernel
def expected_hits_per_km(
    sorties: float, pass_rate: float, hit_share: float, km: float
) -> float:  # fmt: skip
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
    casualties_per_hit: float, losses_per_target: float, range_km: float, bombing: float,
    exposure_kept: Floats, to_drones: Floats, to_artillery: Floats,
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
    bombing
        Soldiers lost a day to glide bombs for each exposed target; no zone keeps them away.
    exposure_kept : (units,)
        Share of a unit's exposure that ground drones leave.
    to_drones, to_artillery : (units,)
        Written.
    """
    for i in range(strength.size):
        targets = exposed_targets(exposure[posture[i]], strength[i], first_strength[i])
        guns = enemy_strength[i] / max(enemy_first_strength[i], 1)
        by_drones = drone_losses(targets, enemy_hits[i] / km, casualties_per_hit)
        by_guns = artillery_losses(targets, losses_per_target, guns, depth_km[i], range_km)
        to_drones[i] = km * by_drones * exposure_kept[i]
        to_artillery[i] = km * (by_guns + bombing * targets) * exposure_kept[i]


@kernel
def recruit(stream: Key, per_day: float, waiting: int, establishment: float, strength: Ints) -> int:
    """Let a day's recruits, and those who wait, fill units up; return who waits then.

    Recruits are rounded up or down at random. Each unit lacks what its strength is below its
    `establishment`; if there are too few for all, shares are as that, by one systematic draw.
    """
    ready = waiting + whole(uniform_pair(stream, 0, 0)[0], per_day)
    lacking = 0.0
    for unit in range(strength.size):
        lacking += max(0.0, establishment - strength[unit])
    taken = min(ready, int(lacking))
    if taken == 0:
        return ready
    u, so_far = uniform_pair(stream, 1, 0)[0], 0.0
    before = math.floor(u)
    for unit in range(strength.size):
        so_far += max(0.0, establishment - strength[unit])
        upto = math.floor(so_far * (taken / lacking) + u)
        strength[unit] += upto - before
        before = upto
    return ready - taken


@kernel
def average(
    hits: Ints, reached: Floats, km: float, weight: float, hit_density: Floats, reach_km: Floats
) -> None:
    """Let today's hits, a kilometre, and their reach enter their running means with a weight.

    The mean of the reach counts hits: R moves by weight x (sum of today's reaches - hits x R) over
    the running mean of hits, which is that of both sums apart, divided.
    """
    for unit in range(hits.size):
        hit_density[unit] += weight * (hits[unit] / km - hit_density[unit])
        if hit_density[unit] > 0.0:
            news = (reached[unit] - hits[unit] * reach_km[unit]) / km
            reach_km[unit] += weight * news / hit_density[unit]


@kernel
def draw_losses(
    stream: Key, drones: Floats, artillery: Floats, strength: Ints, crews: Floats,
    lost_to_drones: Ints, lost_to_artillery: Ints,
) -> None:  # fmt: skip
    """Draw each unit's losses, Poisson and capped at its strength, and take them off.

    `drones` and `artillery` are the means (units,); the counts are written. Of the `crews`
    (units,) the same share is lost as of the strength.
    """
    for unit in range(strength.size):
        before = strength[unit]
        u_drones, u_artillery = uniform_pair(stream, unit, 0)
        lost = min(strength[unit], poisson(u_drones, drones[unit]))
        lost_to_drones[unit] = lost
        strength[unit] -= lost
        lost = min(strength[unit], poisson(u_artillery, artillery[unit]))
        lost_to_artillery[unit] = lost
        strength[unit] -= lost
        crews[unit] = crews[unit] * strength[unit] / max(before, 1)


def anchored_hazard(kill_zone_km: float, reach_km: float, reference_hits_per_km: float) -> float:
    """Return a, the hazard of a hit a kilometre and day, that gives the anchored width.

    a = c0 exp(W0 / 2R) / h*, c0 = -ln(1 - `ANCHOR_THRESHOLD`), so that at this threshold each
    side's depth is half of W0 where it scores h*.

    Parameters
    ----------
    kill_zone_km, reach_km
        Anchor W0 and reach R in km.
    reference_hits_per_km
        Reference h*, in hits a kilometre and day.
    """
    c0 = -math.log1p(-ANCHOR_THRESHOLD)
    return c0 * math.exp(kill_zone_km / (2 * reach_km)) / reference_hits_per_km


def zone_depth_km(
    hits: Floats, hazard: Floats | float, reach_km: Floats | float, threshold: float
) -> Floats:
    """Return W = R ln(a h / c), never below 0: how deep a side's hits reach behind the line.

    Parameters
    ----------
    hits : (units,)
        Hits h a kilometre and day.
    hazard : (units,) or float
        Hazard a of one hit a kilometre and day.
    reach_km : (units,) or float
        Reach R.
    threshold
        Chance of being hit that marks the edge, c = -ln(1 - threshold).
    """
    ratio = hazard * hits / -math.log1p(-threshold)
    return np.asarray(reach_km * np.log(np.maximum(ratio, 1.0)))


@inlined
def posture_for(own: float, enemy: float, assault_above: float, pull_back_above: float) -> int:
    """Return what a unit does; scores are chance to cross times strength ratio."""
    if own > assault_above:
        return ASSAULT
    return PULL_BACK if enemy > pull_back_above else HOLD


@inlined
def advance_km(posture: int, enemy: int, score: float, ratio: float, speed: float) -> float:
    """Return the advance v P F / (1 + F) of a unit that assaults, or whose enemy pulls back."""
    moves = posture == ASSAULT or enemy == PULL_BACK
    return speed * score / (1.0 + ratio) if moves else 0.0


@kernel
def contest(
    hits_ua: Floats, hits_ru: Floats, strength_ua: Ints, strength_ru: Ints, hazard: Floats,
    thresholds_ua: tuple[float, float], thresholds_ru: tuple[float, float], speed_ua: float,
    speed_ru: float, posture_ua: Ints, posture_ru: Ints, score_ua: Floats, score_ru: Floats,
    gain_km: Floats,
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
    hazard : (sectors,)
        Hazard a of one hit a kilometre and day.
    thresholds_ua, thresholds_ru
        Own score above which a side assaults, and enemy's score above which it pulls back.
    speed_ua, speed_ru
        Speed of an unopposed advance, km a day.
    posture_ua, posture_ru, score_ua, score_ru : (sectors,)
        Written.
    gain_km : (sectors,)
        Advance of the line, + is Ukrainian, written; who pulls back gives ground, and opposed
        assaults net out.
    """
    for i in range(gain_km.size):
        ratio_ua = strength_ua[i] / max(strength_ru[i], 1)
        ratio_ru = strength_ru[i] / max(strength_ua[i], 1)
        ours = score_ua[i] = math.exp(-hazard[i] * hits_ru[i]) * ratio_ua
        theirs = score_ru[i] = math.exp(-hazard[i] * hits_ua[i]) * ratio_ru
        posture_ua[i] = posture_for(ours, theirs, thresholds_ua[0], thresholds_ua[1])
        posture_ru[i] = posture_for(theirs, ours, thresholds_ru[0], thresholds_ru[1])
        gain_km[i] = advance_km(posture_ua[i], posture_ru[i], ours, ratio_ua, speed_ua)
        gain_km[i] -= advance_km(posture_ru[i], posture_ua[i], theirs, ratio_ru, speed_ru)
