"""A run from its configuration to its results."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import sim
from sim.analysis.summary import summarise_replicate
from sim.config import Config, load
from sim.experiment import files, manifest, tables, workers
from sim.experiment.errors import FolderError, disk_errors
from sim.experiment.lock import lock
from sim.experiment.opening import admit, refuse_strangers
from sim.experiment.results import Results
from sim.experiment.store import SUMMARY, Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiment.manifest import Manifest
    from sim.experiment.tables import Columns

COMPILING_SECONDS = 2.0


class Observer:
    """Hears how a run goes; this one speaks only while the model is compiled."""

    def compiling(self) -> None:
        """Hear that the kernels are compiled, which takes a while."""
        sys.stderr.write("Compiling the model for the first time; later runs start at once.\n")

    def found(self, finished: int) -> None:
        """Hear how many replicates an earlier run had finished."""

    def advanced(self, replicates: int, days: int) -> None:
        """Hear how many replicates are finished and how many days of all are simulated."""


def simulate(config: Config, replicate: int, on_day: Callable[[int], None]) -> dict[str, Columns]:
    """Simulate one replicate and return its tables."""
    simulation = sim.Simulation(config, replicate)
    simulation.run(on_day)
    return simulation.tables()


def warm_up() -> None:
    """Compile the model's kernels, so that workers find them in numba's cache."""
    from sim.model import warm_up as compile_kernels  # noqa: PLC0415 (numba is slow to import)

    compile_kernels()


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
    observer: Observer | None = None,
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
    observer = observer or Observer()
    if out is None:
        return _run_aside(chosen, workers, observer)
    store = Store(Path(out), chosen)
    with disk_errors(store.folder):
        refuse_strangers(store.folder)
        files.make_folder(store.folder)
        with lock(store.folder):
            record = admit(store, force=force, resume=resume)
            if not force and store.is_complete(record):
                ...
            _finish(store, record, workers, observer)
    return Results(store.folder)
