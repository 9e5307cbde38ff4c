"""The daily rows of one replicate on disk, exact and complete, for downloading."""

from __future__ import annotations

import os
import tempfile
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.war.columns import TABLES

if TYPE_CHECKING:
    from sim.experiment.store.tables import Columns

ROW = np.dtype([(column.name, column.dtype) for column in TABLES["daily"]])


class Journal:
    """A file without a name, which goes with the object; memory doesn't grow with the days.

    Attributes
    ----------
    days : int
        Rows written.
    close : callable
        Gives the disk's room back, as the end of the object does.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (closed by what follows)
        self.close = weakref.finalize(self, self._file.close)
        self.days = 0

    def write(self, row: tuple[Any, ...]) -> None:
        """Write the next day's row, the columns in the registry's order."""
        self._file.write(np.array([row], dtype=ROW).tobytes())
        self.days += 1

    def read(self, first: int, last: int) -> Columns:
        """Return days `first` to `last` - 1, column by column; another thread may write on."""
        size = ROW.itemsize
        content = os.pread(self._file.fileno(), (last - first) * size, first * size)
        rows = np.frombuffer(content, dtype=ROW)
        return {name: np.ascontiguousarray(rows[name]) for name in ROW.names or ()}
