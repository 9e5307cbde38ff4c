"""Experiments made in Python: what a file says, said with arguments."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import yaml
from hypothesis import given, settings

import sim
from sim.config import Config, ConfigError
from sim.experiment.design.experiment import Experiment
from sim.experiment.design.writing import to_yaml
from tests.experiment.design.test_writing import experiments
from tests.settings import examples, shipped

DAYS = {"race.obsolescence_days": {"values": [30, 45]}}


@settings(max_examples=examples(40))
@given(experiment=experiments())
def test_arguments_make_the_experiment_that_a_file_makes(experiment):
    keys = _numbers(yaml.safe_load(to_yaml(experiment)))
    assert (
        sim.Experiment(**{**keys, "name": experiment.name, "base": experiment.base}) == experiment
    )


def _numbers(value):
    """Return values with numbers that PyYAML takes for text, as 1e6, as numbers."""
    if isinstance(value, dict):
        return {key: _numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_numbers(each) for each in value]
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def test_a_base_is_a_name_a_path_or_a_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("extends: baseline\nrun: {days: 90}\n")
    by_path = sim.Experiment("days", "mine.yaml", factors=DAYS)
    assert by_path.base.run.days == 90
    assert sim.Experiment("days", tmp_path / "mine.yaml", factors=DAYS) == by_path
    loaded = sim.Experiment("days", shipped({"run.days": 90}), factors=DAYS)
    assert loaded.points() == by_path.points()
    assert sim.Experiment("days", set={"run.days": 90}, factors=DAYS).points() == by_path.points()
    assert sim.Experiment("days", Config(), set={"run.days": 90}).base.run.days == 90


def test_numbers_of_numpy_dates_and_what_is_none():
    experiment = sim.Experiment(
        "numpy",
        factors={
            "race.obsolescence_days": {"values": np.linspace(30, 90, 3)},
            "run.seed": {"values": np.arange(1, 3)},
            "run.start": {"values": (dt.date(2025, 1, 1), dt.date(2025, 6, 1))},
            "ukraine.fpv.innovates": {"categories": [True, False]},
        },
        design=None,
        replicates=np.int64(2),
    )
    assert isinstance(experiment, Experiment)
    assert len(experiment.points()) == 3 * 2 * 2 * 2
    assert experiment.replicates == 2
    assert experiment.sample()["run.seed"].tolist()[:2] == [1, 1]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (
            {"factors": {"race.obsolescense_days": {"values": [30]}}},
            ["factors.race.obsolescense_days: ", "nearest: race.obsolescence_days"],
        ),
        (
            {"factors": {"race.obsolescence_days": {"values": [30, 5]}}},
            ["factors.race.obsolescence_days.values.1: ", "is 5", "from 10 to 720 days"],
        ),
        (
            {"factors": {"race.obsolescence_days": {"values": [30, 30.0]}}},
            ["factors.race.obsolescence_days.values.1: 30 is the same value as another; keep one"],
        ),
        ({"factors": {"race.obsolescence_days": {"values": ["30"]}}}, ["remove the quotes"]),
        ({"factors": {"race.obsolescence_days": {"values": {30}}}}, ["write [30]"]),
        ({"factors": DAYS, "design": {"kind": "lsh"}}, ["design.kind: ", "nearest: lhs"]),
        ({"factors": DAYS, "desing": {"kind": "lhs"}}, ["unknown key desing", "nearest: design"]),
        ({"factors": DAYS, "replicates": 0}, ["replicates: ", "from 1"]),
        ({"set": {"race.extend": 5}}, ["set.race.extend: ", "race.extent"]),
        ({"set": {"race.extent": 1e9}}, ["set.race.extent: ", "from 2 to 100"]),
        ({"base": "baselin"}, ["base: ", "baseline"]),
        ({"responses": {"zone": {"column": "kill_zone_km"}}}, ["responses.zone: ", "statistic"]),
    ],
)
def test_what_is_wrong_is_told_at_its_keys_with_a_cure(keys, words):
    with pytest.raises(ConfigError) as caught:
        sim.Experiment("wrong", **keys)
    for word in words:
        assert word in str(caught.value)
    assert "None" not in str(caught.value)


def test_a_conflict_at_a_point_is_told():
    with pytest.raises(ConfigError, match=r"at race\.first_distance=8: race\.first_distance"):
        sim.Experiment("far", factors={"race.first_distance": {"values": [1, 8]}})
