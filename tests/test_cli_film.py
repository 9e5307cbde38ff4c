"""``killzone film``: of configurations and of results, with the real model."""

import sys
import warnings
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

import sim
from sim import cli
from sim.config import to_yaml
from sim.experiment.results import rerunning
from tests.films import KINDS
from tests.settings import SMALL, configured

EXPERIMENT = """
name: sweep
base: small.yaml
factors:
  race.obsolescence_days: {values: [10, 20, 40]}
replicates: 2
outputs: {figures: false}
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A folder with small.yaml, its results in run/, and those of a sweep in sweep/."""
    folder = tmp_path_factory.mktemp("film")
    settings = {"run.days": 20, "run.replicates": 2, "outputs.figures": False}
    config = configured({**KINDS["both"], **SMALL, **settings})
    (folder / "small.yaml").write_text(to_yaml(config))
    (folder / "sweep.yaml").write_text(EXPERIMENT)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        sim.run("small.yaml", out="run", workers=1)
        sim.sweep("sweep.yaml", out="sweep", workers=1)
    return folder


@pytest.fixture
def command(results, monkeypatch):
    """Return a function that calls the command beside these results."""
    monkeypatch.chdir(results)

    def call(line):
        monkeypatch.setattr(sys, "argv", ["killzone", *line.split()])
        return CliRunner().invoke(cli.app, line.split())

    return call


def frames(path):
    with Image.open(path) as film:
        return film.n_frames


def test_a_configuration_is_filmed_into_the_results(command):
    done = command("film small.yaml --set race.obsolescence_days=15 --days 10 --every 5")
    assert done.exit_code == 0, done.output
    assert done.stdout == "results/small.gif\n"
    *doubts, more = done.stderr.splitlines()
    assert all("sources support" in line for line in doubts)
    assert more.endswith("more values like these")
    assert frames("results/small.gif") == 3


def test_results_are_filmed_into_their_folder_and_are_the_same_run(command):
    done = command("film run --every 7 --replicate 1 --force")
    assert done.exit_code == 0, done.output
    assert done.stdout == "run/film.gif\n"
    assert done.stderr == ""
    assert frames("run/film.gif") == 4
    same = command("film small.yaml --every 7 --replicate 1 --out same.gif --force")
    assert same.exit_code == 0
    # The title has the name, and nothing else differs.
    assert frames("same.gif") == 4
    assert command("verify-results run").exit_code == 0


@pytest.mark.parametrize(("point", "days"), [("", 10), ("--point 0", 10), ("--point 2", 40)])
def test_a_point_of_a_sweep_is_filmed_with_its_levels(command, monkeypatch, point, days):
    seen = []
    monkeypatch.setattr(
        "sim.view.film.making.FilmPage",
        lambda footage, title: seen.append((footage.run.config.race.obsolescence_days, title)),
    )
    monkeypatch.setattr("sim.view.film.making.writer_for", lambda path: lambda file, reel: None)
    done = command(f"film sweep {point} --force")
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    ((level, title),) = seen
    assert level == days
    assert f": obsolescence_days={days}" in title


def test_it_is_said_if_the_run_is_not_what_it_was(command, monkeypatch):
    monkeypatch.setattr(rerunning, "digest", lambda *_: "other")
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        done = command("film run --every 20 --force")
    assert done.exit_code == 0, done.output
    assert done.stdout == "run/film.gif\n"
    assert done.stderr.startswith("run: the film does not match the tables there")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("film nowhere", "nowhere"),
        ("film sweep --point 3", "sweep has points 0 to 2, not 3"),
        ("film run --point 1", "run has points 0 to 0, not 1"),
        ("film run --replicate 2", "run has replicates 0 to 1, not 2"),
        ("film small.yaml --point 0", "only the results of a sweep have points"),
        ("film run --set run.days=3", "cannot be set differently"),
        ("film run --days 3", "cannot be set differently"),
        ("film small.yaml --out film.avi", ".gif, .webp, .mp4"),
        ("film small.yaml --set run.dayz=3", "nearest: run.days"),
        ("film small.yaml --out small.yaml/film.gif", "small.yaml is a file"),
        ("film .", "not a result of killzone"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(command, line, words):
    before = sorted(path.name for path in Path().iterdir())
    done = command(line)
    assert done.exit_code == 2, done.output
    assert words in done.stderr
    assert "Traceback" not in done.output
    assert sorted(path.name for path in Path().iterdir()) == before


def test_a_film_that_is_there_needs_force(command):
    line = "film small.yaml --days 2 --out there.gif"
    assert command(line).exit_code == 0
    refused = command(line)
    assert refused.exit_code == 2
    assert refused.stderr == "there.gif is there already; --force replaces it\n"
    assert command(f"{line} --force").exit_code == 0
