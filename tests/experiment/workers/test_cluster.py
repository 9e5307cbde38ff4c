"""Workers of a Dask cluster, each a process of its own on this machine's loopback."""

import os
import shutil
import sys
from pathlib import Path

import pytest

import sim
from sim.experiment.errors import RunError, WorkerError
from sim.experiment.plan import KILLED, TIME_LIMIT, Chunk, Death, Receipt
from sim.experiment.workers import cluster, scheduler
from sim.experiment.workers.cluster import Cluster
from tests.dask_here import PATH, DaskHere
from tests.fake_task import FakeTask, Unready, begun, carry_out, chunks, runs, wait_for
from tests.listening import listening
from tests.settings import full

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def shared_dask(tmp_path_factory):
    """Yield a cluster for tests that leave its two workers as they are."""
    with DaskHere(tmp_path_factory.mktemp("dask")) as dask:
        dask.add_worker()
        dask.add_worker()
        yield dask


@pytest.fixture
def own_dask(tmp_path_factory):
    """Yield a cluster, without workers yet, that a test may ruin."""
    with DaskHere(tmp_path_factory.mktemp("dask")) as dask:
        yield dask


@pytest.fixture
def connect():
    """Return a function that opens a pool, which is closed at the end."""
    pools = []

    def connect(task, dask, workers=0):
        pools.append(Cluster(task, dask.address))
        wait_for(lambda: pools[-1].collect(0.1) or pools[-1].slots >= workers)
        return pools[-1]

    yield connect
    for pool in pools:
        pool.close(abort=True)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells where a process listens")
def test_42_all_of_it_is_on_loopback_and_a_sweep_itself_listens_nowhere(
    connect, shared_dask, tmp_path
):
    """What tests start; killzone starts no scheduler and no worker of Dask."""
    before = listening(os.getpid())
    carry_out(connect(FakeTask(tmp_path), shared_dask, 2), chunks("well"))
    assert listening(os.getpid()) == before
    for process in [shared_dask.scheduler, *shared_dask.workers]:
        assert {host for host, _ in listening(process.pid)} == {"127.0.0.1"}


def test_each_chunk_comes_back_once(connect, shared_dask, tmp_path):
    pool, work = connect(FakeTask(tmp_path), shared_dask, 2), chunks(*["well"] * 40, size=4)
    assert (pool.slots, pool.pending(), pool.progress()) == (2, 0, 0)
    back = carry_out(pool, work)
    assert [back[chunk.number].chunk for chunk in work] == work
    assert all(len(each.part.runs) == 4 for each in back.values())
    assert len(begun(tmp_path)) == 40
    assert pool.pending() == 0


@pytest.mark.long
def test_runs_that_fail_come_back_as_text(connect, shared_dask, tmp_path):
    hostile = ["unpicklable", "exits", "a lambda", "recurses", "interrupts"]
    back = carry_out(connect(FakeTask(tmp_path), shared_dask), chunks(*hostile, "well"))
    assert [back[number].failures[0].exception for number in range(len(hostile))] == [
        "UnpicklableError",
        "SystemExit",
        "TypeError",
        "RecursionError",
        "KeyboardInterrupt",
    ]
    assert back[len(hostile)].part


@pytest.mark.long
def test_a_full_disk_takes_nothing_with_it(connect, shared_dask, tmp_path):
    pool = connect(FakeTask(tmp_path), shared_dask, 2)
    full, well = chunks("full", "well")
    pool.submit(full)
    pool.submit(well)
    back = []
    with pytest.raises(OSError, match="No space left"):
        wait_for(lambda: back.extend(pool.collect(0.1)))
    while pool.pending():
        back += pool.collect(0.1)
    assert [each.chunk for each in back] == [well]


@pytest.mark.long
def test_a_worker_that_cannot_get_ready_ends_the_sweep(connect, shared_dask, tmp_path):
    with pytest.raises(WorkerError, match="ImportError: no such module"):
        carry_out(connect(Unready(tmp_path), shared_dask), chunks("well"))


@pytest.mark.long
def test_two_sweeps_share_workers(connect, shared_dask, tmp_path):
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        folder.mkdir()
    one, two = (connect(FakeTask(folder), shared_dask, 2) for folder in folders)
    first, second = chunks("well"), chunks("well", "well")
    assert len(carry_out(two, second)) == 2
    assert len(carry_out(one, first)) == 1
    assert [len(begun(folder)) for folder in folders] == [1, 2]


@full
def test_a_dead_worker_takes_only_what_it_was_at_with_it(connect, own_dask, tmp_path):
    """Short chunks first, so that others wait at the worker when it dies."""
    own_dask.add_worker()
    own_dask.add_worker()
    pool = connect(FakeTask(tmp_path), own_dask, 2)
    before = carry_out(pool, chunks(*["well"] * 10))
    deadly = Chunk(99, runs("killed"))
    back = carry_out(pool, [deadly, *(Chunk(100 + n, runs("well")) for n in range(10))])
    assert back.pop(99) == Death(deadly, deadly.runs[0].id, KILLED)
    assert all(isinstance(each, Receipt) for each in [*before.values(), *back.values()])
    assert len(begun(tmp_path)) == 10 + 1 + 10
    assert pool.slots == 1


@pytest.mark.long
def test_a_worker_killed_from_outside_costs_no_finished_run(connect, own_dask, tmp_path):
    doomed, _ = own_dask.add_worker(), own_dask.add_worker()
    pool = connect(FakeTask(tmp_path), own_dask, 2)
    work = chunks(*["well"] * 6, ("wait", "go"), ("wait", "go"), *["well"] * 10)
    for chunk in work[:6]:
        carry_out(pool, [chunk])
    pool.submit(work[6])
    pool.submit(work[7])
    wait_for(lambda: len(begun(tmp_path)) == 8)
    doomed.kill()
    (death,) = wait_for(lambda: pool.collect(0.1))
    assert isinstance(death, Death)
    assert death.reason == KILLED
    assert death.chunk in work[6:8]
    (tmp_path / "go").touch()
    back = carry_out(pool, [death.chunk, *work[8:]])
    assert back.keys() == {chunk.number for chunk in work[6:]}
    assert all(isinstance(each, Receipt) for each in back.values())
    assert len(begun(tmp_path)) == len(work) + 1


@full
def test_a_nanny_brings_back_a_worker_that_exceeds_the_time_limit(connect, own_dask, tmp_path):
    own_dask.add_worker("--nanny")
    pool = connect(FakeTask(tmp_path, seconds_per_run=3.0), own_dask, 1)
    back = carry_out(pool, chunks("for ever", "well"))
    assert (back[0].culprit, back[0].reason) == (runs("for ever")[0].id, TIME_LIMIT)
    assert isinstance(back[1], Receipt)


@pytest.mark.long
def test_workers_may_come_late(connect, own_dask, tmp_path):
    pool = connect(FakeTask(tmp_path), own_dask)
    assert (pool.slots, pool.free()) == (0, 0)
    own_dask.add_worker()
    assert isinstance(carry_out(pool, chunks("well"))[0], Receipt)


@pytest.mark.long
def test_without_workers_a_sweep_ends_in_time(connect, own_dask, tmp_path, monkeypatch):
    worker = own_dask.add_worker()
    pool = connect(FakeTask(tmp_path), own_dask, 1)
    monkeypatch.setattr(cluster, "SECONDS_WITHOUT_WORKERS", 2.0)
    worker.kill()
    with pytest.raises(WorkerError, match="no worker was free for 2 seconds") as caught:
        wait_for(lambda: pool.collect(0.1))
    assert own_dask.address in str(caught.value)
    assert caught.value.resumable


@full
def test_without_a_scheduler_a_sweep_ends_in_time(connect, own_dask, tmp_path):
    own_dask.add_worker()
    pool = connect(FakeTask(tmp_path), own_dask, 1)
    pool.submit(chunks(("wait", "go"))[0])
    wait_for(lambda: begun(tmp_path))
    own_dask.scheduler.kill()
    with pytest.raises(WorkerError, match="the scheduler is gone") as caught:
        wait_for(lambda: pool.collect(0.1))
    assert own_dask.address in str(caught.value)
    assert caught.value.resumable


@pytest.mark.long
def test_more_than_one_thread_is_refused_with_the_cure(connect, own_dask, tmp_path):
    own_dask.add_worker(threads=2)
    with (
        pytest.warns(UserWarning, match="2 threads"),
        pytest.raises(WorkerError, match="--nthreads 1") as caught,
    ):
        carry_out(connect(FakeTask(tmp_path), own_dask), chunks("well"))
    assert caught.value.resumable


@full
def test_another_killzone_is_refused_by_name_and_the_others_go_on(connect, own_dask, tmp_path):
    shutil.copytree(Path(sim.__file__).parent, tmp_path / "other" / "sim")
    (tmp_path / "other" / "sim" / "edited.py").touch()
    own_dask.add_worker("--no-nanny", "--name", "strange", path=f"{tmp_path / 'other'}:{PATH}")
    with (
        pytest.warns(UserWarning, match="another killzone"),
        pytest.raises(WorkerError, match="another killzone") as caught,
    ):
        carry_out(connect(FakeTask(tmp_path), own_dask), chunks("well"))
    assert "tcp://127.0.0.1" in str(caught.value)


def test_a_scheduler_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(scheduler, "ANSWER_SECONDS", 0.5)
    with pytest.raises(WorkerError, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler"):
        Cluster(FakeTask(tmp_path), "tcp://127.0.0.1:1")


def test_without_dask_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"pip install 'killzone\[cluster\]'"):
        Cluster(FakeTask(tmp_path), "tcp://127.0.0.1:1")
