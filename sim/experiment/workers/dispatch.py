"""Runs to workers, and what comes back to the ledger."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.experiment.errors import StoppedError
from sim.experiment.plan import KILLED, STALLED, TIME_LIMIT, Death, Failure, Receipt
from sim.experiment.store import files
from sim.experiment.workers.order import Chunks
from sim.experiment.workers.work import patience

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.experiment.plan import Run
    from sim.experiment.store.store import Store
    from sim.experiment.workers.observer import Observer
    from sim.experiment.workers.pool import Pool

POLL_SECONDS = 0.1
MOST_DEATHS = 2
"""Workers that may die over a run before it counts as failed."""


@dataclass
class Dispatch:
    """Hands runs to workers and commits what comes back.

    Attributes
    ----------
    store
        Where parts and failures are committed, by this process alone.
    observer
        Who hears how it goes.
    stops
        Whether the first failure ends it.
    seconds_per_run
        CPU time that a run may take, for the message about one that takes longer.
    done, failed
        Runs so far, with those done in earlier starts.
    stopped
        Whether it ended before all was done: after a failure, or after Ctrl-C.
    """

    store: Store
    observer: Observer
    stops: bool
    seconds_per_run: float
    done: int
    failed: int
    stopped: bool = False
    _deaths: Counter[str] = field(default_factory=Counter)
    _pool: Pool | None = None

    def carry_out(self, pool: Pool, runs: Iterable[Run]) -> None:
        """Have `runs`, in canonical order, done by `pool`.

        Ctrl-C lets the chunks under way finish; a second one ends it at once.

        Raises
        ------
        KeyboardInterrupt
            After Ctrl-C; what was finished is committed.
        StoppedError
            If a run has failed and this is to end it.
        DiskError
            If the disk is nearly full; what was finished before stays.
        """
        self._pool, chunks = pool, Chunks(runs)
        with _draining(self._drain) as interrupts:
            while pool.pending() or (chunks and not self.stopped):
                self._submit(pool, chunks)
                outcomes = pool.collect(POLL_SECONDS)
                if all(map(_is_smooth, outcomes)):
                    self._submit(pool, chunks)  # no worker waits for the commit of its last part
                for outcome in outcomes:
                    self._settle(outcome, chunks)
                self.report()
        if interrupts:
            self.observer.drained(self.done)
            raise KeyboardInterrupt
        if self.stopped:
            raise StoppedError(f"stopped after a run failed; {self.done:,} runs are done")

    def _submit(self, pool: Pool, chunks: Chunks) -> None:
        while chunks and not self.stopped and pool.free():
            files.require_room(self.store.folder, self.store.room)
            pool.submit(chunks.take(pool.slots))

    def report(self) -> None:
        """Tell the observer how it goes."""
        days = 0 if self._pool is None else self._pool.progress()
        self.observer.advanced(self.done, self.failed, days)

    def _drain(self) -> None:
        self.stopped = True
        self.observer.draining()

    def _settle(self, outcome: Receipt | Death, chunks: Chunks) -> None:
        if isinstance(outcome, Death):
            self._bury(outcome, chunks)
            return
        if outcome.part is not None:
            self.done += len(self.store.commit(outcome.part))
            chunks.learn(run.seconds for run in outcome.part.runs)
        self._fail(outcome.failures)

    def _bury(self, death: Death, chunks: Chunks) -> None:
        """Have the runs of a dead worker done again, unless they keep killing workers."""
        runs = death.chunk.runs
        culprit = runs[0].id if len(runs) == 1 else death.culprit
        if culprit is None:
            chunks.put_back(runs, singly=True)
            return
        chunks.put_back([run for run in runs if run.id != culprit], singly=False)
        self._deaths[culprit] += 1
        if death.reason in {TIME_LIMIT, STALLED}:
            self._fail([_late(culprit, death.reason, self.seconds_per_run)])
        elif self._deaths[culprit] == MOST_DEATHS:
            self._fail([_killed(culprit)])
        else:
            self.store.ledger.fail(_killed(culprit), again=True)
            chunks.put_back([run for run in runs if run.id == culprit], singly=True)

    def _fail(self, failures: Iterable[Failure]) -> None:
        for failure in failures:
            self.store.ledger.fail(failure, again=False)
            self.failed += 1
            self.stopped |= self.stops


def _is_smooth(outcome: Receipt | Death) -> bool:
    return isinstance(outcome, Receipt) and not outcome.failures


def _late(run: str, reason: str, seconds: float) -> Failure:
    taken = f"{seconds:g} s of CPU time"
    if reason == STALLED:
        taken = f"{patience(seconds):g} s, which it spent waiting"
    message = f"not finished after {taken}; raise seconds_per_run, and --resume tries it again"
    return Failure(run, reason, "TimeoutError", message, "")


def _killed(run: str) -> Failure:
    message = "its worker process was killed, perhaps because memory ran out"
    return Failure(run, KILLED, "WorkerDied", message, "")


@contextlib.contextmanager
def _draining(drain: Any) -> Iterator[list[int]]:
    """Turn the first Ctrl-C into a call of `drain`, and put it on the list that is yielded."""
    interrupts: list[int] = []

    def interrupt(number: int, _frame: Any) -> None:
        if interrupts:
            raise KeyboardInterrupt
        interrupts.append(number)
        drain()

    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
