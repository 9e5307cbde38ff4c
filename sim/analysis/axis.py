"""Axes of numbers: where a level lies between the ends of its factor, evenly or by ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pandas.api.types import is_bool_dtype, is_numeric_dtype

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Values = npt.NDArray[np.float64]

LEAST_GEOMETRIC = 3.0
DIGITS = 12
"""Significant digits of a level: fewer than those that depend on the machine."""


class Axis(NamedTuple):
    """A factor whose levels are numbers, as an axis from its lowest level to its highest.

    Attributes
    ----------
    name, unit : str
        What it is, and the unit of its levels, empty where they have none.
    low, high : float
        Its ends.
    is_log : bool
        Whether equal steps on it are equal ratios.
    """

    name: str
    unit: str
    low: float
    high: float
    is_log: bool

    @property
    def unit_of_one(self) -> str:
        """The unit of one: a day, a drone/year."""
        head, slash, rest = self.unit.partition("/")
        return f"{head.removesuffix('s')}{slash}{rest}"

    def shares(self, levels: npt.NDArray[Any]) -> Values:
        """Return where levels lie, from 0 at the low end to 1."""
        low, high, here = (self._scaled(each) for each in (self.low, self.high, levels))
        return (here - low) / (high - low)

    def levels(self, shares: npt.NDArray[Any]) -> Values:
        """Return the levels that lie at shares of the way, to `DIGITS` significant digits."""
        low, high = self._scaled(self.low), self._scaled(self.high)
        there = low + (high - low) * shares
        exact = np.asarray(np.exp(there) if self.is_log else there)
        digits = [float(f"{each:.{DIGITS}g}") for each in exact.ravel()]
        return np.reshape(digits, exact.shape)

    def stretch(self, levels: Values) -> Values:
        """Return by how much a level rises for a whole way, at the pace that the axis has there."""
        way = self._scaled(self.high) - self._scaled(self.low)
        return levels * way if self.is_log else np.full_like(levels, way)

    def holds(self, level: float) -> bool:
        """Tell whether a level lies between the ends."""
        return self.low <= level <= self.high

    def _scaled(self, level: Values | float) -> Values:
        return np.asarray(np.log(level) if self.is_log else level, float)


def is_geometric(levels: pd.Series[Any]) -> bool:
    """Tell whether numbers lie more evenly on a logarithmic axis than on a linear one."""
    if not is_numeric_dtype(levels) or is_bool_dtype(levels) or len(levels) < 3:
        return False
    numbers = levels.to_numpy(float)
    if numbers.min() <= 0 or numbers.max() < LEAST_GEOMETRIC * numbers.min():
        return False
    return _off_centre(np.log(numbers)) < _off_centre(numbers)


def _off_centre(numbers: Values) -> float:
    low, middle, high = np.quantile(numbers, (0, 0.5, 1))
    return float(abs(middle - (low + high) / 2) / (high - low))
