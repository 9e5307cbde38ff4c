"""Settings of all tests."""

import gc
import os
import signal

import pytest
from hypothesis import settings

from sim import cli
from sim.experiment.store import sealed
from sim.experiment.workers import origin, processes
from tests.settings import examples

# The first example of a kernel includes its compilation.
settings.register_profile("killzone", deadline=None, max_examples=examples(100))
settings.load_profile("killzone")


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background of a shell
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish():
    """Keep what is loaded by now out of each search for garbage, as workers do."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def no_waiting(monkeypatch):
    """Flush nothing to disk, where a test does not depend on it."""
    monkeypatch.setattr(sealed, "SYNCHRONOUS", "OFF")
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(autouse=True)
def _not_the_command(monkeypatch):
    """Have the command, where a test calls it in this process, leave the process as it is."""
    monkeypatch.setattr(cli, "claim_process", lambda: None)
    monkeypatch.setattr(cli.gc, "set_threshold", lambda *given: None)


@pytest.fixture
def start_workers_by(monkeypatch):
    """Return a function that says by which context of `origin` workers start."""

    def start(context):
        for module in (origin, processes):
            monkeypatch.setattr(module, "context", lambda: context)

    return start
