"""A lesson's experiment on the server: run once for all, begun anew after a failure, ended."""

import threading
import time

import pytest

pytest.importorskip("nicegui")

from sim.lesson.reading import read_lesson
from sim.view.dashboard.lessons import experiments
from sim.view.dashboard.lessons.experiments import Experiments, Progress, WithdrawnError
from tests.commands import stand_in


@pytest.fixture
def asked():
    """Return the experiments of a server, with the stand-in for the model."""
    with stand_in():
        made = Experiments()
        yield made
        made.close()


@pytest.fixture(scope="module")
def lesson():
    return read_lesson(1)


def test_all_who_ask_get_the_same_run(asked, lesson):
    first, again = asked.ask(lesson), asked.ask(lesson)
    assert first == again
    assert asked.outcome(1) is None or first[1].done()
    outcome = first[1].result()
    assert asked.ask(lesson)[1].result() is outcome
    assert asked.outcome(1) is outcome
    assert asked.outcome(2) is None
    progress = first[0]
    assert (progress.done, progress.runs, progress.share) == (48, 48, 1)


def test_one_that_failed_begins_anew(asked, lesson, monkeypatch):
    def fail(*_):
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(experiments, "run_lesson", fail)
        _, future = asked.ask(lesson)
        assert isinstance(future.exception(), OSError)
    assert asked.outcome(1) is None
    assert asked.ask(lesson)[1].result().lesson is lesson


def test_at_the_end_what_is_under_way_ends_and_nothing_is_left(lesson, monkeypatch):
    begun = threading.Event()

    def run_on(_lesson, folder, progress):
        folder.mkdir()
        progress.planned(1, 1, 0)
        begun.set()
        while True:
            time.sleep(0.001)
            progress.advanced(0, 0, 0)

    monkeypatch.setattr(experiments, "run_lesson", run_on)
    made = Experiments()
    _, future = made.ask(lesson)
    _, waiting = made.ask(read_lesson(2))
    begun.wait()
    made.close()
    assert isinstance(future.exception(), WithdrawnError)
    assert waiting.cancelled()
    assert not made.folder.exists()


def test_progress_counts_days_of_runs_under_way():
    progress = Progress()
    progress.planned(4, 100, 0)
    progress.advanced(1, 1, 50)
    assert progress.share == pytest.approx(0.625)
    progress.withdrawn = True
    with pytest.raises(WithdrawnError):
        progress.advanced(2, 1, 0)
