"""The experiments that come with killzone, and the one of the pages."""

import re
from pathlib import Path

import pytest

from sim.config import load
from sim.config.reading.files import EXPERIMENTS, shipped
from sim.config.values import value_at
from sim.experiment.design.designs import Grouped
from sim.experiment.design.reading import read_experiment

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(shipped(EXPERIMENTS).values())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_is_valid_named_like_its_file_and_asks_a_question(path):
    experiment = read_experiment(path)
    assert experiment.name == path.stem
    header = path.read_text(encoding="utf-8").partition("name:")[0]
    assert "# Question: " in header
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = _command(experiment.design)
    assert f"killzone {command} {path.stem}\n" in header
    assert f"`killzone {command} {path.stem}`" in readme
    assert f"({path.name})" in (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")


def _command(design):
    if isinstance(design, Grouped):
        return "sensitivity"
    return "explore" if design.grows else "sweep"


def test_each_is_found_by_name_from_any_folder(tmp_path, monkeypatch):
    expected = read_experiment(ROOT / "experiments" / "feedback.yaml")
    monkeypatch.chdir(tmp_path)
    assert read_experiment("feedback") == expected


def test_a_multiplier_multiplies_what_the_baseline_has():
    experiment = read_experiment("speed-vs-scale")
    baseline = load("baseline")
    _, multiplied = experiment.factors
    rows = list(experiment.rows())
    assert len(rows) == 42
    for levels in rows:
        settings = experiment.settings_at(levels)
        for path in multiplied.driven:
            assert settings[path] == pytest.approx(levels[1] * value_at(baseline, path))


def test_the_example_of_the_page_is_valid(tmp_path):
    page = (ROOT / "docs" / "sweeps.md").read_text(encoding="utf-8")
    [example] = re.findall(r"(?ms)^```yaml\n(# my-experiment.yaml\n.*?)^```", page)
    (tmp_path / "my-experiment.yaml").write_text(example)
    assert len(read_experiment(tmp_path / "my-experiment.yaml").points()) == 24
