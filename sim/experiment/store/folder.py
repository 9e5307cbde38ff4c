"""The files of a result folder beside the ledger and what it names."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sim.config import load
from sim.config import to_yaml as config_to_yaml
from sim.experiment.design.experiment import Experiment
from sim.experiment.design.reading import read_experiment
from sim.experiment.design.writing import BASE, to_yaml
from sim.experiment.store import files, ledger_view, manifest, parts
from sim.experiment.store.tables import RUNS
from sim.war.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sim.experiment.store.manifest import Manifest

CONFIG = BASE
EXPERIMENT = "experiment.yaml"
SUMMARY = "summary.csv"
FIGURES = "figures"
REPORT = "report.html"


def describe(folder: Path, record: Manifest, experiment: Experiment) -> Manifest:
    """Make the folder this experiment's; return its manifest, which now has digests of the files.

    The manifest comes first: without it the folder would be taken for a stranger's.
    """
    texts = {CONFIG: config_to_yaml(experiment.base)}
    if experiment.factors:
        texts[EXPERIMENT] = to_yaml(experiment)
    contents = {name: text.encode() for name, text in texts.items()}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    described = record | {"files": digests}
    manifest.write(folder, described)
    for name, content in contents.items():
        with files.replacing(folder / name) as file:
            file.write(content)
    if not experiment.factors:
        files.DISK.unlink(folder / EXPERIMENT)
    return described


def complete(folder: Path, record: Manifest, written: Iterable[Path]) -> None:
    """Say in the manifest that all is done, and what was `written` of the final tables.

    The folder is absolute.
    """
    more = {path.absolute().relative_to(folder).as_posix(): files.digest(path) for path in written}
    ended = {"state": manifest.COMPLETE, "files": record["files"] | more}
    manifest.write(folder, record | ended)


def altered(folder: Path, record: Manifest) -> Iterator[str]:
    """Yield a line for each file that is not as its manifest says that it was written."""
    for name, sha256 in record.get("files", {}).items():
        try:
            why = "" if files.digest(folder / name) == sha256 else "its SHA-256 is another"
        except OSError as error:
            why = error.strerror or str(error)
        if why:
            yield f"{folder / name} is damaged ({why})"


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
    files.DISK.unlink(folder / ledger_view.NAME)
    files.DISK.fsync_folder(folder)
    for name in (RUNS, *TABLES, "timings", "failures"):
        files.DISK.unlink(folder / f"{name}.parquet")
    for name in (SUMMARY, REPORT):
        files.DISK.unlink(folder / name)
    for name in (FIGURES, parts.FOLDER):
        files.remove_folder(folder / name)
    files.remove_leftovers(folder)
