"""Approximate Bayesian computation: from runs to how likely each value of the factors is.

The runs whose responses come nearest to what was observed are taken, weighted by how near, and
moved by a linear regression to where they would be had they given just that. Shares are regressed
as logits, so that none leaves its range.

References
----------
Beaumont, Zhang & Balding 2002, doi:10.1093/genetics/162.4.2025: the regression and its weights.
Blum & Francois 2010, doi:10.1007/s11222-009-9116-0: transformed parameters. Wilkinson 2013,
doi:10.1515/sagmb-2013-0010: error and discrepancy as noise that is added to the runs. Barber et al.
2021, doi:10.1214/20-AOS1965, and Tibshirani et al. 2019, arXiv:1904.06019: residuals of runs that
are left out, and the weight of what is observed itself, so that intervals of few runs hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

if TYPE_CHECKING:
    from collections.abc import Sequence

Values = npt.NDArray[np.float64]

NEAREST = 0.5
"""Share of the runs that are taken."""
END = 1e-6
"""Shares nearer than this to 0 or 1 are put there: their logits have no end."""
MOST_LEVERAGE = 0.9
"""A run that alone tells what a response does is taken to have others beside it."""


@dataclass(frozen=True)
class Posterior:
    """How likely each value of the factors is, given what was observed.

    Attributes
    ----------
    shares
        Draws, a row each and a column a factor.
    weights
        Of the draws, from 0 to 1: a run that gave just what was observed would have 1.
    """

    shares: Values
    weights: Values

    def quantiles(self, probabilities: Sequence[float]) -> Values:
        """Return quantiles: a row a probability, a column a factor."""
        return np.column_stack([self._quantiles(each, probabilities) for each in self.shares.T])

    def below(self, shares: Values) -> Values:
        """Return the probability of a lower value than the one given, for each factor."""
        return np.asarray(self.weights @ (self.shares < shares) / self.weights.sum())

    def sample(self, count: int, seed: int) -> Values:
        """Return draws that weigh the same."""
        chances = self.weights / self.weights.sum()
        return np.random.default_rng(seed).choice(self.shares, count, p=chances)

    def _quantiles(self, column: Values, probabilities: Sequence[float]) -> Values:
        order = np.argsort(column)
        weights = self.weights[order]
        places = (np.cumsum(weights) - weights / 2 + 0.5) / (weights.sum() + 1)
        return np.interp(probabilities, places, column[order])


def posterior(shares: Values, responses: Values, observed: Values) -> Posterior:
    """Return the posterior that a linear regression makes of runs.

    Parameters
    ----------
    shares
        Where the runs are, drawn evenly from what is possible beforehand, shape (runs, factors).
    responses
        What they gave, error and discrepancy added, shape (runs, responses).
    observed
        What was observed, shape (responses,).

    Returns
    -------
    Posterior
        A draw for each run that was taken.

    Raises
    ------
    ValueError
        If there are too few runs for so many responses.
    """
    runs, count = responses.shape
    taken = round(NEAREST * runs)
    if taken < 2 * (count + 1):
        raise ValueError(f"{runs} runs are too few for {count} responses")
    offsets = offsets_from(responses, observed)
    distances = np.sqrt((offsets**2).sum(axis=1))
    near = np.argsort(distances)[: taken + 1]
    within, width = near[:-1], distances[near[-1]]
    weights = 1 - (distances[within] / width) ** 2 if width > 0 else np.ones(taken)
    if not weights.any():  # where responses have few values, all may be equally far off
        weights = np.ones(taken)
    logits = logit(np.clip(shares[within], END, 1 - END))
    coefficients, left = regress(offsets[within], logits, weights)
    return Posterior(expit(coefficients[0] + left), weights)


def with_noise(responses: Values, variance: Values, seed: int) -> Values:
    """Return what would have been observed of runs, given the variance of its error."""
    drawn = np.random.default_rng(seed).standard_normal(responses.shape)
    return np.asarray(responses + drawn * np.sqrt(variance))


def regress(design: Values, values: Values, weights: Values) -> tuple[Values, Values]:
    """Return a linear regression, and how far each value is from what the others expect of it.

    That is its residual over one less its leverage.

    Parameters
    ----------
    design
        What the values are regressed on, shape (runs, terms); a constant is put before it.
    values
        Shape (runs, columns).
    weights
        Of the runs.

    Returns
    -------
    tuple
        Coefficients, the constant first, shape (terms + 1, columns), and what is left, shape (runs,
        columns).
    """
    roots = np.sqrt(weights)[:, np.newaxis]
    terms = np.column_stack([np.ones(len(design)), design])
    inverse = np.linalg.pinv(terms * roots, rcond=1e-9)
    coefficients = inverse @ (values * roots)
    leverages = (terms * roots * inverse.T).sum(axis=1)[:, np.newaxis]
    left = (values - terms @ coefficients) / (1 - np.minimum(leverages, MOST_LEVERAGE))
    return coefficients, left


def offsets_from(responses: Values, observed: Values) -> Values:
    """Return how far off each run is, in units in which responses are alike and uncorrelated."""
    spreads = responses.std(axis=0)
    vary = spreads > 0
    apart = (responses - observed)[:, vary] / spreads[vary]
    values, axes = np.linalg.eigh(np.atleast_2d(np.cov(apart.T)))
    told = values > 1e-9 * values.max()
    return np.asarray(apart @ axes[:, told] / np.sqrt(values[told]))
