"""Files that are there whole or not at all.

Each is written under a hidden name in its own folder, flushed to disk and renamed, and then
the folder is flushed, so that neither a reader nor a crash ever meets half of one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".tmp"


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the place of `path` once it is written and flushed.

    If the block raises, `path` stays as it was.
    """
    temporary = hidden(path)
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def hidden(path: Path) -> Path:
    """Return the name that `path` has while this process writes it."""
    return path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")


def flush_folder(folder: Path) -> None:
    """Make the names in `folder` survive a crash."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make `folder` and the folders above it, and flush their names."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        flush_folder(place.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder so that at no time a part of it is left under its name."""
    if folder.exists():
        doomed = hidden(folder)
        folder.rename(doomed)
        shutil.rmtree(doomed)
        flush_folder(folder.parent)


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed process left half written in `folder`."""
    for path in folder.glob(f".*{TEMPORARY}"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
