"""By which workers runs are carried out."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiment.errors import WorkerError
from sim.experiment.workers.origin import load_meanwhile
from sim.experiment.workers.pool import Here
from sim.experiment.workers.processes import Processes, require_children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.experiment.task import ExperimentTask
    from sim.experiment.workers.pool import Pool


@dataclass(frozen=True)
class Execution:
    """How runs are carried out: by which workers, and when to stop; it changes no result.

    Attributes
    ----------
    workers : int or None
        Processes; one for each core, but not more than runs, if None.
    here : bool
        Whether one worker may be this process itself.
    scheduler : str or None
        Address of a Dask scheduler whose workers do the runs.
    stops : bool
        Whether the first run that fails ends it.
    accepts_code_change : bool
        Whether to go on with what other software has begun.
    """

    workers: int | None = None
    here: bool = False
    scheduler: str | None = None
    stops: bool = False
    accepts_code_change: bool = False

    def __post_init__(self) -> None:
        """Refuse fewer than one worker."""
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"workers is {self.workers}; it must be at least 1")

    def processes(self, runs: int) -> int:
        """Return how many processes to use for so many runs."""
        return min(self.workers or _cores(), max(runs, 1))

    def begin_workers(self, runs: int) -> None:
        """Have the server, if there is to be one, load what workers need meanwhile.

        Raises
        ------
        WorkerError
            With the cure, where this process may have no workers, as in one of a pool.
        """
        if self.scheduler is None and not self._is_alone(self.processes(runs)):
            with self._cured():
                require_children()
                load_meanwhile()

    @contextlib.contextmanager
    def pool(self, task: ExperimentTask, runs: int, report: Callable[[], None]) -> Iterator[Pool]:
        """Open the workers that do `runs` runs of `task`; they end with the block."""
        pool = self._open(task, self.processes(runs), report)
        try:
            yield pool
        except BaseException:
            pool.close(abort=True)
            raise
        pool.close(abort=False)

    def _open(self, task: ExperimentTask, processes: int, report: Callable[[], None]) -> Pool:
        if self._is_alone(processes):
            return Here(task, report)
        if self.scheduler is not None:
            from sim.experiment.workers.cluster import Cluster  # noqa: PLC0415 (an extra)

            return Cluster(task.for_workers(), self.scheduler)
        with self._cured():
            return Processes(task, processes)

    def _is_alone(self, processes: int) -> bool:
        return self.here and processes == 1 and self.scheduler is None

    @contextlib.contextmanager
    def _cured(self) -> Iterator[None]:
        """Say how to do without workers, where that can be."""
        try:
            yield
        except WorkerError as error:
            cure = "; with workers=1 this process does the runs itself" if self.here else ""
            raise WorkerError(f"{error}{cure}") from error


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
