"""Freeze and thaw: a race is one only if each side gains while the other stands still.

One side's adaptation stops on a day and goes on later, by an event. What comes of it is the
difference between runs with and without the event, replicate by replicate, which share all random
numbers.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sim.verification.law import Law, Relation, mean_of, none_of
from sim.verification.setups import NO_SKY, SMALL, configured
from sim.war.replicate import simulate

if TYPE_CHECKING:
    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Floats

FROZEN_FROM, THAWED_FROM, LAST = 100, 220, 370
"""Days: of the freeze, of the thaw, and of the end."""

WINDOW = 60
"""Days over which pass rates are averaged, about half a cycle of the race."""

REPLICATES = 8

FAST_RACE = {
    **NO_SKY,
    "run.days": LAST,
    "front.sectors": 4,
    "race.obsolescence_days": 40.0,
    "race.breakthroughs_per_year": 0.0,
    "ukraine.fpv.producers": 20,
    "ukraine.fpv.platform_days": 45.0,
    "ukraine.fpv.imitation": 0.2,
    "ukraine.fpv.fly_sensitivity": 0.0,
    "russia.fpv.producers": 2,
}
"""A race of a few cycles, with little copying, so that designs do not all age at once, and units
that fly what there is, whatever gets through."""


@cache
def pass_rates(frozen: str, replicate: int) -> Floats:
    """Return Ukraine's pass rate day by day (days,), while a parameter is false for a time.

    Which one is `frozen`, its path; none, if that is empty.
    """
    spell = {"set": False, "day": FROZEN_FROM, "until_day": THAWED_FROM}
    events = ({"path": frozen, **spell},) if frozen else ()
    config = configured({**FAST_RACE, "events": events})
    return np.asarray(simulate(config, replicate)["daily"]["pass_rate_ua"])


def gains(frozen: str, replicates: int) -> tuple[Floats, Floats]:
    """Return what Ukraine's pass rate gains by the freeze, at its end and after the thaw."""
    gained = np.array(
        [pass_rates(frozen, each) - pass_rates("", each) for each in range(replicates)]
    )
    at_end, after = (gained[:, day - WINDOW : day].mean(axis=1) for day in (THAWED_FROM, LAST))
    return at_end, after


def _countermeasures(effort: int) -> list[Comparison]:
    at_end, after = gains("russia.countermeasures.learns", REPLICATES * effort)
    return [
        mean_of("Ukraine's pass rate, frozen less free", 0, at_end, relation=Relation.ABOVE),
        mean_of("its change after the thaw", 0, after - at_end, relation=Relation.BELOW),
    ]


def _designs(effort: int) -> list[Comparison]:
    at_end, after = gains("ukraine.fpv.innovates", REPLICATES * effort)
    return [
        mean_of("Ukraine's pass rate, frozen less free", 0, at_end, relation=Relation.BELOW),
        mean_of("its change after the thaw", 0, after - at_end, relation=Relation.ABOVE),
    ]


def _unopposed(_effort: int) -> list[Comparison]:
    settings = {**SMALL, "run.days": 60, "russia.countermeasures.per_sector": 0}
    rates = simulate(configured(settings))["daily"]["pass_rate_ua"][1:]
    return [none_of("days on which not every sortie passes", int((rates != 1).sum()), rates.size)]


LAWS = (
    Law(
        "frozen-countermeasures",
        "Ukraine's drones pass more often while Russia's countermeasures do not learn, "
        "and less often again once they do.",
        "freeze and thaw",
        _countermeasures,
    ),
    Law(
        "frozen-designs",
        "Ukraine's drones pass less often while its producers release nothing, "
        "and more often again once they do.",
        "freeze and thaw",
        _designs,
    ),
    Law("no-countermeasures", "Without countermeasures every sortie passes.", "limit", _unopposed),
)
