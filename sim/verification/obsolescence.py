"""One isolated design against one countermeasure: obsolete after T days on average.

A design that hits every day is noticed after a geometric time with mean T - n_d - n_f, and the
answer is developed for n_d days and fielded for n_f (docs/odd.md, "Anchors").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.verification.law import Law, mean_of
from sim.verification.setups import ONE_RACE, configured
from sim.war.agents.countermeasure import Sightings
from sim.war.equations import race
from sim.war.model import Simulation

if TYPE_CHECKING:
    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Floats, Ints


RACES = 1000
"""At once, each in a sector of its own."""


class Lives(NamedTuple):
    """Days to obsolescence of isolated designs, and the first part of them, to be noticed."""

    days: Ints
    noticed: Ints


def lives(days: float, replicate: int = 0) -> Lives:
    """Return the lives of a thousand designs each of which one countermeasure hunts.

    Each sector is a race of its own: its countermeasure sees one design hit every day from day 1,
    and takes over nobody's target.
    """
    settings = {
        **ONE_RACE,
        "front.sectors": RACES,
        "race.obsolescence_days": days,
        "russia.countermeasures.diffusion_per_day": 0.0,
    }
    config = configured(settings)
    model = Simulation(config, replicate)
    model.finish()
    hunters, rules = model.ru.countermeasures, config.race
    hunters.centre[:] = 1.0
    places = hunters.centre + np.array([rules.first_distance, 0.0])
    strength, ones = config.russia.countermeasures.strength, np.ones(RACES, dtype=np.int64)
    seen = Sightings(np.arange(RACES + 1), np.arange(RACES), ones, 0 * ones, places, 0 * ones)
    fresh = _pass_rates(places, hunters.centre, strength)
    found = Lives(0 * ones, 0 * ones)
    day = 0
    while not found.days.all() and day < 50 * days:
        day += 1
        hunters.learn(day, seen, np.ones(1, dtype=np.bool_))
        found.noticed[hunters.hunting & (found.noticed == 0)] = day - hunters.cycle.develop_days
        halved = _pass_rates(places, hunters.centre, strength) <= 0.5 * fresh * (1 + race.TOLERANCE)
        found.days[halved & (found.days == 0)] = day
    return found


def _pass_rates(places: Floats, centres: Floats, strength: float) -> Floats:
    square = ((centres - places) ** 2).sum(axis=1)
    return np.asarray(1 - strength * np.exp(-square / 2))


def life_in_the_model(days: float, replicate: int) -> int:
    """Return the days to obsolescence of one design in the whole model, from day 0."""
    config = configured({**ONE_RACE, "race.obsolescence_days": days, "run.days": 5000})
    model = Simulation(config, replicate)
    while model.ua.fpv.armoury.obsolete[0] < 0 and model.day < 5000:
        model.step()
    model.finish()
    return int(model.ua.fpv.armoury.obsolete[0])


def _isolated(effort: int) -> list[Comparison]:
    lines = []
    for days in (20, 60, 180):
        found = np.concatenate([lives(days, each).days for each in range(4 * effort)])
        lines.append(mean_of(f"life of a design at T = {days}, days", days, found))
    whole = [life_in_the_model(20, replicate) for replicate in range(100 * effort)]
    return [*lines, mean_of("the same in the whole model at T = 20, days", 20, whole)]


LAWS = (
    Law(
        "obsolescence",
        "One isolated design is obsolete after T days on average.",
        "docs/odd.md, Anchors",
        _isolated,
    ),
)
