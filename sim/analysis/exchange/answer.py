"""What a unit of one factor is worth in units of another: lines, bands and rates as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.exchange.iso_line import IsoLine
from sim.analysis.exchange.rate import rates

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.analysis.axis import Axis
    from sim.analysis.exchange.iso_line import Crossing
    from sim.analysis.exchange.surface import Surface

    Values = npt.NDArray[np.float64]

REFERENCE, LEVEL = "reference", "level"
"""Kinds of lines: through the place of reference, and at a level of the response."""
MOST_LINES = 6
NICE_STEPS = 1.0, 2.0, 2.5, 5.0, 10.0
NEAR = 0.25
"""Steps between levels within which a line would lie on that through the reference."""


class Place(NamedTuple):
    """A level of each of the two factors.

    Attributes
    ----------
    first, second : float
        The levels.
    is_base : bool
        Whether they are the base's; else they are those that were asked for, or the middle.
    """

    first: float
    second: float
    is_base: bool


@dataclass(frozen=True)
class Exchange:
    """Iso-lines of a response over two factors, and the exchange rate along them.

    Attributes
    ----------
    response, unit
        What is alike along a line, and its unit.
    axes
        The two factors: a unit of the first is worth so much of the second.
    surface
        The response over them.
    reference
        Where the first line goes through.
    firsts
        Levels of the first factor at which the table says where a line is.
    averaged
        Other factors that vary.
    left_out
        What of the sweep is not in the surface, in words.
    """

    response: str
    unit: str
    axes: tuple[Axis, Axis]
    surface: Surface
    reference: Place
    firsts: Values
    averaged: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> list[IsoLine]:
        """The line through the reference, then those at levels of the response, ascending."""
        own = IsoLine.through(self.surface, self._reference_shares)
        levels, step = nice_levels(self.surface.mesh.mean)
        apart = [each for each in levels if abs(each - own.level) > NEAR * step]
        return [own, *(IsoLine(self.surface, each) for each in apart)]

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per line and level of the first factor at which the line is.

        Columns ``line`` (reference or level), ``level`` of the response, a column of each factor,
        that of the second with the ends of its band (``_low`` and ``_high``; missing where the band
        goes beyond what was run), ``rate``, ``rate_low`` and ``rate_high`` in units of the second
        for one of the first, ``rate_unit`` and ``replicates``. A band holds a whole line in 95% of
        cases, an interval of a rate that rate.
        """
        parts = [self._rows(line, kind) for line, kind in zip(self.lines, self._kinds, strict=True)]
        whole = pd.concat([part for part in parts if len(part)], ignore_index=True)
        return whole.assign(rate_unit=self.rate_unit, replicates=self.surface.replicates)

    @cached_property
    def at_reference(self) -> pd.Series[float]:
        """The rate at the reference: ``rate``, ``rate_low``, ``rate_high``."""
        return self.rates_at(self._reference_shares[np.newaxis]).iloc[0]

    @property
    def rate_unit(self) -> str:
        """Unit of the rates."""
        first, second = self.axes
        return f"{second.unit or second.name} per {first.unit_of_one or first.name}"

    def rates_at(self, places: Values) -> pd.DataFrame:
        """Return ``rate``, ``rate_low`` and ``rate_high`` at places, given as shares."""
        found = rates(self.surface, self.axes, places)._asdict()
        names = {"rate": "rate", "low": "rate_low", "high": "rate_high"}
        return pd.DataFrame({names[name]: values for name, values in found.items()})

    def along_reference(self, firsts: Values) -> pd.DataFrame:
        """Return the rows of `table` for the line through the reference at other levels."""
        return self._line_at(self.lines[0], firsts)

    @property
    def _reference_shares(self) -> Values:
        first, second = self.axes
        place = np.array([self.reference.first, self.reference.second])
        return np.array([first.shares(place[0]), second.shares(place[1])])

    @property
    def _kinds(self) -> list[str]:
        return [REFERENCE, *[LEVEL] * (len(self.lines) - 1)]

    def _rows(self, line: IsoLine, kind: str) -> pd.DataFrame:
        own = {self.reference.first} if kind == REFERENCE else set[float]()
        found = self._line_at(line, np.array(sorted({*self.firsts.tolist(), *own})))
        found.insert(0, "level", line.level)
        found.insert(0, "line", kind)
        return found

    def _line_at(self, line: IsoLine, firsts: Values) -> pd.DataFrame:
        """Return where a line is at levels of the first factor, with its band and the rate."""
        first, second = self.axes
        crossings: list[tuple[float, Crossing]] = [
            (share, each)
            for share in first.shares(firsts).tolist()
            for each in line.crossings(min(max(share, 0.0), 1.0))
        ]
        shares = np.array([(share, *each) for share, each in crossings]).reshape(-1, 4)
        columns = {
            first.name: first.levels(shares[:, 0]),
            second.name: second.levels(shares[:, 1]),
            f"{second.name}_low": second.levels(shares[:, 2]),
            f"{second.name}_high": second.levels(shares[:, 3]),
        }
        return pd.DataFrame(columns).join(self.rates_at(shares[:, :2]))


def nice_levels(heights: Values) -> tuple[list[float], float]:
    """Return round numbers between the least and the greatest of some, and the step between them.

    There are as many as can be up to `MOST_LINES`.
    """
    low, high = float(heights.min()), float(heights.max())
    tenth = 10.0 ** math.floor(math.log10((high - low) / MOST_LINES))
    step = next(each * tenth for each in NICE_STEPS if (high - low) / (each * tenth) <= MOST_LINES)
    first = math.floor(low / step) + 1
    count = math.ceil(high / step) - first
    return [float(f"{(first + each) * step:.12g}") for each in range(count)], step
