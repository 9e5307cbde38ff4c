"""A run fails alone and as text."""

import errno
import pickle
import signal

import pytest

from sim.experiment.plan import Chunk
from sim.experiment.store.ledger_rows import TEXT_BYTES
from sim.experiment.workers.work import NO_RUN, TICK_SECONDS, Slot, Worker, patience
from tests.fake_task import DAYS, FakeTask, begun, runs

FAILING = {
    "misconfigured": ("configure", "ValueError"),
    "divides": ("simulate", "ZeroDivisionError"),
    "exits": ("simulate", "SystemExit"),
    "interrupts": ("simulate", "KeyboardInterrupt"),
    "recurses": ("simulate", "RecursionError"),
    "wants memory": ("simulate", "MemoryError"),
    "unpicklable": ("simulate", "UnpicklableError"),
    "wordless": ("simulate", "WordlessError"),
    "wordy": ("simulate", "ValueError"),
    "reads": ("simulate", "FileNotFoundError"),
    "a lambda": ("record", "TypeError"),
}


@pytest.fixture
def work(tmp_path):
    def work(*behaviours, own_process=True):
        worker = Worker(FakeTask(tmp_path), Slot(), own_process=own_process)
        return worker.work(Chunk(0, runs(*behaviours)))

    return work


def test_a_chunk_makes_one_part_in_the_order_of_its_runs(work):
    outcome = work(*["well"] * 5)
    assert [done.run for done in outcome.part.runs] == [run.id for run in runs(*["well"] * 5)]
    assert outcome.failures == ()
    assert all(done.seconds > 0 for done in outcome.part.runs)


@pytest.mark.parametrize("behaviour", FAILING)
def test_a_run_that_fails_fails_alone_and_as_text(work, behaviour):
    _, part, (failed,) = work("well", behaviour, "well")
    first, bad, last = runs("well", behaviour, "well")
    assert [done.run for done in part.runs] == [first.id, last.id]
    assert (failed.run, failed.stage, failed.exception) == (bad.id, *FAILING[behaviour])
    assert all(len(text.encode()) <= TEXT_BYTES for text in failed)
    assert pickle.loads(pickle.dumps(failed)) == failed


def test_a_long_message_keeps_its_start_and_a_long_traceback_its_end(work):
    *_, (failed,) = work("wordy")
    assert failed.message.startswith("é\\udc80é")
    assert failed.traceback.rstrip().endswith("\\udc80")
    assert len(failed.message.encode()) > TEXT_BYTES - 4


def test_nothing_is_written_of_a_chunk_in_which_all_runs_fail(work, tmp_path):
    _, part, failures = work("divides", "exits")
    assert part is None
    assert len(failures) == 2
    assert not list(tmp_path.glob("part-*"))


def test_rows_that_cannot_be_written_are_failures_of_their_runs(work):
    _, part, failures = work("well", "divides", "unwritable")
    assert part is None
    assert {(each.run[-1], each.stage) for each in failures} == {
        ("0", "write"),
        ("1", "simulate"),
        ("2", "write"),
    }


def test_a_full_disk_is_no_failure_of_a_run(work):
    error = pickle.loads(pickle.dumps(work("well", "full")))
    assert isinstance(error, OSError)
    assert (error.errno, error.filename) == (errno.ENOSPC, "/full/disk")


def test_ctrl_c_in_the_only_process_is_heard(work, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        work("interrupts", "well", own_process=False)
    assert len(begun(tmp_path)) == 1


def alarms(task, *, own_process):
    """Do a run and return what CPU time was left each day, and after it."""
    seen = []
    worker = Worker(task, Slot(), own_process, lambda: seen.append(left()))
    worker.work(Chunk(0, runs("well")))
    return seen, left()


def left():
    return signal.getitimer(signal.ITIMER_PROF)[0]


def test_an_alarm_is_set_during_runs_alone(tmp_path):
    during, after = alarms(FakeTask(tmp_path, seconds_per_run=500.0), own_process=True)
    assert all(0 < seconds < 501.0 for seconds in during)
    assert after == 0


def test_an_alarm_of_the_only_process_is_left_alone(tmp_path):
    signal.setitimer(signal.ITIMER_PROF, 1000.0)
    try:
        during, after = alarms(FakeTask(tmp_path, seconds_per_run=500.0), own_process=False)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
    assert all(seconds > 500.0 for seconds in [*during, after])


class Ticks:
    """An event that is waited for in vain `count` times; each time something may happen."""

    def __init__(self, count, happens=lambda tick: None):
        self.left = iter(range(count))
        self.happens = happens

    def wait(self, seconds):
        tick = next(self.left, None)
        if tick is not None:
            self.happens(tick)
        return tick is None


@pytest.fixture
def kills(monkeypatch):
    sent = []
    monkeypatch.setattr("os.kill", lambda process, number: sent.append(number))
    return sent


@pytest.mark.parametrize("limit", [1.0, 7.5, 3600.0])
def test_a_run_that_is_seen_for_too_long_is_ended(tmp_path, kills, limit):
    slot, most = Slot(), round(patience(limit) / TICK_SECONDS)
    slot.run.value = 3
    worker = Worker(FakeTask(tmp_path, seconds_per_run=limit), slot, own_process=True)
    worker._watch(Ticks(most + 1))  # the first tick only sees it
    assert kills == []
    worker._watch(Ticks(most + 2))
    assert kills == [signal.SIGALRM]


def test_many_runs_and_none_are_never_ended(tmp_path, kills):
    slot = Slot()
    worker = Worker(FakeTask(tmp_path, seconds_per_run=0.001), slot, own_process=True)
    worker._watch(Ticks(1000))

    def go_on(tick):
        slot.run.value = tick

    worker._watch(Ticks(1000, go_on))
    assert kills == []


def test_the_slot_tells_the_run_and_the_days_so_far(tmp_path):
    slot, seen = Slot(), []
    worker = Worker(
        FakeTask(tmp_path), slot, True, lambda: seen.append((slot.run.value, slot.days.value))
    )
    worker.work(Chunk(0, runs("well", "divides", "well")))
    assert seen == [(run, DAYS * run + day) for run in range(3) for day in range(1, DAYS + 1)]
    assert slot.run.value == NO_RUN
