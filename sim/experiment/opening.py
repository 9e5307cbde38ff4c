"""Whether a run may begin, go on or replace what is in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.config import ConfigError, digest, load
from sim.experiment import manifest
from sim.experiment.errors import FolderError, ResumeError
from sim.experiment.store import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sim.experiment.manifest import Manifest
    from sim.experiment.store import Store

REPLICATES = "run.replicates"


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


def admit(store: Store, *, force: bool, resume: bool) -> Manifest | None:
    """Return the manifest of the run to go on with, or None to begin a new one.

    Raises
    ------
    FolderError
        If there are results and neither `force` nor `resume` is given.
    ResumeError
        If they were begun with another configuration or other software; the message names
        every difference. More replicates are no difference.
    """
    earlier = manifest.read(store.folder)
    if earlier is None or force:
        return None
    if not resume:
        raise FolderError(
            f"{store.folder} holds results already; "
            "--out names another folder, --resume goes on with them, --force replaces them"
        )
    current = manifest.begin(store.config)
    changes = [*_config_changes(store, earlier), *manifest.software_changes(earlier, current)]
    if changes:
        lines = "".join(f"\n  {change}" for change in changes)
        cure = "--out names another folder, --force replaces it"
        raise ResumeError(f"{store.folder} was begun otherwise; {cure}.{lines}")
    return earlier


def _config_changes(store: Store, earlier: Manifest) -> Iterator[str]:
    now = digest(store.config)
    if earlier["config_digest"] == now:
        return
    try:
        before = dict(_leaves(load(store.folder / CONFIG).model_dump(mode="json")))
    except (ConfigError, OSError):
        yield f"config_digest: {earlier['config_digest']} then, {now} now"
        return
    after = dict(_leaves(store.config.model_dump(mode="json")))
    for path in sorted(before.keys() | after.keys()):
        then, wanted = before.get(path), after.get(path)
        grows = path == REPLICATES and then is not None and wanted > then
        if then != wanted and not grows:
            yield f"{path}: {then} then, {wanted} now"


def _leaves(component: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in component.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
