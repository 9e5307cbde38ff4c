"""How far off an index may be: the same index of fewer rows, and of fewer replicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Values = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.intp]

SEED = 1
GROUPS = 20
"""Of rows that a jackknife leaves out, one after the other."""
HALF_WIDTH = 1.959963984540054
"""Half the width of a 95% interval, in standard deviations that are known."""
UPPER_END = 0.975


class Spread(NamedTuple):
    """How far off indices may be.

    Attributes
    ----------
    half_width
        Half the width of their 95% intervals.
    by_replicates
        The part of the variance behind it that other replicates would change.
    """

    half_width: Values
    by_replicates: Values


def jackknifed(
    estimate: Callable[[Numbers, Numbers], Values], rows: int, replicates: int
) -> Spread:
    """Return half the width of 95% intervals, leaving out groups of rows, and replicates.

    The variances of both add up. Of three replicates a variance is hardly known, so that intervals
    are Student's, with the degrees of freedom that such a sum has.

    Parameters
    ----------
    estimate
        Returns indices from the numbers of rows and of replicates, of any shape.
    rows, replicates
        How many there are.

    References
    ----------
    Efron & Stein 1981, doi:10.1214/aos/1176345462: the jackknife. Satterthwaite 1946,
    doi:10.2307/3002019: degrees of freedom.
    """
    every, all_replicates = np.arange(rows), np.arange(replicates)
    shuffled = np.random.default_rng(SEED).permutation(rows)
    groups = np.array_split(shuffled, min(GROUPS, rows))
    by_rows = [estimate(np.setdiff1d(every, group), all_replicates) for group in groups]
    of_rows = _variance(by_rows)
    of_replicates = np.zeros_like(of_rows)
    if replicates > 1:
        left_out = [np.delete(all_replicates, each) for each in all_replicates]
        of_replicates = _variance([estimate(every, each) for each in left_out])
    whole = of_rows + of_replicates
    part = np.divide(of_replicates, whole, out=np.zeros_like(whole), where=whole > 0)
    freedom = 1 / ((1 - part) ** 2 / (len(groups) - 1) + part**2 / max(replicates - 1, 1))
    return Spread(_student(freedom) * np.sqrt(whole), part)


def _variance(found: list[Values]) -> Values:
    count = len(found)
    return np.asarray((count - 1) ** 2 / count * np.var(found, axis=0, ddof=1))


def _student(freedom: Values) -> Values:
    from scipy.special import stdtrit  # noqa: PLC0415 (SciPy is slow to import)

    return np.asarray(stdtrit(freedom, UPPER_END))
