"""What a worker does with a chunk: each run, then one part with the rows of all of them."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import traceback
from dataclasses import dataclass
from multiprocessing.sharedctypes import RawValue
from typing import TYPE_CHECKING

from sim.experiment.plan import Failure, Finished, Receipt
from sim.experiment.store.ledger_rows import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.experiment.plan import Chunk, Part, Run
    from sim.experiment.task import ExperimentTask

CONFIGURE = "configure"
SIMULATE = "simulate"
RECORD = "record"
WRITE = "write"
NO_RUN = -1
TICK_SECONDS = 1.0
PATIENCE, LEAST_PATIENCE = 20, 60.0
"""A run may last so many times the CPU time that it may take, and so many seconds at least."""


class Slot:
    """Where a worker stands in its chunk, in memory that its parent shares.

    Attributes
    ----------
    run
        Index in the chunk of the run that is under way, or `NO_RUN`.
    days
        Days simulated in all runs of the chunk so far.
    """

    def __init__(self) -> None:
        self.run = RawValue("i", NO_RUN)
        self.days = RawValue("q", 0)


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Worker:
    """Does chunks of runs.

    Attributes
    ----------
    task
        How a run is done.
    slot
        Where it says how far it is.
    own_process
        Whether the process is there for nothing else. Then a run that exceeds its time limit, or
        stalls, ends it, and a run that raises `KeyboardInterrupt` has failed like any other.
    on_day
        Called after each day.
    """

    task: ExperimentTask
    slot: Slot
    own_process: bool
    on_day: Callable[[], None] = _nothing

    def work(self, chunk: Chunk) -> Receipt | OSError:
        """Do all runs of a chunk; whatever one of them raises, the others go on.

        Returns
        -------
        Receipt or OSError
            What became of the runs, or why the file system would not take them.
        """
        self.slot.days.value = 0
        finished, failures = [], []
        with self._watched():
            for index, run in enumerate(chunk.runs):
                with self._under_way(index):
                    result = self._attempt(run)
                if isinstance(result, Failure):
                    failures.append(result)
                else:
                    finished.append(result)
        try:
            part = self._write(finished, failures)
        except OSError as error:
            return _plain(error)
        return Receipt(chunk, part, tuple(failures))

    @contextlib.contextmanager
    def _under_way(self, index: int) -> Iterator[None]:
        self.slot.run.value = index
        self._set_alarm(self.task.seconds_per_run)
        try:
            yield
        finally:
            self._set_alarm(0.0)
            self.slot.run.value = NO_RUN

    def _set_alarm(self, seconds: float) -> None:
        """Have the kernel end this process, even inside compiled code, when time is up.

        It is CPU time, which passes neither while the process is stopped nor while others have
        the processor.
        """
        if self.own_process:  # else the alarm is not ours to set
            signal.setitimer(signal.ITIMER_PROF, seconds)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """End this process if a run of the block lasts far longer than its CPU time explains."""
        if not self.own_process:
            yield
            return
        ended = threading.Event()
        threading.Thread(target=self._watch, args=(ended,), daemon=True).start()
        try:
            yield
        finally:
            ended.set()

    def _watch(self, ended: threading.Event) -> None:
        """Count how often one run is seen: no clock, which goes on while the process is stopped."""
        seen, ticks = NO_RUN, 0
        while not ended.wait(TICK_SECONDS):
            before, seen = seen, self.slot.run.value
            ticks = ticks + 1 if seen == before != NO_RUN else 0
            if ticks * TICK_SECONDS > patience(self.task.seconds_per_run):
                os.kill(os.getpid(), signal.SIGALRM)

    def _attempt(self, run: Run) -> Finished | Failure:
        stage, start = CONFIGURE, time.perf_counter()
        try:
            config = self.task.configure(run)
            stage = SIMULATE
            recorded = self.task.simulate(config, run, self._day_counter())
            stage = RECORD
            rows = self.task.record(run, config, recorded)
        except BaseException as error:
            self._let_pass(error)
            return failure(run, stage, error)
        return Finished(run, rows, time.perf_counter() - start)

    def _day_counter(self) -> Callable[[int], None]:
        before = self.slot.days.value

        def count(day: int) -> None:
            self.slot.days.value = before + day
            self.on_day()

        return count

    def _write(self, finished: list[Finished], failures: list[Failure]) -> Part | None:
        """Return what was written, if anything; runs that cannot be written have failed."""
        try:
            return self.task.write(finished) if finished else None
        except OSError:
            raise
        except BaseException as error:
            self._let_pass(error)
            failures += [failure(each.run, WRITE, error) for each in finished]
            return None

    def _let_pass(self, error: BaseException) -> None:
        if isinstance(error, KeyboardInterrupt) and not self.own_process:
            raise error


def get_ready(task: ExperimentTask) -> str | None:
    """Load what the task needs into this process; return what is in the way, if anything is."""
    try:
        task.prepare()
    except BaseException as error:
        return describe(error)
    return None


def patience(seconds_per_run: float) -> float:
    """Return how many seconds a run may last that takes less CPU time than it may."""
    return max(PATIENCE * seconds_per_run, LEAST_PATIENCE)


def failure(run: Run, stage: str, error: BaseException) -> Failure:
    """Return an exception as text, as it may be of a kind that no other process can unpickle."""
    return Failure(
        run.id,
        stage,
        cut(type(error).__qualname__),
        cut(_message(error)),
        cut(_traceback(error), from_end=True),
    )


def describe(error: BaseException) -> str:
    """Return an exception as one line."""
    return f"{type(error).__qualname__}: {cut(_message(error))}".splitlines()[0]


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException as another:
        return f"(its message cannot be read: {type(another).__qualname__})"


def _traceback(error: BaseException) -> str:
    try:
        return "".join(traceback.format_exception(error))
    except BaseException as another:
        return f"(its traceback cannot be read: {type(another).__qualname__})"


def _plain(error: OSError) -> OSError:
    """Return an OSError that any process can unpickle, whatever a library's own kind holds."""
    if error.errno is None:
        return OSError(_message(error))
    where = () if error.filename is None else (os.fspath(error.filename),)
    return OSError(error.errno, error.strerror, *where)
