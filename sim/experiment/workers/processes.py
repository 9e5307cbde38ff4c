"""Runs in processes of this machine, which never outlive it."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import weakref
from functools import cached_property
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.experiment.errors import WorkerError
from sim.experiment.plan import KILLED, STALLED, TIME_LIMIT, Death
from sim.experiment.workers.origin import FORK, context, starting
from sim.experiment.workers.work import NO_RUN, Slot, Worker, get_ready

if TYPE_CHECKING:
    from sim.experiment.plan import Chunk, Receipt
    from sim.experiment.task import ExperimentTask
    from sim.experiment.workers.origin import Context, Surroundings

STARTS = 3
"""Workers that may die one after the other before they are ready."""
DYING_SECONDS = 1.0
"""How long a worker may take from its last word to its end; then it is killed."""
LIMITS = {signal.SIGPROF: TIME_LIMIT, signal.SIGALRM: STALLED}
"""What ends a worker whose run takes too long, and why."""
_our_ends: weakref.WeakSet[connection.Connection] = weakref.WeakSet()
"""Those of the pipes to workers."""


def _let_go() -> None:
    """Close in a child that was forked what would hide from another worker that we let it go."""
    for pipe in list(_our_ends):
        pipe.close()


os.register_at_fork(after_in_child=_let_go)


class Ready(NamedTuple):
    """What a worker says when it is ready, with the problem if it is not."""

    problem: str | None


class Processes:
    """The pool of worker processes.

    Each has a pipe of its own, so that its death takes nothing but its chunk with it.

    Raises
    ------
    WorkerError
        If no process may start.
    """

    def __init__(self, task: ExperimentTask, workers: int) -> None:
        self._task = task
        self._deaths_at_start = 0
        self._errors: list[OSError] = []
        self._workers: list[WorkerProcess] = []
        try:
            for _ in range(workers):
                self._workers.append(self._start())
        except BaseException:
            self.close(abort=True)
            raise

    @property
    def slots(self) -> int:
        """How many processes there are."""
        return len(self._workers)

    def free(self) -> int:
        """Return how many chunks can be submitted now."""
        return self.slots - len(self._busy())

    def pending(self) -> int:
        """Return how many chunks are submitted and not yet collected."""
        return len(self._busy()) + len(self._errors)

    def submit(self, chunk: Chunk) -> None:
        """Take a chunk to be done."""
        worker = next(each for each in self._workers if each.chunk is None)
        while not worker.send(chunk):
            worker = self._replace(worker)

    def collect(self, timeout: float) -> list[Receipt | Death]:
        """Return what has come back, as `Pool.collect` does."""
        if self._errors:
            raise self._errors.pop()
        busy = self._busy()
        speaking = connection.wait([worker.pipe for worker in busy], timeout) if busy else []
        heard = [worker for worker in busy if worker.pipe in speaking or not worker.is_alive()]
        found = [each for worker in heard if (each := self._hear(worker)) is not None]
        if self._errors and not found:
            raise self._errors.pop()
        return found

    def progress(self) -> int:
        """Return the days simulated in chunks that are pending."""
        return sum(worker.slot.days.value for worker in self._busy())

    def close(self, *, abort: bool) -> None:
        """Let the processes end, after their chunks or, with `abort`, at once."""
        for worker in self._workers:
            worker.let_go(abort=abort)
        for worker in self._workers:
            worker.join()
        self._workers = []

    def _start(self) -> WorkerProcess:
        way = context()
        return WorkerProcess(self._task if way is FORK else self._task_afresh, way)

    @cached_property
    def _task_afresh(self) -> ExperimentTask:
        """The task for workers that load the model themselves."""
        return self._task.for_workers()

    def _busy(self) -> list[WorkerProcess]:
        return [worker for worker in self._workers if worker.chunk is not None]

    def _hear(self, worker: WorkerProcess) -> Receipt | Death | None:
        """Return what has become of a worker's chunk, or None if that is not known yet."""
        chunk, message = worker.chunk, worker.receive()
        assert chunk is not None  # noqa: S101 (only busy workers are heard)
        if message is None:
            return self._bury(worker, chunk)
        if isinstance(message, Ready):
            self._welcome(message)
            return None
        worker.chunk = None
        if isinstance(message, OSError):
            self._errors.append(message)
            return None
        return message

    def _welcome(self, message: Ready) -> None:
        self._deaths_at_start = 0
        if message.problem:
            raise WorkerError(f"no worker process can start: {message.problem}")

    def _bury(self, worker: WorkerProcess, chunk: Chunk) -> Death | None:
        """Replace a dead worker; if it had not even begun, its chunk has nothing to do with it."""
        if not worker.is_ready:
            self._replace(worker)
            self.submit(chunk)
            return None
        culprit = worker.culprit()
        self._replace(worker)
        reasons = {-number: reason for number, reason in LIMITS.items()}
        return Death(chunk, culprit, reasons.get(worker.exit_code or 0, KILLED))

    def _replace(self, worker: WorkerProcess) -> WorkerProcess:
        self._workers.remove(worker)
        worker.bury()
        self._deaths_at_start += not worker.is_ready
        if self._deaths_at_start == STARTS:
            problem = f"{STARTS} worker processes in a row ended before they could start"
            raise WorkerError(f"{problem}, the last with exit code {worker.exit_code}")
        self._workers.append(self._start())
        return self._workers[-1]


class WorkerProcess:
    """A worker process and the chunk that it does.

    Attributes
    ----------
    chunk
        The chunk, or None while it rests.
    pipe
        To and from the process.
    slot
        Where the process stands in its chunk.
    is_ready
        Whether the process has begun.
    exit_code
        How the process ended, once `join` has seen its end.
    """

    def __init__(self, task: ExperimentTask, way: Context) -> None:
        require_children()
        self.chunk: Chunk | None = None
        self.is_ready = False
        self.exit_code: int | None = None
        with starting(way) as surroundings:
            self.slot = Slot()
            self.pipe, theirs = multiprocessing.Pipe()
            _our_ends.add(self.pipe)
            arguments = (theirs, surroundings, self.slot, task)
            self._process = way.Process(target=_serve, args=arguments, daemon=True)
            with theirs:
                self._process.start()

    def send(self, chunk: Chunk) -> bool:
        """Give a chunk to the process, and tell whether it was there to take it."""
        self.slot.days.value = 0
        try:
            self.pipe.send(chunk)
        except ConnectionError:
            return False
        self.chunk = chunk
        return True

    def receive(self) -> Receipt | OSError | Ready | None:
        """Return what the process has said, or None if it is dead."""
        try:
            # A process that a run has left behind can hold the pipe of a dead worker open.
            message: Receipt | OSError | Ready | None = (
                self.pipe.recv() if self.pipe.poll() else None
            )
        except (EOFError, OSError):
            return None
        self.is_ready |= message is not None
        return message

    def is_alive(self) -> bool:
        """Tell whether the process is still there."""
        return self._process.is_alive()

    def culprit(self) -> str | None:
        """Return the run that is under way, if one is."""
        index = self.slot.run.value
        return None if self.chunk is None or index == NO_RUN else self.chunk.runs[index].id

    def let_go(self, *, abort: bool) -> None:
        """Have the process end once it has nothing left to do, or at once."""
        if abort:
            self._process.kill()
        self.pipe.close()

    def bury(self) -> None:
        """See the end of a process that no longer speaks, and kill it if it does not come."""
        deadline = time.monotonic() + DYING_SECONDS
        while self._process.exitcode is None and time.monotonic() < deadline:
            time.sleep(0.001)
        self.let_go(abort=True)
        self.join()

    def join(self) -> None:
        """Wait for the end of a process that was let go."""
        self._process.join()
        self.exit_code = self._process.exitcode
        self._process.close()


def require_children() -> None:
    """Refuse to start workers where there can be none: in a member of a pool, or nowhere at all.

    Raises
    ------
    WorkerError
        Before anything is done.
    """
    if multiprocessing.current_process().daemon:
        raise WorkerError("this process belongs to a pool, whose members may start no others")
    try:
        Path.cwd()
    except FileNotFoundError:
        raise WorkerError("no worker process can start: the working folder is gone") from None


def _serve(
    pipe: connection.Connection, surroundings: Surroundings, slot: Slot, task: ExperimentTask
) -> None:
    """Do chunks until the parent closes the pipe."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # if the server is another's
    surroundings.take()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for number in signal.valid_signals():
        # A handler would be the parent's, from which we were forked.
        if number in LIMITS or callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, LIMITS)
    worker = Worker(task, slot, own_process=True)
    with contextlib.suppress(EOFError, ConnectionError):
        pipe.send(_prepare(task))
        while True:
            pipe.send(worker.work(pipe.recv()))
    _leave()


def _prepare(task: ExperimentTask) -> Ready:
    """Load what the task needs; it stays, so that to look for garbage in it would waste time.

    Not even once: where we were forked, that would copy all memory that is shared.
    """
    gc.disable()
    problem = get_ready(task)
    if problem is None:
        gc.freeze()
    gc.enable()
    return Ready(problem)


def _end_with_parent() -> None:
    """End this process when the parent is gone, whoever else holds the pipe from it."""
    parent = multiprocessing.parent_process()
    assert parent is not None and parent.pid is not None  # noqa: PT018, S101 (only in children)
    ends: list[int] = [parent.sentinel]
    if hasattr(os, "pidfd_open"):
        with contextlib.suppress(OSError):
            ends.append(os.pidfd_open(parent.pid))
    connection.wait(ends)
    os._exit(1)


def _leave() -> None:
    """End this process, whatever threads a run has left in it."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(0)
