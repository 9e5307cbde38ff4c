"""How long front-line designs last in a run: its Kaplan-Meier median."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

ROUNDING = 1e-12


def median_days(designs: pd.DataFrame, side: str, last_day: int) -> float:
    """Return the days after which half of the front-line designs of `side` are obsolete.

    It is Kaplan and Meier's median: infinite where their curve stays above one half, which means
    "not reached", and missing (NaN) where there is no design at all. Designs of the spin-up are
    left out: of those only the ones that lasted until day 0 are in the table.

    Parameters
    ----------
    designs : DataFrame
        Rows of the designs table of one run: role, side, released, replaced, obsolete.
    side : {"ua", "ru"}
        Whose designs.
    last_day : int
        Day on which the run ended.

    References
    ----------
    Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452.
    """
    watched = (designs["role"] == "fpv") & (designs["side"] == side) & (designs["released"] >= 0)
    times = durations(designs[watched], last_day)
    if times.empty:
        return math.nan
    days, place = np.unique(times["days"].to_numpy(dtype=float), return_inverse=True)
    ended = np.bincount(place)
    obsolete = np.bincount(place, weights=times["event"].to_numpy(dtype=float))
    at_risk = np.cumsum(ended[::-1])[::-1]
    below = np.cumprod(1 - obsolete / at_risk) <= 0.5 + ROUNDING
    return float(days[below.argmax()]) if below.any() else math.inf


def durations(designs: pd.DataFrame, last_day: int) -> pd.DataFrame:
    """Return how long each design was followed and whether it became obsolete meanwhile.

    A design is followed until it is obsolete; it is censored on the day its
    producer replaced it, or when the run ended.

    Returns
    -------
    DataFrame
        One row a design: ``days`` followed, ``event`` (bool).
    """
    replaced, obsolete = designs["replaced"].to_numpy(), designs["obsolete"].to_numpy()
    end = np.where(replaced >= 0, replaced, last_day)
    event = (obsolete >= 0) & (obsolete <= end)
    days = np.where(event, obsolete, end) - designs["released"].to_numpy()
    return pd.DataFrame({"days": days, "event": event})
