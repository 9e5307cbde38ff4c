"""A side that runs out of drones in the middle of the fighting is named, and no other."""

from types import SimpleNamespace

import pandas as pd
import pytest
from typer.testing import CliRunner

import sim
from sim import cli
from sim.experiment.results.shortages import shortages

RUN = {
    "day": range(6),
    "fighting": 1,
    "sorties_ua": [0, 5, 3, 0, 0, 0],
    "stock_fpv_ua": [8, 3, 0, 0, 0, 0],
    "strength_ua": 100,
    "sorties_ru": 7,
    "stock_fpv_ru": 9,
    "strength_ru": 100,
}


def results_of(folder, *runs):
    """Results with a daily table of runs, each `RUN` but for some columns."""
    frames = [pd.DataFrame({"run": f"r{n}", **RUN, **each}) for n, each in enumerate(runs)]
    table = pd.concat(frames)
    table.to_parquet(folder / "daily.parquet")
    return SimpleNamespace(
        folder=folder,
        schemas={"daily": SimpleNamespace(names=list(table.columns))},
        counts=SimpleNamespace(done=len(runs)),
    )


def test_the_side_the_runs_and_the_first_day_are_told(tmp_path):
    later = {"sorties_ua": [0, 5, 3, 2, 1, 0], "stock_fpv_ua": [8, 6, 3, 1, 0, 0]}
    never = {"sorties_ua": 5, "stock_fpv_ua": 9}
    (found,) = shortages(results_of(tmp_path, {}, later, never))
    assert found == ("Ukraine", 2, 3, 3)
    assert "Ukraine ran out of front-line drones in 2 of 3 runs, on day 3" in found.words
    assert "ukraine.fpv.unlimited_stock: true" in found.words


@pytest.mark.parametrize(
    "change",
    [
        {"sorties_ua": 0, "stock_fpv_ua": 0},  # never had any
        {"sorties_ua": [0, 5, 5, 5, 5, 5], "stock_fpv_ua": 0},  # flies all that comes
        {"stock_fpv_ua": 1},  # flies none of what is left
        {"strength_ua": [9, 9, 9, 0, 0, 0]},  # the duel is over
        {"strength_ru": [9, 9, 9, 0, 0, 0]},
        {"fighting": [1, 1, 1, 0, 0, 0]},  # a ceasefire
    ],
)
def test_what_is_no_shortage_is_not_told(tmp_path, change):
    assert shortages(results_of(tmp_path, change)) == []


def test_results_that_keep_no_daily_table_tell_nothing(tmp_path):
    results = results_of(tmp_path, {})
    results.schemas["daily"].names.remove("fighting")
    assert shortages(results) == []
    (tmp_path / "daily.parquet").unlink()
    assert shortages(results) == []


DUEL = """
extends: baseline
run: {days: 20, spin_up_days: 0, replicates: 2}
front: {sectors: 2}
ukraine: {output_target_per_year: 0, fpv: {fly_share: 0.9, innovates: false, producers: 2}}
russia: {fpv: {unlimited_stock: true, innovates: false, producers: 2}}
"""


def test_a_duel_that_runs_out_of_drones_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "duel.yaml").write_text(DUEL)
    runner = CliRunner()
    done = runner.invoke(cli.app, ["run", "duel.yaml", "--workers", "1"])
    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.output.splitlines() if "ran out" in line]
    (found,) = shortages(sim.read("results/duel"))
    assert line == found.words
    assert (found.country, found.runs, found.all_runs) == ("Ukraine", 2, 2)
    endless = ["run", "duel.yaml", "--workers", "1", "--out", "endless"]
    done = runner.invoke(cli.app, [*endless, "--set", "ukraine.fpv.unlimited_stock=true"])
    assert "ran out" not in done.output
