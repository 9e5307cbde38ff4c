"""The JSON Schema: right by itself, up to date, and of one mind with the reader."""

from __future__ import annotations

import re

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.design import json_schema, names
from tests.experiment.design.test_mutated import WHOLE
from tests.experiment.design.test_refused import CASES

SCHEMA = jsonschema.Draft202012Validator(json_schema.experiment_schema())
HEAD = "name: trial\nbase: baseline\n"

EXAMPLES = [
    WHOLE,
    HEAD,
    f"{HEAD}replicates: 20\nfactors: {{race.obsolescence_days: {{range: [30, 40], levels: 3}}}}",
    f"{HEAD}design: {{kind: list, points: [{{run.seed: 1}}, {{run.seed: 2}}]}}",
    f"{HEAD}design: {{kind: saltelli, points: 64, second_order: false, seed: 3}}",
    f"{HEAD}factors: {{x: {{paths: [run.seed], range: [1, 9], scale: log}}}}",
    f"{HEAD}correlation: [{{between: [a, b], spearman: 0.5}}]\ndesign: {{kind: lhs, points: 64}}",
]
TOLD_BY_SCHEMA = [
    *("unknown key", "factors a list", "unknown parameter", "a group", "replicates as factor"),
    *("no levels", "two kinds", "one value", "no values", "wrong type", "out of range"),
    *("unknown choice", "range of a choice", "range of three", "unknown scale", "one level"),
    *("levels with values", "unknown path", "no bundles", "wrong value in a bundle"),
    *("unsafe factor", "unsafe response", "design without kind", "unknown design"),
    *(
        "unknown option",
        "no points",
        "no such number of points",
    ),
    *("full correlation", "no replicates", "half replicates", "auto without width"),
    *("auto negative", "unknown column", "no column", "unknown statistic", "unknown summary"),
    *("summary of days", "no direction", "unknown output", "time limit", "unknown setting"),
    *("wrong setting", "setting of replicates", "setting of a group"),
]


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA.schema)


def parsed(text):
    # The reader takes 2e6 and 1e10 for numbers, as YAML 1.2 does; PyYAML wants 2.0e+6.
    return yaml.safe_load(
        re.sub(r"\b(\d+(?:\.\d+)?)e(\d+)\b", lambda found: str(float(found[0])), text)
    )


@pytest.mark.parametrize("text", EXAMPLES)
def test_right_files_are_right(text):
    SCHEMA.validate(parsed(text))


@pytest.mark.parametrize("name", TOLD_BY_SCHEMA)
def test_wrong_files_are_wrong(name):
    (text,) = [case[1] for case in CASES if case[0] == name]
    assert not SCHEMA.is_valid(parsed(HEAD + text))


@given(name=st.text() | st.from_regex(r"[A-Za-z0-9._-]{0,70}", fullmatch=True))
def test_a_name_that_is_safe_has_the_pattern(name):
    if not names.flaw_of(name):
        assert re.search(names.PATTERN, name)
    if re.fullmatch(names.PATTERN + r"\Z", name):
        assert "device" in names.flaw_of(name) or not names.flaw_of(name)
