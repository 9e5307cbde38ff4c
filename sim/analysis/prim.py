"""PRIM: boxes of factor levels within which cases of interest are dense.

A box is peeled: from the one that holds all cases, a slice is taken off one side of one factor
at a time, the slice whose loss raises the density most for each case that is lost. Then it is
pasted: slices are put back as long as that raises the density. Each box on the way is a step of
the trajectory, from all cases at a low density to few at a high one.

References
----------
Friedman & Fisher 1999, Bump hunting in high-dimensional data, doi:10.1023/A:1008894516817.
Bryant & Lempert 2010, Thinking inside the box, doi:10.1016/j.techfore.2009.08.002: coverage and
density.
Kwakkel & Jaxa-Rozen 2016, doi:10.1016/j.envsoft.2015.11.020: gain in density for each case lost,
which categories need, as in the EMA Workbench, with whose boxes these agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    Values = npt.NDArray[np.float64]
    Members = npt.NDArray[np.bool_]

PEEL, PASTE = 0.05, 0.05
"""Shares of the cases at one side that a slice takes off, or puts back."""
LEAST_MASS = 0.05
"""Of all cases, in a box."""
ROUNDING = 1e-12
"""A change of density that may be the rounding of means: less than one case of a million makes."""


class Between(NamedTuple):
    """The numbers from `low` to `high`, both included."""

    low: float
    high: float

    def holds(self, levels: Values) -> Members:
        """Tell which levels lie there."""
        return np.asarray((self.low <= levels) & (levels <= self.high))


class Among(NamedTuple):
    """Some categories, by their codes."""

    codes: tuple[int, ...]

    def holds(self, levels: Values) -> Members:
        """Tell which levels are of these categories."""
        return np.isin(levels, self.codes)


Limit = Between | Among
Limits = tuple[Limit, ...]
"""A limit for each factor."""


@dataclass(frozen=True)
class Cases:
    """What boxes are looked for in.

    Attributes
    ----------
    levels
        Shape (cases, factors): numbers, or codes of categories from 0.
    categories
        How many categories each factor has; 0 where its levels are numbers.
    interest
        How much each case is one of interest, from 0 to 1: of a point, the share of its runs.
    """

    levels: Values
    categories: tuple[int, ...]
    interest: Values

    def __len__(self) -> int:
        """Return how many cases there are."""
        return len(self.interest)

    @cached_property
    def whole(self) -> Limits:
        """The limits of the box that holds them all."""
        columns = zip(self.levels.T, self.categories, strict=True)
        return tuple(
            Among(tuple(range(count))) if count else Between(float(each.min()), float(each.max()))
            for each, count in columns
        )

    def within(self, limits: Limits) -> Members:
        """Tell which cases lie within limits."""
        inside = np.ones(len(self), dtype=bool)
        for limit, levels in zip(limits, self.levels.T, strict=True):
            inside &= limit.holds(levels)
        return inside

    def chosen(self, rows: npt.NDArray[np.int64]) -> Cases:
        """Return some of the cases, which may come twice."""
        return Cases(self.levels[rows], self.categories, self.interest[rows])

    def with_interest(self, interest: Values) -> Cases:
        """Return the same cases with another interest."""
        return Cases(self.levels, self.categories, interest)


@dataclass(frozen=True)
class Box:
    """A box, and how it stands among all cases.

    Attributes
    ----------
    limits
        What it holds of each factor.
    members
        Which cases are in it; of a second box, of those that no earlier one holds.
    coverage
        Share of all interest that is in it.
    density
        Mean interest of its cases.
    mass
        Share of all cases that are in it.
    restricted
        The factors, by number, of which it does not hold everything.
    pasted
        Whether it came by pasting.
    """

    limits: Limits
    members: Members
    coverage: float
    density: float
    mass: float
    restricted: tuple[int, ...]
    pasted: bool = False

    @cached_property
    def size(self) -> int:
        """Number of cases in it."""
        return int(self.members.sum())


class _Candidate(NamedTuple):
    """A box one slice away, and what that gains of density for each case more or less."""

    gain: float
    unrestricted: int
    limits: Limits
    members: Members


@dataclass(frozen=True)
class Prim:
    """The search for one box.

    Attributes
    ----------
    cases
        All cases.
    remaining
        Those that no earlier box holds.
    peel
        Share of the cases of a box that a slice takes off.
    """

    cases: Cases
    remaining: Members
    peel: float = PEEL

    def trajectory(self) -> list[Box]:
        """Return the boxes from the one that holds all cases, first by peeling, then pasting."""
        boxes = [self._box(self.cases.whole, self.remaining)]
        for candidates, accepts, pasted in (
            (self._peels, self._is_peel, False),
            (self._pastes, self._is_paste, True),
        ):
            while (best := _best(candidates(boxes[-1]))) and accepts(boxes[-1], best):
                boxes.append(self._box(best.limits, best.members, pasted=pasted))
        return boxes

    def _box(self, limits: Limits, members: Members, *, pasted: bool = False) -> Box:
        interest, size = self.cases.interest, int(members.sum())
        total = float(interest.sum())
        inside = float(interest[members].sum())
        return Box(
            limits,
            members,
            inside / total,
            inside / size,
            size / len(self.cases),
            self._restricted(limits),
            pasted,
        )

    def _restricted(self, limits: Limits) -> tuple[int, ...]:
        whole = self.cases.whole
        return tuple(index for index, limit in enumerate(limits) if limit != whole[index])

    def _is_peel(self, box: Box, best: _Candidate) -> bool:
        size = int(best.members.sum())
        return best.gain > 0 and size / len(self.cases) >= LEAST_MASS and size < box.size

    def _is_paste(self, box: Box, best: _Candidate) -> bool:
        return best.gain > 0 and int(best.members.sum()) > box.size

    def _peels(self, box: Box) -> Iterator[_Candidate]:
        for index in self._numbers_first():
            levels = self.cases.levels[:, index]
            for limit in _peeled(box.limits[index], levels[box.members], self.peel):
                yield self._candidate(box, index, limit, box.members & limit.holds(levels))

    def _pastes(self, box: Box) -> Iterator[_Candidate]:
        whole = self.cases.whole
        for index in filter(box.restricted.__contains__, self._numbers_first()):
            levels, others = self.cases.levels[:, index], self.remaining.copy()
            for other in set(box.restricted) - {index}:
                others &= box.limits[other].holds(self.cases.levels[:, other])
            for limit in _pasted(box.limits[index], whole[index], levels[others]):
                yield self._candidate(box, index, limit, others & limit.holds(levels))

    def _numbers_first(self) -> list[int]:
        """Return the factors, those with categories last, in which order ties are broken."""
        return sorted(range(len(self.cases.categories)), key=lambda i: self.cases.categories[i] > 0)

    def _candidate(self, box: Box, index: int, limit: Limit, members: Members) -> _Candidate:
        limits = (*box.limits[:index], limit, *box.limits[index + 1 :])
        gain = _gain(box, self.cases.interest[members])
        return _Candidate(gain, -len(self._restricted(limits)), limits, members)


def _best(candidates: Iterator[_Candidate]) -> _Candidate | None:
    """Return the one that gains most; of equal ones that with fewer restrictions, or the first."""
    return max(candidates, key=lambda each: (each.gain, each.unrestricted), default=None)


def _gain(box: Box, interest: Values) -> float:
    """Return the change of density for each case more or less than in a box."""
    density = float(interest.mean()) if len(interest) else 0.0
    change = density - box.density
    return change / abs(box.size - len(interest)) if abs(change) > ROUNDING else 0.0


def _peeled(limit: Limit, levels: Values, share: float) -> Iterator[Limit]:
    """Yield what is left of a limit without a slice of the cases in a box: its high end first."""
    if isinstance(limit, Between):
        ordered = np.sort(levels)
        yield limit._replace(high=between_levels(ordered, 1 - share))
        yield limit._replace(low=between_levels(ordered, share))
    elif len(limit.codes) > 1:
        for code in limit.codes:
            yield Among(tuple(each for each in limit.codes if each != code))


def _pasted(limit: Limit, whole: Limit, levels: Values) -> Iterator[Limit]:
    """Yield a limit with a slice of what lies beyond it, of cases that else are in the box."""
    if isinstance(limit, Between) and isinstance(whole, Between):
        below = np.sort(levels[levels <= limit.low])
        low = between_levels(below, 1 - PASTE) if len(below) else whole.low
        yield limit._replace(low=low)
        above = np.sort(levels[levels >= limit.high])
        high = between_levels(above, PASTE) if len(above) else whole.high
        yield limit._replace(high=high)
    elif isinstance(limit, Among) and isinstance(whole, Among):
        for code in whole.codes:
            if code not in limit.codes:
                yield Among(tuple(sorted((*limit.codes, code))))


def between_levels(ordered: Values, share: float) -> float:
    """Return the middle between two different levels, at a share of the cases.

    Below a half the level above the quantile is moved up until it differs, else the one below it
    down, so that at least one case lies beyond unless all are equal.
    """
    place = (len(ordered) - 1) * share
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    if low == high and share > 0.5:
        low = ordered[max(int(np.searchsorted(ordered, high, "left")) - 1, 0)]
    elif low == high:
        high = ordered[min(int(np.searchsorted(ordered, low, "right")), len(ordered) - 1)]
    return float((low + high) / 2)
