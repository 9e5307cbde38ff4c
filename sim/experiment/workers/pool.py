"""What the loop of a sweep asks of its workers; and the pool that this process is by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.experiment.workers.work import Slot, Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiment.plan import Chunk, Death, Receipt
    from sim.experiment.task import ExperimentTask


class Pool(Protocol):
    """Workers that do chunks of runs."""

    @property
    def slots(self) -> int:
        """How many chunks are done at the same time; 0 while a cluster has no worker."""

    def free(self) -> int:
        """Return how many chunks can be submitted now."""

    def pending(self) -> int:
        """Return how many chunks are submitted and not yet collected."""

    def submit(self, chunk: Chunk) -> None:
        """Take a chunk to be done."""

    def collect(self, timeout: float) -> list[Receipt | Death]:
        """Return what has come back, after at most `timeout` seconds even if it is nothing.

        Raises
        ------
        OSError
            If a worker could not write its part. What else has come back by then was returned
            before, the chunk is no longer pending and none of its runs is done.
        WorkerError
            If there is no worker to go on with.
        """

    def progress(self) -> int:
        """Return the days simulated in chunks that are pending; 0 where it is not known."""

    def close(self, *, abort: bool) -> None:
        """Let the workers end; with `abort` at once, in the middle of what they do."""


class Here:
    """The pool without processes: a chunk is done when it is collected.

    There is no time limit, because it would end this process.
    """

    slots = 1

    def __init__(self, task: ExperimentTask, on_day: Callable[[], None]) -> None:
        self._slot = Slot()
        self._worker = Worker(task, self._slot, own_process=False, on_day=on_day)
        self._chunk: Chunk | None = None

    def free(self) -> int:
        """Return how many chunks can be submitted now."""
        return 1 - self.pending()

    def pending(self) -> int:
        """Return how many chunks are submitted and not yet collected."""
        return int(self._chunk is not None)

    def submit(self, chunk: Chunk) -> None:
        """Keep a chunk for `collect`."""
        self._chunk = chunk

    def collect(self, timeout: float) -> list[Receipt | Death]:  # noqa: ARG002 (never waits)
        """Do the chunk and return what became of it, as `Pool.collect` does."""
        chunk, self._chunk = self._chunk, None
        if chunk is None:
            return []
        answer = self._worker.work(chunk)
        self._slot.days.value = 0
        if isinstance(answer, OSError):
            raise answer
        return [answer]

    def progress(self) -> int:
        """Return the days simulated in the chunk that is pending."""
        return int(self._slot.days.value)

    def close(self, *, abort: bool) -> None:
        """Do nothing: there is nothing to end."""
