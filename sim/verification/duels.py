"""Small forces that fight to the end: who wins, and how many are left.

With r soldiers against b, all alike, the next to fall is a blue one with chance r / (r + b). So the
chance that red is left is

    p(r, b) = r / (r + b) p(r, b - 1) + b / (r + b) p(r - 1, b).

References
----------
Brown 1963, Theory of combat: the probability of winning, doi:10.1287/opre.11.3.418.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.verification.law import Law, mean_of
from sim.verification.setups import QUIET, configured, of_both
from sim.war.model import Simulation

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Ints

CASUALTIES_PER_HIT = 1e-4
"""So few that a day's kills are Poisson."""

RATE, DAYS = 0.01, 700
"""Enemies that a soldier kills in a day; the days after which but one duel in a million is over."""

DAY = "what steps of a day do"


class Force(NamedTuple):
    """Soldiers in a sector, and how many enemies each of them kills in a day."""

    soldiers: int
    rate: float


def aimed_fire(
    ua: Force, ru: Force, sectors: int, exposed: float = 1e9, replicate: int = 0
) -> Simulation:
    """Return a front of duels by drones, one in each sector.

    Each soldier flies as many drones of an unlimited stock as his rate takes; all of them hit.
    A side of full strength exposes so many targets.
    """
    settings = {
        **QUIET,
        **of_both({"fpv.producers": 1, "fpv.hit_share": 1.0, "fpv.unlimited_stock": True}),
        "front.sectors": sectors,
        "front.length_km": float(sectors),
        "front.casualties_per_hit": CASUALTIES_PER_HIT,
        "front.exposed_per_km": exposed,
        "artillery.losses_per_target": 0.0,
    }
    for side, force in (("ukraine", ua), ("russia", ru)):
        settings |= {
            f"{side}.units.strength": force.soldiers * sectors,
            f"{side}.units.crews_per_thousand": 1000.0,
            f"{side}.units.sorties_per_crew": force.rate / CASUALTIES_PER_HIT,
        }
    return Simulation(configured(settings), replicate)


def fight(model: Simulation, days: int) -> tuple[Ints, Ints]:
    """Let units do nothing but fight for some days; return the soldiers left in each sector."""
    for _ in range(days):
        model.engage()
        model.day += 1
    model.finish()
    return model.ua.units.strength, model.ru.units.strength


@cache
def wins(red: int, blue: int) -> float:
    """Return the chance that red is left."""
    if blue == 0 or red == 0:
        return float(blue == 0)
    return (red * wins(red, blue - 1) + blue * wins(red - 1, blue)) / (red + blue)


@cache
def survivors(red: int, blue: int) -> float:
    """Return the mean number of red soldiers left at the end."""
    if blue == 0 or red == 0:
        return float(red)
    return (red * survivors(red, blue - 1) + blue * survivors(red - 1, blue)) / (red + blue)


@cache
def in_days(red: int, blue: int, rate: float, worth: Callable[[int], float]) -> float:
    """Return the mean worth of the red soldiers left, where all who fall on a day fall at once.

    As the model has it; for a `rate` towards 0 what `wins` (a worth of `bool`) and `survivors`
    (`float`) say.
    """
    if blue == 0 or red == 0:
        return worth(red)
    of_red, of_blue = falls(rate * blue, red), falls(rate * red, blue)
    later = (
        of_red[i] * of_blue[j] * in_days(red - i, blue - j, rate, worth)
        for i in range(red + 1)
        for j in range(blue + 1)
        if i or j
    )
    return sum(later) / (1 - of_red[0] * of_blue[0])


def falls(mean: float, soldiers: int) -> list[float]:
    """Return the chances that 0, 1 and so on to all of some soldiers fall on a day, by Poisson."""
    chances = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(soldiers)]
    return [*chances, 1 - sum(chances)]


def fought_out(red: int, blue: int, replicates: int) -> Ints:
    """Return the red soldiers left of each of a thousand duels a replicate, at `RATE`."""
    forces = Force(red, RATE), Force(blue, RATE)
    fronts = (aimed_fire(*forces, 1000, replicate=each) for each in range(replicates))
    return np.concatenate([fight(front, DAYS)[0] for front in fronts])


def _chances(effort: int) -> list[Comparison]:
    lines = []
    for red, blue in ((2, 1), (3, 2), (4, 3)):
        left, theory = fought_out(red, blue, 4 * effort), wins(red, blue)
        step = abs(in_days(red, blue, RATE, bool) - theory)
        lines.append(mean_of(f"chance that {red} win against {blue}", theory, left > 0, step, DAY))
    return lines


def _survivors(effort: int) -> list[Comparison]:
    red, blue = 10, 8
    left, theory = fought_out(red, blue, 2 * effort), survivors(red, blue)
    step = abs(in_days(red, blue, RATE, float) - theory)
    return [mean_of(f"soldiers left of {red} against {blue}", theory, left, step, DAY)]


LAWS = (
    Law(
        "stochastic-duel",
        "Among equals the next to fall is of either side in proportion to the other's number.",
        "Brown 1963, doi:10.1287/opre.11.3.418",
        _chances,
    ),
    Law(
        "duel-survivors",
        "A duel leaves fewer survivors on average than the square law says.",
        "Brown 1963, doi:10.1287/opre.11.3.418",
        _survivors,
    ),
)
