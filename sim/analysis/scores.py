"""Scores of forecasts against what came: the lower, the better, and the truth is best on average.

>>> from sim.analysis import scores
>>> float(scores.crps([1.0, 3.0], 0.0))
1.0
>>> float(scores.interval_score(1.0, 4.0, 4.5, level=0.5))
5.0
>>> scores.coverage([0, 0], [1, 1], [0.5, 2.0])
0.5

References
----------
Gneiting & Raftery 2007, doi:10.1198/016214506000001437: proper scores, the CRPS (20) and the score
of an interval (43). Ferro 2014, doi:10.1002/qj.2270: the fair CRPS of an ensemble. Bracher et al.
2021, doi:10.1371/journal.pcbi.1008618: the weighted interval score (1). Czado, Gneiting & Held
2009, doi:10.1111/j.1541-0420.2009.01191.x: the randomised PIT.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


def crps(ensembles: npt.ArrayLike, observed: npt.ArrayLike) -> Values:
    """Return the fair continuous ranked probability score of ensembles.

    Its expectation does not depend on how many members an ensemble has.

    Parameters
    ----------
    ensembles
        Draws of each forecast, shape (..., members), two at least.
    observed
        What came, shape (...).

    Returns
    -------
    ndarray, shape (...)
        In the unit of the values; below 0 it may be by luck.

    Raises
    ------
    ValueError
        If an ensemble has one member.
    """
    draws = np.sort(np.asarray(ensembles, float), axis=-1)
    members = draws.shape[-1]
    if members < 2:
        raise ValueError("a fair score takes two members at least")
    away = np.abs(draws - np.asarray(observed, float)[..., None]).mean(axis=-1)
    ranks = 2 * np.arange(members) - members + 1
    apart = 2 * (draws @ ranks) / (members * (members - 1))
    return np.asarray(away - apart / 2)


def interval_score(
    low: npt.ArrayLike, high: npt.ArrayLike, observed: npt.ArrayLike, level: npt.ArrayLike
) -> Values:
    """Return the score of central intervals: their width, and a fine for what lies outside.

    Parameters
    ----------
    low, high
        The ends, of any shape.
    observed
        What came.
    level
        The probability of the interval, such as 0.9.

    Returns
    -------
    ndarray
        In the unit of the values.
    """
    bottom, top, came = (np.asarray(each, float) for each in (low, high, observed))
    fine = 2 / (1 - np.asarray(level, float))
    outside = np.maximum(bottom - came, 0) + np.maximum(came - top, 0)
    return np.asarray(top - bottom + fine * outside)


def weighted_interval_score(
    median: npt.ArrayLike,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    observed: npt.ArrayLike,
    levels: npt.ArrayLike,
) -> Values:
    """Return the weighted interval score, near the CRPS of the forecast that has these quantiles.

    Parameters
    ----------
    median
        Of each forecast, shape (...).
    low, high
        The ends of its central intervals, shape (..., levels).
    observed
        What came, shape (...).
    levels
        The probability of each interval, shape (levels,).

    Returns
    -------
    ndarray, shape (...)
        In the unit of the values.
    """
    came, given = np.asarray(observed, float), np.asarray(levels, float)
    weights = (1 - given) / 2
    of_intervals = weights * interval_score(low, high, came[..., None], given)
    of_median = np.abs(came - np.asarray(median, float)) / 2
    return np.asarray((of_median + of_intervals.sum(axis=-1)) / (len(given) + 0.5))


def pit(ensembles: npt.ArrayLike, observed: npt.ArrayLike, seed: int) -> Values:
    """Return the probability integral transform: where in its ensemble each value came.

    Uniform between 0 and 1 if the ensemble and what came are draws of one distribution. Within
    the step of the ensemble's distribution that the value has, the place is drawn.

    Parameters
    ----------
    ensembles
        Draws of each forecast, shape (..., members).
    observed
        What came, shape (...).
    seed
        Of the draws.

    Returns
    -------
    ndarray, shape (...)
        From 0 to 1.
    """
    draws, came = np.asarray(ensembles, float), np.asarray(observed, float)[..., None]
    below, equal = (draws < came).sum(axis=-1), (draws == came).sum(axis=-1)
    place = np.random.default_rng(seed).random(below.shape)
    return np.asarray((below + place * (equal + 1)) / (draws.shape[-1] + 1))


def coverage(low: npt.ArrayLike, high: npt.ArrayLike, observed: npt.ArrayLike) -> float:
    """Return the share of values that lie in their intervals, ends included."""
    came = np.asarray(observed, float)
    return float(np.mean((np.asarray(low, float) <= came) & (came <= np.asarray(high, float))))
