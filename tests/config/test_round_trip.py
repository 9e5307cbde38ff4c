"""A configuration written and read again, and its digest."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import pickle

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.config import Config, ConfigError, Problem, digest, load, shipped, to_yaml
from sim.config.errors import Place
from sim.config.generated.reference import commented_yaml
from tests.settings import configured, examples
from tests.strategies import configs

slow = settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])


@slow
@given(config=st.one_of(configs(), configs(legal=True), configs(small=True)))
def test_what_is_written_loads_as_an_equal_configuration(write, config):
    found = load(write(to_yaml(config)))
    assert found == config
    assert digest(found) == digest(config)


@settings(slow, max_examples=10)
@given(config=configs(legal=True))
def test_with_comments_too(write, config):
    assert load(write(commented_yaml(config))) == config


def test_the_baseline_is_the_schemas_defaults():
    assert load("baseline") == Config()
    assert digest(load("baseline")) == digest(Config())


def test_every_shipped_configuration_loads_from_its_resolved_form(write):
    for name in shipped():
        config = load(name)
        assert load(write(to_yaml(config))) == config


def test_the_digest_ignores_how_it_is_written(write):
    plain = write("run:\n  days: 3\n  seed: 4\nrace:\n  extent: 7\n", "plain.yaml")
    other = write("# other\nrace: {extent: 7.00}\nrun: {seed: 4, days: 3}  # three", "other.yaml")
    layer = write("extends: plain.yaml\nrun: {days: 3}")
    assert len({digest(load(path)) for path in (plain, other, layer)}) == 1
    empty = write("scale: 1", "empty.yaml")
    assert digest(load(empty, ["run.days=3", "run.seed=4", "race.extent=7"])) == digest(load(plain))


def test_the_digest_tells_every_change():
    changes = [
        {},
        {"run.seed": 1},
        {"run.days": 1},
        {"run.start": dt.date(2025, 10, 16)},
        {"race.extent": 7.000000000000001},
        {"race.start": "apart"},
        {"outputs.figures": True},
        {"targets.neutralised_share": (0.0, 1.0)},
        {"targets.neutralised_share": (-0.0, 1.0)},
        {"ukraine.fpv.producers": 12},
        {"russia.fpv.producers": 200},
    ]
    digests = [digest(configured(change)) for change in changes]
    assert len(set(digests)) == len(changes)
    assert all(len(each) == 64 for each in digests)


def test_the_digest_is_of_json_with_sorted_keys():
    config = load(shipped()["baseline"])  # read, so that each number has its type
    values = config.model_dump(mode="json", exclude={"behaviours", "inputs"})  # there are none
    text = json.dumps(values, sort_keys=True)
    assert digest(config) == hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_of_a_whole_number_is_that_of_the_number():
    assert digest(configured({"race.extent": 9})) == digest(configured({"race.extent": 9.0}))


def test_an_error_survives_the_way_between_processes():
    error = ConfigError([Problem(Place("a.yaml", 1, 2), "wrong", cure="mend it")], omitted=3)
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) == "a.yaml:1:2: wrong; mend it\na.yaml: and 3 more problems"
    assert again.problems == error.problems
