"""A mechanism that is off leaves no trace: its other parameters change no byte of a run."""

import numpy as np
import pytest

from sim.war.equations import sky
from sim.war.replicate import simulate
from tests.settings import SMALL, configured

DAYS = {**SMALL, "run.days": 60}

OFF = {
    "decoys": ({"russia.strike.decoy_share": 0.0}, {"russia.strike.decoy_cost_usd": 5000.0}),
    "deep strike": (
        {"ukraine.deep_strike.producers": 0},
        {
            "ukraine.deep_strike.hit_share": 0.9,
            "ukraine.deep_strike.hold_back": 0.0,
            "russia.air_defence.cover": 0.6,
            "russia.facilities.refineries.repair_days": 30.0,
        },
    ),
    "facilities": (
        {
            f"{side}.facilities.{kind}.sites": 0
            for side in ("ukraine", "russia")
            for kind in ("energy", "refineries", "plants", "airfields", "depots")
        },
        {
            "russia.strike.aims.energy": 0.3,
            "russia.strike.missiles.hits_each": 7,
            "ukraine.deep_strike.hit_share": 0.9,
            "russia.facilities.refineries.dependence": 1.0,
        },
    ),
    "damage": (
        {
            "russia.strike.hit_share": 0.0,
            "russia.strike.missiles.launched_per_month": 0.0,
            "ukraine.deep_strike.hit_share": 0.0,
        },
        {
            "russia.facilities.refineries.fuel_dependence": 1.0,
            "ukraine.facilities.energy.dependence": 1.0,
            "ukraine.facilities.plants.spare_share": 0.2,
            "ukraine.facilities.depots.scarcity": 0.3,
        },
    ),
    "ceasefire": (
        {"peace.ceasefire": False},
        {
            "peace.intelligence_share": 0.1,
            "peace.resume_above": 0.05,
        },
    ),
    "joint deal": ({"deal.signed": False}, {"deal.ramp_days": 30, "deal.export_share": 0.2}),
    "loans": ({"finance.loan_usd_per_year": 0.0}, {"finance.loans_usd": 1e9}),
    "import shocks": ({"ukraine.import_flow": 1.0}, {"ukraine.import_share": 0.9}),
}


def daily_of(settings: dict) -> dict[str, np.ndarray]:
    return simulate(configured({**DAYS, **settings}))["daily"]


@pytest.mark.parametrize("name", OFF)
def test_what_is_off_leaves_no_trace(name):
    off, others = OFF[name]
    plain, changed = daily_of(off), daily_of({**off, **others})
    for column, values in plain.items():
        assert values.tobytes() == changed[column].tobytes(), column


def test_an_event_that_changes_nothing_leaves_no_trace():
    event = {"path": "russia.strike.hit_share", "scale": 1.0, "day": 5, "days": 20}
    plain, changed = daily_of({}), daily_of({"events": (event,)})
    assert changed.pop("events_running").sum() == 20
    del plain["events_running"]
    for column, values in plain.items():
        assert values.tobytes() == changed[column].tobytes(), column


def attack_chance(recent: float, hold_back: float) -> float:
    """Return the chance where 0.7 is usual while a fifth gets through, and tempo is 0.25."""
    chance = np.empty(1)
    sky.attack_chance(0.7, np.array([0.25]), recent, 0.2, hold_back, chance)
    return chance[0]


def test_forces_that_do_not_hold_back_attack_as_usual():
    assert attack_chance(recent=0.01, hold_back=0.0) == 0.7


@pytest.mark.parametrize("recent", [0.0, 0.01, 0.1, 0.2, 0.5])
def test_holding_back_lowers_the_chance_down_to_the_tempo(recent):
    chance = attack_chance(recent, hold_back=1.0)
    assert 0.25 <= chance <= 0.7
    assert chance == pytest.approx(max(0.25, 0.7 * min(1.0, recent / 0.2)))
