"""Rows of a sample that share a run: what SALib's analyses are given."""

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import morris, sobol
from typer.testing import CliRunner

import sim
from sim import cli
from sim.experiment import runner
from sim.experiment.errors import FolderError
from tests import fake_model
from tests.commands import put_stand_in

FACTORS = """
name: saltelli-whole
base: baseline
set: {run.days: 60, front.sectors: 5}
factors:
  race.candidates: {range: [2, 12]}
  ukraine.fpv.feedback_days: {range: [3, 60], scale: log}
  front.reach_km: {range: [3, 8]}
responses:
  zone: {column: kill_zone_km, statistic: mean, from_day: 30}
outputs: {daily: false, designs: false, figures: false}
"""
SALTELLI = "design: {kind: saltelli, points: 64, second_order: false, seed: 1}\nreplicates: 2\n"
MORRIS = "design: {kind: morris, trajectories: 20, seed: 1}\nreplicates: 1\n"
CANDIDATES, FEEDBACK, REACH = 1.0, 0.1, 4.0
"""What a step of each is worth in the stand-in's kill zone."""


def zone(candidates, feedback, reach):
    return CANDIDATES * candidates + FEEDBACK * feedback + REACH * reach


def additive(config, replicate, on_day):
    """Simulate a kill zone that is a sum of what each factor adds, and of the replicate."""
    tables = fake_model.simulate(config, replicate, on_day)
    feedback, reach = config.ukraine.fpv.feedback_days, config.front.reach_km
    width = zone(config.race.candidates, feedback, reach) + replicate
    tables["daily"]["kill_zone_km"] = np.full(len(tables["daily"]["day"]), width)
    return tables


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Return a function that calls the command in an empty folder."""
    put_stand_in(monkeypatch)
    monkeypatch.setattr(runner, "simulate", additive)
    monkeypatch.chdir(tmp_path)

    def call(line):
        done = CliRunner().invoke(cli.app, line.split())
        assert done.exit_code == 0, done.output
        return done.stdout

    return call


@pytest.fixture
def swept(command, tmp_path):
    """Return a function that sweeps a design with the command; it returns the results."""

    def sweep(design):
        (tmp_path / "whole.yaml").write_text(FACTORS + design)
        command("sweep whole.yaml --workers 1 --out whole")
        return sim.read("whole")

    return sweep


def test_equal_rows_are_run_once_and_each_row_has_its_response(swept):
    results = swept(SALTELLI)
    rows, experiment = results.sample, results.experiment
    assert len(experiment.sample()) == 64 * 5 > len(experiment.points())
    assert len(results.runs) == 2 * len(experiment.points())
    assert list(rows["row"]) == [*range(64 * 5)] * 2
    assert rows[results.factors].to_numpy().tolist() == [*map(list, experiment.rows())] * 2
    expected = [zone(*levels) for levels in experiment.rows()]
    for replicate, group in rows.groupby("replicate"):
        assert group["zone"].to_numpy() == pytest.approx(np.add(expected, replicate))
    pairs = rows[["run", "point", "replicate"]].drop_duplicates()
    both = pairs.merge(results.runs[["run", "point", "replicate"]])
    assert len(both) == len(pairs) == len(results.runs)


def test_sobol_indices_of_what_is_exported(swept, command):
    results = swept(SALTELLI)
    command("export whole --out csv")
    command("export whole.yaml --out design.csv")
    rows = pd.read_csv("csv/sample.csv", dtype={"point": str, "run": str})
    design = pd.read_csv("design.csv", dtype={"point": str})
    first = rows[rows["replicate"] == 0]
    assert first["point"].tolist() == design["point"].tolist()
    found = sobol.analyze(
        results.experiment.problem,
        first["zone"].to_numpy(),
        calc_second_order=False,
        seed=1,
    )
    shares = [
        CANDIDATES**2 * (11**2 - 1) / 12,
        FEEDBACK**2 * log_uniform_variance(3, 60),
        REACH**2 * 5**2 / 12,
    ]
    assert found["S1"] == pytest.approx(np.divide(shares, sum(shares)), abs=0.08)
    assert found["ST"] == pytest.approx(np.divide(shares, sum(shares)), abs=0.08)


def log_uniform_variance(low, high):
    width = np.log(high / low)
    return (high**2 - low**2) / (2 * width) - ((high - low) / width) ** 2


def test_elementary_effects_of_the_rows(swept):
    results = swept(MORRIS)
    experiment = results.experiment
    assert len(experiment.points()) < len(experiment.sample()) == 20 * 4
    zones = results.sample["zone"].to_numpy()
    found = morris.analyze(experiment.problem, experiment.shares(), zones, num_levels=4, seed=1)
    assert found["mu"][2] == pytest.approx(5 * REACH)
    assert found["sigma"][2] == pytest.approx(0, abs=1e-9)
    assert list(found["names"]) == results.factors


def test_a_row_whose_run_failed_has_no_response(swept, monkeypatch):
    def failing(config, replicate, on_day):
        if config.race.candidates == 2:
            raise ValueError("no candidates")
        return additive(config, replicate, on_day)

    monkeypatch.setattr(runner, "simulate", failing)
    with pytest.raises(AssertionError, match="runs failed"):
        swept(MORRIS)
    rows = sim.read("whole").sample
    assert len(rows) == 20 * 4
    assert rows["zone"].isna().tolist() == (rows["race.candidates"] == 2).tolist()


def test_another_sample_than_the_one_that_was_run_is_told(swept):
    swept(MORRIS)
    results = sim.read("whole")
    results.runs["point"] = "0123456789ab"
    with pytest.raises(FolderError, match="another sample here than the one that was run"):
        _ = results.sample


def test_a_grid_has_no_sample_of_shares(command):
    grid = sim.Experiment("grid", factors={"race.candidates": {"values": [2, 3]}})
    with pytest.raises(ValueError, match="the design grid is no sample of shares"):
        grid.shares()
