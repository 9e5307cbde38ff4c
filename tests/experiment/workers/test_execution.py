"""Where no worker may start, nothing is begun and one sentence says why."""

import errno
import multiprocessing
import os

import pytest

import sim
from sim.experiment.errors import RunError, WorkerError
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.origin import SERVER
from sim.experiment.workers.processes import Processes
from tests.experiment.conftest import CONFIG
from tests.fake_task import FakeTask, alive, wait_for
from tests.folders import digests

CURE = "; with workers=1 this process does the runs itself"
OF_A_POOL = "this process belongs to a pool, whose members may start no others"


def ask(place):
    """Ask for runs and return what is said, as a member of a pool does for its parent."""
    try:
        sim.run(CONFIG, workers=2, out=place, force=True)
    except RunError as error:
        return type(error).__name__, str(error)
    return None


@pytest.mark.usefixtures("model")
def test_a_member_of_a_pool_is_told_before_anything_is_removed(tmp_path):
    before = digests(sim.run(CONFIG, workers=1, out=tmp_path / "run").folder)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(ask, (tmp_path / "run",)) == ("WorkerError", OF_A_POOL + CURE)
    assert digests(tmp_path / "run") == before


@pytest.mark.parametrize(
    ("execution", "runs", "is_told"),
    [
        (Execution(2, here=True), 2, True),
        (Execution(1, here=True), 2, False),
        (Execution(2, here=True), 1, False),
        (Execution(1), 2, True),
        (Execution(2, scheduler="tcp://127.0.0.1:1"), 2, False),
    ],
)
def test_only_who_needs_workers_is_told(monkeypatch, execution, runs, is_told):
    monkeypatch.setattr(type(multiprocessing.current_process()), "daemon", True)
    if not is_told:
        execution.begin_workers(runs)
        return
    with pytest.raises(WorkerError) as refusal:
        execution.begin_workers(runs)
    assert str(refusal.value) == OF_A_POOL + (CURE if execution.here else "")


@pytest.fixture
def second_refused(monkeypatch):
    """Let the system refuse every process but the first."""
    start, started = SERVER.Process.start, []

    def refuse(process):
        if started:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        started.append(process)
        start(process)

    monkeypatch.setattr(SERVER.Process, "start", refuse)


@pytest.mark.usefixtures("second_refused")
def test_a_process_that_the_system_refuses_ends_those_that_are_there(tmp_path):
    with pytest.raises(WorkerError, match="no worker process can start: Resource temporarily"):
        Processes(FakeTask(tmp_path), 2)
    wait_for(lambda: not alive(tmp_path))
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("second_refused", "model")
def test_a_run_whose_workers_are_refused_says_how_it_can_be_done(config, tmp_path):
    with pytest.raises(WorkerError) as refusal:
        sim.run(config, workers=2, out=tmp_path / "run")
    assert str(refusal.value).startswith("no worker process can start: ")
    assert str(refusal.value).endswith(CURE)
    sim.run(config, workers=1, out=tmp_path / "run", resume=True)


@pytest.mark.parametrize("replicate", [-1, -7])
def test_a_negative_replicate_is_refused_in_a_sentence(replicate):
    with pytest.raises(ValueError, match=f"^replicate is {replicate}; it must be 0 or more$"):
        sim.Simulation(CONFIG, replicate=replicate)
    with pytest.raises(RunError, match=f"^replicate must be 0 or more, not {replicate}$"):
        sim.film("baseline", replicate=replicate)
