"""Daily columns of several replicates in bounded memory: what charts draw of a long run."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.war.columns import DAILY

Floats = npt.NDArray[np.float64]
MOST_BINS = 400
COLUMNS = {observed.column.name: place for place, (observed) in enumerate(DAILY)}


class Traces:
    """Every daily column, each point the mean over a few days that follow each other.

    A point is one day until `MOST_BINS` are full; then two and two are joined, so that memory
    stays the same however long the run is.

    Attributes
    ----------
    days_per_bin : int
        Days that a point stands for; the last one may be of fewer.
    """

    def __init__(self, replicates: int) -> None:
        self.days_per_bin = 1
        self._days = 0
        self._sums = np.zeros((replicates, len(COLUMNS), MOST_BINS))
        self._counts = np.zeros((replicates, len(COLUMNS), MOST_BINS))

    def add(self, rows: Floats) -> None:
        """Add a day: (replicates, columns), NaN where a value is missing."""
        if self._days == MOST_BINS * self.days_per_bin:
            self._halve()
        place = self._days // self.days_per_bin
        self._sums[:, :, place] += np.nan_to_num(rows)
        self._counts[:, :, place] += np.isfinite(rows)
        self._days += 1

    @property
    def days(self) -> Floats:
        """The middle of the days that each point stands for."""
        first = np.arange(self._bins) * self.days_per_bin
        last = np.minimum(first + self.days_per_bin, self._days) - 1
        middle: Floats = (first + last) / 2
        return middle

    def of(self, column: str) -> Floats:
        """Return the points of a column: (replicates, points), NaN where all is missing."""
        place = COLUMNS[column]
        sums = self._sums[:, place, : self._bins]
        counts = self._counts[:, place, : self._bins]
        return _divided(sums, counts)

    def mean(self, column: str) -> Floats:
        """Return the mean of a column over all days, day 0 included, for each replicate."""
        place = COLUMNS[column]
        sums, counts = self._sums[:, place].sum(axis=1), self._counts[:, place].sum(axis=1)
        return _divided(sums, counts)

    @property
    def _bins(self) -> int:
        return -(-self._days // self.days_per_bin)

    def _halve(self) -> None:
        half = MOST_BINS // 2
        for table in (self._sums, self._counts):
            table[:, :, :half] = table[:, :, ::2] + table[:, :, 1::2]
            table[:, :, half:] = 0
        self.days_per_bin *= 2


def _divided(sums: Floats, counts: Floats) -> Floats:
    """Return means, NaN where there is nothing to take one of."""
    means = np.full_like(sums, np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means
