"""Worker processes: what they do well, and that they leave nothing behind."""

import gc
import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from sim.experiment.errors import WorkerError
from sim.experiment.plan import Receipt
from sim.experiment.workers import origin
from sim.experiment.workers.origin import FORK, SERVER, SPAWN
from sim.experiment.workers.processes import STARTS, Processes, _prepare
from tests.fake_task import (
    DAYS,
    AlwaysDeadAtStart,
    DeadAtStart,
    FakeTask,
    Unready,
    alive,
    begun,
    carry_out,
    chunks,
    wait_for,
)


@pytest.fixture(params=[SERVER, FORK], ids=["served", "forked"], autouse=True)
def way(request, start_workers_by):
    """Have workers come from a server, or be forked from this process; return by which context."""
    start_workers_by(request.param)
    return request.param


@pytest.fixture
def processes():
    """Return a function that starts a pool, which is closed at the end."""
    pools = []

    def start(task, workers=2):
        pools.append(Processes(task, workers))
        return pools[-1]

    yield start
    for pool in pools:
        pool.close(abort=True)


def test_each_chunk_comes_back_once(processes, tmp_path):
    work = chunks(*["well"] * 40, size=4)
    back = carry_out(processes(FakeTask(tmp_path)), work)
    assert [back[chunk.number].chunk for chunk in work] == work
    assert all(len(each.part.runs) == 4 for each in back.values())
    assert len(begun(tmp_path)) == 40


def test_chunks_are_done_at_the_same_time(processes, tmp_path):
    """The first ends only once the second is begun."""
    pool = processes(FakeTask(tmp_path))
    first, second = chunks(("wait", "go"), "well")
    pool.submit(first)
    wait_for(lambda: begun(tmp_path))
    pool.submit(second)
    back = wait_for(lambda: pool.collect(0.1))
    assert back[0].chunk == second
    assert (pool.free(), pool.pending(), pool.progress()) == (1, 1, DAYS)
    (tmp_path / "go").touch()
    assert wait_for(lambda: pool.collect(0.1))[0].chunk == first
    assert (pool.free(), pool.pending(), pool.progress()) == (2, 0, 0)


def test_collect_gives_up_in_time(processes, tmp_path):
    pool = processes(FakeTask(tmp_path))
    pool.submit(chunks(("wait", "never"))[0])
    wait_for(lambda: begun(tmp_path))
    assert pool.collect(0.0) == []


def test_an_open_pool_lets_go_of_its_workers(processes, tmp_path):
    pool = processes(FakeTask(tmp_path))
    carry_out(pool, chunks("leaves a thread", "leaves a thread", "well"))
    pool.close(abort=False)
    assert not alive(tmp_path)


def test_an_aborted_pool_ends_workers_that_would_go_on_for_ever(processes, tmp_path):
    pool = processes(FakeTask(tmp_path))
    for chunk in chunks("for ever", "asleep for ever"):
        pool.submit(chunk)
    wait_for(lambda: len(begun(tmp_path)) == 2)
    pool.close(abort=True)
    assert not alive(tmp_path)


def test_a_full_disk_takes_nothing_with_it(processes, tmp_path):
    pool = processes(FakeTask(tmp_path))
    full, well = chunks("full", "well")
    pool.submit(full)
    pool.submit(well)
    back = []
    with pytest.raises(OSError, match="No space left"):
        wait_for(lambda: back.extend(pool.collect(0.1)))
    while pool.pending():
        back += pool.collect(0.1)
    assert [each.chunk for each in back] == [well]
    assert pool.free() == 2


@pytest.mark.parametrize("way", [SERVER, FORK, SPAWN], indirect=True)
def test_environment_and_outputs_are_those_of_the_parent_at_that_moment(
    processes, tmp_path, capfd, monkeypatch
):
    origin.load_meanwhile()
    monkeypatch.setenv("KILLZONE_TEST", "set after the server began")
    before = dict(os.environ)
    carry_out(processes(FakeTask(tmp_path), 1), chunks("tells"))
    assert json.loads((tmp_path / "environment").read_text()) == before == dict(os.environ)
    assert capfd.readouterr() == ("from a worker\n", "and its errors\n")


def test_a_worker_that_cannot_get_ready_ends_the_sweep(processes, tmp_path):
    with pytest.raises(WorkerError, match="ImportError: no such module"):
        carry_out(processes(Unready(tmp_path)), chunks("well"))


def test_a_worker_that_dies_before_it_is_ready_is_replaced(processes, tmp_path):
    back = carry_out(processes(DeadAtStart(tmp_path), 1), chunks("well"))
    assert isinstance(back[0], Receipt)


def test_workers_that_always_die_before_they_are_ready_end_the_sweep(processes, tmp_path):
    with pytest.raises(WorkerError, match=f"{STARTS} worker processes .* exit code 7"):
        carry_out(processes(AlwaysDeadAtStart(tmp_path), 1), chunks("well"))


def test_an_idle_worker_that_was_killed_is_replaced(processes, tmp_path):
    pool = processes(FakeTask(tmp_path), 1)
    one, two = chunks("well", "well")
    carry_out(pool, [one])
    (worker,) = alive(tmp_path)
    os.kill(int(worker.name.removeprefix("worker-")), signal.SIGKILL)
    wait_for(lambda: not alive(tmp_path))
    assert isinstance(carry_out(pool, [two])[1], Receipt)


def test_a_script_without_a_guard_is_not_run_again_by_workers(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from sim.experiment.workers.processes import Processes\n"
        "from tests.fake_task import FakeTask, carry_out, chunks\n"
        "print('run')\n"
        f"pool = Processes(FakeTask(Path({str(tmp_path)!r})), 2)\n"
        "print(len(carry_out(pool, chunks('well', 'well'))))\n"
        "pool.close(abort=False)\n"
    )
    path = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, str(script)]
    done = subprocess.run(
        command, check=False, env=os.environ | {"PYTHONPATH": path}, capture_output=True
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [b"run", b"2"], b"")


def test_a_ctrl_c_that_another_thread_takes_while_a_worker_starts_is_heard_after_it(
    processes, way, tmp_path, monkeypatch
):
    """Else the worker is there and is never told what to do."""
    start, started = way.Process.start, []
    begun, sent = threading.Event(), threading.Event()

    def take():
        begun.wait()
        signal.raise_signal(signal.SIGINT)
        sent.set()

    def interrupted(process):
        begun.set()
        sent.wait()
        start(process)
        started.append(process.pid)

    threading.Thread(target=take, daemon=True).start()  # before the signal is blocked
    monkeypatch.setattr(way.Process, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        processes(FakeTask(tmp_path), 1)
    assert len(started) == 1


class Watchful(FakeTask):
    """Looks at the collector when it is made ready, and fails then if `fails`."""

    fails = False

    def prepare(self):
        assert not gc.isenabled()
        if self.fails:
            raise ValueError("not ready")


@pytest.mark.parametrize("fails", [False, True])
def test_a_worker_begins_with_the_collector_at_work_and_nothing_to_collect(
    tmp_path, monkeypatch, fails
):
    monkeypatch.setattr(Watchful, "fails", fails)
    gc.unfreeze()  # what all tests share
    try:
        assert _prepare(Watchful(tmp_path)).problem == ("ValueError: not ready" if fails else None)
        assert gc.isenabled()
        assert (gc.get_freeze_count() > 0) is not fails
    finally:
        gc.unfreeze()
