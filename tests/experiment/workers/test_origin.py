"""Where workers come from."""

import os
import signal
import threading

import pytest

from sim.experiment.workers import claim, origin


@pytest.fixture
def only_thread(monkeypatch):
    """Have this process seem to have one thread of Python's, though runners of tests have more."""
    monkeypatch.setattr(origin.sys, "_current_frames", lambda: {0: None})


@pytest.fixture
def claimed(monkeypatch):
    monkeypatch.setattr(claim, "_claimed", set())
    claim.claim_process()


@pytest.mark.usefixtures("only_thread")
def test_workers_of_a_process_that_may_hold_anything_come_from_a_server():
    assert origin.context() is origin.SERVER


@pytest.mark.usefixtures("claimed", "only_thread")
def test_workers_of_our_own_process_are_forked_from_it():
    assert origin.context() is origin.FORK


@pytest.mark.usefixtures("claimed")
def test_beside_another_thread_nothing_is_forked():
    """Not even ours: the thread may hold a lock that nobody would free in the worker."""
    go = threading.Event()
    thread = threading.Thread(target=go.wait)
    thread.start()
    assert origin.context() is origin.SERVER
    go.set()
    thread.join()


@pytest.mark.usefixtures("claimed", "only_thread")
def test_where_the_end_of_children_is_ignored_nothing_is_forked():
    """The parent would wait for ever for workers that have ended."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert origin.context() is origin.SERVER
    finally:
        signal.signal(signal.SIGCHLD, before)


@pytest.mark.usefixtures("claimed", "only_thread")
def test_a_process_that_was_forked_spawns(monkeypatch):
    monkeypatch.setattr(origin, "IMPORTED_BY", os.getppid())
    assert origin.context() is origin.SPAWN


@pytest.mark.usefixtures("claimed", "only_thread")
def test_elsewhere_than_on_linux_workers_are_spawned(monkeypatch):
    monkeypatch.setattr(origin.sys, "platform", "darwin")
    assert origin.context() is origin.SPAWN


@pytest.mark.usefixtures("claimed")
def test_a_fork_of_our_process_is_not_ours():
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, b"%d" % claim.is_claimed())
        os._exit(0)
    os.waitpid(child, 0)
    assert (claim.is_claimed(), os.read(reader, 1)) == (True, b"0")
    os.close(reader)
    os.close(writer)
