"""The files of a result folder beside the ledger and what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config import load
from sim.config import to_yaml as config_to_yaml
from sim.experiment import files, ledger, manifest, parts
from sim.experiment.design.experiment import Experiment
from sim.experiment.design.reading import read_experiment
from sim.experiment.design.writing import BASE, to_yaml
from sim.experiment.tables import RUNS
from sim.registry import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.manifest import Manifest

CONFIG = BASE
EXPERIMENT = "experiment.yaml"
SUMMARY = "summary.csv"
FIGURES = "figures"
REPORT = "report.html"


def describe(folder: Path, record: Manifest, experiment: Experiment) -> None:
    """Make the folder this experiment's.

    The manifest comes first: without it the folder would be taken for a stranger's.
    """
    manifest.write(folder, record)
    _write(folder / CONFIG, config_to_yaml(experiment.base))
    if experiment.factors:
        _write(folder / EXPERIMENT, to_yaml(experiment))
    else:
        files.DISK.unlink(folder / EXPERIMENT)


def experiment_in(folder: Path) -> Experiment:
    """Return the experiment that a folder holds the results of.

    Raises
    ------
    FolderError
        If it holds no results.
    ConfigError
        If it cannot be read.
    """
    manifest.require(folder)
    path = folder / EXPERIMENT
    if path.exists():
        return read_experiment(path)
    return Experiment.of(load(folder / CONFIG), folder.name)


def clear(folder: Path) -> None:
    """Remove the results in a folder; files that are not killzone's stay.

    The ledger goes first: what it does not name does not count.
    """
    files.DISK.unlink(folder / ledger.NAME)
    files.DISK.fsync_folder(folder)
    for name in (RUNS, *TABLES, "timings", "failures"):
        files.DISK.unlink(folder / f"{name}.parquet")
    for name in (SUMMARY, REPORT):
        files.DISK.unlink(folder / name)
    for name in (FIGURES, parts.FOLDER):
        files.remove_folder(folder / name)
    files.remove_leftovers(folder)


def _write(path: Path, text: str) -> None:
    with files.replacing(path) as file:
        file.write(text.encode())
