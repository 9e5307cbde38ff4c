from concurrent.futures import Future
from types import SimpleNamespace

import pytest

from sim.experiment.workers import Batch, Board


def ended(result=None, error=None):
    future = Future()
    if error:
        future.set_exception(error)
    else:
        future.set_result(result)
    return future


def test_a_failure_takes_no_finished_replicate_with_it():
    committed = []
    store = SimpleNamespace(commit=lambda replicate, staged: committed.append(replicate))
    batch = Batch(store, range(20), simulate=None, report=lambda replicates, days: None)
    futures = {ended(error=ZeroDivisionError()): 0} | {ended("staged"): n for n in range(1, 20)}
    with pytest.raises(ZeroDivisionError):
        batch._collect(futures, Board(20))
    assert sorted(committed) == list(range(1, 20))
