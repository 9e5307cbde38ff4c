"""A disk that fails, and a nearly full one that is used to its end."""

import errno
import os
from pathlib import Path

from sim.experiment.store import files, store

FAILS = "KILLZONE_TEST_FAILS"
"""Which operation fails how, such as "fsync 3 EIO"; SQLite's are not among them."""
ROOM = "KILLZONE_TEST_ROOM"
"""Bytes that must be free to go on, whatever the size of parts."""


class Failing(files.Disk):
    """A disk whose operation of some kind and number fails."""

    def __init__(self, kind, number, error=errno.ENOSPC):
        self.kind, self.left, self.error = kind, number, error
        self.flushed, self.failed = [], None

    def _count(self, kind, what=None):
        if kind == self.kind:
            self.left -= 1
            if self.left == 0:
                self.failed = what
                raise OSError(self.error, os.strerror(self.error))

    def create(self, path):
        self._count("create")
        return super().create(path)

    def write(self, descriptor, content):
        self._count("write")
        return super().write(descriptor, content)

    def fsync(self, descriptor):
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        self.flushed.append(path)
        self._count("fsync", path)
        super().fsync(descriptor)

    def fsync_folder(self, folder):
        self._count("fsync_folder")
        super().fsync_folder(folder)

    def rename(self, source, target):
        self._count("rename")
        super().rename(source, target)


def install():
    """Put the disk that the environment asks for in the place of the real one."""
    if FAILS in os.environ:
        kind, number, error = os.environ[FAILS].split()
        files.DISK = Failing(kind, int(number), getattr(errno, error))
    if ROOM in os.environ:
        store.GIBIBYTE, store.PARTS_THAT_MUST_FIT = int(os.environ[ROOM]), 0
