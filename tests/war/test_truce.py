"""A ceasefire: nobody fights, the rest goes on, and what ends it."""

import numpy as np
import pytest

from sim.war.model import Simulation
from sim.war.replicate import simulate
from tests.settings import SMALL, configured

CEASEFIRE = {"path": "peace.ceasefire", "set": True, "day": 20, "until_day": 40}


def run(settings: dict) -> dict[str, np.ndarray]:
    return simulate(configured({**SMALL, "run.days": 60, **settings}))["daily"]


@pytest.fixture(scope="module")
def paused():
    return run({"events": (CEASEFIRE,)})


def test_nobody_fights_in_a_ceasefire(paused):
    truce = slice(20, 40)
    assert (paused["fighting"][truce] == 0).all()
    assert (np.delete(paused["fighting"], np.r_[truce]) == 1).all()
    for name in ("sorties_ua", "hits_ru", "losses_ua", "losses_ru", "launched_ru", "launched_ua",
                 "refinery_hits", "energy_hits", "alarms", "area_change_km2"):  # fmt: skip
        assert (paused[name][truce] == 0).all(), name
        assert paused[name][40:].any(), name


def test_producers_build_and_shelves_fill_in_a_ceasefire(paused):
    assert paused["produced_fpv_ua"][20:40].all()
    assert (np.diff(paused["stock_fpv_ua"][20:40]) >= 0).all()
    assert paused["stock_fpv_ua"][39] > 2 * paused["stock_fpv_ua"][19]


def test_the_days_before_a_ceasefire_do_not_know_of_it(paused):
    plain = run({})
    for name, values in plain.items():
        assert values[:20].tobytes() == paused[name][:20].tobytes(), name


def test_countermeasures_learn_from_intelligence_only_if_there_is_any():
    def centres(share: float) -> np.ndarray:
        settings = {"peace.ceasefire": True, "peace.intelligence_share": share}
        model = Simulation(configured({**SMALL, "run.days": 60, **settings}))
        before = model.ru.countermeasures.centre.copy()
        model.run()
        return np.abs(model.ru.countermeasures.centre - before).max(axis=1)

    assert (centres(0.0) == 0).all()
    assert (centres(0.05) > 0).any()


def test_russia_breaks_a_ceasefire_when_tempted_and_guarantors_come():
    calm = run({"peace.ceasefire": True})
    assert (calm["fighting"] == 0).all()
    threshold = float(calm["temptation_ru"][1:].max()) / 2
    settings = {"peace.ceasefire": True, "peace.resume_above": max(threshold, 0.05)}
    broken = run({**settings, "peace.backstop_soldiers": 12_000})
    first = int(np.argmax(broken["fighting"]))
    assert first > 0
    assert (broken["fighting"][first:] == 1).all()
    alone = run(settings)
    joined = broken["strength_ua"][first] - alone["strength_ua"][first]
    assert joined == pytest.approx(12_000, abs=100)


def test_guarantors_and_stock_lower_the_temptation():
    alone = run({"peace.ceasefire": True})["temptation_ru"]
    backed = run({"peace.ceasefire": True, "peace.backstop_soldiers": 50_000})["temptation_ru"]
    assert (backed[1:] < alone[1:]).all()


def test_guarantors_come_once():
    again = {"path": "peace.ceasefire", "set": True, "day": 45, "until_day": 50}
    backed = run({"events": (CEASEFIRE, again), "peace.backstop_soldiers": 12_000})
    alone = run({"events": (CEASEFIRE, again)})
    more = backed["strength_ua"] - alone["strength_ua"]
    assert (more[:40] == 0).all()
    assert more[40] == pytest.approx(12_000, abs=200)
    assert more[50:] == pytest.approx(12_000, abs=1_000)


def test_temptation_is_weighed_on_day_0():
    assert run({})["temptation_ru"][0] > 0


def test_strike_producers_do_not_climb_on_the_last_news_of_the_war():
    settings = {"run.days": 200, "russia.strike.platform_days": 20.0}
    truce = {"path": "peace.ceasefire", "set": True, "day": 60}
    heights = run({**settings, "events": (truce,)})
    model = Simulation(configured({**SMALL, **settings, "events": (truce,)}))
    for _ in range(90):
        model.step()
    settled = model.sky_ua.strike_producers.altitudes_m.copy()
    model.run()
    assert (model.sky_ua.strike_producers.altitudes_m == settled).all()
    assert heights["launched_ru"][60:].sum() == 0


def test_what_intelligence_sees_does_not_depend_on_free_slots():
    model = Simulation(configured({**SMALL, "peace.ceasefire": True}))
    units = model.ru.units
    before = units.watched(3, 0.05)
    armoury = units.armoury
    armoury.ids = np.concatenate([armoury.ids, np.full(5, -1)])
    armoury.shelves.add_slots(5)
    after = units.watched(3, 0.05)
    assert before.hits.sum() > 0
    for one, other in zip(before, after, strict=True):
        assert one.tobytes() == other.tobytes()
