"""A course is the run it shows, however long it is and however many others run beside it."""

import io
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.experiment.results.exporting import export_csv
from sim.view.dashboard import course as courses
from sim.view.dashboard import download
from sim.view.dashboard.charts.traces import COLUMNS, MOST_BINS, Traces
from sim.view.dashboard.course import Course
from sim.war.columns import DAILY
from tests.settings import examples

ONE_RACE = ["run.replicates=2", "run.seed=7"]
NAMES = [observed.column.name for observed in DAILY]


def went(config, days):
    """Return the course of a configuration after some days."""
    course = Course(config)
    for _ in range(days):
        course.step()
    return course


@pytest.fixture(scope="module")
def raced():
    return went(sim.load("one-race", ONE_RACE), 40)


@pytest.mark.parametrize("name", ["baseline", "one-race"])
def test_rows_are_those_of_a_run(name):
    config = sim.load(name, ["run.days=15", "run.replicates=2"])
    course = went(config, 15)
    daily = sim.run(config, workers=1).daily
    for number, journal in enumerate(course.journals):
        rows = daily[daily["replicate"] == number]
        for column, values in journal.read(0, 16).items():
            np.testing.assert_array_equal(values, rows[column].to_numpy(), err_msg=column)


def test_more_replicates_leave_the_first_as_it_was(raced):
    alone = went(sim.load("one-race", ["run.replicates=1", "run.seed=7"]), 40)
    for name in NAMES:
        np.testing.assert_array_equal(raced.traces.of(name)[0], alone.traces.of(name)[0])
    first, other = raced.journals[0].read(0, 41), alone.journals[0].read(0, 41)
    assert all(np.array_equal(first[name], other[name], equal_nan=True) for name in first)


def test_days_shown_do_not_depend_on_the_days_of_the_configuration(raced):
    short = went(sim.load("one-race", [*ONE_RACE, "run.days=1"]), 40)
    for one, other in zip(raced.journals, short.journals, strict=True):
        assert (
            one.read(0, 41)["kill_zone_km"].tobytes() == other.read(0, 41)["kill_zone_km"].tobytes()
        )


def test_it_ends_with_the_last_day_that_yaml_can_repeat(monkeypatch):
    assert sim.load("baseline", [f"run.days={courses.LAST_DAY}"])
    monkeypatch.setattr(courses, "LAST_DAY", 2)
    course = Course(sim.load("one-race", ["run.replicates=1"]))
    assert not course.ended
    course.step()
    course.step()
    assert course.ended


def test_what_is_drawn_of_a_day_is_of_that_day(raced):
    assert len(raced.sectors()["sector"]) == 1
    ukraine, russia = raced.designs("ua"), raced.designs("ru")
    assert len(ukraine.place) == len(ukraine.stock) == len(ukraine.obsolete) > 0
    assert len(ukraine.hunters) == 1
    assert len(russia.place) == len(russia.hunters) == 0
    assert raced.today("kill_zone_km").shape == (2,)


@settings(max_examples=examples(20), deadline=None)
@given(days=st.integers(1, 5 * MOST_BINS), seed=st.integers(0, 9))
def test_points_are_means_of_days_that_follow_each_other(days, seed):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(days, 2, len(COLUMNS)))
    rows[rng.random(rows.shape) < 0.1] = np.nan
    traces = Traces(2)
    for row in rows:
        traces.add(row)
    name = NAMES[seed]
    points, width = traces.of(name), traces.days_per_bin
    assert points.shape[1] == len(traces.days) <= MOST_BINS
    for place, day in enumerate(traces.days):
        part = rows[place * width : (place + 1) * width, :, COLUMNS[name]]
        known = np.isfinite(part).any(axis=0)
        expected = [np.nanmean(part[:, each]) if known[each] else np.nan for each in range(2)]
        np.testing.assert_allclose(points[:, place], expected)
        assert place * width <= day < (place + 1) * width


def test_memory_of_points_does_not_grow():
    traces = Traces(1)
    size = traces._sums.nbytes + traces._counts.nbytes
    for _ in range(3 * MOST_BINS):
        traces.add(np.ones((1, len(COLUMNS))))
    assert traces._sums.nbytes + traces._counts.nbytes == size


def exported(course, folder):
    """Return what killzone run and killzone export write for what is on the screen."""
    written = folder / "screen.yaml"
    written.write_text(download.yaml_of(course), encoding="utf-8")
    sim.run(written, workers=1, out=folder / "results")
    export_csv(folder / "results", folder / "csv", ())
    return (folder / "csv" / "daily.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "days"), [("one-race", 25), ("baseline", 8), ("fake-peace", 5), ("aid-stops", 5)]
)
def test_the_table_is_byte_for_byte_that_of_a_run(name, days, tmp_path):
    course = went(sim.load(name, ["run.replicates=2", "outputs.figures=false"]), days)
    file = io.BytesIO()
    download.write_csv(course, file)
    assert file.getvalue() == exported(course, tmp_path)


EVENTS = """
extends: lessons/one-race.yaml
run: {replicates: 1, days: 300}
outputs: {figures: false}
events:
%s
"""
LATER = "  - {path: russia.import_flow, set: 0.5, day: 200}\n"
NOW = "  - {path: russia.import_flow, scale: 0.9, day: 3, days: 4}\n"
RANDOM = "  - {path: ukraine.import_flow, set: 0.1, per_year: 100, days: 3}\n"
ORDERS = [
    "".join(each)
    for size in (1, 2, 3)
    for each in itertools.permutations([LATER, NOW, RANDOM], size)
]


@pytest.mark.parametrize("events", ORDERS)
def test_a_screen_before_some_events_is_repeated(events, tmp_path):
    written = tmp_path / "config.yaml"
    text = EVENTS.replace("lessons/one-race.yaml", str(sim.config.shipped()["lessons/one-race"]))
    written.write_text(text % events)
    course = went(sim.load(written), 12)
    again = download.reproducing(course.config, 12)
    random_after = (
        RANDOM in events and LATER in events and events.index(LATER) < events.index(RANDOM)
    )
    assert again.run.days == (200 if random_after else 12)
    repeated = went(again, 12)
    one, other = course.journals[0].read(0, 13), repeated.journals[0].read(0, 13)
    assert all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)
