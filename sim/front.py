"""The front: sorties and hits, losses, the kill zone and the movement of the line.

See docs/odd.md, submodels "Sorties", "Losses", "Kill zone" and "Movement".
"""

from __future__ import annotations

import enum
import math

import numpy as np

from sim.compiled import Floats, Ints, kernel
from sim.draws import binomial, poisson, whole
from sim.streams import Key, uniform_pair


class Posture(enum.IntEnum):
    """What a formation does in its sector."""

    HOLD = 0
    ASSAULT = 1
    PULL_BACK = 2


@kernel
def fly(
    stream_sortie: Key, stream_hit: Key, stock: Ints, ids: Ints, keys: Ints, pass_rates: Floats,
    fly_rates: Floats, hit_share: float, sorties: Ints, hits: Ints, unit_sorties: Ints,
    unit_passed: Ints, unit_hits: Ints, offsets: Ints, seen: Ints, seen_hits: Ints,
) -> None:  # fmt: skip
    """Fly one day's sorties of one side.

    Parameters
    ----------
    stock : (units, slots)
        Drones on the shelf; what flies is taken off.
    ids : (slots,)
        Which design has a slot, -1 for none.
    keys, sorties, hits : (designs,)
        Stable keys of the designs; running totals, added to.
    pass_rates : (units, slots)
        Chance that a sortie is not defeated by the sector's countermeasures.
    fly_rates : (units,)
        Share of the stock to fly.
    unit_sorties, unit_passed, unit_hits : (units,)
        The day's counts, written.
    offsets : (units + 1,)
        Where each sector's sightings begin, written.
    seen, seen_hits : (sightings,)
        Designs that hit and how often, sector by sector, written; long enough for
        every design on a shelf.

    Each design flies its share rounded up or down at random, so that the mean is exact; passes
    and hits are binomial.
    """
    found = 0
    for unit in range(stock.shape[0]):
        flown_here, passed_here, hits_here = 0, 0, 0
        offsets[unit] = found
        for slot in range(ids.size):
            held = stock[unit, slot]
            if held == 0:
                continue
            design = ids[slot]
            u_fly, u_pass = uniform_pair(stream_sortie, unit, keys[design])
            flown = whole(u_fly, fly_rates[unit] * held)
            if flown == 0:
                continue
            stock[unit, slot] -= flown
            sorties[design] += flown
            flown_here += flown
            passed = binomial(u_pass, flown, pass_rates[unit, slot])
            if passed == 0:
                continue
            passed_here += passed
            struck = binomial(uniform_pair(stream_hit, unit, keys[design])[0], passed, hit_share)
            if struck > 0:
                hits_here += struck
                hits[design] += struck
                seen[found], seen_hits[found] = design, struck
                found += 1
        unit_sorties[unit], unit_passed[unit] = flown_here, passed_here
        unit_hits[unit] = hits_here
    offsets[stock.shape[0]] = found


def fly_rates(stock: Ints, fly_share: float, crew_sorties: Floats) -> Floats:
    """Return the share of its stock that each formation flies: its habit, or what crews can.

    Parameters
    ----------
    stock, crew_sorties : (units,)
        Drones on the shelf; sorties its crews can fly in a day.
    fly_share
        Habit, a share a day.
    """
    able = np.divide(crew_sorties, stock, out=np.full(stock.size, fly_share), where=stock > 0)
    return np.asarray(np.minimum(fly_share, able))


def exposed_targets(
    posture: Ints,
    strength: Ints,
    first_strength: Ints,
    per_km: float,
    by_posture: Floats,
) -> Floats:
    """Return the targets a formation exposes a kilometre: by posture and remaining strength."""
    remaining = strength / np.maximum(first_strength, 1)
    return per_km * by_posture[posture] * remaining


def drone_losses_per_km(targets: Floats, hits: Floats, casualties_per_hit: float) -> Floats:
    """Return the mean losses a kilometre: n (1 - exp(-lambda h / n)), at most the n targets.

    Parameters
    ----------
    targets, hits : (units,)
        Exposed targets n and the enemy's hits h, a kilometre and day.
    casualties_per_hit
        Soldiers lost to a hit while targets are not scarce, lambda.
    """
    some = targets > 0
    ratio = np.divide(casualties_per_hit * hits, targets, out=np.zeros_like(targets), where=some)
    return -targets * np.expm1(-ratio)


def artillery_losses_per_km(
    targets: Floats, losses_per_target: float, guns: Floats, enemy_depth_km: Floats, range_km: float
) -> Floats:
    """Return the mean losses a kilometre to area fire, which a deep kill zone pushes back.

    Parameters
    ----------
    targets : (units,)
        Exposed targets a kilometre.
    losses_per_target
        Losses a day for each of them to guns at full strength at the line.
    guns : (units,)
        Strength of the firing side relative to day 0.
    enemy_depth_km : (units,)
        Depth of the kill zone that the fired-at side imposes on the guns.
    range_km
        Depth over which fire falls to 1/e.
    """
    return losses_per_target * targets * guns * np.exp(-enemy_depth_km / range_km)


@kernel
def draw_losses(
    stream: Key, drones: Floats, artillery: Floats, strength: Ints, lost_to_drones: Ints,
    lost_to_artillery: Ints,
) -> None:  # fmt: skip
    """Draw each formation's losses, Poisson and capped at its strength, and take them off.

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


def crossing_chance(hits: Floats, hazard: float) -> Floats:
    """Return P = exp(-a h), the chance to cross the zone to contact unhurt."""
    return np.exp(-hazard * hits)


def choose_posture(
    own_score: Floats, enemy_score: Floats, assault_threshold: float, pull_back_threshold: float
) -> Ints:
    """Return what each formation does; scores are chance to cross times strength ratio."""
    posture = np.full(own_score.size, int(Posture.HOLD))
    posture[enemy_score > pull_back_threshold] = Posture.PULL_BACK
    posture[own_score > assault_threshold] = Posture.ASSAULT
    return posture


def advance_km(posture: Ints, crossing: Floats, ratio: Floats, speed: float) -> Floats:
    """Return the advance v P F / (1 + F) of formations that assault, 0 of others."""
    pace = speed * crossing * ratio / (1 + ratio)
    return np.where(posture == Posture.ASSAULT, pace, 0.0)


def strength_ratio(own: Ints, enemy: Ints) -> Floats:
    """Return F, own to enemy strength; an enemy of nobody counts as one soldier."""
    return own / np.maximum(enemy, 1)
