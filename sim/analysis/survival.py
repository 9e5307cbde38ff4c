"""How long front-line designs last: Kaplan-Meier medians pooled over replicates."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.interval import CONFIDENCE

RESAMPLES = 1000
SEED = 60
ROUNDING = 1e-12

Counts = npt.NDArray[np.floating[Any]]


class Survival(NamedTuple):
    """A median time to obsolescence with its 95% interval, both in days.

    An infinite number means "not reached": the curve stays above one half. The interval
    is missing (NaN) with one replicate, the median too when there is no design at all.
    """

    median: float
    low: float
    high: float
    events: int
    censored: int


def obsolescence(designs: pd.DataFrame, side: str, last_day: int) -> Survival:
    """Estimate how long the front-line designs of `side` last until they are obsolete.

    The median is Kaplan and Meier's over all replicates' designs together. Designs of one
    replicate are not independent of each other, so the interval resamples whole replicates
    (cluster bootstrap, percentiles of 1,000 resamples with a fixed seed). Below about ten
    replicates such an interval tends to be too narrow.

    Parameters
    ----------
    designs : DataFrame
        Rows of the designs table: replicate, role, side, released, replaced, obsolete.
    side : {"ua", "ru"}
        Whose designs.
    last_day : int
        Day on which the run ended.

    References
    ----------
    Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452; Davison and Hinkley 1997,
    doi:10.1017/CBO9780511802843, section 3.8.
    """
    times = durations(designs[(designs["role"] == "fpv") & (designs["side"] == side)], last_day)
    events = int(times["event"].sum())
    counts = _counts(times)
    median = _median(*counts)
    low, high = _bootstrap(*counts)
    return Survival(median, low, high, events, len(times) - events)


def durations(designs: pd.DataFrame, last_day: int) -> pd.DataFrame:
    """Return how long each design was followed and whether it became obsolete meanwhile.

    A design is followed until it is obsolete; it is censored on the day its
    producer replaced it, or when the run ended.

    Returns
    -------
    DataFrame
        One row a design: ``replicate``, ``days`` followed, ``event`` (bool).
    """
    replaced, obsolete = designs["replaced"].to_numpy(), designs["obsolete"].to_numpy()
    end = np.where(replaced >= 0, replaced, last_day)
    event = (obsolete >= 0) & (obsolete <= end)
    days = np.where(event, obsolete, end) - designs["released"].to_numpy()
    return pd.DataFrame(
        {"replicate": designs["replicate"].to_numpy(), "days": days, "event": event}
    )


def _median(days: Counts, ended: Counts, obsolete: Counts) -> float:
    if not len(days):
        return math.nan
    pooled = _curves(ended.sum(axis=0, keepdims=True), obsolete.sum(axis=0, keepdims=True))
    return float(_first_half(pooled, days)[0])


def _bootstrap(days: Counts, ended: Counts, obsolete: Counts) -> tuple[float, float]:
    """Resample replicates by weights."""
    replicates = len(ended)
    if replicates < 2:
        return math.nan, math.nan
    rng = np.random.default_rng(SEED)
    weights = rng.multinomial(replicates, np.full(replicates, 1 / replicates), size=RESAMPLES)
    medians = _first_half(_curves(weights @ ended, weights @ obsolete), days)
    tail = (1 - CONFIDENCE) / 2
    # Without interpolation, which has no meaning between a number and "not reached".
    low, high = np.quantile(medians, [tail, 1 - tail], method="inverted_cdf")
    return float(low), float(high)


def _counts(times: pd.DataFrame) -> tuple[Counts, Counts, Counts]:
    """Count, by replicate and distinct duration, the designs that ended and the events."""
    days, column = np.unique(times["days"].to_numpy(dtype=float), return_inverse=True)
    replicates, row = np.unique(times["replicate"].to_numpy(), return_inverse=True)
    ended = np.zeros((len(replicates), len(days)))
    obsolete = np.zeros_like(ended)
    np.add.at(ended, (row, column), 1)
    np.add.at(obsolete, (row, column), times["event"].to_numpy(dtype=float))
    return days, ended, obsolete


def _curves(ended: Counts, obsolete: Counts) -> Counts:
    """Kaplan-Meier curves, one a row, from counts by duration (a column each)."""
    at_risk = np.cumsum(ended[:, ::-1], axis=1)[:, ::-1]
    return np.cumprod(1 - obsolete / np.maximum(at_risk, 1), axis=1)


def _first_half(curves: Counts, days: Counts) -> Counts:
    """First day on which each curve is at or below one half; infinite where it never is."""
    below = curves <= 0.5 + ROUNDING
    return np.where(below.any(axis=1), days[below.argmax(axis=1)], math.inf)
