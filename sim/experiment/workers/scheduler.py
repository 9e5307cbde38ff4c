"""The line to a Dask scheduler; the one module that knows Dask."""

from __future__ import annotations

import itertools
import queue
import time
import uuid
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.experiment.errors import RunError, WorkerError
from sim.experiment.workers.work import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Client, Future

ANSWER_SECONDS = 10.0
"""How long the scheduler may take to answer."""


class Refusal(NamedTuple):
    """What Dask raised in place of a result."""

    error: BaseException

    @property
    def is_death(self) -> bool:
        """Whether workers died over it."""
        from distributed import KilledWorker  # noqa: PLC0415 (Dask is an extra)

        return isinstance(self.error, KilledWorker)

    @property
    def is_loss(self) -> bool:
        """Whether it was lost on the way, for no reason of its own."""
        return isinstance(self.error, (CancelledError, OSError))


class Scheduler:
    """Calls functions on certain workers and brings back their answers.

    Raises
    ------
    RunError
        If Dask is not installed.
    WorkerError
        If there is no scheduler.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._client = _connect(address)
        self._answers: queue.SimpleQueue[tuple[Future, Any]] = queue.SimpleQueue()
        self._keys = f"killzone-{uuid.uuid4().hex}"
        self._numbers = itertools.count()

    def is_connected(self) -> bool:
        """Tell whether the scheduler is there."""
        return bool(self._client.status == "running")

    def is_gone(self) -> bool:
        """Tell whether the scheduler has been away for so long that Dask has given it up."""
        return bool(self._client.status == "closed")

    def workers(self) -> dict[str, int] | None:
        """Return the threads of each worker by its address, or None if there is no answer."""
        if not self.is_connected():
            return None
        ask = self._client.scheduler.ncores
        try:
            return dict(self._client.sync(ask, callback_timeout=ANSWER_SECONDS))
        except OSError:
            return None

    def call(self, worker: str, function: Callable[..., object], *arguments: object) -> Future:
        """Call a function on a worker, after what it was called for before."""
        number = next(self._numbers)
        future = self._client.submit(
            function,
            *arguments,
            key=f"{self._keys}-{number}",
            pure=False,
            workers=[worker],
            priority=-1e-9 * number,  # the oldest first, yet as urgent as other people's
        )
        future.add_done_callback(self._fetch)
        return future

    def answers(self, timeout: float) -> Iterator[tuple[Future, Any]]:
        """Yield what has been answered, after at most `timeout` seconds even if nothing has."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                yield self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return
            deadline = 0.0

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()

    def _fetch(self, future: Future) -> None:
        """Fetch an answer as soon as it is there, because it would be lost with its worker."""
        try:
            answer: Any = future.result(timeout=ANSWER_SECONDS)
        except BaseException as error:
            answer = Refusal(error)
        self._answers.put((future, answer))


def _connect(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 (Dask is an extra)
    except ImportError as error:
        raise RunError("a scheduler needs Dask: pip install 'killzone[cluster]'") from error
    try:
        return Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WorkerError(f"{address}: no Dask scheduler answers ({describe(error)})") from error
