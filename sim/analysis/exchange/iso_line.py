"""Iso-lines of a surface: places with one value of the response, and the band around them.

A place is in the band of a line unless the runs speak against the line's passing through it: the
mean of the replicates' surfaces there, less the level, is within `critical` standard errors of 0.
Of a line through a place of reference the level is the response there, replicate by replicate, so
that what a replicate does at both places cancels; such a band has no width at the reference.

`critical` is such that the band holds the whole line in 95% of cases, not each of its places alone.
The largest of the standardised errors along a line is taken from the expected Euler characteristic
of a Student process on it, by the length of the way that its standardised errors go.

References
----------
Sommerfeld, Sain & Schwartzman 2018, doi:10.1080/01621459.2017.1341838: a level set's confidence
region from repeated fields. Telschow & Schwartzman 2022, doi:10.1016/j.jspi.2021.05.008: the
quantile and the length from few replicates.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.exchange.surface import NODES, NODES_OF_WAY
from sim.analysis.interval import CONFIDENCE

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.analysis.exchange.surface import Estimate, Surface

    Values = npt.NDArray[np.float64]

STEPS = 401
"""Places along the second factor among which a line is sought."""
ROUNDING = 1e-10
"""Of the variance of the surface."""
LARGEST = 1e4
"""Standard errors that no band reaches: beyond them a place is not told from any other."""


class Crossing(NamedTuple):
    """Where a line passes a level of the first factor, and the ends of its band there.

    All are shares of the second factor's way; an end is missing where the band goes on beyond it.
    """

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class IsoLine:
    """The places of a surface at which the response has one value.

    Attributes
    ----------
    surface
        Of which it is a line.
    level
        The response on it, in its unit.
    reference
        The place that it goes through, shape (1, 2), or None: then the level is given.
    """

    surface: Surface
    level: float
    reference: Values | None = None

    @classmethod
    def through(cls, surface: Surface, place: Values) -> IsoLine:
        """Return the line through a place."""
        return cls(surface, float(surface.at(place[np.newaxis]).mean[0]), place[np.newaxis])

    def departures(self, estimate: Estimate) -> Values:
        """Return by how many standard errors the response at places departs from the line's."""
        apart, level = self._apart(estimate), 0.0 if self.reference is not None else self.level
        variance = np.maximum(self.surface.covariance(apart, apart), 0)
        return (apart.mean - level) / np.sqrt(variance + self._rounding)

    @cached_property
    def parts(self) -> list[Values]:
        """The line, each of its connected parts as places, shape (places, 2)."""
        import contourpy  # noqa: PLC0415 (few need it)

        heights = self.surface.mesh.mean.reshape(NODES, NODES)
        lines = contourpy.contour_generator(NODES_OF_WAY, NODES_OF_WAY, heights).lines(self.level)
        return [np.asarray(each) for each in lines if len(each) > 1]

    @cached_property
    def critical(self) -> float:
        """Standard errors within which all of the line is in 95% of cases."""
        way = sum(self._way(each) for each in self.parts)
        return critical_value(way, max(len(self.parts), 1), self.surface.replicates - 1)

    def crossings(self, share: float) -> list[Crossing]:
        """Return where the line passes a share of the first factor's way, from low to high."""
        ups = np.linspace(0.0, 1.0, STEPS)
        column = self.surface.at(np.column_stack([np.full(STEPS, share), ups]))
        above = column.mean - self.level
        beyond = np.abs(self.departures(column)) - self.critical
        found = []
        for step in np.flatnonzero(np.signbit(above[1:]) != np.signbit(above[:-1])):
            at = _zero(ups, above, int(step))
            low, high = _end(ups, beyond, int(step), -1), _end(ups, beyond, int(step), 1)
            found.append(Crossing(at, min(low, at), max(high, at)))
        return [self._exact(each, share) for each in found]

    def _exact(self, crossing: Crossing, share: float) -> Crossing:
        """Return the reference itself where a crossing is that: its band has no width there."""
        if self.reference is None or not math.isclose(share, self.reference[0, 0], abs_tol=1e-12):
            return crossing
        own = float(self.reference[0, 1])
        is_it = abs(crossing.share - own) < 1 / (STEPS - 1)
        return Crossing(own, own, own) if is_it else crossing

    def _apart(self, estimate: Estimate) -> Estimate:
        return estimate if self.reference is None else estimate - self.surface.at(self.reference)

    def _way(self, places: Values) -> float:
        """Return the length of the way that the standardised errors go along a part of the line.

        Errors of one size and of opposite signs count as one: bands have two sides.
        """
        apart = self._apart(self.surface.at(places))
        variance = self.surface.covariance(apart, apart)
        both = self.surface.covariance(apart[:-1], apart[1:])
        size = np.sqrt(np.maximum(variance[:-1] * variance[1:], 0))
        alike = (np.abs(both) + self._rounding) / (size + self._rounding)
        return float(np.sqrt(2 * np.maximum(1 - alike, 0)).sum())

    @property
    def _rounding(self) -> float:
        """A variance that sums of large numbers may be off by, as at the reference itself."""
        return ROUNDING * float(self.surface.mesh.mean.var())


def critical_value(way: float, parts: int, freedom: int) -> float:
    """Return what a Student process along a line exceeds, in either direction, in 5% of cases.

    Parameters
    ----------
    way
        Length of the way that its standardised values go.
    parts
        Of the line, that are not connected.
    freedom
        Degrees of freedom: replicates less one.

    Returns
    -------
    float
        Infinite where so few replicates tell nothing of so long a way.

    References
    ----------
    Telschow & Schwartzman 2022, doi:10.1016/j.jspi.2021.05.008: the expected Euler characteristic
    of a Student process over an interval.
    """
    from scipy.optimize import brentq  # noqa: PLC0415 (SciPy is slow to import)
    from scipy.special import stdtr  # noqa: PLC0415

    def surplus(value: float) -> float:
        bend = (1 + value * value / freedom) ** (-(freedom - 1) / 2)
        expected = parts * stdtr(freedom, -value) + way / (2 * math.pi) * bend
        return float(2 * expected - (1 - CONFIDENCE))

    return float(brentq(surplus, 0, LARGEST)) if surplus(LARGEST) < 0 else math.inf


def _zero(places: Values, heights: Values, step: int) -> float:
    """Return where a line between two places next to each other is 0."""
    before, after = heights[step], heights[step + 1]
    part = before / (before - after)
    return float(places[step] + part * (places[step + 1] - places[step]))


def _end(places: Values, beyond: Values, step: int, ahead: int) -> float:
    """Return where a band that begins between two places ends; missing if it does not."""
    at = step if ahead < 0 else step + 1
    if beyond[at] > 0:
        return float(places[at])
    while 0 <= at + ahead < len(places):
        if beyond[at + ahead] > 0:
            return _zero(places, beyond, min(at, at + ahead))
        at += ahead
    return math.nan
