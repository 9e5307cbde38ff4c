"""How many replicates each point needs, where that depends on what the first ones show."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.interval import interval, intervals
from sim.analysis.points import by_replicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.experiment.design.experiment import Auto


class Precision(NamedTuple):
    """How precisely points know the response that their number of replicates depends on.

    Attributes
    ----------
    auto : Auto
        What was asked for.
    unit : str
        Unit of the response.
    points : int
        How many there are.
    unmet : int
        Those whose half-width is wider than that, or not known, as where no run was done.
    """

    auto: Auto
    unit: str
    points: int
    unmet: int


def precision(runs: pd.DataFrame, auto: Auto, unit: str, points: int) -> Precision:
    """Return at how many of the points the half-width that `auto` asks for is met."""
    ends = intervals(by_replicate(runs, [auto.response]))
    met = (ends["high"] - ends["low"]) / 2 <= auto.half_width
    return Precision(auto, unit, points, points - int(met.sum()))


def next_count(values: Sequence[float], planned: int, auto: Auto) -> int:
    """Return how many replicates a point should have after those planned so far.

    Parameters
    ----------
    values
        The response in the replicates that have one.
    planned
        Replicates planned so far, failed ones counted.
    auto
        The half-width that is asked for, and the most replicates.

    Returns
    -------
    int
        `planned` if the half-width of the 95% Student interval is met or the maximum reached.
        Otherwise what is needed if the variance is what it seems, since the half-width falls with
        the root of the number; but at most twice as many, as the variance may be wrong.
    """
    _, low, high = interval(values)
    half_width = (high - low) / 2
    if half_width <= auto.half_width or planned >= auto.maximum:
        return planned
    if math.isnan(half_width):
        needed = 2 * planned
    else:
        needed = math.ceil(planned * (half_width / auto.half_width) ** 2)
    return min(max(needed, planned + 1), 2 * planned, auto.maximum)
