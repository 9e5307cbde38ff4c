"""One run of a sweep again, alone and in this process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sim.experiment import experiment_tables
from sim.experiment.errors import DeterminismError, FolderError
from sim.experiment.store import parts
from sim.experiment.store.folder import experiment_in
from sim.experiment.store.ledger_view import LedgerView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sim.config import Config
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.plan import Run
    from sim.experiment.store.tables import Columns
    from sim.experiment.task import Simulate


def rerun(folder: Path, run_id: str, simulate: Simulate) -> str:
    """Do a run again, with the configuration and replicate that it has in a result folder.

    Nothing is written. What the model raises comes out as it is, with its traceback.

    Returns
    -------
    str
        Whether its rows are those that are stored, in a sentence.

    Raises
    ------
    FolderError
        If there is no such run.
    DeterminismError
        If it was done before with other numbers.
    """
    experiment = experiment_in(folder)
    run, before = _find(folder, run_id)
    config, begun = experiment.config_at(run.levels), time.monotonic()
    recorded = simulate(config, run.replicate, lambda _day: None)
    now = digest(experiment, run, config, recorded)
    if before is None:
        seconds, limit = time.monotonic() - begun, experiment.seconds_per_run
        return (
            f"run {run.id} succeeds after {seconds:.1f} s, here without the limit of {limit:g} s "
            "(seconds_per_run); --resume of its sweep does it again"
        )
    if now != before:
        raise DeterminismError(run, str(config.run.seed))
    return f"run {run.id} gives the same rows as before"


def digest(
    experiment: Experiment, run: Run, config: Config, recorded: Mapping[str, Columns]
) -> str:
    """Return the digest of a run's rows in all tables, as the ledger of its experiment has it."""
    rows = experiment_tables.rows(
        experiment, experiment_tables.schemas(experiment), run, config, recorded
    )
    return parts.digests(rows, [run.id])[run.id]


def _find(folder: Path, run_id: str) -> tuple[Run, str | None]:
    """Return a planned run, and the digest of its rows if it is done."""
    with LedgerView.read(folder) as ledger:
        for run in ledger.runs():
            if run.id == run_id:
                return run, ledger.digest(run_id)
    raise FolderError(f"{folder} has no run {run_id}; its tables and failures.parquet name them")
