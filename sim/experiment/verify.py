"""Every byte of a result folder, compared with what its ledger says was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment import assembly, files, parts
from sim.experiment.errors import DiskError, FolderError
from sim.experiment.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def verify(folder: Path) -> Iterator[str]:
    """Yield a line for each thing that is wrong: damage, and files that should not be there.

    Configuration, manifest and figures are not in the ledger and are not looked at.
    """
    try:
        ledger = Ledger.read(folder)
    except (DiskError, FolderError) as error:
        yield str(error)
        return
    with ledger:
        yield from _damage(folder, ledger)
        known = ledger.file_names()
    yield from _strangers(folder, known)


def require_sound(folder: Path) -> None:
    """Refuse a result folder of which a byte is not as it was written; other files do not matter.

    Raises
    ------
    FolderError
        If there is no ledger.
    DiskError
        With the first thing that is damaged.
    """
    with Ledger.read(folder) as ledger:
        for line in _damage(folder, ledger):
            raise DiskError(f"{line}; --resume does anew what is damaged")


def _damage(folder: Path, ledger: Ledger) -> Iterator[str]:
    expected = [file for kept in ledger.parts() for file in kept.files.values()]
    for file in (*expected, *ledger.extras()):
        why = assembly.damage(folder, file)
        if why is not None:
            yield f"{folder / file.name} is damaged ({why})"


def _strangers(folder: Path, known: set[str]) -> Iterator[str]:
    place = folder / parts.FOLDER
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if f"{parts.FOLDER}/{path.name}" not in known:
            yield f"{path} is in no ledger and is never read"
    for path in sorted(folder.glob(f".*{files.TEMPORARY}")):
        yield f"{path} was left half written"
