"""A run from its configuration to its results."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import sim
from sim.analysis.summary import summarise_replicate
from sim.config import Config, load, to_yaml
from sim.experiment import files, manifest, tables
from sim.experiment.errors import FolderError, disk_errors
from sim.experiment.lock import lock
from sim.experiment.observer import Observer
from sim.experiment.opening import admit, refuse_strangers
from sim.experiment.results import Results
from sim.experiment.store import SUMMARY, Store
from sim.experiment.workers import Batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiment.manifest import Manifest
    from sim.experiment.tables import Columns

COMPILING_SECONDS = 2.0
QUIET = Observer()


def simulate(config: Config, replicate: int, on_day: Callable[[int], None]) -> dict[str, Columns]:
    """Simulate one replicate and return its tables."""
    simulation = sim.Simulation(config, replicate)
    simulation.run(on_day)
    return simulation.tables()


def warm_up(observer: Observer) -> None:
    """Compile the model's kernels, so that workers find them in numba's cache."""
    from sim.model import warm_up as compile_kernels  # noqa: PLC0415 (numba is slow to import)

    timer = threading.Timer(COMPILING_SECONDS, observer.compiling)
    timer.start()
    try:
        compile_kernels()
    finally:
        timer.cancel()


def run(
    config: str | Path | Config,
    *,
    replicates: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    out: str | Path | None = None,
    force: bool = False,
    resume: bool = False,
    observer: Observer = QUIET,
) -> Results:
    """Simulate replicates of a configuration.

    The same configuration, seed and version give the same results on any number of workers,
    and the first replicates stay the same when more are asked.

    Parameters
    ----------
    config
        A configuration, the path of one, or the name of one that killzone ships.
    replicates, days, seed
        In place of `run.replicates`, `run.days` and `run.seed`.
    workers
        Processes to use; one for each core, but not more than replicates, if not given.
    out
        Folder for the results. Without it they live in a temporary folder, without figures,
        until the returned object is gone.
    force
        Replace the results in `out`.
    resume
        Go on with the run in `out`: only what is missing is simulated.
    observer
        Who hears how the run goes.

    Raises
    ------
    ConfigError
        If the configuration is not valid.
    RunError
        If the run cannot begin or go on; `FolderError`, `ResumeError`, `DiskError` and
        `WorkerError` say why.
    """
    chosen = resolve(config, replicates=replicates, days=days, seed=seed)
    if force and resume:
        raise FolderError("force replaces a run and resume goes on with it: choose one")
    if workers is not None and workers < 1:
        raise ValueError(f"workers is {workers}; it must be at least 1")
    store = Store(Path(tempfile.mkdtemp(prefix="killzone-") if out is None else out), chosen)
    results = Results(store.folder)
    if out is None:
        weakref.finalize(results, shutil.rmtree, store.folder, ignore_errors=True)
    with disk_errors(store.folder):
        refuse_strangers(store.folder)
        files.make_folder(store.folder)
        with lock(store.folder):
            earlier = admit(store, force=force, resume=resume)
            if earlier is not None and _is_done(store, earlier):
                observer.found(chosen.run.replicates)
            else:
                figures = out is not None and chosen.outputs.figures
                _carry_out(store, earlier, workers, figures, observer)
    return results


def resolve(
    config: str | Path | Config, *, replicates: int | None, days: int | None, seed: int | None
) -> Config:
    """Return the configuration with what is given in place of its own values."""
    given = {"replicates": replicates, "days": days, "seed": seed}
    overrides = [f"run.{name}={value}" for name, value in given.items() if value is not None]
    if not isinstance(config, Config):
        return load(config, overrides)
    if not overrides:
        return config
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "config.yaml")
        written.write_text(to_yaml(config), encoding="utf-8")
        return load(written, overrides)


def _is_done(store: Store, earlier: Manifest) -> bool:
    """Tell whether nothing is left to do; make parts again of a complete run that is to grow."""
    if not store.is_complete(earlier):
        return False
    if earlier["replicates"] < store.config.run.replicates:
        store.reopen(earlier["replicates"])
        return False
    store.tidy()
    return True


def _carry_out(
    store: Store, earlier: Manifest | None, workers: int | None, figures: bool, observer: Observer
) -> None:
    clock, record = time.monotonic(), manifest.begin(store.config)
    finished = [] if earlier is None else store.finished()
    missing = sorted(set(range(store.config.run.replicates)) - set(finished))
    if missing:
        warm_up(observer)  # before anything is removed
    if earlier is None:
        store.clear()
    else:
        record |= {"start": earlier["start"], "seconds": earlier["seconds"]}
        observer.found(len(finished))
    store.begin(record)

    def report(replicates: int, days: int) -> None:
        known = len(finished)
        observer.advanced(known + replicates, known * store.config.run.days + days)

    count = min(workers or _cores(), max(len(missing), 1))
    Batch(store, missing, simulate, report).run(count)
    _conclude(store, figures)
    seconds = round(record["seconds"] + time.monotonic() - clock, 1)
    store.complete(record | {"state": manifest.COMPLETE, "seconds": seconds})


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _conclude(store: Store, figures: bool) -> None:
    store.assemble()
    summaries = [_summary(store, each) for each in range(store.config.run.replicates)]
    with files.replacing(store.folder / SUMMARY) as file:
        file.write(pd.DataFrame(summaries).to_csv(index=False, lineterminator="\n").encode())
    if figures:
        from sim.view import draw_all  # noqa: PLC0415 (matplotlib is slow to import)

        draw_all(store.folder)


def _summary(store: Store, replicate: int) -> dict[str, float]:
    daily, designs = (
        tables.frame(store.read_part(replicate, name)) for name in ("daily", "designs")
    )
    return {"replicate": replicate, **summarise_replicate(daily, designs, store.config)}
