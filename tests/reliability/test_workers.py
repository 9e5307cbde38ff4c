"""Worker processes die, hang and lose their parent: only the run that is to blame is lost."""

import os
import signal
import subprocess
import sys
import time

import pytest

from sim.experiment.plan import KILLED, STALLED, TIME_LIMIT, Chunk, Death, Receipt
from sim.experiment.workers.origin import FORK, SERVER
from sim.experiment.workers.processes import Processes
from tests.fake_task import (
    LOUD_BYTES,
    PATIENCE,
    FakeTask,
    alive,
    begun,
    carry_out,
    chunks,
    runs,
    wait_for,
)
from tests.settings import thinned

DEADLY = [
    ("killed", KILLED),
    ("ends", KILLED),
    ("closes", KILLED),
    ("leaves a process", KILLED),
    ("overruns", TIME_LIMIT),
    ("oversleeps", STALLED),
]


@pytest.fixture(params=[SERVER, FORK], ids=["served", "forked"], autouse=True)
def way(request, start_workers_by):
    """Have workers come from a server, or be forked from this process."""
    start_workers_by(request.param)


@pytest.fixture
def pool(tmp_path):
    pool = Processes(FakeTask(tmp_path), 2)
    yield pool
    pool.close(abort=True)
    (tmp_path / "go").touch()


@pytest.mark.parametrize(("behaviour", "reason"), DEADLY)
def test_a_deadly_run_takes_only_its_chunk_with_it(pool, tmp_path, behaviour, reason):
    well = chunks(*["well"] * 8, size=2)
    deadly = Chunk(99, runs("well", behaviour, "well"))
    back = carry_out(pool, [deadly, *well])
    assert back.pop(99) == Death(deadly, deadly.runs[1].id, reason)
    assert all(isinstance(each, Receipt) and len(each.part.runs) == 2 for each in back.values())
    assert len(begun(tmp_path)) == 10


def test_time_in_which_a_worker_is_stopped_does_not_count(tmp_path):
    """Ctrl-Z, a suspended job, a laptop asleep: only CPU time is limited."""
    limit = 1.0
    pool = Processes(FakeTask(tmp_path, seconds_per_run=limit), 1)
    (chunk,) = chunks(("wait", "go"))
    pool.submit(chunk)
    wait_for(lambda: pool.collect(0.1) or begun(tmp_path))
    (worker,) = (int(path.name.removeprefix("worker-")) for path in alive(tmp_path))
    os.kill(worker, signal.SIGSTOP)
    time.sleep(1.5 * limit)
    os.kill(worker, signal.SIGCONT)
    (tmp_path / "go").touch()
    (outcome,) = wait_for(lambda: pool.collect(0.1))
    pool.close(abort=True)
    assert isinstance(outcome, Receipt)


def test_workers_are_replaced_as_often_as_they_die(pool):
    back = carry_out(pool, chunks(*["killed", "well"] * 4))
    assert [isinstance(back[number], Death) for number in range(8)] == [True, False] * 4


def test_a_run_killed_from_outside_is_known_and_can_be_done_again(pool):
    (chunk,) = chunks("killed once")
    first, second = (carry_out(pool, [chunk])[0] for _ in range(2))
    assert first == Death(chunk, chunk.runs[0].id, KILLED)
    assert isinstance(second, Receipt)


def test_hostile_runs_leave_the_pool_alive(pool, tmp_path):
    hostile = ["unpicklable", "exits", "a lambda", "recurses", "interrupts", "wants memory"]
    back = carry_out(pool, chunks(*hostile, "well"))
    assert {each.failures[0].exception for each in back.values() if each.failures} == {
        "UnpicklableError",
        "SystemExit",
        "TypeError",
        "RecursionError",
        "KeyboardInterrupt",
        "MemoryError",
    }
    assert back[len(hostile)].part
    assert len(alive(tmp_path)) == 2


def test_a_run_that_prints_a_hundred_megabytes_is_a_run(capfd, tmp_path):
    pool = Processes(FakeTask(tmp_path), 2)  # here, for workers inherit where output goes
    back = carry_out(pool, chunks("prints", "well"))
    pool.close(abort=False)
    printed = len(capfd.readouterr().out)
    assert printed == LOUD_BYTES
    assert all(each.part for each in back.values())


@pytest.fixture
def sweep(tmp_path):
    """Start a parent with two workers that wait, in a process group of its own."""
    command = [sys.executable, "-m", "tests.fake_sweep", str(tmp_path), "2", "go"]
    path = os.pathsep.join(path for path in sys.path if path)
    with subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as parent:
        wait_for(lambda: len(begun(tmp_path)) == 2)
        yield parent
        parent.kill()
        (tmp_path / "go").touch()


@pytest.mark.parametrize("number", thinned([signal.SIGKILL, signal.SIGHUP, signal.SIGTERM], 3))
def test_workers_do_not_outlive_their_parent(sweep, tmp_path, number):
    assert len(alive(tmp_path)) == 2
    sweep.send_signal(number)
    assert sweep.wait(PATIENCE) == -number
    wait_for(lambda: not alive(tmp_path))


def test_ctrl_c_is_for_the_parent_alone(sweep, tmp_path):
    os.killpg(sweep.pid, signal.SIGINT)
    assert sweep.stdout.readline() == "heard\n"
    (tmp_path / "go").touch()
    assert sweep.stdout.read() == "2 done\n"
    assert sweep.wait(PATIENCE) == 0
    assert not alive(tmp_path)
