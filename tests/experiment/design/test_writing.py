"""Experiments written, read again, told apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.measures import STATISTICS, TIME_TO, Measure
from sim.config import Config
from sim.experiment.design.changes import asks_as_many, changes
from sim.experiment.design.correlation import Correlation
from sim.experiment.design.designs import LatinHypercube, Points, Sobol
from sim.experiment.design.experiment import Auto, Experiment
from sim.experiment.design.factors import Bundles, Range, Values
from sim.experiment.design.writing import digest, to_yaml
from tests.experiment.design.examples import AID, designs, factors, identity
from tests.settings import configured, examples

DAYS = Values("race.obsolescence_days", ("race.obsolescence_days",), (30.0, 45.0))
RATE = Range("learning", ("economy.learning_rate",), 0.1, 0.2)
SECTORS = {"outputs.sectors": True}
EXTENT = Range("race.extent", ("race.extent",), 5.0, 9.0)

NAMES = st.from_regex("[a-z]{4,8}", fullmatch=True)
"""Names of responses; shorter ones may be names of devices (aux), which are refused."""

MEASURES = st.lists(
    st.one_of(
        st.builds(
            Measure,
            NAMES,
            st.sampled_from(["kill_zone_km", "losses_ua"]),
            st.sampled_from(sorted(STATISTICS)),
            st.integers(0, 100),
            st.none() | st.integers(100, 200),
        ),
        st.builds(
            Measure,
            NAMES,
            st.just("kill_zone_km"),
            st.just(TIME_TO),
            threshold=st.floats(-1e9, 1e9),
            direction=st.sampled_from(["above", "below"]),
        ),
        st.builds(Measure, st.just("responding"), summary=st.just("neutralised_share")),
    ),
    max_size=3,
    unique_by=lambda measure: measure.name,
)
AUTOS = st.builds(
    Auto,
    st.just("responding"),
    st.floats(1e-9, 1e9),
    st.integers(2, 9),
    st.integers(10, 99),
)


@st.composite
def experiments(draw):
    measures = tuple(draw(MEASURES))
    named = any(each.name == "responding" for each in measures)
    tables = draw(st.sets(st.sampled_from(["daily", "designs", "space"])))
    return Experiment(
        draw(st.sampled_from(["trial", "null", "123", "2026-01-01", "1e6", "a-b_c.d"])),
        Config(),
        draw(factors(counted=True)),
        draw(designs()),
        (),
        draw(AUTOS) if named and draw(st.booleans()) else draw(st.integers(1, 20)),
        measures,
        tuple(table for table in ("daily", "designs", "space") if table in tables),
        seconds_per_run=draw(st.floats(0.1, 1e6)),
    )


@settings(max_examples=examples(40))
@given(experiment=experiments())
def test_what_is_written_reads_again(read_again, experiment):
    text = to_yaml(experiment)
    again = read_again(text, experiment.base)
    assert again == experiment
    assert to_yaml(again) == text
    assert digest(again) == digest(experiment)
    assert changes(experiment, again) == []


CORRELATED = (Correlation(between=("learning", "race.extent"), spearman=-0.5),)
TARGETS = "targets.neutralised_share"
OTHER_TYPES = (
    Values("run.start", ("run.start",), (dt.date(2025, 1, 1), dt.date(2025, 6, 1))),
    Bundles("wide", (("no", ()), ("yes", ((TARGETS, (0.1, 0.99)), ("run.days", 400))))),
)
CHOICES = (
    Values("race.start", ("race.start",), ("apart", "scattered")),
    Values("innovates", ("ukraine.fpv.innovates",), (True, False)),
)


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment("list", Config(), (DAYS, AID), Points(((30.0, "none"), (45.0, "more")))),
        Experiment("made", Config(), (DAYS,), Points(((30.0,), (45.0,), (30.0,)), "my_lab:rows")),
        Experiment("lhs", Config(), (RATE, EXTENT), LatinHypercube(20), CORRELATED),
        Experiment("set", configured({"run.days": 200, **SECTORS}), tables=("sectors",)),
        Experiment("choice", Config(), CHOICES),
        Experiment("dates-and-lists", Config(), OTHER_TYPES),
    ],
    ids=lambda experiment: experiment.name,
)
def test_special_cases_read_again(read_again, experiment):
    again = read_again(to_yaml(experiment), experiment.base)
    assert again == experiment
    assert [identity(again.config_at(point.levels)) for point in experiment.points()] == [
        point.identity for point in experiment.points()
    ]


def test_formatting_changes_no_digest(read):
    first = read("factors: {race.obsolescence_days: {values: [30, 45]}}\nreplicates: 5")
    other = "# a comment\nreplicates: 5\nfactors:\n  race.obsolescence_days:\n"
    assert digest(read(f"{other}    values: [30.0, 4.5e1]\n")) == digest(first)
    assert digest(read(f"{other}    values: [45, 30]\n")) != digest(first)
    assert digest(read(f"{other}    values: [30, 45]\nset: {{scale: 2}}")) != digest(first)


BEFORE = Experiment("trial", Config(), (DAYS, AID), replicates=5)


DENSER = replace(DAYS, levels=(30.0, 40.0, 45.0))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (replace(BEFORE, replicates=8), ["replicates: 5 then, 8 now"]),
        (
            replace(BEFORE, factors=(DENSER, AID)),
            [
                (
                    "factor race.obsolescence_days: {values: [30, 45]} then, "
                    "{values: [30, 40, 45]} now"
                ),
                "points: 4 then, 6 now (2 new, 0 gone)",
            ],
        ),
        (
            replace(BEFORE, design=Points(tuple(BEFORE.rows()))),
            ["design: {kind: grid} then, {kind: list} now"],
        ),
        (
            replace(BEFORE, figures=True, name="other", seconds_per_run=5.0),
            [
                "name: trial then, other now",
                "figures: false then, true now",
                "seconds_per_run: 3600 then, 5 now",
            ],
        ),
    ],
)
def test_growth(now, words):
    found = changes(BEFORE, now)
    assert [change.what for change in found] == words
    assert all(change.growth for change in found)
    old = {run.id for run in BEFORE.runs(0, BEFORE.replicates)}
    assert old <= {run.id for run in now.runs(0, now.replicates)}


ZONE = Measure("zone", "kill_zone_km", "mean")
MOVED = replace(DAYS, levels=(30.0, 40.0))


@pytest.mark.parametrize(
    ("now", "word"),
    [
        (replace(BEFORE, replicates=4), "replicates: 5 then, 4 now"),
        (replace(BEFORE, factors=(MOVED, AID)), "points: 4 then, 4 now (2 new, 2 gone)"),
        (replace(BEFORE, factors=(DAYS,)), "factor aid: {bundles: "),
        (replace(BEFORE, factors=(AID, DAYS)), "order of factors: race.obsolescence_days, aid"),
        (replace(BEFORE, factors=()), "factor aid: {bundles: "),
        (replace(BEFORE, base=configured({"scale": 2})), "scale: 1 then, 2 now"),
        (replace(BEFORE, base=configured({"run.seed": 1})), "run.seed: 2025 then, 1 now"),
        (replace(BEFORE, tables=("daily",)), "tables: daily, designs then, daily now"),
        (
            replace(BEFORE, measures=(ZONE,)),
            (
                "response zone: not there then, "
                "{column: kill_zone_km, statistic: mean, from_day: 0} now"
            ),
        ),
    ],
)
def test_other_changes(now, word):
    assert any(not change.growth and word in change.what for change in changes(BEFORE, now))


@settings(max_examples=examples(40))
@given(then=experiments(), now=experiments())
def test_no_difference_is_overlooked(then, now):
    assert bool(changes(then, now)) == (digest(then) != digest(now))


def test_events_are_told_apart():
    def with_event(day):
        event = {"path": "ukraine.fpv.hit_share", "scale": 0.5, "day": day}
        return replace(BEFORE, base=Config.model_validate({"events": [event]}))

    (change, *_) = changes(with_event(3), with_event(4))
    assert "day: 3 then" in change.what
    assert not change.growth


def test_a_longer_sobol_sequence_is_growth():
    then = Experiment("trial", Config(), (RATE, EXTENT), Sobol(16))
    found = changes(then, replace(then, design=Sobol(32)))
    assert [change.growth for change in found] == [True, True]
    found = changes(then, replace(then, design=LatinHypercube(16)))
    assert not any(change.growth for change in found)


@pytest.mark.parametrize(
    ("then", "now", "enough"),
    [
        (5, Auto("x", 1.0, 5, 9), True),
        (6, Auto("x", 1.0, 5, 9), False),
        (Auto("x", 1.0, 5, 9), 9, True),
        (Auto("x", 1.0, 5, 9), 8, False),
        (Auto("x", 1.0, 5, 9), Auto("x", 0.5, 6, 10), True),
        (Auto("x", 1.0, 5, 9), Auto("x", 2.0, 5, 9), False),
        (Auto("x", 1.0, 5, 9), Auto("y", 1.0, 5, 9), False),
    ],
)
def test_as_many_replicates(then, now, enough):
    assert asks_as_many(then, now) == enough
