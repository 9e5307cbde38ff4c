"""One run at a time in a folder."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import socket
import time
from typing import TYPE_CHECKING

from sim.experiment.errors import FolderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".killzone.lock"
GRACE_SECONDS = 0.2
"""Longer than `holder` keeps others out by looking."""
_held: set[int] = set()
"""Descriptors by which this process holds folders."""


def _let_go() -> None:
    """Close in a child that was forked what would keep a folder held after the death of ours."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


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
    _held.add(descriptor)
    try:
        yield
    finally:
        if descriptor in _held:  # else this is a child that was forked
            _held.remove(descriptor)
            path.unlink(missing_ok=True)
            os.close(descriptor)


def holder(folder: Path) -> str | None:
    """Return which process holds `folder`, where and since when, or None."""
    try:
        descriptor = os.open(folder / NAME, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _signed(descriptor)
    finally:
        os.close(descriptor)
    return None


def _take(path: Path) -> int:
    end = time.monotonic() + GRACE_SECONDS
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            signed = _signed(descriptor)
            os.close(descriptor)
            if time.monotonic() < end:
                time.sleep(GRACE_SECONDS / 10)
                continue
            raise FolderError(f"{path.parent}: another run is writing here ({signed})") from None
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


def _signed(descriptor: int) -> str:
    return os.read(descriptor, 1000).decode(errors="replace").strip()


def _signature() -> str:
    start = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    return f"process {os.getpid()} on {socket.gethostname()}, since {start}\n"
