"""Large forces: Lanchester's square law, his two linear laws, and the logarithmic law.

With A soldiers against B, who kill a and b a day,

    aimed fire        dA = -b B dt,    a A^2 - b B^2 stays (square law),
    area fire         dA = -c A B dt,  A - B stays         (linear law),
    a fixed supply    dA = -b dt,      losses stay in proportion to supplies (linear law),
    targets run out   dA = -c A dt,    A falls by a constant share a day, whoever fires
                                       (logarithmic law).

References
----------
Lanchester 1916, Aircraft in warfare: the dawn of the fourth arm. Peterson 1967, On the logarithmic
law of attrition and its application to tank combat, doi:10.1287/opre.15.3.557.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.verification.duels import Force, aimed_fire, fight
from sim.verification.law import CHANCE, ERRORS, Law, compared, mean_of, standard_error
from sim.verification.setups import QUIET, SIDES, configured, of_both
from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.model import Simulation

if TYPE_CHECKING:
    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Ints

SECTORS = 200


def _square(effort: int) -> list[Comparison]:
    ua, ru, days = Force(10_000, 0.005), Force(12_000, 0.0025), 150
    before = ua.rate * ua.soldiers**2 - ru.rate * ru.soldiers**2
    kept = []
    for replicate in range(effort):
        left = fight(aimed_fire(ua, ru, SECTORS, replicate=replicate), days)
        left_ua, left_ru = (each.astype(float) for each in left)
        kept.append((ua.rate * left_ua**2 - ru.rate * left_ru**2) / before)
    # A step of a day multiplies it by 1 - ab.
    steps = days * ua.rate * ru.rate
    what = f"a A² - b B² after {days} days, relative to day 0"
    return [mean_of(what, 1, np.concatenate(kept), steps, "ab a day for steps of a day")]


def _area_fire(effort: int) -> list[Comparison]:
    ua, ru = 10_000, 8_000
    settings = {
        **QUIET,
        **of_both({"fpv.producers": 0}),
        "front.sectors": SECTORS,
        "front.length_km": float(SECTORS),
        "front.exposed_per_km": 1.0,
        "artillery.losses_per_target": 50.0,
        "ukraine.units.strength": SECTORS * ua,
        "russia.units.strength": SECTORS * ru,
    }
    fronts = (Simulation(configured(settings), each) for each in range(effort))
    ahead = [np.subtract(*fight(front, 300)) for front in fronts]
    return [mean_of("A - B after 300 days of artillery, soldiers", ua - ru, np.concatenate(ahead))]


SUPPLIED = {
    **QUIET,
    **of_both(
        {
            "fpv.producers": 1,
            "fpv.output_share": 0.5,
            "fpv.fly_share": 1.0,
            "fpv.hit_share": 0.5,
            "revenue_usd_per_year": 1e12,
            "capacity_growth_per_year": 0.0,
            "transit_loss_share": 0.0,
            "units.crews_per_thousand": 1000.0,
        }
    ),
    "front.casualties_per_hit": 0.5,
    "front.sectors": SECTORS,
    "front.length_km": float(SECTORS),
    "artillery.losses_per_target": 0.0,
}
"""Both sides build what they have capacity for, day by day, and have more crews than drones."""


def supplied(deliveries: tuple[int, int], replicate: int) -> Simulation:
    """Return a front where drones are short: what reaches a unit in a day is flown on that day."""
    settings = {
        **SUPPLIED,
        "ukraine.units.strength": 10_000 * SECTORS,
        "russia.units.strength": 4_000 * SECTORS,
    }
    for side, daily in zip(SIDES, deliveries, strict=True):
        wanted = daily * SECTORS * DAYS_PER_YEAR / 0.5
        settings |= {f"{side}.output_target_per_year": wanted, f"{side}.capacity_per_year": wanted}
    return Simulation(configured(settings), replicate)


def lost_to_supply(deliveries: tuple[int, int], days: int, replicate: int) -> Ints:
    """Return what both sides lose to such deliveries, unit by unit (sides, sectors)."""
    model = supplied(deliveries, replicate)
    lost = np.zeros((2, SECTORS), dtype=np.int64)
    for _ in range(days):
        model.step()
        lost += [side.units.lost_to_drones for side in model.sides]
    model.finish()
    return lost


def _fixed_supply(effort: int) -> list[Comparison]:
    deliveries, days = (60, 120), 60
    lost = [lost_to_supply(deliveries, days, replicate) for replicate in range(effort)]
    ua, ru = np.concatenate(lost, axis=1)
    theory, found = deliveries[1] / deliveries[0], ua.mean() / ru.mean()
    error = standard_error(ua - theory * ru) / ru.mean()
    what = "losses of A for one of B, who has twice the drones"
    return [
        compared(what, theory, found, ua.size, ERRORS * error, CHANCE),
        mean_of(f"soldiers of A lost in {days} days", days * deliveries[1] / 4, ua),
    ]


def _no_targets(effort: int) -> list[Comparison]:
    exposed, days, ua = 20.0, 200, 10_000
    lines = []
    for ru in (4_000, 20_000):
        forces = Force(ua, 0.1), Force(ru, 0.1)
        fronts = (aimed_fire(*forces, SECTORS, exposed, each) for each in range(effort))
        left = np.concatenate([fight(front, days)[0] for front in fronts])
        what = f"soldiers left of {ua:,} after {days} days, against {ru:,}"
        lines.append(mean_of(what, ua * (1 - exposed / ua) ** days, left))
    return lines


LAWS = (
    Law(
        "square-law",
        "Aimed fire by drones without limits of stock or targets keeps a A² - b B².",
        "Lanchester 1916",
        _square,
    ),
    Law(
        "linear-law",
        "Area fire by artillery takes as many of A as of B.",
        "Lanchester 1916",
        _area_fire,
    ),
    Law(
        "linear-law-by-drones",
        "Where drones are short, losses are in proportion to drones, whoever is left.",
        "Lanchester 1916",
        _fixed_supply,
    ),
    Law(
        "logarithmic-law",
        "Where targets are short, a side loses a constant share of itself a day, whoever fires.",
        "Peterson 1967, doi:10.1287/opre.15.3.557",
        _no_targets,
    ),
)
