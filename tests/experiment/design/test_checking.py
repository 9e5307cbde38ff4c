"""Points are checked one by one, as the whole configuration would be, but faster."""

from __future__ import annotations

import dataclasses
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.config import Config, ConfigError
from sim.config.conflicts import RULES, conflicts
from sim.config.draft import Draft
from sim.experiment.design import checking
from sim.experiment.design.experiment import Experiment
from sim.experiment.design.factors import Values
from sim.experiment.design.reading import read_experiment
from tests.settings import configured

IN_CONFLICT = {
    "race.first_distance": [2.0, 3.0, 4.0],
    "race.extent": [3.0, 6.4],
    "race.notice_share": [0.2, 0.6],
    "race.develop_share": [0.2, 0.5],
    "russia.countermeasures.strength": [0.3, 0.8],
    "front.reach_km": [0.1, 5.0],
    "russia.strike.tempo": [0.1, 0.9],
    "russia.strike.altitude_m": [2000.0, 9000.0],
    "ukraine.interceptor.ceiling_m": [2800.0, 9000.0],
    "finance.loans_usd": [9e10, 9e11],
    "ukraine.fpv.output_share": [0.5, 1.0],
    "run.days": [5, 100],
    "ukraine.fpv.hit_share": [0.4, 0.9],
}

EVENTS = [
    {"path": "ukraine.fpv.hit_share", "scale": 1.5, "day": 3},
    {"path": "race.release_below", "set": 0.5, "day": 50, "until_day": 80},
]


def level(path, place):
    return IN_CONFLICT[path][place % len(IN_CONFLICT[path])]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    picked=st.dictionaries(st.sampled_from(sorted(IN_CONFLICT)), st.integers(0, 2), max_size=6),
    events=st.sampled_from([[], EVENTS]),
)
def test_a_point_has_the_conflicts_that_its_configuration_has(picked, events):
    base = Config.model_validate({**dict(configured({"run.days": 100})), "events": events})
    factors = [Values(path, (path,), tuple(IN_CONFLICT[path])) for path in picked]
    experiment = dataclasses.replace(Experiment.of(base, "x"), factors=tuple(factors))
    levels = tuple(level(path, place) for path, place in picked.items())
    _, fast = checking._conflicts_of_legal(experiment, levels)
    _, whole = checking._conflicts_at(experiment, levels)
    assert fast == whole


@pytest.fixture
def written(tmp_path):
    """Return a function that writes an experiment with some lines and returns its path."""

    def written(*lines):
        path = tmp_path / "case.yaml"
        path.write_text("\n".join(["name: case", "base: baseline", "replicates: 1", *lines, ""]))
        return path

    return written


SPEED = "  race.obsolescence_days: {values: [30, 60]}"


@pytest.mark.parametrize(
    "factor",
    [
        SPEED,
        "  speed: {paths: [race.obsolescence_days], values: [30, 60]}",
        "  speed: {bundles: {a: {race.obsolescence_days: 30}, b: {race.obsolescence_days: 60}}}",
    ],
)
def test_a_value_that_a_factor_replaces_everywhere_is_refused(written, factor):
    path = written("set: {race.obsolescence_days: 45}", "factors:", factor)
    with pytest.raises(ConfigError) as caught:
        read_experiment(path)
    [problem] = caught.value.problems
    assert problem.place.line == 4
    assert "sets it at every point" in problem.what
    path = written("factors:", factor)
    with pytest.raises(ConfigError) as caught:
        read_experiment(path, ["race.obsolescence_days=45"])
    assert str(caught.value).startswith("--set race.obsolescence_days=45: ")


def test_a_value_that_some_bundle_leaves_alone_may_be_set(written):
    bundles = "  speed: {bundles: {a: {race.obsolescence_days: 30}, b: {}}}"
    path = written("set: {race.obsolescence_days: 45}", "factors:", bundles)
    assert read_experiment(path).base.race.obsolescence_days == 45


@given(picked=st.dictionaries(st.sampled_from(sorted(IN_CONFLICT)), st.integers(0, 2)))
def test_every_conflict_breaks_a_rule_that_names_its_parameter(picked):
    values = {path: level(path, place) for path, place in picked.items()}
    draft = Draft.model_validate(nested(values))
    named = {path for rule in RULES for path in rule.paths}
    for conflict in conflicts(draft):
        assert any(path.startswith(conflict.path) for path in named), conflict


def nested(values):
    tree = {}
    for path, value in values.items():
        *groups, key = path.split(".")
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
        branch[key] = value
    return tree


def test_checking_many_points_takes_no_more_memory_than_checking_few(written):
    def peak(levels):
        ranges = ("race.obsolescence_days: {range: [30, 90]", "front.reach_km: {range: [3, 8]")
        path = written("factors:", *(f"  {each}, levels: {levels}}}" for each in ranges))
        read_experiment(path)
        tracemalloc.start()
        try:
            read_experiment(path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(40) < peak(4) + 200_000
