"""From a configuration or an experiment to its results."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import mesa  # noqa: F401 (first: its loggers look through every module that is loaded)

from sim.config import Config, load
from sim.config.behaviours import allow, allowed, sources
from sim.experiment.campaign import Campaign
from sim.experiment.design.experiment import Experiment
from sim.experiment.design.reading import read_experiment
from sim.experiment.errors import FailedRunsError, FolderError, disk_errors
from sim.experiment.rehearsal import rehearse
from sim.experiment.results import rerunning
from sim.experiment.results.results import Results
from sim.experiment.results.summarising import write_summary
from sim.experiment.store import files
from sim.experiment.store.folder import admit, refuse_strangers
from sim.experiment.store.lock import lock
from sim.experiment.task import ExperimentTask
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.config.paths import Given
    from sim.experiment.store.tables import Columns

QUIET = Observer()

Draw = Callable[[Results], list[Path]]


def no_figures(_results: Results) -> list[Path]:
    """Draw nothing."""
    return []


def simulate(config: Config, replicate: int, on_day: Callable[[int], None]) -> dict[str, Columns]:
    """Simulate one replicate and return its tables."""
    from sim.war.replicate import simulate as simulate_one  # noqa: PLC0415 (numba is slow to import)

    return simulate_one(config, replicate, on_day)


def no_news() -> None:
    """Tell nobody."""


def compile_model(on_compilation: Callable[[], None] = no_news) -> None:
    """Compile the model's kernels, or load them from numba's cache.

    `on_compilation` is called once before the first that the cache does not have.
    """
    from sim.war.numerics.compiled import telling_of_compilation  # noqa: PLC0415
    from sim.war.replicate import warm_up as compile_kernels  # noqa: PLC0415 (numba is slow to import)

    with telling_of_compilation(on_compilation):
        compile_kernels()


def warm_up(observer: Observer) -> None:
    """Compile the model, so that workers find it in numba's cache; say so if that is needed."""
    compile_model(observer.compiling)


def get_ready(experiment: Experiment, execution: Execution, observer: Observer) -> None:
    """Compile the model, rehearse what comes from outside, and see that there can be workers.

    Raises
    ------
    BehaviourError
        If what comes from outside does not keep to the rules.
    WorkerError
        If no worker may start.
    """
    execution.begin_workers(experiment.most_replicates)
    warm_up(observer)
    rehearse(experiment)


def run(
    config: Given | Config,
    *,
    replicates: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    out: Given | None = None,
    force: bool = False,
    resume: bool = False,
    accept_code_change: bool = False,
    behaviours: Iterable[str | type] = (),
    observer: Observer = QUIET,
    draw: Draw = no_figures,
) -> Results:
    """Simulate replicates of a configuration: a sweep of one point.

    The same configuration, seed and version give the same results on any number of workers,
    and the first replicates stay the same when more are asked for.

    Parameters
    ----------
    config
        A configuration, the path of one, or the name of one that killzone ships.
    replicates, days, seed
        In place of `run.replicates`, `run.days` and `run.seed`.
    workers
        Processes to use; one for each core, but not more than replicates, if not given. One
        alone is this process itself.
    out, force, resume, accept_code_change, behaviours, observer, draw
        As for `sweep`.

    Raises
    ------
    ConfigError
        If the configuration is not valid.
    RunError
        If the run cannot begin or go on, or replicates failed: `FolderError`, `ResumeError`,
        `DiskError`, `WorkerError` and `FailedRunsError` say why.

    Examples
    --------
    >>> import sim
    >>> results = sim.run("one-race", days=60, replicates=2, workers=1)
    >>> results
    <Results: 2 of 2 runs, in ...>
    >>> len(results.daily)  # days 0 to 60, twice
    122
    """
    allow(behaviours)
    chosen = resolve(config, replicates=replicates, days=days, seed=seed)
    name = "run" if isinstance(config, Config) else Path(os.fsdecode(config)).stem
    execution = Execution(workers, here=True, accepts_code_change=accept_code_change)
    experiment = Experiment.of(chosen, name)
    return _carry_out(experiment, out, execution, observer, draw, force=force, resume=resume)


def sweep(
    experiment: Given | Experiment,
    *,
    settings: Iterable[str] = (),
    workers: int | None = None,
    out: Given | None = None,
    force: bool = False,
    resume: bool = False,
    on_error: Literal["continue", "stop"] = "continue",
    scheduler: str | None = None,
    accept_code_change: bool = False,
    behaviours: Iterable[str | type] = (),
    observer: Observer = QUIET,
    draw: Draw = no_figures,
) -> Results:
    r"""Simulate all runs of an experiment.

    The same experiment and version give the same tables on any number of workers, in whatever
    order and after however many interruptions the runs were done.

    Parameters
    ----------
    experiment
        An experiment, or the path of one.
    settings
        Changes of its base configuration, as given to ``--set``, if it is a path.
    workers
        Processes to use; one for each core, but not more than runs, if not given.
    out
        Folder for the results; `~` at its beginning is the home folder. Without it they live in a
        temporary folder until the returned object is gone.
    force
        Replace the results in `out`.
    resume
        Go on with what is in `out`: only what is missing is simulated, be it after a kill, or
        because replicates or levels have been added; failed runs are tried again.
    on_error
        Whether the other runs go on when one fails.
    scheduler
        Address of a Dask scheduler, as "tcp://10.0.0.1:8786"; its workers do the runs and write
        to `out`, which they must see under the same path.
    accept_code_change
        Resume although the software is not what it was; the timings tell old runs from new.
    behaviours
        Modules that the configuration may load, by name or as classes that are in them.
    observer
        Who hears how it goes.
    draw
        Draws the figures, if `outputs.figures` asks for them and there is an `out`; returns
        their files.

    Raises
    ------
    ConfigError
        If the experiment, or a point of its design, is not valid.
    RunError
        If it cannot begin or go on, or runs failed.

    Examples
    --------
    >>> from pathlib import Path
    >>> import sim
    >>> lines = (
    ...     "name: mine",
    ...     "base: one-race",
    ...     "set: {run.days: 60}",
    ...     "factors: {race.obsolescence_days: {values: [30, 60]}}",
    ...     "design: {kind: grid}",
    ...     "replicates: 2",
    ...     "responses: {zone: {column: kill_zone_km, statistic: mean}}",
    ... )
    >>> written = Path("mine.yaml").write_text("\n".join(lines))
    >>> points = sim.sweep("mine.yaml", workers=1).points
    >>> points["race.obsolescence_days"].tolist()
    [30.0, 60.0]
    """
    allow(behaviours)
    chosen = experiment
    if not isinstance(chosen, Experiment):
        chosen = read_experiment(chosen, settings)
    execution = Execution(
        workers,
        scheduler=scheduler,
        stops=on_error == "stop",
        accepts_code_change=accept_code_change,
    )
    return _carry_out(chosen, out, execution, observer, draw, force=force, resume=resume)


def rerun(folder: Given, run_id: str, behaviours: Iterable[str | type] = ()) -> str:
    """Do one run again, alone and in this process, and say whether its numbers are the same.

    Parameters
    ----------
    folder
        The result folder.
    run_id
        Which run: its id in the column `run` of every table.
    behaviours
        Modules that the configuration may load, by name or as classes that are in them.

    Returns
    -------
    str
        What came out.

    Raises
    ------
    RunError
        If there is no such run, or its numbers differ from those that are stored.

    Examples
    --------
    >>> import sim
    >>> results = sim.run("one-race", days=20, replicates=1, workers=1, out="once")
    >>> sim.rerun("once", results.runs.loc[0, "run"])
    '...the same rows...'
    """
    allow(behaviours)
    return rerunning.rerun(files.located(folder), run_id, simulate)


def resolve(
    config: Given | Config, *, replicates: int | None, days: int | None, seed: int | None
) -> Config:
    """Return the configuration with what is given in place of its own values."""
    given = {"replicates": replicates, "days": days, "seed": seed}
    overrides = [f"run.{name}={value}" for name, value in given.items() if value is not None]
    return load(config, overrides)


def task(experiment: Experiment, folder: Path, epoch: int) -> ExperimentTask:
    """Return how a run of an experiment is done."""
    found = sources(experiment.base.behaviours)
    return ExperimentTask(
        experiment,
        folder,
        epoch,
        simulate,
        compile_model,
        allowed(),
        found,
    )


def _carry_out(
    experiment: Experiment,
    out: Given | None,
    execution: Execution,
    observer: Observer,
    draw: Draw,
    *,
    force: bool,
    resume: bool,
) -> Results:
    if force and resume:
        raise FolderError("force replaces results and resume goes on with them: choose one")
    folder = Path(tempfile.mkdtemp(prefix="killzone-")) if out is None else files.located(out)
    results = Results(folder)
    if out is None:
        weakref.finalize(results, shutil.rmtree, folder, ignore_errors=True)
    drawn = draw if experiment.figures and out is not None else no_figures
    campaign = Campaign(
        experiment,
        folder,
        functools.partial(task, experiment, folder),
        execution,
        observer,
        functools.partial(get_ready, experiment, execution, observer),
        functools.partial(_conclude, folder, drawn),
    )
    with disk_errors(folder):
        refuse_strangers(folder)
        files.make_folder(folder)
        with lock(folder):
            accepts = execution.accepts_code_change
            campaign.carry_out(
                admit(
                    folder,
                    experiment,
                    force=force,
                    resume=resume,
                    accept_code_change=accepts,
                )
            )
            counts = results.counts  # from now on it stands for these results
    if counts.failed:
        raise FailedRunsError(folder, _failed(results))
    return results


def _conclude(folder: Path, draw: Draw) -> list[Path]:
    """Write what is made of the final tables, and return the files."""
    results = Results(folder)
    return write_summary(results) + draw(results)


def _failed(results: Results) -> str:
    counts, first = results.counts, results.failures.iloc[0]
    others = f"; the other {counts.done:,} are in {results.folder}" if counts.done else ""
    return (
        f"{counts.failed:,} of {counts.planned:,} runs failed{others}\n"
        f"the first: {first['exception']}: {first['message']}\n"
        f"failures.parquet lists them all; this one alone is repeated by\n  {first['command']}"
    )
