"""Parameters that are set in mid-run: events, by the rules of those in a file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.config import ConfigError, to_yaml
from sim.war.model import Simulation
from sim.war.record import Recorder
from tests.settings import SMALL, configured

DAYS = 8
HIT, PASSES = "ukraine.fpv.hit_share", "russia.fpv.hit_share"
SHORT = {**SMALL, "run.days": DAYS}
STORM = {"path": HIT, "scale": 0.5, "per_year": 200.0, "days": 2}


def tables(config, changes=()):
    """Return the tables of a run, in which values are set after some days, and its model."""
    model = Simulation(config)
    recorder = Recorder(model)
    while model.day < config.run.days:
        for day, path, value in changes:
            if day == model.day:
                model.set(path, value)
        model.step()
    model.finish()
    return recorder.tables()["daily"], model


def same(one, other):
    return all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1), st.sampled_from([HIT, PASSES]), st.sampled_from([0.1, 0.5, 0.9])
    ),
    max_size=4,
)


@settings(max_examples=10, deadline=None)
@given(changes=CHANGES)
def test_a_run_in_which_values_are_set_is_repeated_by_what_it_planned(changes):
    changes = sorted(changes, key=lambda change: change[0])
    daily, model = tables(configured({**SHORT, "events": [STORM]}), changes)
    again, _ = tables(model.planned)
    assert same(daily, again)


def test_what_is_set_holds_from_the_next_day_until_it_is_set_again(tmp_path):
    config = configured(SHORT)
    daily, model = tables(config, [(2, HIT, 0.1), (2, HIT, 0.2), (5, HIT, 0.9)])
    plain, _ = tables(config)
    assert daily["events_running"].tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1]
    assert all((daily[name][:3] == plain[name][:3]).all() for name in ("hits_ua", "sorties_ua"))
    assert daily["hits_ua"][3:].tolist() != plain["hits_ua"][3:].tolist()
    first, second = model.planned.events
    assert (first.set, first.day, first.until_day) == (0.2, 3, 6)
    assert (second.set, second.day, second.until_day) == (0.9, 6, None)
    path = tmp_path / "set.yaml"
    path.write_text(to_yaml(model.planned))
    assert same(daily, tables(sim.load(path))[0])


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("ukraine.fpv.hit_shar", 0.5, ["unknown parameter", "ukraine.fpv.hit_share"]),
        ("front.sectors", 5, ["cannot change during a run"]),
        (HIT, 1.5, ["set is 1.5", "from 0 to 1"]),
        (HIT, True, ["set is true", "from 0 to 1"]),
        (HIT, "0.5", ["set is 0.5"]),
        ("peace.ceasefire", 1, ["set is 1", "true or false"]),
    ],
)
def test_what_a_file_would_not_be_allowed_is_refused_and_changes_nothing(path, value, words):
    model = Simulation(configured(SHORT))
    with pytest.raises(ConfigError) as caught:
        model.set(path, value)
    assert all(word in str(caught.value) for word in words)
    assert model.planned == configured(SHORT)


def test_an_event_that_sets_the_same_or_the_end_of_the_run_is_in_the_way():
    event = {"path": HIT, "set": 0.3, "day": 3}
    model = Simulation(configured({**SHORT, "events": [event]}))
    with pytest.raises(ConfigError, match="set by two events at the same time"):
        model.set(HIT, 0.5)
    model.set(PASSES, np.float64(0.5))
    for _ in range(DAYS):
        model.step()
    with pytest.raises(ConfigError, match="after the last day of the run"):
        model.set(PASSES, 0.6)
    model.finish()


def test_a_whole_number_of_numpy_is_one():
    model = Simulation(configured(SHORT))
    model.set("ukraine.interceptor.shots_per_target", np.int64(3))
    model.step()
    assert model.config.ukraine.interceptor.shots_per_target == 3
    model.finish()
