"""The command that tells what moves responses, with known functions in the model's place."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim import cli
from sim.config.catalogue import parameters
from sim.experiment import runner
from sim.experiment.design.reading import read_experiment
from tests.commands import put_stand_in
from tests.known_functions import FACTORS, StandIn

ROOT = Path(__file__).parents[1]
EXPERIMENT = """
name: small
base: baseline
set: {run.days: 1}
factors:
  race.obsolescence_days: {range: [30, 90]}
  ukraine.fpv.hit_share: {range: [0.4, 0.6]}
  russia.fpv.hit_share: {range: [0.4, 0.6]}
design: {kind: morris, trajectories: 6}
replicates: 2
responses:
  y: {column: kill_zone_km, statistic: last}
  flat: {column: kill_zone_ua_km, statistic: last}
outputs: {daily: false, designs: false}
"""


def linear(shares):
    return 3 * shares[0] - shares[1]


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Return a function that calls the command in an empty folder that holds small.yaml."""
    put_stand_in(monkeypatch)
    monkeypatch.setattr(runner, "simulate", StandIn(linear, noise=0.1))
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(EXPERIMENT)

    def call(line):
        monkeypatch.setattr(sys, "argv", ["killzone", *line.split()])
        return CliRunner().invoke(cli.app, line.split())

    return call


def test_an_experiment_is_run_and_answered(command):
    done = command("sensitivity small.yaml --workers 1")
    assert done.exit_code == 0, done.output
    first, *lines = done.stdout.splitlines()
    assert first == "All checks are passed (y)."
    assert lines[0].startswith("y: race.obsolescence_days moves it by 3.")
    assert "Luck: two replicates of one point are" in lines[0]
    assert "Moves it nowhere: russia.fpv.hit_share." in lines[0]
    assert lines[1].startswith("flat: nothing can be said; it is the same in all runs")
    folder = Path("results/small/sensitivity")
    indices = pd.read_csv(folder / "indices.csv")
    assert indices.equals(pd.read_parquet(folder / "indices.parquet"))
    assert list(indices["factor"][-2:]) == ["(dummy)", "(luck)"]
    assert {path.name for path in folder.glob("*.png")} == {"effects_y.png", "convergence_y.png"}
    assert (folder / "answer.txt").read_text().splitlines() == [first, *lines[:-1]]


def test_results_are_answered_and_what_is_there_is_kept(command):
    assert command("sweep small.yaml --workers 1").exit_code == 0
    assert command("sensitivity results/small --response y").exit_code == 0
    again = command("sensitivity results/small")
    assert again.exit_code == 2
    assert (
        "answer.txt is there already; --out names another folder, --force replaces it"
        in again.output
    )
    assert command("sensitivity results/small --force").exit_code == 0
    assert command("sensitivity results/small --out elsewhere").exit_code == 0
    assert Path("elsewhere/gates.csv").exists()


def test_a_dry_run_says_how_many_runs_it_takes(command):
    done = command("sensitivity small.yaml --dry-run")
    assert done.exit_code == 0, done.output
    assert "trajectories: 20 is usual, and this design has 6" in done.stdout
    assert not Path("results").exists()


def test_a_sweep_that_was_begun_differently_is_left_to_the_command_that_may_replace_it(command):
    assert command("sweep small.yaml --workers 1").exit_code == 0
    Path("small.yaml").write_text(EXPERIMENT.replace("90]", "80]"))
    refused = command("sensitivity small.yaml")
    assert refused.exit_code == 3
    assert "These are options of killzone sweep small.yaml; after it, ask again." in refused.output


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("sensitivity nowhere.yaml", "nowhere.yaml"),
        ("sensitivity small.yaml --response z", "there is no response z; known: y, flat"),
        ("sensitivity small.yaml --half-width 2", "half-width"),
    ],
)
def test_mistakes_are_told(command, line, why):
    done = command(line)
    assert done.exit_code == 2
    assert why in done.output
    assert not Path("results").exists()


DEFINED = {
    *("scale", "race.dimensions", "front.lethal_threshold", "front.kill_zone_km"),
    "front.reference_hits_per_km",
    *("front.length_km", "front.sectors", "front.territory_held_share", "front.country_area_km2"),
}
"""Size, resolution, the anchor of the zone and its reference, and what is only reported."""
OFF = {"race.update_days", "race.update_step"}
PARTS_OFF = ("run", "targets", "outputs", "finance", "deal", "peace")
SKY_OFF = (
    "ukraine.facilities.refineries.", "russia.strike.aims.refineries",
    "russia.facilities.energy.", "ukraine.deep_strike.aims.energy",
    "ukraine.deep_strike.missiles.", "russia.air_defence.missile_defence",
    "russia.interceptor.", "ukraine.deep_strike.altitude_",
    *(
        f"russia.air_defence.{name}"
        for name in (
            "crews_per_region", "engagements_per_crew", "radars_per_region", "tracks_per_radar",
            "unit_spread", "cover", "altitude_scale_m",
        )
    ),
)  # fmt: skip
"""Kinds without sites, and what needs interceptors or missiles where there are none."""


def test_the_screening_has_all_parameters_that_are_no_definitions():
    experiment = read_experiment(ROOT / "experiments" / "screening.yaml")
    wanted = {
        path
        for path, each in parameters().items()
        if each.kind in (int, float)
        and path not in DEFINED | OFF
        and path.partition(".")[0] not in PARTS_OFF
        and not {"ground", "naval"} & {*path.split(".")}
        and not path.startswith(SKY_OFF)
    }
    assert {each.name for each in experiment.factors} == wanted
    grouped = [name for names in experiment.design.groups.values() for name in names]
    assert sorted(grouped) == sorted(wanted)
    for each in experiment.factors:
        known = parameters()[each.name]
        assert known.low <= each.low < each.high <= known.high, each.name


def test_what_the_screening_leaves_out_of_the_sky_is_off_in_the_baseline():
    defaults = parameters()
    for path in (
        "ukraine.facilities.refineries.sites", "russia.facilities.energy.sites",
        "ukraine.deep_strike.missiles.launched_per_month", "russia.interceptor.producers",
    ):  # fmt: skip
        assert defaults[path].default == 0, path


def test_the_known_functions_have_the_ranges_that_sources_support():
    for name, (low, high) in FACTORS.items():
        assert parameters()[name].low <= low < high <= parameters()[name].high
