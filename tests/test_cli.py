"""The command, with the stand-in for the model where a run is needed."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import sim
from sim import cli
from sim.analysis.numerals import number
from sim.config.reading.files import CONFIGURATIONS, EXPERIMENTS, shipped, shipped_folder
from sim.experiment import runner
from sim.experiment.design.reading import read_experiment
from sim.experiment.errors import WorkerError
from sim.lesson.reading import read_lesson
from tests import fake_model
from tests.commands import stand_in
from tests.folders import digests

SMALL = "run: {days: 10, replicates: 2}\noutputs: {figures: false}\n"
COMMANDS = (
    "run",
    "sweep",
    "rerun",
    "film",
    "status",
    "summarize",
    "compare",
    "export",
    "report",
    "figures",
    "verify-results",
    "check",
    "params",
    "init",
    "lesson",
)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Return a function that calls the command in an empty folder that holds small.yaml."""
    monkeypatch.setattr(runner, "simulate", fake_model.simulate)
    monkeypatch.setattr(runner, "compile_model", fake_model.compile_nothing)
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL)

    def call(line):
        monkeypatch.setattr(sys, "argv", ["killzone", *line.split()])
        return CliRunner().invoke(cli.app, line.split())

    return call


def test_a_run_writes_its_folder_and_prints_the_responses_beside_the_article(command):
    done = command("run small.yaml --workers 1")
    assert done.exit_code == 0
    assert "2 replicates of 10 days" in done.stdout
    assert "95% interval" in done.stdout
    assert "(the article" in done.stdout
    assert done.stdout.endswith(
        "results/small: config.yaml, daily.parquet, designs.parquet, failures.parquet, "
        "ledger.sqlite, manifest.json, runs.parquet, space.parquet, summary.csv, timings.parquet\n"
        "Figures: the same command with --resume --figures; on one page: "
        "killzone report results/small\n"
    )
    assert done.stderr == ""


def test_figures_are_drawn_when_asked_for_also_of_results_that_are_there(command):
    command("run small.yaml --workers 1")
    done = command("run small.yaml --workers 1 --resume --figures")
    assert "2 of 2 replicates are there already" in done.stderr
    assert "killzone report" not in done.stdout
    assert Path("results/small/figures/kill_zone.png").exists()
    command("run small.yaml --workers 1 --resume --replicates 3")
    assert not Path("results/small/figures").exists()  # they were of two


def test_a_shipped_configuration_runs_by_name_from_any_folder(command):
    done = command("run baseline --days 5 --replicates 1 --set outputs.figures=false")
    assert done.exit_code == 0, done.output
    assert sim.read("results/baseline").config.run.days == 5


def test_short_options_are_the_settings_they_stand_for(command):
    command("run small.yaml --days 3 --replicates 1 --seed 9 --out short --workers 1")
    command(
        "run small.yaml --set run.days=3 --set run.replicates=1 --set run.seed=9 --out long "
        "--workers 1"
    )
    assert digests(Path("short")) == digests(Path("long"))
    assert sim.read("short").config.run.seed == 9


@pytest.mark.parametrize(
    ("short", "setting"),
    [
        ("--days 0", "run.days=0"),
        ("--days two", "run.days=two"),
        ("--seed -1", "run.seed=-1"),
        ("--replicates 1.5", "run.replicates=1.5"),
    ],
)
def test_a_wrong_value_is_told_the_same_way_however_it_is_set(command, short, setting):
    done, other = command(f"run small.yaml {short}"), command(f"run small.yaml --set {setting}")
    assert done.exit_code == other.exit_code == 2
    assert setting.split("=")[0] in done.stderr
    assert done.stderr == other.stderr
    assert not Path("results").exists()


def test_existing_results_need_force_or_resume(command):
    assert command("run small.yaml --workers 1").exit_code == 0
    before = digests(Path("results/small"))
    refused = command("run small.yaml")
    assert refused.exit_code == 2
    assert "--resume" in refused.stderr
    assert "--force" in refused.stderr
    assert digests(Path("results/small")) == before
    again = command("run small.yaml --resume")
    assert again.exit_code == 0
    assert "2 of 2 replicates are there already" in again.stderr
    assert "95% interval" in again.stdout
    other = command("run small.yaml --resume --seed 7")
    assert other.exit_code == 3
    assert "run.seed: 2025 then, 7 now" in other.stderr
    forced = command("run small.yaml --force --seed 7 --workers 1")
    assert forced.exit_code == 0
    assert digests(Path("results/small")) != before


def test_a_folder_that_cannot_be_made_is_one_line_and_exit_code_4(command):
    done = command("run small.yaml --out /proc/results")
    assert done.exit_code == 4
    assert done.stderr.startswith("/proc/results: ")
    assert "Traceback" not in done.output


def test_workers_that_cannot_begin_leave_the_command_to_go_on_with(command, monkeypatch):
    def die(*_):
        raise WorkerError("no worker process can begin")

    monkeypatch.setattr("sim.experiment.workers.execution.Here.submit", die)
    done = command("run small.yaml --force --workers 1")
    assert done.exit_code == 1
    assert done.stderr.startswith("no worker process can begin\n")
    assert "killzone run small.yaml --workers 1 --resume\n" in done.stderr


def test_ctrl_c_ends_with_130_and_the_command_to_go_on_with(command, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "simulate", stop)
    done = command("run small.yaml --workers 1 --out a\\b")
    assert done.exit_code == 130
    assert "killzone run small.yaml --workers 1 --out 'a\\b' --resume\n" in done.stderr


def test_a_failed_run_is_told_and_shows_its_traceback_when_it_is_run_alone(command, monkeypatch):
    monkeypatch.setattr(runner, "simulate", fake_model.broken)
    done = command("run small.yaml --workers 1")
    assert done.exit_code == 1
    assert "2 of 2 runs failed" in done.stderr
    assert "ZeroDivisionError: a bug in the model" in done.stderr
    again = done.stderr.strip().splitlines()[-1].split()
    assert again[:2] == ["killzone", "rerun"]
    assert isinstance(command(" ".join(again[1:])).exception, ZeroDivisionError)


@pytest.fixture(scope="module")
def a_and_b(tmp_path_factory):
    """Two results, a of 2 replicates of 10 days and b of 3 of 12, that differ in one column."""
    place = tmp_path_factory.mktemp("compared")
    (place / "small.yaml").write_text(SMALL)
    with stand_in(), pytest.MonkeyPatch.context() as patch:
        sim.run(place / "small.yaml", workers=1, out=place / "a")
        patch.setattr(runner, "simulate", fake_model.with_double_losses)
        sim.run(place / "small.yaml", days=12, replicates=3, workers=1, out=place / "b")
    return place


@pytest.fixture
def two_results(command, a_and_b):
    """Copies of the two in the folder of the command."""
    for name in "ab":
        shutil.copytree(a_and_b / name, name)


@pytest.mark.usefixtures("two_results")
def test_compare_prints_the_differences_and_writes_nothing(command):
    before = digests(Path())
    done = command("compare a b")
    assert done.exit_code == 0, done.output
    assert "b less a, in pairs of replicates; means over days 1 to 10" in done.stdout
    assert "95% interval" in done.stdout
    assert "stale_stock_share_ua" in done.stdout
    assert "runs end on days 10 and 12" in done.stdout
    assert "b shares 2 replicates with a; 0 of the reference's and 1 of its own" in done.stdout
    assert digests(Path()) == before


@pytest.mark.usefixtures("two_results")
def test_compare_writes_what_it_prints_and_never_over_an_earlier_one(command):
    line = "compare a b --response losses_ru --from-day 3 --to-day 9 --curve alarms --out c/d"
    done = command(line)
    assert done.stdout.endswith("c/d/comparison.csv\nc/d/comparison.png\n")
    written = pd.read_csv("c/d/comparison.csv")
    expected = sim.compare("a", "b", responses=["losses_ru"], from_day=3, to_day=9)
    pd.testing.assert_frame_equal(written, expected)
    before = digests(Path("c"))
    refused = command(line.replace("losses_ru", "losses_ua"))
    assert refused.exit_code == 2
    assert refused.stderr.startswith("c/d/comparison.csv is there already; ")
    assert digests(Path("c")) == before
    assert command(f"{line} --force").exit_code == 0
    assert digests(Path("c")) == before
    assert command(f"{line} --force --to-day 8").exit_code == 0
    assert digests(Path("c")) != before


@pytest.mark.usefixtures("two_results")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a", "name at least two results"),
        ("a missing", "missing: there is no such folder"),
        ("a small.yaml", "small.yaml: not a result of killzone"),
        ("a b --response losses_rus", "no daily column losses_rus; nearest: losses_ru"),
        ("a b --curve losses_rus --out c", "no daily column losses_rus; nearest: losses_ru"),
        ("a b --to-day 11", "day 11 is after day 10"),
        ("a b --from-day 5 --to-day 4", "no days from 5 to 4"),
        ("a b --out small.yaml", "small.yaml is a file"),
        ("a b b b b b --out c", "tell 4 compared results apart, not 5"),
    ],
)
def test_what_cannot_be_compared_is_one_line(command, line, words):
    done = command(f"compare {line}")
    assert done.exit_code == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert not Path("c").exists()


@pytest.mark.usefixtures("two_results")
def test_results_of_other_seeds_or_half_done_are_not_compared(command):
    command("run small.yaml --workers 1 --out other --seed 7")
    done = command("compare a other")
    assert done.exit_code == 2
    assert "a ran with seed 2025 and other with 7" in done.stderr
    record = json.loads(Path("b/manifest.json").read_text())
    Path("b/manifest.json").write_text(json.dumps(record | {"state": "running"}))
    done = command("compare a b")
    assert done.exit_code == 2
    assert "b: not complete" in done.stderr


@pytest.mark.usefixtures("two_results")
def test_a_damaged_result_is_one_line(command):
    Path("b/daily.parquet").write_bytes(Path("b/daily.parquet").read_bytes()[:-9])
    done = command("compare a b")
    assert done.exit_code == 4
    assert done.stderr.startswith("b/daily.parquet is damaged")
    assert len(done.stderr.splitlines()) == 1


def test_check_lists_the_problems_of_every_file(command):
    Path("a.yaml").write_text("rnu: {days: 3}\n")
    Path("b.yaml").write_text("run: {days: 0}\nrace: {extent: -1}\n")
    done = command("check small.yaml a.yaml b.yaml missing.yaml")
    assert done.exit_code == 2
    assert done.stdout == "small.yaml: valid\n"
    places = [line.split(" ")[0] for line in done.stderr.splitlines()]
    assert places == ["a.yaml:1:1:", "b.yaml:1:13:", "b.yaml:2:16:", "missing.yaml:"]


def test_check_accepts_all_that_is_shipped(command):
    assert command("check baseline lessons/one-race").exit_code == 0


def test_check_takes_experiments_by_name_and_by_path(command):
    Path("good.yaml").write_text("name: good\nbase: baseline\n")
    Path("bad.yaml").write_text(
        "name: bad\nbase: baseline\nfactors: {race.extnt: {values: [1, 2]}}\n"
    )
    Path("nameless.yaml").write_text("factors: {}\n")
    done = command("check feedback good.yaml bad.yaml nameless.yaml fedback")
    assert done.exit_code == 2
    assert done.stdout == "feedback: valid\ngood.yaml: valid\n"
    assert "bad.yaml:3:11: " in done.stderr
    assert "nearest: race.extent" in done.stderr
    assert "nameless.yaml:1:1: an experiment has no name" in done.stderr


def test_check_takes_lessons_from_within_and_without_their_folders(command, monkeypatch):
    own = Path("1-red-queen").absolute()  # the name of one that is shipped
    shutil.copytree(shipped_folder(EXPERIMENTS) / "lessons/1-red-queen", own)
    assert (
        "experiment.yaml:13:7: there is no file" in command(f"check {own.name}/lesson.yaml").stderr
    )
    Path("1-red-queen/experiment.yaml").write_text(
        Path("1-red-queen/experiment.yaml")
        .read_text()
        .replace("../../../configs/lessons/one-race.yaml", "one-race")
    )
    monkeypatch.chdir(own)
    assert command("check lesson.yaml").stdout == "lesson.yaml: valid\n"
    Path("lesson.yaml").write_text(
        Path("lesson.yaml").read_text().replace("number: 1", "number: x")
    )
    done = command("check lesson.yaml")
    assert done.exit_code == 2
    assert done.stderr.startswith("lesson.yaml:3:9: number is x")


def test_no_experiment_has_the_name_of_a_configuration():
    assert not shipped(EXPERIMENTS).keys() & shipped(CONFIGURATIONS).keys()


def test_params_name_every_parameter_in_every_format(command):
    listed = json.loads(command("params --format json").stdout)
    paths = [parameter["path"] for parameter in listed]
    assert "race.obsolescence_days" in paths
    for line in ("params", "params --format md"):
        done = command(line)
        assert done.exit_code == 0
        assert all(path in done.stdout for path in paths)
    assert command("params --format xml").exit_code == 2


def test_params_of_a_pattern_say_all_that_bounds_each(command):
    done = command("params first-distance")
    assert done.exit_code == 0
    assert done.stdout.startswith("race.first_distance: 2.5 breadths\n")
    for line in (
        "  legal: a number above 0.5, to 100 breadths\n",
        "  supported: 2 to 3 breadths (assumption)\n",
        "  during a run: it stays as it is\n",
        "  with others: race.first_distance is at most half of race.extent\n",
    ):
        assert line in done.stdout
    several = command("params ukraine.*.hit_share").stdout
    assert re.findall(r"(?m)^ukraine\.(\S+)\.hit_share: ", several) == [
        "fpv",
        "deep_strike",
        "naval",
    ]
    assert len(json.loads(command("params hit_share --format json").stdout)) > 2
    assert command("params hit_share --format md").stdout.count("\n| `") > 2


def test_params_of_a_pattern_that_fits_nothing_name_the_nearest(command):
    done = command("params obsolescense")
    assert done.exit_code == 2
    assert "nearest: race.obsolescence_days" in done.stderr


def test_run_and_sweep_say_which_of_them_a_name_or_file_is_for(command):
    wrong = command("run feedback")
    assert wrong.exit_code == 2
    assert "feedback is an experiment" in wrong.stderr
    assert "killzone sweep feedback" in wrong.stderr
    wrong = command("sweep baseline")
    assert wrong.exit_code == 2
    assert "baseline is a configuration" in wrong.stderr
    assert "killzone run baseline" in wrong.stderr
    wrong = command("sweep small.yaml")
    assert wrong.exit_code == 2
    assert "small.yaml:1:1: small.yaml is a configuration (it has run)" in wrong.stderr
    Path("asks.yaml").write_text("name: asks\nbase: baseline\n")
    wrong = command("run asks.yaml")
    assert wrong.exit_code == 2
    assert "asks.yaml:2:1: asks.yaml is an experiment (it has base)" in wrong.stderr
    assert command("check asks.yaml small.yaml").exit_code == 0


def test_a_doubt_is_one_line_and_stops_nothing(command):
    done = command("run small.yaml --workers 1 --set ukraine.import_flow=5")
    assert done.exit_code == 0
    [line] = done.stderr.splitlines()
    assert line.startswith("--set ukraine.import_flow=5: ukraine.import_flow is 5, above")
    Path("doubtful.yaml").write_text("ukraine: {revenue_usd_per_year: 2720}\n")
    done = command("check doubtful.yaml")
    assert done.exit_code == 0
    assert done.stdout == "doubtful.yaml: valid\n"
    assert "write 2.72e9 if it is in millions" in done.stderr


def test_init_copies_what_is_shipped_and_overwrites_nothing(command):
    assert command("init mine").exit_code == 0
    for kind in (CONFIGURATIONS, EXPERIMENTS):
        origin, copy = shipped_folder(kind), Path("mine", kind.folder)
        copies = {path.relative_to(copy) for path in copy.rglob("*.yaml")}
        assert copies == {path.relative_to(origin) for path in origin.rglob("*.yaml")}
    baseline = Path("mine/configs/baseline.yaml")
    assert sim.load(baseline) == sim.load("baseline")
    baseline.write_text("scale: 2\n")
    Path("mine/configs/lessons/one-race.yaml").unlink()
    again = command("init mine")
    assert again.exit_code == 0
    assert "mine/configs/baseline.yaml: kept as it is" in again.stdout
    assert baseline.read_text() == "scale: 2\n"
    assert Path("mine/configs/lessons/one-race.yaml").exists()


def test_what_init_copies_stands_alone(command):
    command("init mine")
    baseline = Path("mine/configs/baseline.yaml")
    text = baseline.read_text()
    baseline.write_text(text.replace("\n  start: 2025-10-15", "\n  start: 2025-10-14"))
    for path in Path("mine/experiments").rglob("*.yaml"):
        if path.name != "lesson.yaml":
            assert read_experiment(path).base.run.start == date(2025, 10, 14), path
    assert read_lesson(Path("mine/experiments/lessons/7-fake-peace")).number == 7


def test_init_to_where_nothing_can_be_written_is_one_line(command):
    done = command("init small.yaml")
    assert done.exit_code == 4
    assert len(done.stderr.splitlines()) == 1


def test_version(command):
    assert command("--version").stdout == f"killzone {sim.__version__}\n"


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_has_examples_that_name_the_command(command, name):
    done = command(f"{name} --help".strip())
    text = ANSI.sub("", done.stdout)
    assert done.exit_code == 0
    assert f"killzone {name}".strip() in text.split("Examples")[1]


def test_help_offers_completion_for_the_shell(command):
    assert "--install-completion" in command("--help").stdout


@pytest.mark.parametrize("numbers", [(20.0, "20.0"), (123456.7, "123,457"), (0.01234, "0.0123"),
                                     (-498.0, "-498"), (0.0, "0"),
                                     (1e-9, "1e-09"), (1.0, "1.00"),
                                     (float("nan"), "")])  # fmt: skip
def test_numbers_have_three_figures(numbers):
    value, text = numbers
    assert number(value) == text


@pytest.mark.parametrize("line", ["--version", "check baseline", "params --format md", "lesson"])
def test_the_command_starts_at_once_since_it_imports_nothing_heavy(line):
    code = (
        "import sys; from sim.cli import app\n"
        f"try: app({line.split()})\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'pandas', 'numba', 'mesa', 'matplotlib', 'scipy', 'pyarrow'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_python_m_sim_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "sim", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"killzone {sim.__version__}\n"
