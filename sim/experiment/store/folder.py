"""A result folder around its ledger: who may begin there, and the files that stand beside it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
from typing import TYPE_CHECKING

from sim.config import ConfigError, load
from sim.config import to_yaml as config_to_yaml
from sim.experiment.design.changes import changes
from sim.experiment.design.experiment import Experiment
from sim.experiment.design.reading import read_experiment
from sim.experiment.design.writing import BASE, to_yaml
from sim.experiment.errors import FolderError, ResumeError
from sim.experiment.store import files, ledger_view, manifest, parts, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sim.experiment.store.manifest import Manifest

CONFIG = BASE
EXPERIMENT = "experiment.yaml"
SUMMARY = "summary.csv"
FIGURES = "figures"
DISCOVERY = "discovery"
EXCHANGE = "exchange"
PATTERNS = "patterns"
SENSITIVITY = "sensitivity"
REPORT = "report.html"
NOWHERE = {errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR}
"""What the system says of paths at which nothing can be."""


def refuse_strangers(folder: Path) -> None:
    """Refuse a place that holds something, but no result.

    Raises
    ------
    FolderError
        So that nobody's files are mixed with results or removed.
    """
    _refuse_unreachable(folder)
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder} is a file; name a folder")
    strangers = folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir())
    if strangers and manifest.read(folder) is None:
        raise FolderError(
            f"{folder} holds files, but no result of killzone (no {manifest.NAME}); "
            "it stays as it is: name another folder"
        )


def admit(
    folder: Path,
    experiment: Experiment,
    *,
    force: bool,
    resume: bool,
    accept_code_change: bool,
) -> Manifest | None:
    """Return the manifest of what to go on with, or None to start over.

    Raises
    ------
    FolderError
        If there are results and neither `force` nor `resume` is given.
    ResumeError
        If they were begun with another experiment or other software; the message names
        every difference. More replicates, levels or points are no difference. Also if there
        are runs without a ledger.
    """
    earlier = manifest.read(folder)
    if earlier is None or force:
        return None
    if not resume:
        raise FolderError(
            f"{folder} holds results already; "
            "--out names another folder, --resume goes on with them, --force replaces them"
        )
    cure = (
        "give the options that it was begun with (only replicates, levels and points may grow); "
        "--out names another folder, --force replaces it"
    )
    _refuse_without_ledger(folder)
    now = manifest.begin(experiment)
    if earlier["experiment_digest"] != now["experiment_digest"]:
        _refuse(folder, list(_changes(folder, experiment, earlier, now)), cure)
    others = list(manifest.software_changes(earlier, now))
    if not accept_code_change or any(other.startswith("killzone:") for other in others):
        _refuse(folder, others, f"{cure}, --accept-code-change goes on unless killzone: differs")
    return earlier


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


def remove_outdated(folder: Path, earlier: Manifest, written: Iterable[Path]) -> None:
    """Remove the figures that `earlier` names and that were not drawn again: of other tables."""
    drawn = {path.absolute() for path in written}
    named = [folder / name for name in earlier.get("files", {}) if name.startswith(f"{FIGURES}/")]
    for path in set(named) - drawn:
        files.DISK.unlink(path)
    if named and not drawn & set(named):
        with contextlib.suppress(OSError):  # figures that people drew stay
            files.DISK.rmdir(folder / FIGURES)


def altered(folder: Path, record: Manifest) -> Iterator[str]:
    """Yield a line for each file that is not as its manifest says that it was written."""
    for name, sha256 in record.get("files", {}).items():
        if why := files.damage(folder / name, sha256):
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
        return read_experiment(path, resolve=False)
    return Experiment.of(load(folder / CONFIG, resolve=False), folder.name)


def clear(folder: Path) -> None:
    """Remove the results in a folder; files that are not killzone's stay.

    The ledger goes first: what it does not name does not count.
    """
    files.DISK.unlink(folder / ledger_view.NAME)
    files.DISK.fsync_folder(folder)
    for name in tables.NAMES:
        files.DISK.unlink(folder / f"{name}.parquet")
    for name in (SUMMARY, REPORT):
        files.DISK.unlink(folder / name)
    for name in (FIGURES, DISCOVERY, EXCHANGE, PATTERNS, SENSITIVITY, parts.FOLDER):
        files.remove_folder(folder / name)
    files.remove_leftovers(folder)


def _refuse_unreachable(folder: Path) -> None:
    """Refuse a place where there can be no folder, whoever asks for it."""
    try:
        folder.stat()
    except FileNotFoundError:
        if folder.is_symlink():
            raise FolderError(
                f"{folder} is a link to what is not there; name another folder"
            ) from None
    except OSError as error:
        if error.errno in NOWHERE:
            raise FolderError(f"{folder}: {error.strerror}; name another folder") from None
        raise


def _refuse_without_ledger(folder: Path) -> None:
    """Refuse runs that nothing vouches for; a start cut short has not left any."""
    place = folder / ledger_view.NAME
    if not place.exists() and any((*folder.glob("*.parquet"), *folder.glob(f"{parts.FOLDER}/*"))):
        raise ResumeError(
            f"{place} is gone, without which no run counts as done; "
            "put it back, or start over (--force)"
        )


def _refuse(folder: Path, differences: list[str], cure: str) -> None:
    if differences:
        lines = "".join(f"\n  {difference}" for difference in differences)
        raise ResumeError(f"{folder} was begun differently; {cure}.{lines}")


def _changes(
    folder: Path, experiment: Experiment, earlier: Manifest, now: Manifest
) -> Iterator[str]:
    try:
        before = experiment_in(folder)
    except (ConfigError, OSError):
        digest = "experiment_digest"
        yield f"{digest}: {earlier[digest]} then, {now[digest]} now"
        return
    for change in changes(before, experiment):
        if not change.growth:
            yield change.what
