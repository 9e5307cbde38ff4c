"""The schedule of events: what runs on a day, and the configuration that holds on it."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import operator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.config import Config
from sim.config.catalogue import parameters
from sim.config.conflicts import conflicts
from sim.war.numerics.streams import Purpose, Streams
from sim.war.schedule import Schedule
from tests.settings import configured, examples
from tests.strategies import configs, with_events

DAYS = 120
HIT = "ukraine.fpv.hit_share"
SHOTS = "ukraine.interceptor.shots_per_target"


def planned(*events, replicate=0, days=DAYS):
    config = configured({"run.days": days, "events": list(events)})
    return Schedule(config, Streams(config.run.seed, replicate, 0))


def values(config):
    return dict(zip(parameters(), operator.attrgetter(*parameters())(config), strict=True))


class Known:
    """Random numbers that are 0 (every waiting event starts) on some days and 1 on others."""

    def __init__(self, *days):
        self.days = days

    def uniforms(self, purpose, day, slots):
        assert purpose == Purpose.EVENT
        return np.zeros(slots.size) if day in self.days else np.ones(slots.size)


def with_starts(days, *events):
    return Schedule(configured({"run.days": DAYS, "events": list(events)}), Known(*days))


def naively(config, day):
    """Return the values that fixed events leave in force on `day`, written down directly."""
    found = values(config)
    for path in {event.path for event in config.events}:
        factors, settings_ = [], []
        for event in config.events:
            start = event.day or (event.date - config.run.start).days
            end = math.inf
            if event.days:
                end = start + event.days
            if event.until_day:
                end = event.until_day
            if event.until_date:
                end = (event.until_date - config.run.start).days
            if event.path == path and start <= day < end:
                (factors if event.set is None else settings_).append(event)
        if settings_:
            [only] = settings_
            found[path] = only.set
        elif factors:
            found[path] *= math.prod(event.scale for event in factors)
    return found


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(config=with_events(configured({"run.days": DAYS}), fixed=True))
def test_fixed_events_leave_the_values_of_a_naive_reading(config):
    schedule, original = Schedule(config, Known()), values(config)
    for day in range(1, DAYS + 1):
        found, expected = values(schedule.config(day)), naively(config, day)
        for path, value in found.items():
            is_changed = path in {event.path for event in config.events}
            assert value == (pytest.approx(expected[path]) if is_changed else original[path])
            assert type(value) is type(original[path])


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])
@given(config=configs(small=True), replicate=st.integers(0, 5))
def test_what_holds_on_a_day_is_always_a_legal_configuration(config, replicate):
    schedule = Schedule(config, Streams(config.run.seed, replicate, 0))
    for day in range(1, config.run.days + 1):
        today = schedule.config(day)
        assert list(conflicts(today)) == []
        if today is not config:
            assert Config.model_validate({**today.model_dump(), "events": ()}).events == ()


def test_without_events_the_configuration_itself_holds_and_nothing_is_drawn():
    config = configured({"run.days": DAYS})
    schedule = Schedule(config, None)
    assert all(schedule.config(day) is config for day in range(1, DAYS + 1))
    assert schedule.active(DAYS) == ()


def test_nothing_is_drawn_for_fixed_events():
    config = configured({"events": [{"path": HIT, "set": 1, "day": 2}]})
    schedule = Schedule(config, None)
    assert [schedule.config(day).ukraine.fpv.hit_share for day in (1, 2)] == [0.5, 1]


def test_it_is_the_same_object_until_an_event_starts_or_ends():
    schedule = planned(
        {"path": HIT, "set": 0.75, "day": 10, "until_day": 20},
        {"path": "russia.units.recruits_per_day", "scale": 0, "day": 15, "days": 10},
    )
    config = schedule.config(0)
    days = [schedule.config(day) for day in range(1, DAYS + 1)]
    runs = [(key, len(list(group))) for key, group in itertools.groupby(days, key=id)]
    assert [length for _, length in runs] == [9, 5, 5, 5, 96]
    assert days[0] is days[-1] is config
    assert days[9].russia is config.russia
    assert days[9].ukraine.units is config.ukraine.units
    assert days[20].ukraine is config.ukraine


def test_active_names_the_events_in_the_order_of_the_list():
    schedule = planned(
        {"name": "rain", "path": HIT, "scale": 0.5, "day": 3, "days": 2},
        {"path": SHOTS, "set": 3, "day": 2, "until_day": 4},
    )
    active = [schedule.active(day) for day in range(1, 6)]
    assert active == [(), (SHOTS,), ("rain", SHOTS), ("rain",), ()]


def test_a_date_is_the_day_counted_from_the_start():
    dates = {"date": dt.date(2025, 10, 18), "until_date": dt.date(2025, 10, 20)}
    schedule = planned({"path": HIT, "set": 1, **dates})
    assert [len(schedule.active(day)) for day in range(1, 7)] == [0, 0, 1, 1, 0, 0]


@pytest.mark.parametrize(("asked", "wrong"), [([], 2), ([1, 2], 1), ([1, 2], 4)])
def test_days_are_asked_in_order(asked, wrong):
    schedule = planned({"path": HIT, "set": 1, "day": 3})
    for day in asked:
        schedule.config(day)
    with pytest.raises(ValueError, match=f"day {wrong} is asked for after"):
        schedule.config(wrong)


def test_scales_multiply_and_a_set_overrides_them():
    schedule = planned(
        {"path": HIT, "scale": 0.5, "day": 2},
        {"path": HIT, "scale": 0.4, "day": 3, "days": 3},
        {"path": HIT, "set": 0.9, "day": 4, "days": 1},
    )
    found = [schedule.config(day).ukraine.fpv.hit_share for day in range(1, 7)]
    assert found == pytest.approx([0.5, 0.25, 0.1, 0.9, 0.1, 0.25])


def test_a_scaled_whole_number_stays_one():
    shots = planned({"path": SHOTS, "scale": 1.5, "day": 1}).config(1)
    assert shots.ukraine.interceptor.shots_per_target == 3
    assert type(shots.ukraine.interceptor.shots_per_target) is int


@pytest.mark.parametrize("later", ["fixed", "random"])
def test_of_two_that_set_one_parameter_the_one_that_started_last_holds(later):
    fixed = {"path": HIT, "set": 0.1, "day": 5 if later == "fixed" else 2, "days": 10}
    schedule = with_starts([3], {"path": HIT, "set": 0.2, "per_year": 1, "days": 6}, fixed)
    found = [schedule.config(day).ukraine.fpv.hit_share for day in range(1, 16)]
    if later == "fixed":
        assert found == [0.5] * 2 + [0.2] * 2 + [0.1] * 10 + [0.5]
    else:
        assert found == [0.5] + [0.1] + [0.2] * 6 + [0.1] * 3 + [0.5] * 4


def test_of_two_that_start_on_one_day_the_later_in_the_list_holds():
    first, second = ({"path": HIT, "set": each, "per_year": 1, "days": 1} for each in (0.1, 0.2))
    assert with_starts([1], first, second).config(1).ukraine.fpv.hit_share == 0.2
    assert with_starts([1], second, first).config(1).ukraine.fpv.hit_share == 0.1


def test_a_random_event_runs_for_its_days_and_may_start_again_when_it_is_over():
    schedule = with_starts([3, 4, 6, 9], {"path": HIT, "set": 1, "per_year": 1, "days": 3})
    assert [len(schedule.active(day)) for day in range(1, 14)] == [
        *(0, 0, 1, 1, 1),
        *(1, 1, 1, 1, 1, 1),
        *(0, 0),
    ]


def test_a_random_event_without_an_end_starts_once_and_for_ever():
    schedule = with_starts([5], {"path": HIT, "set": 1, "per_year": 1})
    assert [len(schedule.active(day)) for day in range(1, DAYS)] == [0] * 4 + [1] * (DAYS - 5)


def test_a_random_event_neither_starts_nor_runs_from_its_last_day_on():
    event = {"path": HIT, "set": 1, "per_year": 1, "until_day": 8}
    schedule = with_starts([6, 8, 9], event)
    assert [len(schedule.active(day)) for day in range(1, 12)] == [0] * 5 + [1] * 2 + [0] * 4


def expected_starts(chance, length, days):
    """Mean number of starts: E(t) = p (1 + E(t - length)) + (1 - p) E(t - 1)."""
    mean = [0.0] * (days + 1)
    for left in range(1, days + 1):
        mean[left] = chance * (1 + mean[max(left - length, 0)]) + (1 - chance) * mean[left - 1]
    return mean[days]


@pytest.mark.parametrize(("per_year", "length"), [(2, 1), (12, 1), (12, 30), (400, 2)])
def test_random_events_start_as_often_as_their_hazard_says(per_year, length):
    """Within 3 standard errors of the mean over 300 replicates, a false alarm in 370 seeds."""
    starts = []
    for replicate in range(300):
        schedule = planned(
            {"path": HIT, "set": 1, "per_year": per_year, "days": length}, replicate=replicate
        )
        days = [schedule.config(day) for day in range(1, DAYS + 1)]
        spans = [id(day) for day in days if day.ukraine.fpv.hit_share == 1]
        starts.append(len(set(spans)))
    expected = expected_starts(-math.expm1(-per_year / 365), length, DAYS)
    error = np.std(starts, ddof=1) / math.sqrt(len(starts))
    assert abs(np.mean(starts) - expected) < 3 * error


RANDOM = {"path": HIT, "name": "first", "set": 1, "per_year": 20, "days": 4}


@pytest.mark.parametrize(
    "other",
    [
        {"path": HIT, "set": 0, "per_year": 30, "days": 9},
        {"path": HIT, "set": 0, "day": 9, "days": 9},
        {"path": SHOTS, "scale": 1.5, "per_year": 300},
    ],
)
def test_an_event_added_at_the_end_changes_nothing_of_the_earlier_ones(other):
    def first(*events):
        schedule = planned(*events, days=700)
        return ["first" in schedule.active(day) for day in range(1, 701)]

    alone = first(RANDOM)
    assert first(RANDOM, other) == alone
    assert 0 < sum(alone) < 700


def test_replicates_differ_and_repeat():
    def days(replicate):
        schedule = planned(RANDOM, replicate=replicate, days=700)
        return [schedule.active(day) for day in range(1, 701)]

    assert days(1) == days(1) != days(2)
