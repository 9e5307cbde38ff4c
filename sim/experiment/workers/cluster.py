"""Runs on the workers of a Dask cluster, which write them to the folder that all share.

Dask tries a task again on one worker after another when they die, and blames each task that
waits at a dead worker as much as the one that ended it. So each chunk is sent to one certain
worker, and when that one is gone the sweep decides what becomes of the chunk.
"""

from __future__ import annotations

import time
import uuid
import warnings
from collections import deque
from typing import TYPE_CHECKING, Any

from sim.experiment.errors import WorkerError
from sim.experiment.plan import KILLED, TIME_LIMIT, Chunk, Death, Receipt
from sim.experiment.workers import remote
from sim.experiment.workers.scheduler import Refusal, Scheduler
from sim.experiment.workers.work import describe

if TYPE_CHECKING:
    from distributed import Future

    from sim.experiment.task import ExperimentTask

SECONDS_WITHOUT_WORKERS = 60.0
"""How long a sweep waits for a worker when there is none."""
LOOK_SECONDS = 1.0
"""How often the scheduler is asked for its workers; one that is missing twice is gone."""
QUEUED_SECONDS = 10.0
"""Shorter chunks are queued at workers that are still at another, so that none waits for the
next; a longer one should go to the worker that is free first."""


class Cluster:
    """The pool of the workers that a Dask scheduler has.

    Workers may come and go. One with other software is not used, nor one with more than one
    thread, because a time limit ends the process with all of them.

    Raises
    ------
    RunError
        If Dask is not installed.
    WorkerError
        If the scheduler does not answer.
    """

    def __init__(self, task: ExperimentTask, address: str) -> None:
        self._scheduler = Scheduler(address)
        self._task = task
        self._sweep = uuid.uuid4().hex
        self._workers: dict[str, RemoteWorker] = {}
        self._waiting: deque[Chunk] = deque()
        self._found: list[Receipt | Death] = []
        self._errors: list[OSError] = []
        self._refused: dict[str, str] = {}
        self._has_worked = False
        self._queued = 1
        self._next_look = 0.0
        self._last_seen = time.monotonic()

    @property
    def slots(self) -> int:
        """How many workers there are."""
        return len(self._ready())

    def free(self) -> int:
        """Return how many chunks can be submitted now."""
        under_way = sum(len(worker.chunks) for worker in self._ready()) + len(self._waiting)
        return max(0, self._queued * self.slots - under_way)

    def pending(self) -> int:
        """Return how many chunks are submitted and not yet collected."""
        under_way = sum(len(worker.chunks) for worker in self._workers.values())
        return under_way + len(self._waiting) + len(self._found) + len(self._errors)

    def submit(self, chunk: Chunk) -> None:
        """Take a chunk to be done."""
        self._waiting.append(chunk)
        self._send()

    def collect(self, timeout: float) -> list[Receipt | Death]:
        """Return what has come back, as `Pool.collect` does."""
        self._look()
        patience = 0.0 if self._found or self._errors else min(timeout, LOOK_SECONDS)
        for future, answer in self._scheduler.answers(patience):
            self._hear(future, answer)
        self._send()
        found, self._found = self._found, []
        if self._errors and not found:
            raise self._errors.pop()
        return found

    def progress(self) -> int:
        """Return 0: what workers elsewhere do is known only once it is finished."""
        return 0

    def close(self, *, abort: bool) -> None:  # noqa: ARG002 (workers finish what they are at)
        """Take back what is not begun and leave the cluster."""
        for worker in list(self._workers.values()):
            self._drop(worker)
        self._scheduler.close()

    def _ready(self) -> list[RemoteWorker]:
        workers = self._workers.values()
        return [worker for worker in workers if worker.is_ready and worker.missing_since is None]

    def _send(self) -> None:
        """Send chunks that wait to the workers that have the least to do."""
        while self._waiting and self._scheduler.is_connected():
            worker = min(self._ready(), key=lambda each: len(each.chunks), default=None)
            if worker is None or len(worker.chunks) >= self._queued:
                return
            chunk = self._waiting.popleft()
            future = self._scheduler.call(worker.address, remote.work, self._sweep, chunk)
            worker.add(chunk, future)

    def _hear(self, future: Future, answer: Any) -> None:
        worker = next((each for each in self._workers.values() if future in each.chunks), None)
        greeted = next((each for each in self._workers.values() if future is each.greeting), None)
        if greeted is not None:
            self._admit(greeted, answer)
        elif worker is not None:  # else it is from a worker that was given up
            self._take(worker, future, answer)
        future.release()

    def _take(self, worker: RemoteWorker, future: Future, answer: remote.Answer | Refusal) -> None:
        if isinstance(answer, Receipt):
            worker.finish(future)
            self._found.append(answer)
            self._has_worked = True
            seconds = sum(done.seconds for done in answer.part.runs) if answer.part else 0.0
            self._queued = 2 if seconds < QUEUED_SECONDS else 1
        elif isinstance(answer, OSError):
            worker.finish(future)
            self._errors.append(answer)
        elif isinstance(answer, remote.Unready):
            raise WorkerError(f"worker {worker.address} cannot start: {answer.problem}")
        elif isinstance(answer, remote.Unknown) or answer.is_death:
            self._bury(worker)
        elif answer.is_loss:
            self._waiting.append(worker.finish(future))
        else:
            raise WorkerError(f"worker {worker.address}: {describe(answer.error)}")

    def _look(self) -> None:
        """See which workers are there; greet new ones, bury those that are gone."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        present = self._scheduler.workers()
        if present is not None:
            self._greet(present)
            self._miss(present)
        if present and self._ready():
            self._last_seen = now
        elif now - self._last_seen > SECONDS_WITHOUT_WORKERS or self._is_hopeless():
            raise WorkerError(self._complaint())

    def _miss(self, present: dict[str, int]) -> None:
        for worker in list(self._workers.values()):
            if worker.address in present:
                worker.missing_since = None
            elif worker.missing_since is None:
                worker.missing_since = time.monotonic()
            else:
                self._bury(worker)

    def _is_hopeless(self) -> bool:
        """Tell whether the scheduler is gone for good or all workers that it has are refused."""
        unfit = self._refused and not self._workers and not self._has_worked
        return self._scheduler.is_gone() or bool(unfit)

    def _complaint(self) -> str:
        refused = "".join(f"\n  worker {name}: {why}" for name, why in self._refused.items())
        if not self._scheduler.is_connected():
            problem = "the scheduler is gone"
        elif self._is_hopeless():
            problem = "no worker can be used"
        else:
            problem = f"no worker was free for {SECONDS_WITHOUT_WORKERS:.0f} seconds"
        return f"{self._scheduler.address}: {problem}{refused}"

    def _greet(self, present: dict[str, int]) -> None:
        for address in present.keys() - self._workers.keys() - self._refused.keys():
            if present[address] == 1:
                greeting = self._scheduler.call(address, remote.enlist, self._sweep, self._task)
                self._workers[address] = RemoteWorker(address, greeting)
            else:
                threads = f"{present[address]} threads; start it again with --nthreads 1"
                self._refuse(address, threads)

    def _admit(self, worker: RemoteWorker, answer: object) -> None:
        if isinstance(answer, remote.Papers):
            problem = remote.differences(answer.software)
            worker.is_ready = not problem
            if problem:
                self._drop(worker)
                self._refuse(worker.address, f"on {answer.host}: {problem}")
        elif isinstance(answer, Refusal):
            self._drop(worker)
            if not (answer.is_death or answer.is_loss):
                self._refuse(worker.address, f"{describe(answer.error)}; install killzone there")

    def _refuse(self, address: str, problem: str) -> None:
        self._refused[address] = problem
        warnings.warn(f"worker {address} is not used: {problem}", stacklevel=2)

    def _bury(self, worker: RemoteWorker) -> None:
        """Report the death over the chunk under way, and send those behind it elsewhere."""
        chunks = list(worker.chunks.values())
        if chunks:
            is_late = worker.seconds() >= self._task.seconds_per_run
            alone = len(chunks[0].runs) == 1
            culprit = chunks[0].runs[0].id if alone else None
            reason = TIME_LIMIT if alone and is_late else KILLED
            self._found.append(Death(chunks[0], culprit, reason))
        self._waiting.extend(chunks[1:])
        self._drop(worker)

    def _drop(self, worker: RemoteWorker) -> None:
        del self._workers[worker.address]
        for future in (worker.greeting, *worker.chunks):
            future.release()


class RemoteWorker:
    """A worker and the chunks that it has.

    Attributes
    ----------
    address
        Of the worker.
    greeting
        Its answer when it was enlisted.
    is_ready
        Whether it was found fit.
    chunks
        What it is at, and what waits behind that, by the future of each.
    missing_since
        Since when the scheduler has not known it.
    """

    def __init__(self, address: str, greeting: Future) -> None:
        self.address = address
        self.greeting = greeting
        self.is_ready = False
        self.chunks: dict[Future, Chunk] = {}
        self.missing_since: float | None = None
        self._begun = 0.0

    def add(self, chunk: Chunk, future: Future) -> None:
        """Take note of a chunk that was sent to the worker."""
        if not self.chunks:
            self._begun = time.monotonic()
        self.chunks[future] = chunk

    def finish(self, future: Future) -> Chunk:
        """Return the chunk that has come back; the worker is at the next one."""
        self._begun = time.monotonic()
        return self.chunks.pop(future)

    def seconds(self) -> float:
        """Return how long the worker was at its chunk, at most, before it went missing."""
        return (self.missing_since or time.monotonic()) - self._begun
