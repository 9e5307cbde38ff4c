"""The war before day 0: where a run begins, and what of it counts."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.survival import median_days
from sim.verification.conservation import EVERYTHING, unaccounted
from sim.war import spin_up
from sim.war.agents.countermeasure import Countermeasures
from sim.war.agents.population import Daily
from sim.war.model import Simulation
from sim.war.numerics.streams import Streams
from sim.war.parts import Parts
from sim.war.record import Recorder
from tests.settings import SMALL, configured

DAYS = 40
SPUN = {**SMALL, "run.spin_up_days": DAYS, "run.days": 6}
FLOWS = ("_usd_", "sorties", "hits", "losses", "produced", "delivered", "launched", "released")


@pytest.fixture(autouse=True)
def _without_memory():
    spin_up.memory.clear()


def run(config, **how):
    """Return the tables of a run, and its model."""
    model = Simulation(config, **how)
    recorder = Recorder(model)
    model.run()
    return recorder.tables(), model


def same(one, other):
    return all(
        np.array_equal(
            one[table][name], other[table][name], equal_nan=one[table][name].dtype != object
        )
        for table in one
        for name in one[table]
    )


def day_0(config, **how):
    """Return the daily table of day 0."""
    model = Simulation(config, **how)
    tables = Recorder(model).tables()
    model.finish()
    return {"daily": tables["daily"], "space": tables["space"]}


def spun(settings=None):
    return configured({**SPUN, **(settings or {})})


@pytest.mark.parametrize("settings", [SPUN, {**EVERYTHING, **SPUN}])
def test_a_war_that_is_recalled_is_the_one_that_was_fought(settings):
    config = configured(settings)
    fought, _ = run(config)
    assert len(spin_up.memory) == 1
    recalled, _ = run(config)
    again, _ = run(config)
    assert len(spin_up.memory) == 1
    assert same(fought, recalled)
    assert same(fought, again)


def test_only_the_last_few_are_remembered():
    for seed in range(spin_up.memory.most + 2):
        Simulation(spun({"run.seed": seed, "run.spin_up_days": 1})).finish()
    assert len(spin_up.memory) == spin_up.memory.most


def test_replicates_and_exchanged_streams_have_a_war_of_their_own():
    config = spun({"run.spin_up_days": 5})
    wars = [day_0(config, **how) for how in ({}, {"replicate": 1}, {"stream_keys": (1, 0)})]
    assert len(spin_up.memory) == 3
    assert not same(wars[0], wars[1])
    assert not same(wars[0], wars[2])


def test_classes_from_outside_are_not_remembered():
    """They may hold what is not to be copied, and may change while a process lives."""

    class Stubborn(Countermeasures):
        def learn(self, day, seen, open_families):
            pass

    parts = Parts({"russia.countermeasures": Stubborn})
    config = spun()
    plain, _ = run(config)
    spin_up.memory.clear()
    own, stubborn = run(config, parts=parts)
    assert len(spin_up.memory) == 0
    assert type(stubborn.ru.countermeasures) is Stubborn
    assert not same(plain, own)
    assert same(plain, run(config)[0])


def test_day_0_depends_neither_on_events_nor_on_the_length_of_the_run():
    plain = day_0(spun())
    storm = {"path": "ukraine.fpv.hit_share", "scale": 0.5, "day": 1}
    often = {"path": "russia.fpv.hit_share", "scale": 0.5, "per_year": 300.0, "days": 2}
    others = ({"events": [storm, often]}, {"run.days": 120}, {"run.replicates": 9})
    for settings in others:
        spin_up.memory.clear()
        assert same(plain, day_0(spun(settings)))


def test_events_begin_after_day_0():
    always = {"path": "ukraine.fpv.hit_share", "set": 0.0, "day": 1}
    tables, _ = run(spun({"events": [always]}))
    hits = tables["daily"]["hits_ua"]
    assert (hits == 0).all()
    assert day_0(spun())["daily"]["kill_zone_ua_km"] == tables["daily"]["kill_zone_ua_km"][0] > 0


def test_day_0_counts_nothing():
    model = Simulation(configured({**EVERYTHING, **SPUN}))
    row = {name: values[0] for name, values in Recorder(model).tables()["daily"].items()}
    flows = [name for name in row if any(each in name for each in FLOWS)]
    flows = [name for name in flows if "cost" not in name and "share" not in name]
    assert len(flows) > 40
    assert {name: row[name] for name in flows if row[name] != 0} == {}
    assert row["area_change_km2"] == row["day"] == 0
    assert (model.theatre.line_km == 0).all()
    for population in model._populations():
        counted = [
            name for name, each in population.attributes().items() if isinstance(each, Daily)
        ]
        assert all(not getattr(population, name).any() for name in counted)
    model.finish()


def test_soldiers_crews_purse_debts_and_price_of_day_0_are_those_configured():
    model = Simulation(configured({**EVERYTHING, **SPUN}))
    for side, name in ((model.ua, "ukraine"), (model.ru, "russia")):
        country = getattr(model.config, name)
        units, government = side.units, side.governments
        assert units.strength.sum() == units.first_strength.sum() == country.units.strength
        assert units.waiting == 0
        expected = country.units.crews_per_thousand * country.units.strength / 1000
        assert units.crews.sum() == pytest.approx(expected)
        assert government.purse_cents.sum() == government.borrowed_cents.sum() == 0
        for producers in side.producers:
            assert producers.price_usd == producers.first_price_usd
    model.finish()


def test_every_drone_is_accounted_for_from_day_0_on():
    model = Simulation(configured({**EVERYTHING, **SPUN}))
    while True:
        for side in model.sides:
            for producers in side.producers:
                assert not unaccounted(producers.armoury).any()
        if model.day == model.config.run.days:
            break
        model.step()
    model.finish()


def test_what_lies_on_the_shelves_of_day_0_was_built_before():
    tables, model = run(spun())
    designs = tables["designs"]
    before = designs["released"] < 0
    assert before.any()
    assert (designs["released"] >= -DAYS).all()
    assert (designs["replaced"] != 0).sum() > 0
    for side in model.sides:
        armoury = side.fpv.armoury
        assert (armoury.released[: armoury.before] < 0).all()
        assert (armoury.released[armoury.before : armoury.count] > 0).all()


def test_the_running_median_and_that_of_the_table_are_of_the_same_designs():
    fast = {"race.obsolescence_days": 20.0, "race.breakthroughs_per_year": 0.0, "run.days": 150}
    platforms = {f"{side}.fpv.platform_days": 30.0 for side in ("ukraine", "russia")}
    tables, model = run(spun({**fast, **platforms}))
    designs = pd.DataFrame(tables["designs"])
    for side in ("ua", "ru"):
        median = tables["daily"][f"obsolescence_days_{side}"][-1]
        assert 0 < median == median_days(designs, side, model.day)


def test_the_spin_up_draws_what_no_later_day_does():
    purposes, slots = range(3), np.arange(8)
    streams = Streams(7, 3, 0)
    days = [*range(-3650, -3640), *range(-9, 1), *range(1, 10), *range(36_490, 36_501)]
    drawn = {
        streams.uniforms(purpose, day, slots).tobytes() for purpose in purposes for day in days
    }
    assert len(drawn) == len(purposes) * len(days)


def test_a_ceasefire_from_the_start_comes_after_a_war():
    at_war, in_truce = spun(), spun({"peace.ceasefire": True, "peace.resume_above": 1000.0})
    before = Simulation(in_truce)
    assert not before.truce.fighting
    assert before.theatre.width_km == Simulation(at_war).theatre.width_km > 0
    tables, _ = run(in_truce)
    assert tables["daily"]["fighting"].tolist() == [0] * 7
    assert (tables["daily"]["hits_ua"] == 0).all()


def test_nothing_has_a_direction_before_day_0():
    growing = {
        "race.breakthroughs_per_year": 300.0,
        "race.reach_gain": 0.5,
        "race.release_below": 1.0,
        "ukraine.capacity_growth_per_year": 5.0,
        "russia.capacity_growth_per_year": 5.0,
        "run.spin_up_days": 150,
        "run.days": 150,
    }
    model = Simulation(spun(growing))
    start = Simulation(spun({**growing, "run.spin_up_days": 0}))

    def state():
        return [
            (armoury.family[: armoury.count].max(), armoury.reach_km.max(), producers.all_capacity)
            for side in model.sides
            for producers, armoury in [(side.fpv, side.fpv.armoury)]
        ]

    reach = model.config.front.reach_km
    began = [side.fpv.all_capacity for side in start.sides]
    for (family, furthest, capacity), first in zip(state(), began, strict=True):
        assert (family, furthest) == (0, reach)
        assert capacity == pytest.approx(first)
    model.run()
    for (family, furthest, capacity), first in zip(state(), began, strict=True):
        assert family > 0
        assert furthest > reach
        assert capacity > first


def test_without_a_spin_up_day_0_is_as_built():
    model = Simulation(configured(SMALL))
    assert len(spin_up.memory) == 0
    assert (model.ua.fpv.armoury.released == 0).all()
    model.finish()
