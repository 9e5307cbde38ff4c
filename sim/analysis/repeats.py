"""A box looked for again: in each replicate alone, and in points drawn anew.

A box is found in the same cases that its density is told of, and it limits factors that do nothing
if chance has it so. What stays when replicates or points change is what can be relied on, and the
density at points that a search was not shown is what a new point may expect.

References
----------
Bryant & Lempert 2010, doi:10.1016/j.techfore.2009.08.002: resampling tells which limits stay.
Efron & Tibshirani 1997, doi:10.1080/01621459.1997.10474007: points left out of a bootstrap sample
tell the error of a rule.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.covering import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.prim import Box, Cases, Limits, Members

    Values = npt.NDArray[np.float64]

RESAMPLES, SEED = 100, 1

Over = Literal["replicates", "points"]


class Repeat(NamedTuple):
    """A box found again.

    Attributes
    ----------
    over
        What was changed: one replicate alone, or points drawn with replacement.
    number
        Of the replicate, or of the resample.
    box
        What came out.
    whole
        The limits of all cases that it was found in.
    density_elsewhere, coverage_elsewhere
        Of the box in what it was not shown: the other replicates of the points, or the points
        that were not drawn. Missing where there is nothing.
    """

    over: Over
    number: int
    box: Box
    whole: Limits
    density_elsewhere: float
    coverage_elsewhere: float


def over_replicates(cases: Cases, hits: Values, density: float) -> Iterator[Repeat]:
    """Yield the box of each replicate alone, if there are several.

    Parameters
    ----------
    cases
        The points.
    hits
        Shape (points, replicates): 1 where a run is of interest, 0 where not, missing where there
        is none.
    density
        As for `covering.choose`.
    """
    for number in range(hits.shape[1] if hits.shape[1] > 1 else 0):
        there = np.flatnonzero(~np.isnan(hits[:, number]))
        shown = cases.chosen(there).with_interest(hits[there, number])
        if shown.interest.any():
            found = find(shown, density)
            others = _means(np.delete(hits, number, axis=1)[there])
            inside = shown.within(found.box.limits)
            told = _elsewhere(inside, others)
            yield Repeat("replicates", number, found.box, shown.whole, *told)


def over_points(cases: Cases, density: float) -> Iterator[Repeat]:
    """Yield the boxes of `RESAMPLES` samples of the cases, each drawn with replacement."""
    for number in range(RESAMPLES):
        rng = np.random.default_rng([SEED, number])
        rows = rng.integers(len(cases), size=len(cases))
        shown = cases.chosen(rows)
        if shown.interest.any():
            found = find(shown, density)
            left = cases.chosen(np.setdiff1d(np.arange(len(cases)), rows))
            told = _elsewhere(left.within(found.box.limits), left.interest)
            yield Repeat("points", number, found.box, shown.whole, *told)


def share_of_luck(hits: Values) -> float:
    """Return the share of the variance of hits that is within points, which no box can explain.

    Of each point's replicates the variance is without bias; points with one are left out.
    Missing where no point has two, or all hits are equal.
    """
    several = hits[(~np.isnan(hits)).sum(axis=1) > 1]
    if not len(several):
        return float("nan")
    within = float(np.nanvar(several, axis=1, ddof=1).mean())
    share = float(np.nanmean(several, axis=1).mean())
    total = share * (1 - share)
    return min(within / total, 1.0) if total > 0 else float("nan")


def _elsewhere(inside: Members, interest: Values) -> tuple[float, float]:
    """Return density and coverage of cases, of which those of unknown interest do not count."""
    known = ~np.isnan(interest)
    held, total = interest[inside & known], float(interest[known].sum())
    return (
        float(held.mean()) if len(held) else float("nan"),
        float(held.sum()) / total if total > 0 else float("nan"),
    )


def _means(hits: Values) -> Values:
    with warnings.catch_warnings():  # of points that have no other replicate
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(hits, axis=1))
