"""Layers of defence that thin raids out: a binomial, and Hughes' salvo.

References
----------
Hughes 1995, A salvo model of warships in missile combat used to evaluate their staying power,
doi:10.1002/1520-6750(199503)42:2<267::AID-NAV3220420209>3.0.CO;2-Y. Armstrong 2005, A stochastic
salvo model for naval surface combat, doi:10.1287/opre.1040.0195.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.config.parameters.raids import Aims
from sim.verification.law import CHANCE, ERRORS, Law, compared, exactly, mean_of, none_of
from sim.verification.setups import SMALL, configured
from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.model import Simulation

if TYPE_CHECKING:
    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Ints

STAYING_POWER = 400
"""Hits that put the one energy site out, each of what works before it: all but 1/e of it."""

CEILING_M, ALTITUDE_M = 20_000.0, 1000.0
"""Interceptors so far above their targets that height does not matter."""

TEMPO = 0.5
"""Share of its stockpile that the one force launches in the night."""

PLAIN = {
    **SMALL,
    "ukraine.deep_strike.producers": 0,
    "ukraine.interceptor.shots_per_target": 1,
    "ukraine.interceptor.guidance_gain": 0.0,
    "ukraine.interceptor.initial_stock_days": 1000.0,
    "ukraine.interceptor.ceiling_m": CEILING_M,
    "ukraine.interceptor.ceiling_max_m": CEILING_M,
    "ukraine.air_defence.unit_spread": 0.0,
    "ukraine.air_defence.engagements_per_crew": 1.0,
    "ukraine.air_defence.cover": 1.0,
    "ukraine.air_defence.countermeasures.per_sector": 0,
    "ukraine.air_defence.groups.wander": 0.0,
    "ukraine.facilities.energy.sites": 1,
    "ukraine.facilities.energy.damage_per_hit": 1 / STAYING_POWER,
    "russia.strike.producers": 1,
    "russia.strike.altitude_m": ALTITUDE_M,
    "russia.strike.forces": 1,
    "russia.strike.tempo": TEMPO,
    "russia.strike.attack_share": 1.0,
    "russia.strike.raid_spread": 0.0,
    "russia.strike.decoy_share": 0.0,
    "russia.strike.hit_share": 1.0,
    "russia.strike.launches_per_night": 1_000_000,
    "russia.strike.missiles.launched_per_month": 0.0,
    **{f"russia.strike.aims.{name}": float(name == "energy") for name in Aims.model_fields},
}
"""One force sends its raid over all regions, and all that gets through hits the energy site."""


class Raid(NamedTuple):
    """A night of raids: drones over each region, those that got through, and energy offline."""

    incoming: Ints
    leaked: Ints
    offline_share: float


def raid(
    drones: int, crews: int, chance: float, groups: float, regions: int = 1, replicate: int = 0
) -> Raid:
    """Return one night over regions, on each of which so many drones are sent.

    Parameters
    ----------
    drones
        A region.
    crews
        Targets that interceptors can engage in a region; there are more than enough of them.
    chance, groups
        That an interceptor kills, and that groups stop what is left.
    regions
        So many, each with a defence of its own.
    replicate
        Number of the replicate.
    """
    settings = {
        **PLAIN,
        "ukraine.interceptor.kill_probability": chance,
        "ukraine.interceptor.deliveries_per_month": 1e3 * regions,
        "ukraine.air_defence.regions": regions,
        "ukraine.air_defence.crews_per_region": float(crews),
        "ukraine.air_defence.radars_per_region": float(crews),
        "ukraine.air_defence.groups.hazard": -math.log1p(-groups),
        "russia.strike.deliveries_per_month": drones * regions / TEMPO * DAYS_PER_YEAR / 12,
        "russia.strike.regions_per_raid": regions,
    }
    model = Simulation(configured(settings), replicate)
    model.finish()
    sky = model.sky_ua
    sky.night(1, fighting=True)
    incoming = sky.forces.incoming.sum(axis=1)
    return Raid(incoming, sky.units.leaked.copy(), sky.sites["energy"].offline_share)


def _layers(effort: int) -> list[Comparison]:
    chance, groups, drones = 0.45, 0.6, 40
    nights = [raid(drones, 2 * drones, chance, groups, 2000, each) for each in range(effort)]
    leaked = np.concatenate([night.leaked for night in nights])
    through = (1 - chance) * (1 - groups)
    variance = drones * through * (1 - through)
    # The variance of a sample variance is about 2 variance² / n.
    error = variance * math.sqrt(2 / leaked.size)
    return [
        mean_of(f"drones of {drones} past two layers", drones * through, leaked),
        compared(
            "variance of their number", variance, leaked.var(ddof=1), leaked.size, ERRORS * error,
            CHANCE,
        ),
    ]  # fmt: skip


def _salvo(effort: int) -> list[Comparison]:
    drones, crews, chance = 60, 40, 0.45
    weak, strong = raid(crews, crews, 1, 0), raid(drones, crews, 1, 0)
    lost = (int(strong.incoming[0]) - crews) / STAYING_POWER
    taken = -math.log1p(-strong.offline_share)
    nights = [raid(drones, crews, chance, 0, 2000, each) for each in range(effort)]
    leaked = np.concatenate([night.leaked for night in nights])
    variance = crews * chance * (1 - chance)
    error = variance * math.sqrt(2 / leaked.size)
    return [
        none_of("drones past as many sure interceptors", int(weak.leaked[0]), crews),
        exactly("staying powers that half as many more take", lost, taken),
        mean_of("drones past interceptors that kill 45%", drones - chance * crews, leaked),
        compared(
            "variance of their number", variance, leaked.var(ddof=1), leaked.size, ERRORS * error,
            CHANCE,
        ),
    ]  # fmt: skip


LAWS = (
    Law(
        "layered-defence",
        "Independent layers leave a binomial number: N drones, each with chance (1 - p)(1 - q).",
        "the binomial distribution",
        _layers,
    ),
    Law(
        "salvo",
        "A salvo's losses are (drones - those that the defence can stop) / staying power.",
        "Hughes 1995; Armstrong 2005, doi:10.1287/opre.1040.0195",
        _salvo,
    ),
)
