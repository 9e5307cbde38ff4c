"""Files that are there whole or not at all.

Each is written under a hidden name in its own folder, flushed to disk and renamed, and then
the folder is flushed, so that neither a reader nor a crash ever meets half of one. Everything
that must survive a crash goes through `DISK`, which tests replace by a disk that fails or forgets
what was not flushed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import re
import shutil
import uuid
from typing import IO, TYPE_CHECKING, cast

from sim.config.paths import PathError, absolute
from sim.experiment.errors import DiskError, FolderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from typing_extensions import Buffer  # collections.abc has it from CPython 3.12 on

    from sim.config.paths import Given

TEMPORARY = ".tmp"
_HIDDEN = re.compile(r"\..+\.[0-9a-f]{32}\.tmp(-journal)?")
NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""What file systems without hard links, or with too many, say."""


class Disk:
    """The operations of which every commit is made."""

    def create(self, path: Path) -> int:
        """Create a file that is not there, follow no link, and return its descriptor."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)

    def write(self, descriptor: int, content: Buffer) -> int:
        """Write as much of `content` as the system takes; return how many bytes that is."""
        return os.write(descriptor, content)

    def fsync(self, descriptor: int) -> None:
        """Make the content of a file survive a crash."""
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""
        os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Give a file another name in its folder, replacing what has that name."""
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name."""
        target.hardlink_to(source)

    def unlink(self, path: Path) -> None:
        """Remove a name."""
        path.unlink(missing_ok=True)

    def mkdir(self, folder: Path) -> None:
        """Make a folder if it is not there."""
        folder.mkdir(exist_ok=True)

    def rmdir(self, folder: Path) -> None:
        """Remove an empty folder."""
        folder.rmdir()

    def fsync_folder(self, folder: Path) -> None:
        """Make the names in a folder survive a crash."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


DISK = Disk()


class NewFile(io.RawIOBase):
    """A file that nobody sees before it is published.

    Attributes
    ----------
    path : Path
        The name that it is to have.
    hidden : Path
        The name that it has until then.
    size : int
        Bytes written so far.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.hidden, self.size = path, hidden(path), 0
        self._hash = hashlib.sha256()
        self._descriptor: int | None = DISK.create(self.hidden)

    @property
    def sha256(self) -> str:
        """Digest of the bytes that were handed over, whatever the disk made of them."""
        return self._hash.hexdigest()

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def tell(self) -> int:
        """Return the bytes written so far."""
        return self.size

    def write(self, content: Buffer, /) -> int:
        """Write all of `content`."""
        if self._descriptor is None:
            raise ValueError("the file is finished")
        rest = memoryview(content).cast("B")
        self._hash.update(rest)
        self.size += (total := len(rest))
        while rest:
            rest = rest[DISK.write(self._descriptor, rest) :]
        return total

    def finish(self) -> None:
        """Flush to disk; after an error the descriptor is closed and never flushed again.

        A second flush may succeed although the first one lost what it was to write.
        """
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            try:
                DISK.fsync(descriptor)
            finally:
                DISK.close(descriptor)

    def abandon(self) -> None:
        """Remove it."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            DISK.close(descriptor)
        DISK.unlink(self.hidden)


@contextlib.contextmanager
def staging(path: Path) -> Iterator[NewFile]:
    """Open a new file that is flushed at the end of the block, for `publish` to name `path`.

    If the block raises, nothing is left of it.
    """
    file = NewFile(path)
    try:
        yield file
        file.finish()
    except BaseException:
        file.abandon()
        raise


def publish(staged: Iterable[NewFile]) -> None:
    """Give finished files of one folder their names, then flush the folder once."""
    waiting = list(staged)
    folders = {file.path.parent for file in waiting}
    try:
        while waiting:
            DISK.rename(waiting[0].hidden, waiting[0].path)
            del waiting[0]
    except BaseException:
        for file in waiting:
            file.abandon()
        raise
    for folder in folders:
        DISK.fsync_folder(folder)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the place of `path` once it is written and flushed.

    If the block raises, `path` stays as it was.
    """
    with staging(path) as file:
        yield cast("IO[bytes]", file)
    publish([file])


def also_named(path: Path, second: Path) -> None:
    """Give a file that never changes a second name, or make a copy where links do not work.

    The folder of the second name is not flushed.
    """
    try:
        DISK.link(path, second)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        with path.open("rb") as source, staging(second) as copy:
            shutil.copyfileobj(source, copy)
        DISK.rename(copy.hidden, second)


def hidden(path: Path) -> Path:
    """Return a name for `path` while it is written, a new one at each call."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex}{TEMPORARY}")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; a link is not followed."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damage(path: Path, sha256: str, size: int | None = None) -> str:
    """Return how a file differs from what was written, or nothing if it does not."""
    try:
        found = path.lstat().st_size
        if size not in {None, found}:
            return f"{found:,} bytes instead of {size:,}"
        return "" if digest(path) == sha256 else "its SHA-256 differs"
    except OSError as error:
        return error.strerror or str(error)


def located(given: Given) -> Path:
    """Return the absolute place of a folder or file of results, as `sim.config.paths` has it.

    Raises
    ------
    FolderError
        If it is no place.
    """
    try:
        return absolute(given)
    except PathError as error:
        raise FolderError(str(error)) from None


def is_there(path: Path) -> bool:
    """Tell whether a path can be reached; of one that is too long it cannot."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def folder_there(given: Given) -> Path | None:
    """Return the folder that a text names, None if there is none: then it may be a file, or a name.

    Raises
    ------
    FolderError
        If it is no place.
    """
    folder = located(given)
    return folder if is_there(folder) and folder.is_dir() else None


def make_folder(folder: Path) -> None:
    """Make `folder` and the folders above it, and flush their names."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        DISK.mkdir(place)
    for place in missing:
        DISK.fsync_folder(place.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder so that at no time a part of it is left under its name."""
    if folder.exists():
        doomed = hidden(folder)
        DISK.rename(folder, doomed)
        shutil.rmtree(doomed)
        DISK.fsync_folder(folder.parent)


def leftovers(folder: Path) -> list[Path]:
    """Return what a killed process left half written in `folder`: nothing that is not ours."""
    return sorted(path for path in folder.iterdir() if _HIDDEN.fullmatch(path.name))


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed process left half written in `folder`."""
    for path in leftovers(folder):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            DISK.unlink(path)


def require_room(folder: Path, least: int) -> None:
    """Refuse to go on when the disk is nearly full.

    Raises
    ------
    DiskError
        With the bytes that are free and those that are needed.
    """
    free = shutil.disk_usage(folder).free
    if free < least:
        raise DiskError(f"{folder}: {free:,} bytes free, at least {least:,} needed to go on")
