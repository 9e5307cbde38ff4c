"""What a sweep will cost: points, runs, time and disk, from timed trial runs."""

from __future__ import annotations

import itertools
import tempfile
import time
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from sim.experiment.design.factors import Bundles
from sim.experiment.design.writing import factor_text
from sim.experiment.plan import Chunk, Finished
from sim.experiment.runner import QUIET, task, warm_up
from sim.experiment.store import files, parts
from sim.experiment.store.folder import admit
from sim.experiment.store.ledger_view import NAME, LedgerView
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.order import spread
from sim.experiment.workers.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiment.design.experiment import Experiment
    from sim.experiment.design.factors import Factor
    from sim.experiment.plan import Run

TRIALS = 3


class Estimate(NamedTuple):
    """What a sweep will cost.

    Attributes
    ----------
    name : str
        The experiment.
    factors : dict of str to str
        Each factor with its levels or range, in words.
    points, runs : int
        How many there are; with automatic replicates the most runs.
    workers : int
        Processes.
    done : int
        Runs that a resumed sweep already has; they cost nothing.
    trials : int
        Runs that were timed.
    seconds_per_run, slowest, limit : float
        Their mean time, the longest, and what the experiment allows a run.
    seconds_to_start : float
        Time until a worker has loaded the model.
    seconds : float
        Time that it all takes, without the final tables and figures.
    bytes : int
        Size of the tables; while they are put together, the disk holds them twice.
    """

    name: str
    factors: dict[str, str]
    points: int
    runs: int
    workers: int
    done: int
    trials: int
    seconds_per_run: float
    slowest: float
    limit: float
    seconds_to_start: float
    seconds: float
    bytes: int


def estimate(
    experiment: Experiment, workers: int | None = None, resumed: Path | None = None
) -> Estimate:
    """Return what an experiment will cost; a few of its runs, far apart, are timed here.

    Parameters
    ----------
    experiment
        What is to be run.
    workers
        Processes to use; one for each core, but not more than runs, if not given.
    resumed
        Folder of the results to resume, if any.

    Raises
    ------
    ResumeError
        If these were begun with another experiment.
    """
    done = 0 if resumed is None else _done(experiment, resumed)
    points, rows = experiment.most_points, sum(1 for _ in experiment.rows())
    tried = set(itertools.islice(spread(rows), TRIALS))
    chosen = [
        experiment.run_at(levels, 0)
        for index, levels in enumerate(experiment.rows())
        if index in tried
    ]
    warm_up(QUIET)
    seconds, sizes = zip(*_trials(experiment, chosen), strict=True)
    planned = points * experiment.most_replicates
    count, start = Execution(workers).processes(planned - done), _seconds_to_start(experiment)
    per_run = fmean(seconds)
    return Estimate(
        name=experiment.name,
        factors={factor.name: _levels(factor) for factor in experiment.factors},
        points=points,
        runs=planned,
        workers=count,
        done=done,
        trials=len(chosen),
        seconds_per_run=per_run,
        slowest=max(seconds),
        limit=experiment.seconds_per_run,
        seconds_to_start=start,
        seconds=start + (planned - done) * per_run / count if planned > done else 0.0,
        bytes=round(planned * fmean(sizes)),
    )


def _levels(factor: Factor) -> str:
    """Return the levels of a factor in words; of bundles their names."""
    return (
        ", ".join(map(str, factor.levels)) if isinstance(factor, Bundles) else factor_text(factor)
    )


def _done(experiment: Experiment, folder: Path) -> int:
    """Return how many runs of an experiment its folder has."""
    begun = admit(folder, experiment, force=False, resume=True, accept_code_change=True)
    if begun is None or not (folder / NAME).exists():
        return 0
    with LedgerView.read(folder) as ledger:
        there = {place.run.id for place in ledger.locations()}
    if experiment.design.grows:
        return len(there)
    runs = experiment.runs(0, experiment.most_replicates)
    return sum(run.id in there for run in runs)


def _seconds_to_start(experiment: Experiment) -> float:
    """Return how long a worker takes until it can do a run; all of them start at once."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        pool = Processes(task(experiment, Path(folder), 1), 1)
        try:
            pool.submit(Chunk(0, ()))
            while not pool.collect(1.0):
                pass
            return time.perf_counter() - begun
        finally:
            pool.close(abort=False)


def _trials(experiment: Experiment, runs: Sequence[Run]) -> Iterator[tuple[float, int]]:
    """Do runs here; yield the seconds that each takes and the bytes that it writes."""
    with tempfile.TemporaryDirectory() as folder:
        files.make_folder(Path(folder, parts.FOLDER))
        trial = task(experiment, Path(folder), 1)
        for run in runs:
            begun = time.perf_counter()
            config = trial.configure(run)
            recorded = trial.simulate(config, run, lambda _day: None)
            part = trial.write([Finished(run, trial.record(run, config, recorded), 0.0)])
            yield time.perf_counter() - begun, sum(file.bytes for file in part.files)
