"""Behaviours in a configuration: read, refused, allowed, and written again."""

from __future__ import annotations

import importlib.metadata
import json
import pickle
import sys
import textwrap

import jsonschema
import pytest
import yaml

from sim.config import ConfigError, behaviours, digest, load, shipped_folder, to_yaml
from sim.config.behaviours import Behaviour

MODULE = """
from sim.config.parameters.parameter import Component, parameter
open("ran", "a").close()

class Plain: pass

class Patient:
    class Parameters(Component):
        days: int = parameter(3, "days", sweep=(1, 9), legal=(1, 99), source="assumption")

depth = object()
"""


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A folder with a module of one's own, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(behaviours, "_allowed", set())
    monkeypatch.setattr(behaviours, "_imported", {})
    monkeypatch.setattr(sys, "path", [*sys.path])
    (tmp_path / "lab_of_mine.py").write_text(MODULE)
    yield tmp_path
    sys.modules.pop("lab_of_mine", None)


def config(lab, text):
    file = lab / "mine.yaml"
    file.write_text("extends: baseline\nbehaviours:\n" + textwrap.indent(text, "  "))
    return file


def told(lab, text):
    with pytest.raises(ConfigError) as caught:
        load(config(lab, text))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("russia.unit: lab_of_mine:Plain", "3:3", "nearest: russia.units"),
        ("russia.naval: lab_of_mine:Plain", "3:3", "unknown part russia.naval"),
        ("units: Plain", "3:10", "legal: module:Name"),
        ("units: lab_of_mine", "3:10", "legal: module:Name"),
        ("units: [lab_of_mine:Plain]", "3:10", "legal: module:Name"),
        ("units: {days: 3}", "3:10", "write use: module:Name"),
        ("columns: lab_of_mine:depth", "3:12", "a list of names"),
        ("columns: [1]", "3:13", "legal: module:Name"),
        ("units: {use: lab_of_mine:Patient, days: [3]}", "3:43", "a number, true or false"),
        ("units: {use: lab_of_mine:Patient, days: }", "3:42", "write a value"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(lab, text, where, words):
    message = told(lab, text)
    assert f"mine.yaml:{where}: " in message
    assert words in message
    assert not (lab / "ran").exists()


def test_a_file_alone_runs_no_code(lab):
    message = told(lab, "russia.countermeasures: lab_of_mine:Plain\ncolumns: [lab_of_mine:depth]")
    assert "would load the module lab_of_mine, which nobody has allowed" in message
    assert "--behaviours lab_of_mine" in message
    assert message.count("\n") == 1
    assert not (lab / "ran").exists()
    assert "lab_of_mine" not in sys.modules


def test_it_can_be_looked_at_without_running_code(lab):
    found = load(config(lab, "units: {use: lab_of_mine:Patient, days: 5}"), resolve=False)
    assert found.behaviours == (
        Behaviour(part="units", name="lab_of_mine:Patient", parameters=(("days", 5),)),
    )
    assert not (lab / "ran").exists()


def test_whoever_asks_for_the_run_allows_a_module(lab):
    file = config(lab, "units: lab_of_mine:Plain")
    behaviours.allow(["lab_of_mine"])
    assert load(file).behaviours[0].module == "lab_of_mine"
    assert (lab / "ran").exists()


@pytest.mark.parametrize("named", ["lab", "lab_of_mine.units", "lab_of_min"])
def test_another_module_allows_nothing(lab, named):
    behaviours.allow([named])
    assert "nobody has allowed" in told(lab, "units: lab_of_mine:Plain")


def test_a_package_allows_all_below_it():
    behaviours.allow(["json"])
    assert behaviours.is_allowed("json.decoder")


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("units: lab_of_mine:Plan", "3:10", "has no attribute 'Plan'"),
        ("units: lab_of_mine:depth", "3:10", "lab_of_mine:depth is no class"),
        ("units: {use: lab_of_mine:Plain, days: 3}", "3:35", "has no parameter days"),
        ("units: {use: lab_of_mine:Patient, day: 3}", "3:37", "nearest: days"),
        ("units: {use: lab_of_mine:Patient, days: 0}", "3:43", "legal: a whole number from 1"),
        ("units: {use: lab_of_mine:Patient, days: few}", "3:43", "units.days is few"),
        ("units: lab_that_is_not_there:Plain", "3:10", "cannot be imported"),
    ],
)
def test_what_is_allowed_is_checked(lab, text, where, words):
    behaviours.allow(["lab_of_mine", "lab_that_is_not_there"])
    message = told(lab, text)
    assert f"mine.yaml:{where}: " in message
    assert words in message


def test_an_override_names_no_behaviour(lab):
    with pytest.raises(ConfigError, match="cannot be set by an override; write behaviours into"):
        load("baseline", ["behaviours.units=lab_of_mine:Plain"])


def test_it_is_written_and_read_again(lab):
    text = """\
        russia.countermeasures: lab_of_mine:Plain
        units: {use: lab_of_mine:Patient, days: 5}
        columns: [lab_of_mine:depth]
        """
    found = load(config(lab, textwrap.dedent(text)), resolve=False)
    (lab / "again.yaml").write_text(to_yaml(found))
    assert load(lab / "again.yaml", resolve=False) == found
    assert pickle.loads(pickle.dumps(found)) == found
    assert digest(found) != digest(load("baseline"))
    schema = json.loads((shipped_folder() / "killzone.schema.json").read_text())
    jsonschema.validate(yaml.safe_load((lab / "mine.yaml").read_text()), schema)


def test_a_source_that_changes_is_not_what_this_process_runs(lab):
    behaviours.allow(["lab_of_mine"])
    [behaviour] = load(config(lab, "units: lab_of_mine:Plain")).behaviours
    [before] = behaviours.sources([behaviour])
    assert before.version == ""
    (lab / "lab_of_mine.py").write_text(MODULE + "\n")
    with pytest.raises(ConfigError, match="was edited since this process imported it"):
        behaviours.sources([behaviour])
    sys.modules.pop("lab_of_mine")
    behaviours._imported.clear()
    [after] = behaviours.sources([behaviour])
    assert before.sha256 != after.sha256


def test_one_name_is_not_its_letters(lab):
    behaviours.allow("lab_of_mine")
    assert behaviours.is_allowed("lab_of_mine")
    assert not behaviours.is_allowed("l")


def test_a_class_of_the_script_itself_is_refused(lab):
    behaviours.allow(["__main__"])
    with pytest.raises(ConfigError, match="put it into a file of its own"):
        behaviours.load_object(Behaviour(part="units", name="__main__:Plain"))


NEVER_RIGHT = """days: int = parameter(3, "days", sweep=(1, 9), legal=(1, 99), source="assumption")
        @pydantic.model_validator(mode="after")
        def _no(self): raise ValueError("never right")"""


@pytest.mark.parametrize(
    ("own", "words"),
    [("days: int", "must be declared with parameter"), (NEVER_RIGHT, "never right")],
)
def test_parameters_that_are_not_declared_right_are_told(lab, own, words):
    behaviours.allow(["lab_of_mine"])
    more = f"import pydantic\nclass Odd:\n    class Parameters(Component):\n        {own}\n"
    (lab / "lab_of_mine.py").write_text(MODULE + more)
    assert words in told(lab, "units: {use: lab_of_mine:Odd, days: 3}")


def test_an_installed_package_may_announce_its_modules(lab, monkeypatch):
    point = importlib.metadata.EntryPoint("mine", "lab_of_mine:Plain", behaviours.ENTRY_POINTS)
    points = importlib.metadata.EntryPoints([point])
    monkeypatch.setattr(importlib.metadata, "entry_points", points.select)
    monkeypatch.syspath_prepend(lab)
    behaviours._announced.cache_clear()
    try:
        assert load(config(lab, "units: lab_of_mine:Plain")).behaviours
        assert not behaviours.is_allowed("lab_of_mine.other")
    finally:
        behaviours._announced.cache_clear()
