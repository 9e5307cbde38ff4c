"""The battle of Iwo Jima: Lanchester's equations with reinforcements, which events bring.

Engel took the battle's records for dA = (P(t) - a B) dt and dB = -b A dt: 54,000 Americans land on
the first day, 6,000 on the third and 13,000 on the sixth, against 21,500 Japanese.

References
----------
Engel 1954, A verification of Lanchester's law, doi:10.1287/opre.2.2.163.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.verification.duels import CASUALTIES_PER_HIT
from sim.verification.law import Law, mean_of
from sim.verification.setups import QUIET, configured, of_both
from sim.war.model import Simulation

if TYPE_CHECKING:
    from sim.verification.law import Comparison

LANDED = {0: 54_000, 2: 6_000, 5: 13_000}
"""Americans by the day of the battle, counted from 0."""

DEFENDERS = 21_500

JAPANESE_RATE, AMERICAN_RATE = 0.0544, 0.0106
"""Enemies that a soldier of each side puts out of action in a day."""

DAYS = 28
"""After them the island was declared secure."""

STEPS = 10
"""Days of the model for a day of the battle, so that its steps are short."""


def battle() -> dict[str, object]:
    """Return the settings of the battle: Ukraine's part is that of the Americans."""
    # Who lands in the evening fires from the next day on.
    events = [
        {
            "path": f"ukraine.units.{path}",
            "set": landed / STEPS,
            "day": day * STEPS + 1 + wait,
            "days": STEPS,
        }
        for day, landed in LANDED.items()
        for path, wait in (("recruits_per_day", 0), ("crews_trained_per_day", 1))
    ]
    per_drone = CASUALTIES_PER_HIT * STEPS
    return {
        **QUIET,
        **of_both(
            {
                "fpv.producers": 1,
                "fpv.hit_share": 1.0,
                "fpv.unlimited_stock": True,
                "units.crews_per_thousand": 1000.0,
                "units.crew_training_days": 0,
                "units.crew_cost_usd": 0.0,
            }
        ),
        "run.days": DAYS * STEPS,
        "front.sectors": 1,
        "front.casualties_per_hit": CASUALTIES_PER_HIT,
        "artillery.losses_per_target": 0.0,
        "ukraine.units.strength": 0,
        "ukraine.units.establishment": sum(LANDED.values()),
        "russia.units.strength": DEFENDERS,
        "ukraine.units.sorties_per_crew": AMERICAN_RATE / per_drone,
        "russia.units.sorties_per_crew": JAPANESE_RATE / per_drone,
        "events": tuple(events),
    }


def left_by_engel(per_day: int, days: int = DAYS) -> tuple[float, float]:
    """Return the soldiers of both sides left by the equations, in so many steps a day."""
    americans, japanese = 0.0, float(DEFENDERS)
    for step in range(days * per_day):
        landing = LANDED.get(step // per_day, 0) - JAPANESE_RATE * japanese
        japanese -= AMERICAN_RATE * americans / per_day
        americans += landing / per_day
    return americans, japanese


def _iwo_jima(effort: int) -> list[Comparison]:
    config = configured(battle())
    left = []
    for replicate in range(8 * effort):
        model = Simulation(config, replicate)
        model.run()
        left.append([int(side.units.strength[0]) for side in model.sides])
    lines = []
    sides = zip(
        ("Americans", "Japanese"),
        left_by_engel(10_000),
        left_by_engel(STEPS),
        np.array(left).T,
        strict=True,
    )
    for who, theory, in_steps, found in sides:
        what = f"{who} left on day {DAYS} of Iwo Jima, soldiers"
        why = f"steps of a {STEPS}th of a day"
        lines.append(mean_of(what, theory, found, abs(in_steps - theory), why))
    return lines


LAWS = (
    Law(
        "iwo-jima",
        "Reinforcements by events and aimed fire follow Engel's equations of Iwo Jima.",
        "Engel 1954, doi:10.1287/opre.2.2.163",
        _iwo_jima,
    ),
)
