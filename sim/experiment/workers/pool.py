"""What the loop of a sweep asks of its workers, whatever and wherever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sim.experiment.plan import Chunk, Death, Receipt


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
        """Have a chunk done."""

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
