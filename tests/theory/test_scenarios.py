"""Every scenario runs, and each header claims only what paired replicates show.

One-sided: the mean paired difference from the baseline is beyond 1.65 standard errors (5%).
"""

import functools

import numpy as np
import pytest

from sim.config import load, shipped
from sim.war.model import Simulation
from sim.war.record import Recorder
from sim.war.replicate import simulate
from tests.settings import full, longer

SCENARIOS = [name for name in shipped() if name.startswith("scenarios/")]
REPLICATES = longer(12, 4)
ONE_SIDED = 1.65
DAYS = 560
SECOND_YEAR = slice(366, DAYS + 1)
EARLY = slice(1, 201)


@functools.cache
def runs(name: str) -> list[dict[str, np.ndarray]]:
    config = load(name, [f"run.days={DAYS}"])
    return [simulate(config, replicate)["daily"] for replicate in range(REPLICATES)]


def differences(name: str, column: str, days: slice = SECOND_YEAR) -> np.ndarray:
    pairs = zip(runs(name), runs("baseline"), strict=True)
    found = np.array([new[column][days].mean() - old[column][days].mean() for new, old in pairs])
    print(f"{name}: {column} {found.mean():+.4g} (standard error {error(found):.2g})")
    return found


def error(values: np.ndarray) -> float:
    return float(values.std(ddof=1) / np.sqrt(values.size))


def rises(found: np.ndarray) -> bool:
    return found.mean() > ONE_SIDED * error(found)


def test_there_are_eleven():
    assert len(SCENARIOS) == 11


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_runs(name):
    model = Simulation(load(name))
    recorder = Recorder(model)
    for _ in range(10):
        model.step()
    assert recorder.tables()["daily"]["sorties_ua"][-1] > 0


def test_attrition_is_the_baseline_and_a_year_more():
    plain, longer_war = (Simulation(load(name)) for name in ("baseline", "attrition"))
    assert longer_war.config.run.days == plain.config.run.days + 365
    recorders = Recorder(plain), Recorder(longer_war)
    for model in (plain, longer_war):
        for _ in range(30):
            model.step()
    one, other = (recorder.tables()["daily"] for recorder in recorders)
    assert all(values.tobytes() == other[name].tobytes() for name, values in one.items())


@full
def test_half_of_what_the_deal_builds_goes_abroad_and_much_of_the_rest_stale():
    built = differences("us-deal", "produced_fpv_ua")
    abroad = differences("us-deal", "exported_fpv_ua")
    assert (abroad > 0.4 * built).all()
    assert rises(built)
    assert rises(differences("us-deal", "stale_stock_share_ua"))


@full
def test_without_aid_ukraine_builds_less_and_its_zone_narrows():
    assert rises(-differences("aid-stops", "produced_fpv_ua"))
    assert rises(-differences("aid-stops", "kill_zone_ua_km"))


@full
def test_a_supply_shock_narrows_the_zone_while_it_lasts():
    during = slice(183, 366)
    assert rises(-differences("supply-shock", "kill_zone_ua_km", during))
    assert rises(-differences("supply-shock", "produced_fpv_ua", during))
    assert not rises(-differences("supply-shock", "kill_zone_ua_km"))


@full
def test_speed_raises_the_pass_rate_and_leaves_less_stale():
    whole = slice(1, DAYS + 1)
    assert rises(differences("speed-over-scale", "pass_rate_ua", whole))
    assert rises(-differences("speed-over-scale", "stale_stock_share_ua", whole))
    differences("speed-over-scale", "kill_zone_km", whole)


@full
def test_after_a_fake_peace_ukraine_has_many_drones_that_pass_seldom():
    replicates = runs("fake-peace")
    before, after = (
        np.array([daily["pass_rate_ua"][days].mean() for daily in replicates])
        for days in (slice(173, 180), slice(360, 367))
    )
    growth = [daily["stock_fpv_ua"][359] / daily["stock_fpv_ua"][179] for daily in replicates]
    stale = [daily["stale_stock_share_ua"][359] for daily in replicates]
    print(
        f"fake peace: pass rate {before.mean():.2f} before, {after.mean():.2f} after; "
        f"stock times {np.mean(growth):.0f}, {np.mean(stale):.2f} of it stale"
    )
    assert min(growth) > 10
    assert np.mean(stale) > 0.5
    assert rises(before - after)


@full
def test_ground_drones_spare_soldiers_and_naval_drones_confine_the_fleet():
    assert rises(-differences("all-domains", "losses_ua", EARLY))
    assert all(daily["fleet_freedom_ru"][100:].max() < 1 for daily in runs("all-domains"))


@full
def test_more_guarantors_keep_more_ceasefires():
    broken = []
    for backstop in (0, 200_000):
        settings = [f"peace.backstop_soldiers={backstop}", "run.days=540"]
        models = [Simulation(load("durable-peace", settings), each) for each in range(REPLICATES)]
        for model in models:
            model.run()
        broken.append(sum(model.truce.fighting for model in models))
    print(f"ceasefires broken: {broken[0]} without, {broken[1]} with 200,000, of {REPLICATES}")
    assert broken[1] <= broken[0]
