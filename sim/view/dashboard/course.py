"""Replicates of one configuration, day by day in step, without an end."""

from __future__ import annotations

import os
import tempfile
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.config.catalogue import parameters
from sim.view.dashboard.charts.traces import COLUMNS, Traces
from sim.war.columns import columns_of
from sim.war.model import Simulation
from sim.war.record import DailyRow, sectors_of, space_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from sim.config import Config
    from sim.experiment.store.tables import Columns
    from sim.war.columns import Column
    from sim.war.record import Table

LAST_DAY: int = parameters()["run.days"].limits["le"]
"""The last day that a configuration may ask for, and so the last that YAML could repeat."""


class Designs(NamedTuple):
    """Designs of one side and the other side's countermeasures, on one day.

    Attributes
    ----------
    place, hunters : (n, dimensions) float64
        Where they lie, in breadths.
    family, hunted : (n,) int64
        The family of each design, and the one that each countermeasure works against.
    stock : (n,) float64
        Drones on the shelf.
    obsolete : (n,) bool
        Whether the design has lost half of its pass rate at release.
    """

    place: npt.NDArray[np.float64]
    family: npt.NDArray[np.int64]
    stock: npt.NDArray[np.float64]
    obsolete: npt.NDArray[np.bool_]
    hunters: npt.NDArray[np.float64]
    hunted: npt.NDArray[np.int64]


class Journal:
    """The daily rows of one replicate on disk, exact and complete, for downloading.

    A file without a name, which goes with the object; memory does not grow with the days.

    Parameters
    ----------
    columns
        The daily columns, the day first.
    """

    def __init__(self, columns: Iterable[Column]) -> None:
        self._row = np.dtype([(column.name, column.dtype) for column in columns])
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (closed by what follows)
        self.close = weakref.finalize(self, self._file.close)

    def write(self, row: tuple[Any, ...]) -> None:
        """Write the next day's row, the columns in the registry's order."""
        self._file.write(np.array([row], dtype=self._row).tobytes())

    def read(self, first: int, last: int) -> Columns:
        """Return days `first` to `last` - 1, column by column; another thread may write on."""
        size = self._row.itemsize
        content = os.pread(self._file.fileno(), (last - first) * size, first * size)
        rows = np.frombuffer(content, dtype=self._row)
        return {name: np.ascontiguousarray(rows[name]) for name in self._row.names or ()}


class Course:
    """What one configuration leads to; the first of its replicates is also shown in detail.

    A day shown depends on neither `run.days` nor the number of replicates.

    Attributes
    ----------
    day : int
        The last day simulated.
    traces : Traces
        The daily columns of all replicates, as charts draw them.
    journals : list of Journal
        The daily rows of each replicate, exact.
    """

    def __init__(self, config: Config) -> None:
        self.config, self.day = config, 0
        self._models = [Simulation(config, number) for number in range(config.run.replicates)]
        self._rows = [DailyRow(model) for model in self._models]
        self.traces = Traces(len(self._models))
        columns = columns_of("daily", config.race.dimensions, config.behaviours)
        self.journals = [Journal(columns) for _ in self._models]
        self._look()

    @property
    def ended(self) -> bool:
        """Whether the last day that a configuration may ask for is reached."""
        return self.day >= LAST_DAY

    def step(self) -> None:
        """Simulate one day of every replicate."""
        for model in self._models:
            model.step()
        self.day += 1
        self._look()

    def today(self, column: str) -> npt.NDArray[np.float64]:
        """Return today's value of a daily column, one for each replicate."""
        return self._today[:, COLUMNS[column]]

    def sectors(self) -> Table:
        """Return the front of the first replicate today, one row per sector."""
        return sectors_of(self._models[0])

    def designs(self, side: str) -> Designs:
        """Return one side's designs in the first replicate today, and what hunts them."""
        model = self._models[0]
        table = space_of(model)
        axes = [name for name in table if name.startswith("x_")]
        places = np.stack([table[axis] for axis in axes], axis=1)
        own = (table["kind"] == "design") & (table["side"] == side)
        hunting = (table["kind"] == "countermeasure") & (table["side"] != side)
        armoury = getattr(model, side).fpv.armoury
        return Designs(
            places[own],
            table["family"][own],
            table["weight"][own],
            armoury.obsolete[armoury.living()] >= 0,
            places[hunting],
            table["family"][hunting],
        )

    def close(self) -> None:
        """Let go of the models and the disk."""
        for model in self._models:
            model.finish()
        self._models, self._rows = [], []
        for journal in self.journals:
            journal.close()

    def _look(self) -> None:
        rows = [row.read() for row in self._rows]
        for journal, row in zip(self.journals, rows, strict=True):
            journal.write((self.day, *row))
        # Charts are of killzone's own columns; those from outside come after them.
        self._today: npt.NDArray[Any] = np.array(rows, dtype=float)[:, : len(COLUMNS)]
        self.traces.add(self._today)
