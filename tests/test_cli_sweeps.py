"""The commands about sweeps, with the stand-in for the model."""

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import sim
from sim import cli
from sim.analysis.numerals import level_text, number
from sim.cli import printing
from sim.experiment import runner
from tests import fake_model
from tests.commands import put_stand_in, stand_in
from tests.experiment.test_sweep import EXPERIMENT, RUNS, change
from tests.folders import digests
from tests.settings import full, thinned

ROOT = Path(__file__).parents[1]


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Return a function that calls the command in an empty folder that holds small.yaml."""
    put_stand_in(monkeypatch)
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(EXPERIMENT)

    def call(line):
        monkeypatch.setattr(sys, "argv", ["killzone", *line.split()])
        return CliRunner().invoke(cli.app, line.split())

    return call


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The results of the experiment in small.yaml."""
    path = tmp_path_factory.mktemp("swept") / "small.yaml"
    path.write_text(EXPERIMENT)
    with stand_in():
        return sim.sweep(path, workers=1, out=path.with_suffix("")).folder


@pytest.fixture
def swept(command, results):
    """Return the function `command`, with the results in results/small."""
    shutil.copytree(results, "results/small")
    return command


def test_a_sweep_writes_to_a_folder_of_its_name_and_says_what_comes_next(command):
    done = command("sweep small.yaml --workers 1")
    assert done.exit_code == 0, done.output
    assert "results/small: config.yaml, daily.parquet" in done.stdout
    assert "killzone summarize results/small" in done.stdout
    assert "moved beyond chance by" in done.stdout
    assert re.search(r"zone +│ km +│ +6 │", done.stdout)
    assert "ukraine.fpv.imitation changes no response" in done.stdout
    assert "--resume --figures; on one page: killzone report results/small\n" in done.stdout
    assert len(done.stdout.splitlines()) <= 15
    assert len(pd.read_parquet("results/small/runs.parquet")) == RUNS


def test_times_that_are_not_reached_are_told_at_the_end_and_in_the_summary(command):
    never = "late: {column: kill_zone_km, statistic: time_to, threshold: 1e9}\n  stale"
    Path("small.yaml").write_text(EXPERIMENT.replace("stale", never, 1))
    told = f"late: {RUNS} runs, at 6 of 6 points, end before it is reached (censored)"
    assert told in command("sweep small.yaml --workers 1").stdout
    assert told in command("summarize results/small --response late").stdout
    assert told not in command("summarize results/small --response zone").stdout


def test_a_shipped_experiment_is_swept_by_name_from_any_folder(command):
    done = command("sweep tinkering --workers 1 --set run.days=370 --out out")
    assert done.exit_code == 0, done.output
    assert sim.read("out").experiment.name == "tinkering"


def test_a_name_that_is_not_shipped_is_told_with_the_nearest(command):
    done = command("sweep fedback")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert "no file fedback" in done.stderr
    assert "nearest: feedback; shipped are: breakthroughs, deep-zone" in done.stderr


def test_a_dry_run_tells_the_cost_and_writes_nothing(command):
    done = command("sweep small.yaml --dry-run --workers 2")
    assert done.exit_code == 0, done.output
    for words in ("points", "runs", str(RUNS), "2 workers", "disk", "MB"):
        assert words in done.stdout
    assert [path.name for path in Path().iterdir()] == ["small.yaml"]


@pytest.mark.parametrize(
    "line",
    [
        "sweep small.yaml --out out",
        pytest.param("run baseline --days 5 --out out", marks=full),
    ],
)
def test_a_terminal_shows_a_bar_with_runs_and_rate(tmp_path, line):
    (tmp_path / "small.yaml").write_text(EXPERIMENT)
    terminal, stderr = pty.openpty()
    command = [sys.executable, "-m", "tests.fake_command", *line.split(), "--workers", "1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=stderr
    ) as process:
        os.close(stderr)
        shown = read_all(terminal)
    assert process.returncode == 0, shown
    assert "writing tables" in shown


def read_all(terminal):
    """Return what is written to a terminal until nobody holds it any more."""
    shown = b""
    try:
        while content := os.read(terminal, 4096):
            shown += content
    except OSError:  # how Linux tells that the other end is closed
        pass
    os.close(terminal)
    return shown.decode()


def test_settings_change_the_base_and_are_checked_like_it(command):
    assert command("sweep small.yaml --workers 1 --set run.seed=7").exit_code == 0
    assert "seed: 7" in Path("results/small/config.yaml").read_text()
    wrong = command("sweep small.yaml --set run.sed=7 --out other")
    assert wrong.exit_code == 2
    assert "nearest: run.seed" in wrong.stderr


def test_a_wrong_experiment_is_told_with_its_line_before_anything_is_run(command):
    change(Path("small.yaml"), "kill_zone_km", "kill_zon_km")
    done = command("sweep small.yaml")
    assert done.exit_code == 2
    assert done.stderr.startswith("small.yaml:11:18: responses zone")
    assert "nearest: kill_zone_km" in done.stderr
    assert not Path("results").exists()


def test_a_sweep_is_resumed_replaced_or_refused(swept):
    before = digests(Path("results/small"))
    assert swept("sweep small.yaml").exit_code == 2
    again = swept("sweep small.yaml --resume")
    assert again.exit_code == 0
    assert f"{RUNS} of {RUNS} runs are there already." in again.stderr
    other = swept("sweep small.yaml --resume --set run.days=11")
    assert other.exit_code == 3
    assert "give the options that it was begun with" in other.stderr
    assert digests(Path("results/small")) == before
    assert swept("sweep small.yaml --force --workers 1 --set run.days=11").exit_code == 0
    assert digests(Path("results/small")) != before


def test_failures_end_with_1_and_stop_at_the_first_if_told(command, monkeypatch):
    monkeypatch.setattr(runner, "simulate", fake_model.partly_broken)
    done = command("sweep small.yaml --workers 1")
    assert done.exit_code == 1
    assert f"2 of {RUNS} runs failed" in done.stderr
    assert "killzone rerun" in done.stderr
    assert "Traceback" not in done.output
    stopped = command("sweep small.yaml --workers 1 --on-error stop --out stopped")
    assert stopped.exit_code == 1
    assert "stopped after a run failed" in stopped.stderr
    assert "--out stopped --resume" in stopped.stderr
    told = command("status stopped")
    assert "stopped; --resume goes on with it" in told.stdout
    assert "ZeroDivisionError: a bug in the model" in told.stdout
    assert "killzone status stopped tells how far it is" in command("verify-results stopped").stdout


def test_status_summary_and_verification_of_a_complete_sweep(swept):
    status = swept("status results/small")
    assert status.stdout == f"results/small: complete\n{RUNS} of {RUNS} runs done, 0 failed\n"
    summary = swept("summarize results/small --response zone --out means/zone.csv")
    assert summary.exit_code == 0, summary.output
    assert "zone, km" in summary.stdout
    assert "stale" not in summary.stdout
    assert len(pd.read_csv("means/zone.csv")) == 6
    assert swept("summarize results/small --out means/zone.csv").exit_code == 2
    wrong = swept("summarize results/small --response zon")
    assert wrong.exit_code == 2
    assert "nearest: zone" in wrong.stderr
    intact = swept("verify-results results/small").stdout
    assert intact == "results/small: every byte is as it was written\n"


def test_a_report_is_written_beside_the_tables_and_never_over_another(swept):
    done = swept("report results/small")
    assert done.exit_code == 0, done.output
    assert done.stdout == "results/small/report.html\n"
    assert Path("results/small/report.html").read_text().startswith("<!DOCTYPE html>")
    again = swept("report results/small")
    assert again.exit_code == 2
    assert "results/small/report.html is there already; --force replaces it" in again.stderr
    assert swept("report results").stderr.startswith("results: not a result of killzone")


def test_one_wrong_bit_is_found_and_nothing_is_exported(swept):
    table = Path("results/small/runs.parquet")
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    found = swept("verify-results results/small")
    assert found.exit_code == 1
    assert str(table) in found.stderr
    for line in ("export results/small --out csv", "summarize results/small"):
        done = swept(line)
        assert done.exit_code == 4
        assert str(table) in done.stderr


def test_results_and_designs_are_exported(swept):
    done = swept("export results/small --out csv")
    assert done.exit_code == 0, done.output
    assert len(pd.read_csv("csv/runs.csv")) == RUNS
    assert swept("export results/small --out csv").exit_code == 2
    assert swept("export small.yaml --out design.csv").exit_code == 0
    design = pd.read_csv("design.csv")
    assert list(design["point"]) == list(pd.read_csv("csv/points.csv")["point"])
    netcdf = swept("export results/small --format netcdf --out small.nc")
    assert netcdf.exit_code == 0, netcdf.output
    xarray = pytest.importorskip("xarray")
    with xarray.open_dataset("small.nc") as dataset:
        assert dataset["zone"].shape == (3, 2, 3)


def test_rerun_tells_whether_the_rows_agree(swept):
    run = pd.read_parquet("results/small/runs.parquet")["run"].iloc[3]
    assert "gives the same rows as before" in swept(f"rerun results/small {run}").stdout
    unknown = swept("rerun results/small 0123")
    assert unknown.exit_code == 2
    assert "has no run 0123" in unknown.stderr


@pytest.mark.parametrize("line", ["status", "summarize", "verify-results", "rerun x"])
def test_what_is_no_result_is_one_line(command, line):
    name, *rest = line.split()
    Path("empty").mkdir()
    for folder, why in (("nowhere", "there is no such folder"), ("empty", "not a result of")):
        done = command(" ".join([name, folder, *rest]))
        assert done.exit_code == 2
        assert done.stderr.startswith(f"{folder}: {why}")


def test_automatic_replicates_that_are_too_few_are_told(command):
    for half_width, words in (("1e-9", "is not met at 6 of 6 points"), ("1e9", "is met at all 6")):
        auto = f"replicates: {{auto: zone, half_width: {half_width}, minimum: 2, maximum: 2}}"
        Path("auto.yaml").write_text(EXPERIMENT.replace("replicates: 3", auto))
        lines = ["sweep auto.yaml --workers 1 --force --out out", "status out", "summarize out"]
        for line in lines:
            assert words in command(line).stdout


def test_a_time_limit_that_a_trial_exceeds_is_told(command):
    change(Path("small.yaml"), "seconds_per_run: 1000", "seconds_per_run: 1e-9")
    assert "raise it" in command("sweep small.yaml --dry-run").stdout


def test_summaries_have_units_and_a_plain_run_has_one_table(swept):
    assert re.search(r"zone +│ km +│ +6 │", swept("summarize results/small").stdout)
    by_point = swept("summarize results/small --response zone --response stale").stdout
    assert "race.obsolescence_days (days)" in by_point
    assert by_point.count("replicates ┃") == 2
    swept("run baseline --days 5 --replicates 2 --set outputs.figures=false --out plain")
    assert swept("summarize plain").stdout.count("replicates ┃") == 1


def test_levels_are_written_out():
    written = {2.5e6: "2,500,000", 27.375: "27.375", 1 / 3: "0.33333", 4000: "4,000", True: "True"}
    assert {level: level_text(level) for level in written} == written
    assert level_text(pd.Timestamp("2026-03-01")) == "2026-03-01"
    assert level_text(123456, "run.seed") == "123456"
    assert level_text(123456, "ukraine.fpv.producers") == "123,456"


TEN = """
name: ten
base: baseline
set: {run.days: 10}
factors:
  race.obsolescence_days: {range: [30, 90]}
  race.candidates: {range: [2, 12]}
  race.release_below: {range: [0.4, 1.0]}
  ukraine.fpv.feedback_days: {range: [3, 60], scale: log}
  russia.fpv.feedback_days: {range: [7, 90], scale: log}
  ukraine.fpv.money_share: {range: [0.2, 0.4]}
  run.start: {values: [2025-10-15, 2026-02-01]}
  run.seed: {values: [123456, 654321]}
  ukraine.fpv.imitation: {range: [0.1, 0.9]}
  front.reach_km: {range: [3, 8]}
design: {kind: lhs, points: 12, seed: 1}
replicates: 1
responses:
  zone: {column: kill_zone_km, statistic: mean, from_day: 3}
  losses_ru: {column: losses_ru, statistic: mean, from_day: 3}
outputs: {figures: false, daily: false, designs: false}
"""


@pytest.mark.parametrize("width", thinned([80, 200], 2))
def test_ten_factors_leave_the_numbers_room_at_any_width(command, monkeypatch, width):
    monkeypatch.setattr(printing, "PIPE_WIDTH", width)
    Path("ten.yaml").write_text(TEN)
    done = command("sweep ten.yaml --workers 1")
    assert done.exit_code == 0, done.output
    points = command("summarize results/ten --response zone")
    everything = command("summarize results/ten")
    for told in (done, points, everything):
        lines = [line for line in told.stdout.splitlines() if "results/ten" not in line]
        assert max(map(len, lines)) <= width
    results = sim.read("results/ten")
    means = results.points.query("response == 'zone'")["mean"]
    assert all(number(mean) in points.stdout for mean in means)
    assert "123456" in points.stdout
    assert "2026-02-01" in points.stdout
    assert "00:00" not in points.stdout
    for told in (done, everything):
        assert number(means.min()) in told.stdout
        assert number(means.max()) in told.stdout
