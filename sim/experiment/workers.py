"""Replicates in this process or in worker processes, which never outlive it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import TYPE_CHECKING, Protocol

from sim.experiment.errors import WorkerError, disk_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sim.config import Config
    from sim.experiment.store import Store
    from sim.experiment.tables import Columns

POLL_SECONDS = 0.1


class Simulate(Protocol):
    """Simulates one replicate, calls `on_day` after each day and returns the tables."""

    def __call__(
        self, config: Config, replicate: int, on_day: Callable[[int], None]
    ) -> dict[str, Columns]:
        """Return the tables of `replicate`, as `sim.Simulation.tables` does."""


class Board:
    """What parent and workers tell each other, in shared memory.

    Attributes
    ----------
    days
        Last day of each replicate.
    stop
        Whether the workers are to end at once.
    """

    def __init__(self, replicates: int) -> None:
        self.days = RawArray("i", replicates)
        self.stop = RawValue("b", 0)


def execute(
    store: Store,
    replicates: Sequence[int],
    *,
    workers: int,
    simulate: Simulate,
    report: Callable[[int, int], None],
) -> None:
    """Simulate `replicates` and commit each as soon as it is finished.

    Parameters
    ----------
    store
        Where they are committed.
    replicates
        Which ones, in the order in which they are begun.
    workers
        Processes to use; 1 means this one.
    simulate
        What simulates one; a function of a module, so that workers can import it.
    report
        Called now and then with the replicates and days simulated so far.

    Raises
    ------
    WorkerError
        If a worker was killed; what the others had finished is committed.
    DiskError
        If a file cannot be written.
    """
    board = Board(store.config.run.replicates)
    if workers == 1:
        _here(store, replicates, simulate, board, report)
    else:
        _in_processes(store, replicates, workers, simulate, board, report)


def _here(
    store: Store,
    replicates: Sequence[int],
    simulate: Simulate,
    board: Board,
    report: Callable[[int, int], None],
) -> None:
    for finished, replicate in enumerate(replicates):

        def on_day(day: int, finished: int = finished, replicate: int = replicate) -> None:
            board.days[replicate] = day
            report(finished, sum(board.days))

        columns = simulate(store.config, replicate, on_day)
        store.commit(replicate, store.stage(replicate, columns))
        report(finished + 1, sum(board.days))


def _in_processes(
    store: Store,
    replicates: Sequence[int],
    workers: int,
    simulate: Simulate,
    board: Board,
    report: Callable[[int, int], None],
) -> None:
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_enlist,
        initargs=(board, os.getpid()),
    )
    try:
        with _sheltered():
            futures = {pool.submit(_work, store, each, simulate): each for each in replicates}
        _collect(store, futures, board, report)
    except BrokenProcessPool as error:
        raise WorkerError("a worker process was killed, perhaps for want of memory") from error
    finally:
        board.stop.value = 1
        pool.shutdown(cancel_futures=True)


def _collect(
    store: Store,
    futures: dict[Future[Path], int],
    board: Board,
    report: Callable[[int, int], None],
) -> None:
    pending, finished = set(futures), 0
    while pending:
        done, pending = wait(pending, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
        # Failures last, so that none takes a finished replicate with it.
        for future in sorted(done, key=lambda each: each.exception() is not None):
            store.commit(futures[future], future.result())
            finished += 1
        report(finished, sum(board.days))


@contextlib.contextmanager
def _sheltered() -> Iterator[None]:
    """Start workers that neither run the user's script again nor hear Ctrl-C.

    A spawned process imports the main module, so that a script without a guard would start
    workers without end; ours need nothing from it. Ctrl-C goes to the whole group, and it is
    the parent that stops its workers.
    """
    main = vars(sys.modules["__main__"])
    kept = {name: main.get(name) for name in ("__file__", "__spec__")}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        main.update(__file__=None, __spec__=None)
        yield
    finally:
        main.update(kept)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


_board: Board


def _enlist(board: Board, parent: int) -> None:
    global _board  # noqa: PLW0603 (an initializer has no other place to leave it)
    _board = board
    threading.Thread(target=_watch, args=(board, parent), daemon=True).start()


def _watch(board: Board, parent: int) -> None:
    while os.getppid() == parent and not board.stop.value:
        time.sleep(POLL_SECONDS)
    os._exit(1)


def _work(store: Store, replicate: int, simulate: Simulate) -> Path:
    def on_day(day: int) -> None:
        _board.days[replicate] = day

    columns = simulate(store.config, replicate, on_day)
    with disk_errors(store.folder):
        return store.stage(replicate, columns)
