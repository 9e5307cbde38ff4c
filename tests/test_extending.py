"""Every example of docs/extending.md works as it stands, on one worker and two, in all commands."""

import importlib
import json
import multiprocessing
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "extending.md"
BLOCKS = r"```(?:python|yaml)\n# (\S+)\n(.*?)```"
FILES = re.findall(BLOCKS, PAGE.read_text(encoding="utf-8"), re.DOTALL)
RUN = (
    "run", "--behaviours", "my_lab", "--days", "60", "--set", "outputs.figures=false", "--set",
    "run.spin_up_days=0",
)  # fmt: skip
TABLES = ("daily", "designs", "space", "runs")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A folder with the files of the page."""
    folder = tmp_path_factory.mktemp("study")
    for name, text in FILES:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def command(study):
    """Return a function that calls the command in that folder and returns what it says.

    Each time in a process of its own, which has imported nothing of the folder yet; a fork has
    killzone at hand.
    """

    def call(*arguments, code=0):
        importlib.import_module("sim.war.replicate")
        said = study / "said.txt"
        process = multiprocessing.get_context("fork").Process(
            target=_carry_out, args=(study, said, arguments)
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a fork of a process with threads
            process.start()
        process.join()
        assert process.exitcode == code, said.read_text()
        return said.read_text()

    return call


def _carry_out(folder, said, arguments):
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.argv = ["killzone", *arguments]
    with said.open("w") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
        main()


@pytest.fixture(scope="module")
def ran(study, command):
    for workers in ("1", "2"):
        command(*RUN, "mine.yaml", "--workers", workers, "--out", f"out-{workers}")
    return study / "out-1"


def test_the_page_has_its_files():
    assert {name for name, _ in FILES} == {
        *(f"my_lab/{name}.py" for name in ("hunters", "producers", "units", "columns")),
        *("my_lab/responses.py", "my_lab/designs.py", "mine.yaml", "corners.yaml"),
        "test_hunters.py",
    }


@pytest.mark.parametrize("file", ["mine.yaml", "corners.yaml"])
def test_nothing_is_loaded_that_is_not_allowed(command, file):
    told = command("check", file, code=2)
    assert "would load the module my_lab.hunters, which nobody has allowed" in told


@pytest.mark.parametrize("file", ["mine.yaml", "corners.yaml"])
def test_what_is_allowed_is_valid(command, file):
    assert command("check", file, "--behaviours", "my_lab").endswith(f"{file}: valid\n")


def test_one_worker_and_two_write_the_same_bytes(ran):
    for table in TABLES:
        one, two = (ran.with_name(f"out-{n}") / f"{table}.parquet" for n in (1, 2))
        assert one.read_bytes() == two.read_bytes(), table


def test_own_columns_and_responses_are_in_the_tables(ran):
    daily, runs = (pd.read_parquet(ran / f"{name}.parquet") for name in ("daily", "runs"))
    assert daily["depth_p90_km"].gt(0).all()
    deeper = (daily["kill_zone_ua_km"] > daily["kill_zone_ru_km"]).groupby(daily["replicate"]).sum()
    assert runs["days_deeper"].tolist() == deeper.tolist()
    assert "days_deeper" in (ran / "summary.csv").read_text().partition("\n")[0]


def test_the_manifest_and_the_report_name_them_without_running_them(ran, command):
    record = json.loads((ran / "manifest.json").read_text())
    names = [each["name"] for each in record["behaviours"]]
    assert "my_lab.hunters:NewestFirst" in names
    assert "my_lab.columns:depth_p90_km" in names
    assert all(re.fullmatch("[0-9a-f]{64}", each["sha256"]) for each in record["behaviours"])
    command("report", "out-1")
    report = (ran / "report.html").read_text(encoding="utf-8")
    assert "my_lab.hunters:NewestFirst" in report
    assert "--behaviours my_lab.hunters" in report
    command("summarize", "out-1")
    command("verify-results", "out-1")


def test_own_parameters_change_the_run(ran, command, study):
    text = (study / "mine.yaml").read_text().replace("copies: 0.05", "copies: 0.9")
    (study / "copying.yaml").write_text(text)
    command(*RUN, "copying.yaml", "--workers", "1", "--out", "copying")
    assert (study / "copying" / "daily.parquet").read_bytes() != (
        ran / "daily.parquet"
    ).read_bytes()


def test_a_run_is_repeated_and_filmed_with_them(ran, command):
    run = pd.read_parquet(ran / "runs.parquet")["run"].iloc[0]
    assert "nobody has allowed" in command("rerun", "out-1", run, code=2)
    assert "the same rows" in command("rerun", "out-1", run, "--behaviours", "my_lab")
    film = ("film", "mine.yaml", "--days", "8", "--out", "own.gif")
    assert "nobody has allowed" in command(*film, code=2)
    command(*film, "--behaviours", "my_lab")


LIVE = """
import sim
from sim.view.dashboard.course import Course
from sim.view.dashboard.download import write_csv

course = Course(sim.load("mine.yaml", behaviours=["my_lab"]))
for _ in range(3):
    course.step()
with open("live.csv", "wb") as file:
    write_csv(course, file)
"""


def test_the_live_page_steps_it_and_gives_its_columns(study):
    subprocess.run([sys.executable, "-c", LIVE], cwd=study, check=True)
    live = pd.read_csv(study / "live.csv")
    assert len(live) == 2 * 4
    assert live["depth_p90_km"].gt(0).all()


def test_a_changed_source_is_not_resumed(ran, command, study):
    source = study / "my_lab" / "hunters.py"
    text = source.read_text()
    source.write_text(text + "\n# edited\n")
    try:
        more = ("--replicates", "3", "--out", "out-1", "--resume")
        told = command(*RUN, "mine.yaml", *more, code=3)
        assert (
            "my_lab.hunters:NewestFirst: its package or file was edited since the run began" in told
        )
    finally:
        source.write_text(text)


def test_a_design_of_ones_own_is_run_and_read_without_it(command, study):
    command("sweep", "corners.yaml", "--behaviours", "my_lab", "--workers", "2", "--out", "corners")
    runs = pd.read_parquet(study / "corners" / "runs.parquet")
    assert len(runs) == 2 * (2**2 + 1)
    assert sorted(runs["race.obsolescence_days"].unique()) == pytest.approx([36, 60, 84])
    assert runs[["p90", "deeper"]].notna().all(axis=None)
    written = (study / "corners" / "experiment.yaml").read_text()
    assert 'made_by: "my_lab.designs:corners"' in written
    command("summarize", "corners")


def test_the_contract_holds(study):
    arguments = ["-q", "-p", "no:cacheprovider", "test_hunters.py"]
    command = [sys.executable, "-m", "pytest", *arguments]
    done = subprocess.run(command, cwd=study, capture_output=True, text=True, check=True)
    assert "4 passed" in done.stdout
