"""The sky: raids, and the layers of defence that they meet.

See docs/odd.md, submodels "Raids" and "Interception".
"""

from __future__ import annotations

import math

import numpy as np

from sim.war.equations.stock import by_holder, leave
from sim.war.numerics.compiled import Bools, Floats, Ints, kernel
from sim.war.numerics.draws import binomial, share_out, whole
from sim.war.numerics.streams import Key, uniform_pair
from sim.war.numerics.totals import added

_LEAST_LEAK = 0.001

DAYS_PER_MONTH = 30


@kernel
def attack_chance(
    usual_chance: float, tempo: Floats, recent: float, usual: float, hold_back: float,
    chance: Floats,
) -> None:  # fmt: skip
    """Write each force's chance of an attack tonight.

    Forces save up while fewer drones than usual get through: the chance falls with the ratio
    of the two shares to the power `hold_back`, down to `tempo`, where a raid takes all there is.

    Parameters
    ----------
    usual_chance
        Chance while the usual share gets through.
    tempo : (forces,)
        Mean share of the stockpile launched in a night.
    recent, usual
        Share of drones that got through, lately and over all nights.
    chance : (forces,)
        Written.
    """
    ratio = 1.0 if usual <= 0 else min(1.0, recent / usual)
    lately = usual_chance * math.pow(ratio, hold_back)
    for force in range(tempo.size):
        chance[force] = max(lately, min(tempo[force], usual_chance))


@kernel
def raid_shares(
    stream: Key, usual_chance: float, tempo: Floats, recent: float, usual: float,
    hold_back: float, sizes: Floats, shares: Floats,
) -> None:  # fmt: skip
    """Write the share of its stockpile that each force launches tonight.

    The mean over all nights is `tempo`, so that nights with an attack make up for those without;
    at most everything, which lowers the mean where `tempo` is close to the chance.

    Parameters
    ----------
    usual_chance, tempo, recent, usual, hold_back
        As in `attack_chance`.
    sizes : (forces,)
        Size of a raid, relative to its mean.
    shares : (forces,)
        Written.
    """
    attack_chance(usual_chance, tempo, recent, usual, hold_back, shares)
    for force in range(tempo.size):
        chance = shares[force]
        attacks = uniform_pair(stream, force, 0)[0] < chance
        shares[force] = min(1.0, tempo[force] / chance * sizes[force]) if attacks else 0.0


@kernel
def choose_routes(stream: Key, weights: Floats, clocks: Floats, targeted: Ints) -> None:
    """Draw the regions of each force's route, one after the other, with odds by weight.

    Every region has an exponential clock that runs at its weight; those that ring first are on
    the route (Efraimidis & Spirakis 2006, doi:10.1016/j.ipl.2005.11.003).

    Parameters
    ----------
    weights : (regions,)
        Odds of a region, above 0.
    clocks : (regions,)
        Scratch.
    targeted : (forces, regions per raid)
        Written.
    """
    for force in range(targeted.shape[0]):
        for region in range(weights.size):
            u = uniform_pair(stream, region, force)[0]
            clocks[region] = -math.log(u) / weights[region]
        for stop in range(targeted.shape[1]):
            first = 0
            for region in range(weights.size):
                if clocks[region] < clocks[first]:
                    first = region
            targeted[force, stop] = first
            clocks[first] = math.inf


@kernel
def launch(
    stream_launch: Key, stream_wave: Key, sizes: Ints, holders: Ints, counts: Ints, ids: Ints,
    keys: Ints, shares: Floats, launchers: Floats, targeted: Ints, launched_ever: Ints,
    launched: Ints, incoming: Ints, raid: Ints, raided: Ints, reached: Bools,
) -> None:  # fmt: skip
    """Launch one night's raids and route them over the targeted regions.

    Parameters
    ----------
    sizes : (slots,)
    holders, counts : (slots, width)
        Stockpiles, as of `Shelves`; what is launched is taken off.
    ids, keys
        Design of each slot (-1 for none); stable keys of the designs.
    shares : (forces,)
        Share of the stockpile each force launches, as far as its launchers go.
    launchers : (forces,)
        Drones that each force can launch in a night.
    targeted : (forces, regions per raid)
        Regions of each force's route.
    launched_ever : (designs,)
        Running totals, added to.
    launched : (slots,)
        Drones launched tonight, written.
    incoming : (regions, slots)
        Drones over each region, written.
    raid : (forces,)
        Drones that each force launches, written.
    raided : (regions,)
        Raids of which at least one drone reaches the region, written.
    reached : (forces, regions per raid)
        Scratch.
    """
    incoming[:, :] = 0
    launched[:] = 0
    raid[:], raided[:], reached[:] = 0, 0, False
    stops = targeted.shape[1]
    fit = np.zeros(shares.size)
    for slot in range(ids.size):
        for place in range(sizes[slot]):
            fit[holders[slot, place]] += counts[slot, place]
    for force in range(shares.size):
        fit[force] = min(shares[force], launchers[force] / max(fit[force], 1.0))
    for slot in range(ids.size):
        for place in range(sizes[slot]):
            force, held = holders[slot, place], counts[slot, place]
            if held == 0 or fit[force] <= 0.0:
                continue
            key = keys[ids[slot]]
            sent = whole(uniform_pair(stream_launch, force, key)[0], fit[force] * held)
            # Rounded up for each design, more could fly than there are launchers.
            sent = min(held, sent, int(launchers[force]) - raid[force])
            counts[slot, place] -= sent
            launched_ever[ids[slot]] += sent
            launched[slot] += sent
            raid[force] += sent
            u = uniform_pair(stream_wave, force, key)[0]
            for stop in range(stops):
                here = share_out(u, sent, stops, stop)
                incoming[targeted[force, stop], slot] += here
                reached[force, stop] |= here > 0
    for force in range(targeted.shape[0]):
        for stop in range(stops):
            raided[targeted[force, stop]] += reached[force, stop]


@kernel
def report_raids(
    incoming: Ints, through: Ints, weight: float, passed: Floats
) -> tuple[int, int]:  # fmt: skip
    """Take tonight's raids into the running share that passes each region.

    Parameters
    ----------
    incoming : (regions, slots)
        Drones over each region.
    through : (regions,)
        Those that got through.
    weight
        Of tonight in the running share.
    passed : (regions,)
        Running share, written where drones came.

    Returns
    -------
    int, int
        Drones that flew and that got through, over all regions.
    """
    all_flown, all_through = 0, 0
    for region in range(passed.size):
        flown = 0
        for slot in range(incoming.shape[1]):
            flown += incoming[region, slot]
        if flown > 0:
            passed[region] += weight * (through[region] / flown - passed[region])
        all_flown += flown
        all_through += through[region]
    return all_flown, all_through


@kernel
def limits(
    stream: Key, crews: Floats, radars: Floats, engagements_per_crew: float,
    tracks_per_radar: float, targets: Ints,
) -> None:  # fmt: skip
    """Write the targets that crews and radars (units,) let each unit engage tonight.

    Rounded up or down at random.
    """
    for unit in range(targets.size):
        able = min(crews[unit] * engagements_per_crew, radars[unit] * tracks_per_radar)
        targets[unit] = whole(uniform_pair(stream, unit, 0)[0], able)


@kernel
def mean_height(ids: Ints, heights: Floats, weights: Ints, scratch: Floats) -> float:
    """Return the mean height of designs, weighted by drones.

    Parameters
    ----------
    ids, weights : (slots,)
        Design of each slot; how many drones of it there are, none of an empty slot.
    heights : (designs,)
    scratch : (slots,)
    """
    found, drones = 0, 0
    for slot in range(weights.size):
        if weights[slot] != 0:
            scratch[found] = heights[ids[slot]] * weights[slot]
            drones += weights[slot]
            found += 1
    return added(scratch[:found]) / drones


@kernel
def kill_chance(p0: float, ceiling: float, altitude: float, scale: float) -> float:
    """Return the chance that one interceptor kills: p0 x logistic of the height in hand."""
    return p0 / (1.0 + math.exp((altitude - ceiling) / scale))


@kernel
def _between(u: float, past: int, here: int, total: int, amount: int) -> int:
    """Return what part `here`, after `past` of `total`, gets of `amount` by systematic draw `u`."""
    upper = math.floor((past + here) * amount / total + u)
    return upper - math.floor(past * amount / total + u)


@kernel
def _salvos(stock: Ints, shots: int) -> int:
    """Return the targets that the interceptors on a shelf are enough for, each of one design."""
    total = 0
    for i in range(stock.size):
        total += stock[i] // shots
    return total


@kernel
def _engage_design(
    stream_kill: Key, region: int, mixed: int, u: float, targets: int, altitude: float,
    stock: Ints, designs: Ints, keys: Ints, ceilings: Floats, chances: Floats, shots: int,
    scale: float, used: Ints, kills: Ints,
) -> int:  # fmt: skip
    """Send one region's interceptors at `targets` drones of one strike design; return kills."""
    salvos, behind, killed = _salvos(stock, shots), 0, 0
    for i in range(stock.size):
        held = stock[i] // shots
        if held == 0:
            continue
        share = _between(u, behind, held, salvos, targets)
        behind += held
        if share == 0:
            continue
        design = designs[i]
        chance = kill_chance(chances[design], ceilings[design, 0], altitude, scale)
        u_kill = uniform_pair(stream_kill, region, mixed ^ keys[design])[0]
        down = binomial(u_kill, share, 1.0 - (1.0 - chance) ** shots)
        stock[i] -= share * shots
        used[design] += share * shots
        kills[design] += down
        killed += down
    return killed


@kernel
def defend(
    stream_engage: Key, stream_kill: Key, stream_groups: Key, met: Ints, strike_ids: Ints,
    strike_keys: Ints, altitudes: Floats, leaks: Ints, sizes: Ints, holders: Ints, counts: Ints,
    rates: Floats, ids: Ints, keys: Ints, ceilings: Floats, chances: Floats, cover: Floats,
    limits: Ints, shots: int, scale: float, stopping: float, used: Ints, kills: Ints,
    intercepted: Ints, leaked: Ints,
) -> None:  # fmt: skip
    """Defend every region for a night: interceptors first, then groups.

    Parameters
    ----------
    met : (regions, strike slots)
        Drones over each region that its systems have let pass.
    strike_ids, strike_keys, altitudes, leaks
        Design of each strike slot; stable keys, altitudes in m and running total of drones that
        got through, of the strike designs.
    sizes : (slots,)
    holders, counts, rates : (slots, width)
        The shelves, as of `Shelves`, with interceptors; what is used is taken off.
    ids
        Design of each of their slots.
    keys, ceilings, chances, used, kills
        Stable keys, ceilings in m, chances of a kill well below them, and running totals of
        interceptors used and kills, of the interceptor designs.
    cover, limits : (regions,)
        Chance that a target can be engaged at all; targets that the unit's crews and radars can
        engage tonight.
    shots, scale, stopping
        Interceptors a target; height in m over which the chance of a kill falls; chance that groups
        bring down a drone that interceptors left.
    intercepted, leaked : (regions,)
        Drones killed by interceptors, and drones that got through, written.

    Engaged targets are shared out over strike designs, and over interceptor designs in
    proportion to what each is enough for, by systematic draws; a target gets all its shots from
    one design.
    """
    offsets = np.empty(met.shape[0] + 1, np.int64)
    designs, stock = np.empty(sizes.sum(), np.int64), np.empty(sizes.sum(), np.int64)
    by_holder(sizes, holders, counts, ids, offsets, designs, stock)
    for region in range(met.shape[0]):
        shelf = slice(offsets[region], offsets[region + 1])
        targets = met[region].sum()
        u_region, u_cover = uniform_pair(stream_engage, region, 0)
        guided = binomial(u_cover, targets, cover[region])
        engaged = min(guided, limits[region], _salvos(stock[shelf], shots))
        intercepted[region], leaked[region], past = 0, 0, 0
        for slot in range(strike_ids.size):
            here = met[region, slot]
            if here == 0:
                continue
            design = strike_ids[slot]
            key = strike_keys[design]
            u_design, u_mixed = uniform_pair(stream_engage, region, key + 1)
            killed = _engage_design(
                stream_kill, region, int(u_mixed * 2.0**53), u_design,
                _between(u_region, past, here, targets, engaged), altitudes[design],
                stock[shelf], designs[shelf], keys, ceilings, chances, shots, scale, used, kills,
            )  # fmt: skip
            past += here
            u_groups = uniform_pair(stream_groups, region, key)[0]
            through = here - killed - binomial(u_groups, here - killed, stopping)
            leaks[design] += through
            intercepted[region] += killed
            leaked[region] += through
    leave(sizes, holders, counts, rates, offsets, stock)


@kernel
def meet_systems(
    stream: Key, incoming: Ints, ids: Ints, keys: Ints, pass_rates: Floats, met: Ints, seen: Ints
) -> int:
    """Let raids meet the countermeasures of each region; return how many saw them.

    Parameters
    ----------
    incoming : (regions, slots)
        Drones over each region.
    ids, keys
        Design of each slot; stable keys of the designs.
    pass_rates : (slots, regions)
        Chance that a region's countermeasures let a drone of a design pass.
    met : (regions, slots)
        Those that passed, written.
    seen
        What the countermeasures saw, written as by `front.fly`.
    """
    found = 0
    met[:, :] = 0
    for region in range(incoming.shape[0]):
        for slot in range(ids.size):
            here = incoming[region, slot]
            if here == 0:
                continue
            u = uniform_pair(stream, region, keys[ids[slot]])[0]
            passed = binomial(u, here, pass_rates[slot, region])
            met[region, slot] = passed
            if passed > 0:
                seen[found, 0], seen[found, 1], seen[found, 2] = region, ids[slot], passed
                found += 1
    return found


def news_of(leak_share: float, accepted: float) -> float:
    """Return ln(l / l*): by how much more gets through than is accepted; 1 in 1,000 is the least.

    Both sides answer it, some months later (docs/odd.md, submodel "Groups and tactics").
    """
    return math.log(max(leak_share, _LEAST_LEAK) / accepted)


def advance(stages: Floats, entering: float, days: float) -> float:
    """Let what is on order pass a day of its stages, on average `days` in all; return what is out.

    Stages are left at random, so that the time has an Erlang distribution.

    Parameters
    ----------
    stages : (stages,)
        What is in each, written over.
    entering
        What is ordered today.
    days
        Mean time, at least as many days as there are stages.
    """
    moving = stages * (stages.size / days)
    stages -= moving
    stages[0] += entering
    stages[1:] += moving[:-1]
    return float(moving[-1])
