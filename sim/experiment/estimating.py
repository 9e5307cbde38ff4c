"""What a sweep will cost: points, runs, time and disk, from timed trial runs."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from sim.experiment import files, parts
from sim.experiment.design.writing import factor_text
from sim.experiment.how import How
from sim.experiment.order import spread
from sim.experiment.runner import QUIET, task, warm_up
from sim.experiment.workers.work import Finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiment.design.experiment import Experiment
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
    trials : int
        Runs that were timed.
    seconds_per_run : float
        Their mean time.
    seconds : float
        Time that all runs take, without the final tables and figures.
    bytes : int
        Size of the tables; while they are put together, the disk holds them twice.
    """

    name: str
    factors: dict[str, str]
    points: int
    runs: int
    workers: int
    trials: int
    seconds_per_run: float
    seconds: float
    bytes: int


def estimate(experiment: Experiment, workers: int | None = None) -> Estimate:
    """Return what an experiment will cost; a few of its runs, far apart, are timed here.

    Parameters
    ----------
    experiment
        What is to be run.
    workers
        Processes to use; one for each core, but not more than runs, if not given.
    """
    points = experiment.points()
    runs = list(experiment.runs(0, 1))
    chosen = [runs[index] for index, _ in zip(spread(len(runs)), range(TRIALS), strict=False)]
    warm_up(QUIET)
    seconds, sizes = zip(*_trials(experiment, chosen), strict=True)
    planned = len(points) * experiment.most_replicates
    count = How(workers).processes(planned)
    per_run = fmean(seconds)
    return Estimate(
        name=experiment.name,
        factors={factor.name: factor_text(factor) for factor in experiment.factors},
        points=len(points),
        runs=planned,
        workers=count,
        trials=len(chosen),
        seconds_per_run=per_run,
        seconds=planned * per_run / count,
        bytes=round(planned * fmean(sizes)),
    )


def _trials(experiment: Experiment, runs: Sequence[Run]) -> Iterator[tuple[float, int]]:
    """Do runs here; yield the seconds that each takes and the bytes that it writes."""
    with tempfile.TemporaryDirectory() as folder:
        files.make_folder(Path(folder, parts.FOLDER))
        trial = task(experiment, Path(folder), 1)
        for run in runs:
            begun = time.perf_counter()
            simulated = trial.simulate(trial.configure(run), run, lambda _day: None)
            finished = Finished(run, trial.record(run, simulated), 0.0)
            part = trial.write([finished])
            yield time.perf_counter() - begun, sum(file.bytes for file in part.files)
