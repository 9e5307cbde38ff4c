"""A path means one place, whatever its name; what is no place is refused before the first run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import sim
from sim import cli
from sim.config.paths import PathError, absolute
from sim.experiment.errors import FolderError
from tests.commands import ROOT, put_stand_in
from tests.settings import full, thinned

CONFIG = "run: {days: 10, replicates: 2}\noutputs: {figures: false}\n"
SWEEP = """
name: x
base: baseline
set: {run.days: 5}
factors: {race.obsolescence_days: {values: [30, 60]}}
replicates: 1
outputs: {figures: false}
"""
FOUL = 's3://it\'s a\n"path": 100%20?x#y*[z]\\'
FEW = thinned([FOUL, "run:1", "~/run", "-dash"], 3)
WORKS = [
    "run:1",
    "a::b",
    "file:x",
    "file:///x",
    "s3://bucket/x",
    "hdfs:z",
    "http://127.0.0.1/x",
    "with two  blanks ",
    "it's",
    'a "quote"',
    "a\nline",
    "100%20",
    "%s%d{}",
    "-dash",
    "--resume",
    "a?b#c&d",
    "*[ab]?",
    "a\\b",
    "$HOME",
    "Києвский",
    "x" * 120,
    "~",
    "~/run",
    "a/../b",
    "./~nobody-of-this-name",
    FOUL,
]
OTHERS = thinned([name for name in WORKS if name not in FEW], every=9)
SOME = [*FEW, *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)]
REFUSED = ["", "~nobody-of-this-name", os.fsdecode(b"caf\xe9"), os.fsdecode(b"a/\xff/b")]


@pytest.fixture
def command(monkeypatch, tmp_path, no_waiting):
    """Return a function that calls the command in an empty folder, with a home folder in it."""
    put_stand_in(monkeypatch)
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "work")
    Path("small.yaml").write_text(CONFIG)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["killzone", *words])
        return CliRunner().invoke(cli.app, [*words])

    return call


def well(done):
    assert done.exit_code == 0, (done.output, done.exception)
    return done


@pytest.mark.parametrize("name", SOME)
def test_every_command_takes_a_folder_of_any_name(command, name):
    well(command("run", "--workers", "1", "--out", name, "small.yaml"))
    folder = absolute(name)
    assert (folder / "daily.parquet").is_file()
    assert len(sim.read(name).daily) == 2 * 11
    assert len(sim.read(name).failures) == 0
    more = ("--resume", "--replicates", "3")
    well(command("run", "--workers", "1", *more, "--out", name, "small.yaml"))
    run = sim.read(name).runs["run"][0]
    for words in (
        ("status",),
        ("verify-results",),
        ("summarize", "--out", f"{name}/of it.csv"),
        ("export", "--out", f"{name}/csv"),
    ):
        well(command(*words, "--", name))
    well(command("compare", "--", name, name))
    well(command("rerun", "--", name, run))
    assert {"of it.csv", "csv"} <= {path.name for path in folder.iterdir()}
    assert len(sim.compare(name, name)) > 5
    assert sim.rerun(name, run).endswith("gives the same rows as before")


@full
@pytest.mark.filterwarnings("default::UserWarning")  # the tables are a stand-in's
@pytest.mark.parametrize("name", WORKS)
def test_pictures_are_drawn_into_a_folder_of_any_name(command, name):
    well(command("run", "--workers", "1", "--out", name, "small.yaml"))
    for words in (
        ("report",),
        ("export", "--format", "netcdf", "--out", f"{name}/it.nc"),
        ("compare", "--out", f"{name}/compared", "--", name),
        ("film", "--out", f"{name}/a.webp", "--every", "5"),
    ):
        well(command(*words, name if "--" in words else "--", name))
    folder = absolute(name)
    assert {"report.html", "it.nc", "a.webp"} <= {path.name for path in folder.iterdir()}
    assert sim.report(name, f"{name}/again.html") == folder / "again.html"
    assert sim.film("small.yaml", f"{name}/b.gif", settings=["run.days=2"]) == folder / "b.gif"


@pytest.mark.parametrize("name", SOME)
def test_a_sweep_and_its_resume_take_a_folder_of_any_name(command, name):
    Path("x.yaml").write_text(SWEEP)
    well(command("sweep", "--workers", "1", "--out", name, "x.yaml"))
    Path("x.yaml").write_text(SWEEP.replace("replicates: 1", "replicates: 2"))
    well(command("sweep", "--workers", "1", "--resume", "--out", name, "x.yaml"))
    assert len(sim.read(name).runs) == 4


@pytest.mark.parametrize("name", SOME)
def test_a_configuration_has_any_name(command, name):
    name = name.replace("~", "~/", 1) if name == "~" else name  # ~.yaml would be somebody's home
    path = absolute(f"{name}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CONFIG)
    well(command("check", "--", f"{name}.yaml"))
    well(command("run", "--workers", "1", "--", f"{name}.yaml"))
    assert sim.load(f"{name}.yaml").run.days == 10
    assert sim.load(os.fsencode(f"{name}.yaml")) == sim.load(path)


@pytest.mark.parametrize("name", thinned(REFUSED, 2))
def test_what_is_no_place_is_refused_before_anything_is_done(command, name):
    before = sorted(Path().rglob("*"))
    well(command("run", "--workers", "1", "--out", "there", "small.yaml"))
    kept = sorted(Path().rglob("*"))
    for words in (
        ("run", "--out", name, "small.yaml"),
        ("sweep", "--out", name, "feedback"),
        ("run", "--resume", "--out", name, "small.yaml"),
        ("status", name),
        ("verify-results", name),
        ("summarize", name),
        ("report", name),
        ("report", "there", "--out", name),
        ("rerun", name, "0123456789abcdef"),
        ("export", name, "--out", "csv"),
        ("export", "there", "--out", name),
        ("film", name),
        ("film", "baseline", "--out", name),
        ("compare", "there", name),
        ("compare", "there", "there", "--out", name),
        ("init", name),
        ("run", name),
        ("check", name),
    ):
        done = command(*words)
        assert done.exit_code == 2, (words, done.output, done.exception)
        assert len(done.stderr.splitlines()) == 1, done.stderr
    for call in (
        lambda: sim.run("small.yaml", out=name),
        lambda: sim.read(name),
        lambda: sim.report(name),
        lambda: sim.compare("there", name),
        lambda: sim.film(name),
        lambda: sim.rerun(name, "0123456789abcdef"),
    ):
        with pytest.raises(FolderError):
            call()
    assert sorted(Path().rglob("*")) == kept != before


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(NAMES)
def test_a_text_means_the_file_that_the_system_means(name):
    """But for the home folder, and once and for all."""
    try:
        place = absolute(name)
    except PathError:
        assert name.startswith("~")
    else:
        assert place.is_absolute()
        assert absolute(place) == absolute(os.fsencode(place)) == place
        if not name.startswith("~"):
            assert place == Path.cwd() / name


def test_a_folder_that_begins_with_a_dash_can_be_copied_from_what_is_printed(command):
    Path("x.yaml").write_text(SWEEP)
    told = well(command("sweep", "--workers", "1", "--out", "-a b", "x.yaml")).stdout
    assert f"killzone summarize '{Path.cwd()}/-a b' --response NAME\n" in told


def test_a_resume_is_offered_before_the_end_of_options(command, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.experiment.runner.simulate", stop)
    Path("-x.yaml").write_text(CONFIG)
    done = command("run", "--workers", "1", "--", "-x.yaml")
    assert done.exit_code == 130
    assert "killzone run --workers 1 --resume -- -x.yaml\n" in done.stderr


NOTHING_BEGUN = {
    "dangling": "is a link to what is not there",
    "y" * 300: "File name too long",
    "small.yaml/below": "Not a directory",
    "loop": "Too many levels of symbolic links",
}


@pytest.mark.parametrize("name", NOTHING_BEGUN)
def test_where_no_folder_can_be_nothing_is_offered(command, name):
    Path("dangling").symlink_to("nowhere")
    Path("loop").symlink_to("loop")
    for words in (("run", "small.yaml"), ("sweep", "feedback"), ("run", "--resume", "small.yaml")):
        done = command(*words, "--workers", "1", "--out", name)
        assert done.exit_code == 2, done.output
        assert NOTHING_BEGUN[name] in done.stderr
        assert len(done.stderr.splitlines()) == 1
    for words in (("status",), ("report",), ("verify-results",), ("summarize",)):
        done = command(*words, name)
        assert done.exit_code == 2, (done.output, done.exception)
        assert len(done.stderr.splitlines()) == 1


def test_no_resume_is_offered_where_nothing_began(command, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.experiment.runner.compile_model", stop)
    done = command("run", "small.yaml", "--workers", "1")
    assert (done.exit_code, done.stderr) == (130, "Stopped.\n")


def in_a_folder_that_is_gone(tmp_path, *words):
    """Run the command where the working folder was removed."""
    gone = tmp_path / "gone"
    gone.mkdir()
    script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    command = [sys.executable, "-m", "tests.fake_command", *words]
    return subprocess.run(
        ["bash", "-c", script, "bash", str(gone), *command],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_working_folder_a_relative_place_is_refused(tmp_path):
    done = in_a_folder_that_is_gone(tmp_path, "run", "one-race", "--days", "3", "--workers", "1")
    assert done.returncode == 2
    assert re.fullmatch("results/one-race: the working folder is gone; .*\n", done.stderr)


@pytest.mark.parametrize(("workers", "code"), [("1", 0), ("2", 1)])
def test_without_a_working_folder_the_rest_is_done_or_refused(tmp_path, workers, code):
    out = tmp_path / "out"
    words = ("run", "one-race", "--days", "3", "--replicates", "2", "--workers", workers)
    done = in_a_folder_that_is_gone(tmp_path, *words, "--out", str(out))
    assert done.returncode == code, done.stderr
    assert len(done.stderr.splitlines()) == code
    if code == 0:
        told = in_a_folder_that_is_gone(tmp_path, "status", str(out))
        assert (told.returncode, told.stdout.splitlines()[0]) == (0, f"{out}: complete")
