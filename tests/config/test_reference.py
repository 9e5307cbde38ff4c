"""What is generated from the schema says all that the schema says, and is up to date."""

from __future__ import annotations

import json
import operator
import re
from typing import get_args

import jsonschema
import pytest
import yaml

from sim.config import Config, load, shipped, shipped_folder
from sim.config.catalogue import components, parameters
from sim.config.generated.json_schema import json_schema
from sim.config.generated.reference import (
    SCHEMA_NAME,
    as_json,
    as_markdown,
    commented_yaml,
    known_as,
    rows,
)
from sim.config.scalars import write_value


@pytest.fixture(scope="module")
def validator():
    jsonschema.Draft202012Validator.check_schema(json_schema())
    checker = jsonschema.FormatChecker(["date"])
    return jsonschema.Draft202012Validator(json_schema(), format_checker=checker)


class PlainLoader(yaml.SafeLoader):
    """Reads as an editor does: dates stay text, and 5e6 is a number."""


PlainLoader.yaml_implicit_resolvers = {}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), "tf")
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?[0-9]+$"), "-0123456789")
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"-?[0-9.]+(e-?[0-9]+)?$"), "-0123456789"
)


@pytest.mark.parametrize("name", shipped())
def test_the_json_schema_accepts_what_is_shipped(validator, name):
    text = shipped()[name].read_text(encoding="utf-8")
    validator.validate(yaml.load(text, PlainLoader))


@pytest.mark.parametrize(
    "wrong",
    [
        {"warp": 9},
        {"run": {"sedd": 1}},
        {"run": {"seed": -1}},
        {"run": {"days": 1.5}},
        {"run": {"start": "yesterday"}},
        {"race": {"start": "elsewhere"}},
        {"race": {"notice_share": 0}},
        {"race": {"develop_share": 1}},
        {"targets": {"neutralised_share": [1, 2, 3]}},
        {"outputs": {"figures": "yes"}},
        {"extends": ["a.yaml"]},
        {"run": 5},
        {"events": {}},
        {"events": [{"path": "front.sectors", "set": 1, "day": 1}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "set": 1}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "day": 1}]},
        {"events": [{"set": 1, "day": 1}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "set": 1, "scale": 1, "day": 1}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "set": 1, "day": 0}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "set": "1", "day": 1}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "set": 1, "day": 1, "per_year": 1}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "set": 1, "per_year": -1}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "set": 1, "date": "soon"}]},
        {"events": [{"path": "ukraine.fpv.hit_share", "set": 1, "day": 1, "until": 5}]},
        {
            "events": [
                {"path": "ukraine.fpv.hit_share", "set": 1, "day": 1, "days": 2, "until_day": 5}
            ]
        },
    ],
)
def test_the_json_schema_refuses_what_loading_refuses(validator, wrong):
    assert list(validator.iter_errors(wrong))


@pytest.mark.parametrize(
    "timing",
    [{"day": 1}, {"date": "2026-01-01", "until_date": "2026-02-01"}, {"per_year": 1.5, "days": 3}],
)
def test_the_json_schema_accepts_events(validator, timing):
    event = {"path": "ukraine.fpv.hit_share", "name": "rain (heavy)", "scale": 0.5}
    validator.validate({"events": [{**event, **timing}]})


def test_the_json_schema_tells_unit_and_source():
    parameter = json_schema()["properties"]["race"]["properties"]["obsolescence_days"]
    assert parameter["description"].startswith("days; ")
    assert parameters()["race.obsolescence_days"].source in parameter["description"]
    assert (parameter["minimum"], parameter["maximum"]) == (10, 720)
    assert parameter["default"] == 60


@pytest.mark.parametrize("name", shipped())
def test_the_first_line_names_the_schema_from_where_the_file_is(name):
    path = shipped()[name]
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first).group(1)
    assert (path.parent / schema).resolve() == (shipped_folder() / SCHEMA_NAME).resolve()


def test_every_parameter_is_declared_in_full():
    for path, parameter in parameters().items():
        assert parameter.description.endswith("."), path
        assert parameter.source, path
        assert parameter.unit, path
        assert parameter.legal, path


def test_every_value_of_the_configuration_is_a_parameter():
    def paths(component, at):
        for name in type(component).model_fields:
            value, path = getattr(component, name), f"{at}.{name}".lstrip(".")
            if path in ("events", "inputs", "behaviours"):
                assert value == ()
            elif path in components():
                assert type(value) is components()[path]
                yield from paths(value, path)
            else:
                assert value == parameters()[path].default
                yield path

    assert set(paths(Config(), "")) == set(parameters())


COMPARED = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}


def test_default_low_and_high_are_of_the_kind_and_legal():
    for path, parameter in parameters().items():
        for value in (parameter.default, parameter.low, parameter.high):
            assert not isinstance(value, str) or value in get_args(parameter.kind), path
            for name, limit in parameter.limits.items():
                assert type(value) is type(limit) is parameter.kind, path
                assert COMPARED[name](value, limit), path


def test_rows_are_the_parameters_as_text():
    assert [row.path for row in rows()] == list(parameters())
    assert all(isinstance(cell, str) for row in rows() for cell in row)
    [row] = [row for row in rows() if row.path == "front.country_area_km2"]
    assert row[1:6] == ("km2", "603550", "603500", "603700", "above 0, to 1e8")


def test_markdown_has_a_section_a_component_and_a_line_a_parameter():
    text = as_markdown()
    assert len(re.findall(r"(?m)^## ", text)) == len(components()) + len(["events", "inputs"])
    lines = re.findall(r"(?m)^\| `([\w.]+)` (\|.*\|)$", text)
    assert [path for path, _ in lines] == list(parameters())
    assert {cells.count("|") for _, cells in lines} == {9}


def test_every_parameter_is_measured_tuned_to_a_pattern_or_free():
    counted = [int(each) for each in re.findall(r"\d+", known_as())]
    assert counted[0] == sum(counted[1:]) == len(parameters())
    for path, each in parameters().items():
        begins = each.source.split()[0].strip(":;,")
        expected = {"tuned": "tuned", "assumption": "free"}.get(begins, "measured")
        assert each.status == expected, path
        assert each.status != "tuned" or each.source.partition(":")[2].strip(), path


def test_json_keeps_numbers():
    objects = {each["path"]: each for each in json.loads(as_json())}
    assert list(objects) == list(parameters())
    assert objects["race.obsolescence_days"]["default"] == 60
    assert objects["run.start"]["default"] == "2025-10-15"
    assert objects["targets.neutralised_share"]["low"] == [0.77, 0.98]
    assert objects["russia.units.recruits_per_day"]["changes"] is True
    assert objects["front.sectors"]["changes"] is False


def test_what_may_change_is_marked_on_both_sides_and_in_every_reference():
    changing = {path for path, parameter in parameters().items() if parameter.changes}
    assert {"ukraine.fpv.imitation", "russia.fpv.imitation"} <= changing
    assert "front.sectors" not in changing
    assert {row.path for row in rows() if row.changes == "yes"} == changing
    fpv = json_schema()["properties"]["russia"]["properties"]["fpv"]["properties"]
    assert fpv["imitation"]["x-changes"] is True
    assert "x-changes" not in fpv["producers"]


def test_only_numbers_and_truth_values_may_change():
    assert {each.kind for each in parameters().values() if each.changes} <= {bool, int, float}


def test_commented_yaml_has_a_line_a_parameter_with_all_that_is_known():
    text = commented_yaml(Config())
    for path, parameter in parameters().items():
        last = path.rsplit(".", 1)[-1]
        value = re.escape(write_value(parameter.default))
        assert re.search(rf"(?m)^ *{last}: {value} +# {re.escape(parameter.note)}$", text), path
    assert not re.search("(?m)[ \t]$", text)


def test_commented_yaml_shows_the_configurations_own_values():
    assert "\n  days: 3 " in commented_yaml(load("baseline", ["run.days=3"]))
