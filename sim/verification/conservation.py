"""Nothing is created or lost: every drone, soldier and cent is accounted for, every day."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np

from sim.verification.law import Law, none_of
from sim.verification.setups import SMALL, configured, of_both
from sim.war.model import Simulation

if TYPE_CHECKING:
    from sim.verification.law import Comparison
    from sim.war.armoury import Armoury
    from sim.war.belligerent import Belligerent
    from sim.war.numerics.compiled import Ints

START = dt.date(2025, 10, 20)

EVERYTHING = {
    **SMALL,
    **of_both(
        {
            "ground.producers": 2,
            "ground.output_share": 0.005,
            "fpv.output_share": 0.9,
            "import_flow": 0.4,
            "component_stock_days": 7.0,
            "refit_share": 0.5,
        }
    ),
    "ukraine.naval.producers": 2,
    "ukraine.naval.output_share": 0.0005,
    "ukraine.capacity_per_year": 1.2e7,
    "ukraine.aid_usd_per_year": 0.0,
    "deal.signed": True,
    "deal.start": START,
    "deal.ramp_days": 10,
    "finance.loan_usd_per_year": 3e8,
    "finance.loans_usd": 2e7,
    "finance.start": START,
    "race.release_below": 1.0,
}
"""A small war with all that can be on, so that drones and money take every way there is."""

DAYS = 100


def unaccounted(armoury: Armoury) -> Ints:
    """Return the drones of each design that are neither on a shelf nor known to be gone."""
    known = slice(armoury.count)
    stocked = np.zeros(armoury.count, dtype=np.int64)
    stocked[armoury.living()] = armoury.held[armoury.ids >= 0]
    made = armoury.produced[known] + armoury.refitted[known]
    used = armoury.sorties[known] + armoury.expired[known]
    sent = armoury.lost_in_transit[known] + armoury.exported[known]
    return np.asarray(made - stocked - used - sent)


def war(effort: int) -> Simulation:
    """Return a war in which everything is on."""
    return Simulation(configured({**EVERYTHING, "run.days": DAYS * effort}))


def _drones(effort: int) -> list[Comparison]:
    model = war(effort)
    missing, seen = 0, 0
    while model.day < DAYS * effort:
        model.step()
        for side in model.sides:
            for producers in side.producers:
                each = unaccounted(producers.armoury)
                missing += int(np.abs(each).sum())
                seen += each.size
    model.finish()
    return [none_of("drones unaccounted for, by design and day", missing, seen)]


def soldiers(side: Belligerent) -> int:
    """Return the soldiers of a side, with the replacements that wait."""
    return side.units.total("strength") + side.units.waiting


def strange_recruits(side: Belligerent, before: int) -> int:
    """Return how many soldiers too few or too many came today to a side that had `before`."""
    units = side.units
    came = soldiers(side) - before
    came += units.total("lost_to_drones") + units.total("lost_to_artillery")
    expected = units.parameters.recruits_per_day
    return max(0, math.floor(expected) - came, came - math.ceil(expected))


def _soldiers(effort: int) -> list[Comparison]:
    model, strange = war(effort), 0
    while model.day < DAYS * effort:
        before = [soldiers(side) for side in model.sides]
        model.step()
        strange += sum(map(strange_recruits, model.sides, before))
    model.finish()
    return [none_of("soldiers unaccounted for, by side and day", strange, 2 * DAYS * effort)]


def _cents(effort: int) -> list[Comparison]:
    model, missing = war(effort), 0
    balance = dict.fromkeys(("ua", "ru"), 0)
    while model.day < DAYS * effort:
        model.step()
        for side in model.sides:
            state = side.governments
            balance[side.name] += int(state.received_cents.sum() - state.spent_cents.sum())
            missing += abs(balance[side.name] - state.held_cents)
    model.finish()
    return [none_of("cents unaccounted for, by side and day", missing, 2 * DAYS * effort)]


LAWS = (
    Law(
        "drones-conserved",
        "What is built is on a shelf, flown, expired, lost or exported, design by design.",
        "bookkeeping",
        _drones,
    ),
    Law(
        "soldiers-conserved",
        "Soldiers are lost, in a unit or waiting, and only recruits come to them.",
        "bookkeeping",
        _soldiers,
    ),
    Law("cents-conserved", "Money received is spent or held, to the cent.", "bookkeeping", _cents),
)
