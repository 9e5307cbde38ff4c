"""The command about lessons, with the stand-in for the model."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim import cli
from sim.lesson.reading import shipped_lessons


@pytest.fixture
def command(monkeypatch, tmp_path, stand_in, no_waiting):
    """Return a function that calls the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda line: CliRunner().invoke(cli.app, line.split())


def test_lessons_are_listed_by_number_with_title_and_minutes(command):
    done = command("lesson")
    assert done.exit_code == 0
    for lesson in shipped_lessons():
        [row] = [line for line in done.stdout.splitlines() if lesson.title in line]
        assert f" {lesson.number} " in row
        assert f" {lesson.minutes} " in row


def test_a_lesson_asks_runs_and_names_what_it_wrote(command, folder):
    done = command("lesson 9-trial --out monday")
    assert done.exit_code == 0, done.output
    assert done.stdout.index("Which?") < done.stdout.index("Means over 3 replicates")
    for name in ("figures/lesson.png", "README.md", "worksheet.html"):
        assert f"monday/{name}" in done.stdout
        assert Path("monday", name).is_file()
    assert sim.read("monday").is_complete
    assert "Came true" in done.stdout or "undecided" in done.stdout


def test_a_lesson_goes_to_a_folder_of_its_number_and_is_run_once(command, folder):
    done = command("lesson 9-trial")
    assert "results/lesson-9/worksheet.html" in done.stdout
    again = command("lesson 9-trial")
    assert again.exit_code == 0
    assert again.stdout == done.stdout
    assert "12 of 12 runs are there already" in again.stderr


@pytest.mark.parametrize("which", ["0", "fake-peas"])
def test_a_lesson_that_is_not_there_is_one_line(command, which):
    done = command(f"lesson {which}")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert f"there is no lesson {which}" in done.stderr
    assert not Path("results").exists()
