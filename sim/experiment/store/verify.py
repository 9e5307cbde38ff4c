"""Every byte of a result folder, compared with what ledger and manifest say was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.errors import DiskError, FolderError
from sim.experiment.store import files, manifest, parts
from sim.experiment.store.folder import altered
from sim.experiment.store.ledger_view import LedgerView
from sim.experiment.store.lock import holder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sim.experiment.plan import File


def verify(folder: Path) -> Iterator[str]:
    """Yield a line for each thing that is wrong: damage, and files that should not be there.

    Tables are compared with the ledger; configuration, summary and figures with the manifest.
    While a sweep is under way, parts that come and go with it are no flaws.
    """
    try:
        under_way = holder(folder) is not None
        with LedgerView.read(folder) as ledger:
            yield from _damage(folder, ledger, under_way=under_way)
            known = ledger.file_names()
    except (DiskError, FolderError) as error:
        yield str(error)
        return
    yield from altered(folder, manifest.read(folder) or {})
    yield from _strangers(folder, known, under_way=under_way)


def require_sound(folder: Path) -> None:
    """Refuse a result folder in which a byte is not as it was written; other files may be there.

    Raises
    ------
    FolderError
        If there is no ledger.
    DiskError
        With the first thing that is damaged.
    """
    with LedgerView.read(folder) as ledger:
        for line in _damage(folder, ledger):
            raise DiskError(f"{line}; --resume does again what is damaged")


def _damage(folder: Path, ledger: LedgerView, *, under_way: bool = False) -> Iterator[str]:
    expected = [file for kept in ledger.parts() for file in kept.files.values()]
    for file in (*expected, *ledger.extras()):
        path = folder / file.name
        why = files.damage(path, file.sha256, file.bytes)
        if why and not (under_way and _has_gone(folder, file)):
            yield f"{path} is damaged ({why})"


def _has_gone(folder: Path, file: File) -> bool:
    """Tell whether the ledger has given a file up since it was read."""
    with LedgerView.read(folder) as ledger:
        return all(file not in kept.files.values() for kept in ledger.parts())


def _strangers(folder: Path, known: set[str], *, under_way: bool) -> Iterator[str]:
    place = folder / parts.FOLDER
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        is_news = under_way and parts.is_ours(path.name)
        if f"{parts.FOLDER}/{path.name}" not in known and not is_news:
            yield f"{path} is in no ledger and is never read"
    for path in () if under_way else files.leftovers(folder):
        yield f"{path} was left half written"
