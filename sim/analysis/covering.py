"""Which box of a trajectory is taken, one after another, and how much each of its limits says.

References
----------
Bryant & Lempert 2010, Thinking inside the box, doi:10.1016/j.techfore.2009.08.002: covering by
several boxes, quasi-p values.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.prim import LEAST_MASS, Among, Between, Prim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.prim import Box, Cases, Limit, Limits, Members

ROUNDING = 1e-9
"""What a sum of shares may lack of a whole number."""


class Found(NamedTuple):
    """A trajectory and the box that is taken of it.

    Attributes
    ----------
    trajectory
        The boxes, from the one of all cases.
    box
        The one that is taken.
    remaining
        The cases among which it was looked for: those of no earlier box.
    """

    trajectory: list[Box]
    box: Box
    remaining: Members


class QuasiP(NamedTuple):
    """The quasi-p values of the ends of a limit; missing where an end limits nothing.

    Categories have only one, `low`.
    """

    low: float
    high: float


def choose(trajectory: Sequence[Box], density: float) -> Box:
    """Return the box that covers most among those that are as dense as asked; else the densest.

    Of several that cover the same, the densest of them.
    """
    dense = [box for box in trajectory if box.density >= density]
    if dense:
        return max(dense, key=lambda box: (box.coverage, box.density))
    return max(trajectory, key=lambda box: (box.density, box.coverage))


def find(cases: Cases, density: float) -> Found:
    """Return the trajectory among all cases, and the box that `choose` takes of it."""
    return _find(cases, np.ones(len(cases), dtype=bool), density)


def cover(cases: Cases, density: float, most: int) -> list[Found]:
    """Return one box after another, each among the cases that those before do not hold.

    Parameters
    ----------
    cases
        All cases, of some interest.
    density
        What a box is to reach. The first is there in any case, later ones only if they do.
    most
        Boxes at most.
    """
    found = [find(cases, density)]
    while len(found) < most and found[-1].box.density >= density:
        remaining = found[-1].remaining & ~found[-1].box.members
        if remaining.sum() < LEAST_MASS * len(cases) or not cases.interest[remaining].any():
            break
        found.append(_find(cases, remaining, density))
    return [each for each in found if each.box.density >= density] or found[:1]


def quasi_p(cases: Cases, found: Found, factor: int) -> QuasiP:
    """Return how likely it is that a box is so dense if an end of a limit does nothing.

    If each case in the box were of interest with the density of the box without that end, as many
    as are would be, or more, with this probability: a one-sided binomial test. It is lower than a
    true level of significance, since the limit was chosen by the same cases. A case counts once,
    however many runs it stands for, and parts of a case are dropped.

    Parameters
    ----------
    cases, found
        The cases, and the box among them.
    factor
        By number.
    """
    limit, whole = found.box.limits[factor], cases.whole[factor]
    if isinstance(limit, Between) and isinstance(whole, Between):
        freed = limit._replace(low=whole.low), limit._replace(high=whole.high)
        return QuasiP(*(_quasi_p(cases, found, factor, each) for each in freed))
    return QuasiP(_quasi_p(cases, found, factor, whole), math.nan)


def ends(limit: Limit, whole: Limit) -> Between:
    """Return the ends of a limit, missing where they do not limit, as for categories."""
    if isinstance(limit, Among) or isinstance(whole, Among):
        return Between(math.nan, math.nan)
    pairs = zip(limit, whole, strict=True)
    return Between(*(math.nan if end == free else end for end, free in pairs))


def _find(cases: Cases, remaining: Members, density: float) -> Found:
    trajectory = Prim(cases, remaining).trajectory()
    return Found(trajectory, choose(trajectory, density), remaining)


def _quasi_p(cases: Cases, found: Found, factor: int, freed: Limit) -> float:
    from scipy.stats import binom  # noqa: PLC0415 (SciPy is slow to import)

    box = found.box
    if freed == box.limits[factor]:
        return math.nan
    limits: Limits = (*box.limits[:factor], freed, *box.limits[factor + 1 :])
    without = cases.within(limits) & found.remaining
    inside = math.floor(float(cases.interest[box.members].sum()) + ROUNDING)
    return float(binom.sf(inside - 1, box.size, float(cases.interest[without].mean())))
