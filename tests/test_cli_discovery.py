"""The commands that tell where and which outcomes happen, with a stand-in for the model."""

import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim import cli
from sim.experiment import runner
from tests import known_model
from tests.commands import put_stand_in

EXPERIMENT = """
name: known
base: baseline
set: {run.days: 3}
factors:
  race.obsolescence_days: {range: [20, 100]}
  ukraine.fpv.feedback_days: {range: [1, 30]}
design: {kind: lhs, points: 60}
replicates: 2
responses:
  zone: {column: kill_zone_ua_km, statistic: mean}
  losses: {column: losses_ru, statistic: mean}
outputs: {daily: false, designs: false}
"""


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("swept")
    (folder / "known.yaml").write_text(EXPERIMENT)
    with pytest.MonkeyPatch.context() as patch:
        put_stand_in(patch)
        patch.setattr(runner, "simulate", known_model.simulate)
        return sim.sweep(folder / "known.yaml", workers=1, out=folder / "known").folder


@pytest.fixture
def command(monkeypatch, tmp_path, swept):
    """Return a function that calls the command where results/known holds a sweep."""
    put_stand_in(monkeypatch)
    monkeypatch.setattr(runner, "simulate", known_model.simulate)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(swept, "results/known")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["killzone", *words])
        return CliRunner().invoke(cli.app, list(words))

    return call


def test_discover_tells_the_box_and_writes_beside_the_results(command):
    done = command("discover", "results/known", "--when", "zone > 7")
    assert done.exit_code == 0
    assert done.stdout.startswith("zone > 7: ")
    assert "Box 1: race.obsolescence_days at most" in done.stdout
    assert "Looked for again in 100 resamples" in done.stdout
    files = sorted(path.name for path in Path("results/known/discovery").iterdir())
    assert "boxes.csv" in files
    assert "trade_off.png" in files
    told = done.stdout.splitlines()[-1].removeprefix("results/known/discovery: ")
    assert sorted([*told.split(", "), "asked.json"]) == files
    again = command("discover", "results/known", "--when", "zone > 8")
    assert (again.exit_code, "--force replaces it" in again.stderr) == (2, True)
    other = command("discover", "results/known", "--when", "zone > 8", "--out", "other")
    assert other.exit_code == 0
    assert Path("other/boxes.csv").exists()
    assert sim.sweep("results/known/experiment.yaml", out="results/known", force=True, workers=1)
    assert not Path("results/known/discovery").exists()  # of other tables


@pytest.mark.parametrize(
    ("when", "problem"),
    [("zonne > 7", "nearest: zone"), ("zone > 70", "none of the 120 runs"), ("zone", "as in")],
)
def test_a_condition_that_cannot_be_answered_ends_with_a_cure(command, when, problem):
    done = command("discover", "results/known", "--when", when)
    assert (done.exit_code, done.stdout) == (2, "")
    assert problem in done.stderr
    assert "Traceback" not in done.stderr


PATTERNS = EXPERIMENT.replace("name: known", "name: possible").replace(
    "{kind: lhs, points: 60}",
    "{kind: patterns, between: [zone, losses], points: 8, generations: 3}",
)


@pytest.fixture
def possible(tmp_path):
    (tmp_path / "possible.yaml").write_text(PATTERNS)


@pytest.mark.usefixtures("possible")
def test_explore_tells_how_many_patterns_there_are_and_names_its_files(command):
    done = command("explore", "possible.yaml", "--workers", "1")
    assert done.exit_code == 0, done.output
    assert "patterns, in cells of" in done.stdout
    assert "from 24 points in 3 generations (48 runs)" in done.stdout
    assert "zone: " in done.stdout
    assert done.stdout.splitlines()[-1] == (
        "results/possible/patterns: patterns.csv, patterns.parquet, generations.csv, "
        "generations.parquet, answer.txt, pattern_space.png"
    )
    before = Path("results/possible/patterns/patterns.csv").read_bytes()
    again = command("explore", "possible.yaml", "--workers", "1")
    assert (again.exit_code, "--resume goes on" in again.stderr) == (2, True)
    resumed = command("explore", "possible.yaml", "--workers", "1", "--resume")
    assert resumed.exit_code == 0
    assert Path("results/possible/patterns/patterns.csv").read_bytes() == before
    for other in ("status", "verify-results", "summarize", "report"):
        assert command(other, "results/possible").exit_code == 0
    told = command("discover", "results/possible", "--when", "zone > 7")
    assert "does not spread its points evenly" in told.stdout


@pytest.mark.usefixtures("possible")
def test_explore_tells_the_cost_before_and_refuses_another_design(command, tmp_path):
    cost = command("explore", "possible.yaml", "--dry-run", "--workers", "1")
    assert cost.exit_code == 0, cost.output
    assert "48" in cost.stdout
    assert not Path("results/possible").exists()
    (tmp_path / "known.yaml").write_text(EXPERIMENT)
    other = command("explore", "known.yaml")
    assert other.exit_code == 2
    assert "write design: {kind: patterns" in other.stderr
