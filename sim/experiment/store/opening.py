"""Whether runs may begin, go on or replace what is in their folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config import ConfigError
from sim.experiment.design.changes import changes
from sim.experiment.errors import FolderError, ResumeError
from sim.experiment.store import ledger_view, manifest, parts
from sim.experiment.store.folder import experiment_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sim.experiment.design.experiment import Experiment
    from sim.experiment.store.manifest import Manifest


def refuse_strangers(folder: Path) -> None:
    """Refuse a place that holds something, but no result.

    Raises
    ------
    FolderError
        So that nobody's files are mixed with results or removed.
    """
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
    """Return the manifest of what to go on with, or None to begin anew.

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
    _refuse(folder, list(_changes(folder, experiment, earlier)), cure)
    others = list(manifest.software_changes(earlier, manifest.begin(experiment)))
    if not accept_code_change or any(other.startswith("killzone:") for other in others):
        _refuse(folder, others, f"{cure}, --accept-code-change goes on unless killzone: differs")
    return earlier


def _refuse_without_ledger(folder: Path) -> None:
    """Refuse runs of which nothing says that they are whole; a start cut short has none."""
    place = folder / ledger_view.NAME
    if not place.exists() and any((*folder.glob("*.parquet"), *folder.glob(f"{parts.FOLDER}/*"))):
        raise ResumeError(
            f"{place} is gone, without which no run counts as done; "
            "put it back, or begin anew (--force)"
        )


def _refuse(folder: Path, differences: list[str], cure: str) -> None:
    if differences:
        lines = "".join(f"\n  {difference}" for difference in differences)
        raise ResumeError(f"{folder} was begun otherwise; {cure}.{lines}")


def _changes(folder: Path, experiment: Experiment, earlier: Manifest) -> Iterator[str]:
    now = manifest.begin(experiment)["experiment_digest"]
    if earlier["experiment_digest"] == now:
        return
    try:
        before = experiment_in(folder)
    except (ConfigError, OSError):
        yield f"experiment_digest: {earlier['experiment_digest']} then, {now} now"
        return
    for change in changes(before, experiment):
        if not change.growth:
            yield change.what
