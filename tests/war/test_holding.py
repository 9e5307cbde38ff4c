"""Who holds: the columns that answer are what the rest of the table says."""

import numpy as np
import pytest

from sim.war.model import Simulation
from sim.war.record import Recorder
from sim.war.replicate import simulate
from tests.settings import SMALL, configured


@pytest.fixture(scope="module")
def tables():
    return simulate(configured({**SMALL, "run.days": 60, "outputs.sectors": True}))


def test_the_balance_is_the_difference_of_the_depths(tables):
    daily = tables["daily"]
    difference = daily["kill_zone_ua_km"] - daily["kill_zone_ru_km"]
    assert daily["balance_km"] == pytest.approx(difference, abs=1e-12)


def test_sectors_are_held_by_whoever_reaches_deeper_and_the_initiative_is_who_assaults(tables):
    daily, sectors = tables["daily"], tables["sectors"]
    days = daily["day"].size
    deeper = sectors["kill_zone_km_ua"] > sectors["kill_zone_km_ru"]
    assert daily["sectors_held_share"] == pytest.approx(deeper.reshape(days, -1).mean(axis=1))
    for side in ("ua", "ru"):
        assaults = (sectors[f"posture_{side}"] == 1).reshape(days, -1).mean(axis=1)
        assert daily[f"initiative_{side}"] == pytest.approx(assaults)


def test_a_hit_costs_what_was_spent_for_it(tables):
    daily = tables["daily"]
    for side in ("ua", "ru"):
        cost, hits = daily[f"cost_per_hit_usd_{side}"], daily[f"hits_{side}"]
        assert np.isnan(cost[hits == 0]).all()
        spent = daily[f"spend_fpv_usd_{side}"]
        assert (cost * hits)[hits > 0] == pytest.approx(spent[hits > 0])


def test_where_to_draw_the_line_of_a_held_sky_changes_that_column_alone(tables):
    other = simulate(configured({**SMALL, "run.days": 60, "targets.leak_share": 0.9}))["daily"]
    for name, values in tables["daily"].items():
        same = values.tobytes() == other[name].tobytes()
        assert same != name.startswith("sky_held_share"), name


def test_a_sky_is_held_where_little_got_through_lately():
    model = Simulation(configured({**SMALL, "run.days": 60}))
    recorder = Recorder(model)
    for _ in range(60):
        model.step()
        daily = recorder.tables()["daily"]
        for side in ("ua", "ru"):
            passed = getattr(model, f"sky_{side}").forces.passed
            assert daily[f"sky_held_share_{side}"][-1] == (passed < 0.115).mean()
    model.finish()
