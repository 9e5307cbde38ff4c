"""Whether known factors are recovered from what runs gave, as if that had been observed.

Each run is left out in turn, its responses are taken as observed, and the posterior that the others
give is held against the factors that it was run with. That takes no further run.

References
----------
Carrella 2021, doi:10.18564/jasss.4572: the measure of performance, cross-validation with the runs
themselves, the linear regression that no method may fall behind, and that half of the agent-based
models have a parameter that can't be identified; with a performance of less than 0.3 it is "barely"
so. Talts et al. 2018, arXiv:1804.06788: ranks that are uniform if posteriors are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from sim.analysis.calibration.posterior import offsets_from, posterior, regress

if TYPE_CHECKING:
    from sim.analysis.calibration.posterior import Posterior

Values = npt.NDArray[np.float64]

ENDS = (0.05, 0.5, 0.95)
"""The ends of a 90% interval, and its middle."""
GUESS = 0.25
"""How far off the middle of a range is on average, of the range."""
BINS = 10
"""Of the ranks."""
WIDEST = 0.5
"""A 90% interval is narrow if it is at most this much of that of the range alone."""
LEAST_PERFORMANCE = 0.3
LEAST_COVERAGE = 0.85
"""Of 90% intervals: in 100 trials right ones have less with a chance of 4%."""


@dataclass(frozen=True)
class Recovery:
    """Factors that were known and what was found of them: a row a trial, a column a factor.

    Attributes
    ----------
    truths
        The shares that the run had.
    low, median, high
        Of the posterior: the ends of its 90% interval, and its median.
    ranks
        The posterior probability of less than the truth.
    linear
        What a linear regression of the other runs finds.
    """

    truths: Values
    low: Values
    median: Values
    high: Values
    ranks: Values
    linear: Values

    @property
    def performance(self) -> Values:
        """How much of what a guess from the range alone is off is not, for each factor."""
        return _performance(self.truths, self.median)

    @property
    def linear_performance(self) -> Values:
        """The same of the linear regression."""
        return _performance(self.truths, self.linear)

    @property
    def coverage(self) -> Values:
        """Share of the trials whose 90% interval has the truth, for each factor."""
        return np.asarray(((self.low <= self.truths) & (self.truths <= self.high)).mean(axis=0))

    @property
    def uniformity(self) -> Values:
        """How likely ranks as uneven as these are if posteriors are right, for each factor.

        By the chi-squared test of ten bins. Trials share runs, so that it is a little too strict.
        """
        trials = len(self.ranks)
        bins = np.minimum((self.ranks * BINS).astype(int), BINS - 1)
        counts = (bins[:, np.newaxis] == np.arange(BINS)[:, np.newaxis]).sum(axis=0)
        uneven = ((counts - trials / BINS) ** 2 / (trials / BINS)).sum(axis=0)
        return np.asarray(chdtrc(BINS - 1, uneven))


def recover(shares: Values, responses: Values) -> Recovery:
    """Return what is recovered of the factors of each run from what it gave.

    Parameters
    ----------
    shares
        Where the runs are, shape (runs, factors).
    responses
        What they gave, error and discrepancy added, shape (runs, responses).
    """
    found, ranks = [], []
    for index, (truth, observed) in enumerate(zip(shares, responses, strict=True)):
        others = np.arange(len(shares)) != index
        of_others = posterior(shares[others], responses[others], observed)
        found.append(of_others.quantiles(ENDS))
        ranks.append(of_others.below(truth))
    low, median, high = np.stack(found, axis=1)
    return Recovery(shares, low, median, high, np.stack(ranks), _linear(shares, responses))


def doubts(of_observed: Posterior, recovery: Recovery) -> list[list[str]]:
    """Return why each factor is not identified: an empty list for one that is.

    Its interval must be narrow, and those of the trials on average too: of a factor that is hardly
    known, an interval is narrow now and then by luck, and it is then that it misses. The trials'
    performance and coverage must be what they should.
    """
    low, _, high = of_observed.quantiles(ENDS)
    width, usual = relative_width(low, high), relative_width(recovery.low, recovery.high)
    columns = zip(width, usual.mean(axis=0), recovery.performance, recovery.coverage, strict=True)
    return [
        [*_wide(own, usual_one), *_not_recovered(performance), *_missed(coverage)]
        for own, usual_one, performance, coverage in columns
    ]


def relative_width(low: Values, high: Values) -> Values:
    """Return the width of 90% intervals, of that of the range alone."""
    return np.asarray((high - low) / (ENDS[2] - ENDS[0]))


def _wide(width: float, usual: float) -> list[str]:
    if width > WIDEST:
        return [f"its interval is {width:.0%} of that of the range alone"]
    if usual > WIDEST:
        return [f"intervals of known levels are {usual:.0%} of that of the range alone on average"]
    return []


def _not_recovered(performance: float) -> list[str]:
    if performance >= LEAST_PERFORMANCE:
        return []
    return [f"it is recovered with a performance of {performance:.2f} only"]


def _missed(coverage: float) -> list[str]:
    if coverage >= LEAST_COVERAGE:
        return []
    return [f"{coverage:.0%} of its 90% intervals hold what is known"]


def _performance(truths: Values, found: Values) -> Values:
    return np.asarray(1 - np.abs(found - truths).mean(axis=0) / GUESS)


def _linear(shares: Values, responses: Values) -> Values:
    """Return what a linear regression of all others finds of the factors of each run."""
    offsets = offsets_from(responses, responses.mean(axis=0))
    _, left = regress(offsets, shares, np.ones(len(shares)))
    return np.asarray(np.clip(shares - left, 0, 1))
