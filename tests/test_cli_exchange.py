"""The command that tells what a unit of one factor is worth, with the stand-in for the model."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim import cli
from sim.experiment import runner
from tests.commands import put_stand_in
from tests.known_functions import StandIn

pytest.importorskip("sklearn")

EXPERIMENT = """
name: small
base: baseline
set: {run.days: 1}
factors:
  race.obsolescence_days: {range: [30, 90], levels: 4}
  cost: {multipliers: [0.9, 0.95, 1, 1.05, 1.1], paths: [ukraine.fpv.unit_cost_usd]}
replicates: 3
responses:
  y: {column: kill_zone_km, statistic: last}
outputs: {daily: false, designs: false}
"""
ASKED = "exchange results/small --response y --between race.obsolescence_days cost"


def opposed(shares):
    """A day is worth 100 / 60 / 2 USD: more days take more of what a drone costs."""
    return shares[0] - 2 * shares[2]


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Return a function that calls the command where results/small is a sweep."""
    put_stand_in(monkeypatch)
    monkeypatch.setattr(runner, "simulate", StandIn(opposed, noise=0.2))
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(EXPERIMENT)

    def call(line):
        monkeypatch.setattr(sys, "argv", ["killzone", *line.split()])
        return CliRunner().invoke(cli.app, line.split())

    assert call("sweep small.yaml --workers 1").exit_code == 0
    return call


def test_it_writes_a_table_a_picture_and_sentences_and_prints_them(command):
    done = command(f"{ASKED} --in ukraine.fpv.unit_cost_usd")
    assert done.exit_code == 0, done.output
    folder = Path("results/small/exchange")
    lines = (folder / "answer.txt").read_text().splitlines()
    assert done.stdout.startswith(f"{lines[0]}\n")
    assert all(line in done.stdout for line in lines)
    # Luck, which goes with the days, makes 0.87 of 0.83.
    assert "There, 1 day of race.obsolescence_days is worth 0.8" in lines[2]
    assert "USD of ukraine.fpv.unit_cost_usd" in lines[2]
    assert done.stdout.splitlines()[-1] == (
        "results/small/exchange: exchange.csv, exchange.parquet, answer.txt, exchange.png"
    )
    table = pd.read_csv(folder / "exchange.csv")
    assert table["rate"].mean() == pytest.approx(100 / 60 / 2, rel=0.05)
    assert table["ukraine.fpv.unit_cost_usd"].between(405, 495).all()


def test_what_is_there_is_kept_unless_forced(command):
    assert command(f"{ASKED} --out mine").exit_code == 0
    again = command(f"{ASKED} --out mine")
    assert again.exit_code == 2
    assert (
        "mine/answer.txt is there already; --out names another folder, --force replaces it"
        in again.output
    )
    forced = command(f"{ASKED} --out mine --force --at 60 1.05")
    assert forced.exit_code == 0, forced.output
    assert "At the place of reference (race.obsolescence_days 60 days, cost 1.05)" in forced.stdout
    assert not Path("results/small/exchange").exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (ASKED.replace("cost", "costs"), "there is no factor costs; nearest: cost"),
        (ASKED.replace("y ", "z "), "there is no response z; known: y"),
        (ASKED.replace("small", "none"), "results/none: there is no such folder"),
        (f"{ASKED} --at 10 1", "race.obsolescence_days 10 is not within what was run"),
        (
            f"{ASKED} --in race.dimensions",
            "factors drive, called race.dimensions; known: ukraine.fpv.unit_cost_usd",
        ),
        ("exchange results/small --response y", "Missing option '--between'"),
    ],
)
def test_mistakes_are_told(command, line, why):
    done = command(line)
    assert done.exit_code == 2
    assert why in done.output


def test_a_sweep_that_is_not_complete_is_refused(command, monkeypatch):
    def failing(config, replicate, on_day):
        raise KeyboardInterrupt

    text = EXPERIMENT.replace("name: small", "name: stopped")
    Path("stopped.yaml").write_text(text)
    monkeypatch.setattr(runner, "simulate", failing)
    command("sweep stopped.yaml --workers 1")
    done = command(ASKED.replace("small", "stopped"))
    assert done.exit_code == 2
    assert "not complete; resume it first (--resume)" in done.output
