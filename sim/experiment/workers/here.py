"""Runs in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.plan import Receipt
from sim.experiment.workers.work import Slot, Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiment.plan import Chunk, Death
    from sim.experiment.workers.work import Task


class Here:
    """The pool without processes: a chunk is done as soon as it is submitted.

    There is no time limit, for it would end this process.

    Parameters
    ----------
    task
        How runs are done.
    on_day
        Called after each day of a run.
    """

    slots = 1

    def __init__(self, task: Task, on_day: Callable[[], None]) -> None:
        task.prepare()
        self._slot = Slot()
        self._worker = Worker(task, self._slot, own_process=False, on_day=on_day)
        self._done: Receipt | OSError | None = None

    def free(self) -> int:
        """Return how many chunks can be submitted now."""
        return 1 - self.pending()

    def pending(self) -> int:
        """Return how many chunks are submitted and not yet collected."""
        return int(self._done is not None)

    def submit(self, chunk: Chunk) -> None:
        """Do a chunk."""
        outcome = self._worker.work(chunk)
        self._done = outcome if isinstance(outcome, OSError) else Receipt(chunk, *outcome)

    def collect(self, timeout: float) -> list[Receipt | Death]:  # noqa: ARG002 (never waits)
        """Return what has come back, as `Pool.collect` does."""
        done, self._done = self._done, None
        self._slot.days.value = 0
        if isinstance(done, OSError):
            raise done
        return [] if done is None else [done]

    def progress(self) -> int:
        """Return the days simulated in the chunk that is pending."""
        return int(self._slot.days.value)

    def close(self, *, abort: bool) -> None:
        """Do nothing: there is nothing to end."""
