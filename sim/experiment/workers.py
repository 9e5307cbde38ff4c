"""Replicates in this process or in worker processes, which never outlive it."""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import TYPE_CHECKING, Any, Protocol

from sim.experiment.errors import WorkerError, disk_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sim.config import Config
    from sim.experiment.store import Store
    from sim.experiment.tables import Columns

POLL_SECONDS = 0.1
MAIN = ("__file__", "__spec__")
"""What tells a spawned process which module is the main one."""


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


@dataclass(frozen=True)
class Batch:
    """Replicates to simulate.

    Attributes
    ----------
    store
        Where each is committed as soon as it is finished.
    replicates
        Which ones, in the order in which they are begun.
    simulate
        What simulates one; a function of a module, so that workers can import it.
    report
        Called now and then with the replicates and the days simulated so far.
    """

    store: Store
    replicates: Sequence[int]
    simulate: Simulate
    report: Callable[[int, int], None]

    def run(self, workers: int) -> None:
        """Simulate them in `workers` processes; one is this process itself.

        Raises
        ------
        WorkerError
            If a worker was killed; what was finished by then is committed.
        DiskError
            If a worker cannot write its tables.
        """
        board = Board(self.store.config.run.replicates)
        if workers == 1:
            self._run_here(board)
        else:
            self._run_in_processes(workers, board)

    def _run_here(self, board: Board) -> None:
        for finished, replicate in enumerate(self.replicates):
            report = functools.partial(self._report, finished, board)
            staged = _stage(self.store, replicate, self.simulate, board, report)
            self.store.commit(replicate, staged)
        self._report(len(self.replicates), board)

    def _run_in_processes(self, workers: int, board: Board) -> None:
        pool = ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_enlist,
            initargs=(board, os.getpid()),
        )
        try:
            with _sheltered():
                futures = {
                    pool.submit(_work, self.store, replicate, self.simulate): replicate
                    for replicate in self.replicates
                }
            self._collect(futures, board)
        except BaseException as error:
            board.stop.value = 1
            if isinstance(error, BrokenProcessPool):
                problem = "a worker process was killed, perhaps for want of memory"
                raise WorkerError(problem) from error
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _collect(self, futures: dict[Future[Path], int], board: Board) -> None:
        pending, finished = set(futures), 0
        while pending:
            done, pending = wait(pending, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            # Failures last, so that none takes a finished replicate with it.
            for future in sorted(done, key=lambda each: each.exception() is not None):
                self.store.commit(futures[future], future.result())
                finished += 1
            self._report(finished, board)

    def _report(self, finished: int, board: Board) -> None:
        self.report(finished, sum(board.days))


def _stage(
    store: Store,
    replicate: int,
    simulate: Simulate,
    board: Board,
    report: Callable[[], None] = lambda: None,
) -> Path:
    def on_day(day: int) -> None:
        board.days[replicate] = day
        report()

    columns = simulate(store.config, replicate, on_day)
    with disk_errors(store.folder):
        return store.stage(replicate, columns)


@contextlib.contextmanager
def _sheltered() -> Iterator[None]:
    """Start workers that neither run the user's script again nor hear Ctrl-C.

    A spawned process imports the main module, so that a script without a guard would start
    workers without end; ours need nothing from it. Ctrl-C goes to the whole group, and it is
    the parent that stops its workers.
    """
    main = vars(sys.modules["__main__"])
    kept: dict[str, Any] = {name: main[name] for name in MAIN if name in main}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        main.update(dict.fromkeys(MAIN))
        yield
    finally:
        for name in MAIN:
            del main[name]
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
    return _stage(store, replicate, simulate, _board)
