"""The command about lessons, with the stand-in for the model."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import sim
from sim import cli
from sim.lesson.reading import shipped_lessons


@pytest.fixture
def command(monkeypatch, tmp_path, stand_in):
    """Return a function that calls the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda line, **given: CliRunner().invoke(cli.app, line.split(), **given)


def test_lessons_are_listed_by_number_with_title_and_minutes(command):
    done = command("lesson")
    assert done.exit_code == 0
    for lesson in shipped_lessons():
        [row] = [line for line in done.stdout.splitlines() if lesson.title in line]
        assert f" {lesson.number} " in row
        assert lesson.asks in row
        assert f" {lesson.minutes} " in row


def test_a_lesson_asks_runs_and_names_what_it_wrote(command, folder):
    done = command("lesson 9-trial")
    assert done.exit_code == 0, done.output
    assert done.stdout.index("Which?") < done.stdout.index("Means over 3 replicates")
    assert "The run came out" in done.stdout or "Undecided" in done.stdout
    for name in ("report.html", "figure.png", "README.md", "worksheet.html"):
        assert f"results/lesson-9/{name}" in done.stdout
        assert Path("results/lesson-9", name).is_file()
    assert "<h1>Lesson 9: " in Path("results/lesson-9/report.html").read_text()
    assert sim.read("results/lesson-9").is_complete


def test_who_sits_at_a_terminal_is_asked_for_a_prediction_first(command, monkeypatch, folder):
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("sim.cli.lessons.sys", terminal)
    done = command("lesson 9-trial", input="z\nb\n")
    assert done.exit_code == 0, done.output
    assert "choose one of A, B" in done.output
    assert done.output.index("Your prediction") < done.output.index("Means over 3 replicates")
    assert "You predicted B. " in done.stdout


def test_a_lesson_that_was_run_is_told_again_at_once(command, ran):
    done = command(f"lesson {ran.lesson.folder} --out {ran.results.folder}")
    assert done.exit_code == 0, done.output
    assert "12 of 12 runs are there already" in done.stderr
    assert f"{ran.results.folder}/worksheet.html" in done.stdout


@pytest.mark.parametrize("which", ["0", "fake-peas"])
def test_a_lesson_that_is_not_there_is_one_line(command, which):
    done = command(f"lesson {which}")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert f"there is no lesson {which}" in done.stderr
    assert not Path("results").exists()
