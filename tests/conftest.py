"""Settings of all tests."""

import gc
import os
import signal

import pytest
from hypothesis import settings

from sim.experiment.store import sealed
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
