"""One run at a time in a folder."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import socket
from typing import TYPE_CHECKING

from sim.experiment.errors import FolderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".killzone.lock"


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process; the kernel lets go of it however the process ends.

    Raises
    ------
    FolderError
        If another process holds it; the message says which, where and since when.
    """
    path = folder / NAME
    descriptor = _take(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _take(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 1000).decode(errors="replace").strip()
            os.close(descriptor)
            raise FolderError(f"{path.parent}: another run is writing here ({holder})") from None
        if _is_current(path, descriptor):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, _signature().encode())
            return descriptor
        os.close(descriptor)


def _is_current(path: Path, descriptor: int) -> bool:
    """Tell whether the last holder removed the file between our opening and locking it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _signature() -> str:
    start = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    return f"process {os.getpid()} on {socket.gethostname()}, since {start}\n"
