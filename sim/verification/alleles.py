"""Two designs against two countermeasures: the race core under replicator dynamics.

Matching alleles: a design does worse where its countermeasure is frequent, and a countermeasure
better where its design is. With x and y the shares of the first design and of the first
countermeasure,

    x' = s_h x (1 - x) (1 - 2y),    y' = s_p y (1 - y) (2x - 1),

small swings about one half have the period 4 pi / sqrt(s_h s_p), and
s_p ln(x (1 - x)) + s_h ln(y (1 - y)) stays as it is.

What passes whom is the model's own (`race.assess`), and so is how success is rewarded
(`economy.share_orders`). The model has no replicators: here shares of one day's orders are the
weights of the next day's, which stands in for growth.

References
----------
Hofbauer & Sigmund 1998, Evolutionary games and population dynamics, doi:10.1017/CBO9781139173179.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.verification.law import Law, compared
from sim.war.equations import economy, race
from sim.war.numerics.compiled import drop_stale_kernels

if TYPE_CHECKING:
    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Floats

EXTENT = 40.0
PLACES = np.array([[10.0, 10.0], [30.0, 30.0]])
"""So far apart that a countermeasure at the one place doesn't touch a design at the other."""

HALF = np.array(0.5)

FULL_BOOK = 1e12
"""Days of work that no producer has, so that orders follow success alone."""


def passing(strengths: Floats) -> Floats:
    """Return the chances (2,) of a design at each place to pass a countermeasure there."""
    families, everywhere = np.zeros(2, dtype=np.int64), np.zeros((2, 1), dtype=np.int64)
    rates, expected = np.empty((2, 1)), np.empty(2)
    race.assess(
        np.arange(2), PLACES, families, PLACES.T.copy(), families, strengths, EXTENT, np.empty(2),
        np.empty(2), np.empty(1), expected, np.ones(2, dtype=np.int64), everywhere, rates,
    )  # fmt: skip
    return expected


def rewarded(shares: Floats, success: Floats) -> Floats:
    """Return the shares (2,) of those who were so successful in the next day's orders."""
    orders, weights = np.zeros(2), np.empty(2)
    economy.weigh_reports(shares, success, 1.0, weights)
    economy.share_orders(1.0, shares, weights, FULL_BOOK, orders)
    return np.asarray(orders / orders.sum())


def swing(first: float, design: float, countermeasure: float, days: int) -> tuple[Floats, Floats]:
    """Return the shares of the first design and countermeasure, day by day (days + 1,).

    Parameters
    ----------
    first
        Share of the first design on day 0; that of the first countermeasure is one half.
    design, countermeasure
        What a match costs a design, and what a missed one costs a countermeasure: s_h and s_p.
    days
        How long.
    """
    drop_stale_kernels()
    x, y = np.array([first, 1 - first]), np.array([0.5, 0.5])
    designs, countermeasures = [first], [0.5]
    for _ in range(days):
        # A countermeasure misses the designs of the other place.
        y = rewarded(y, passing(countermeasure * x[::-1]))
        x = rewarded(x, passing(design * y))
        designs.append(x[0])
        countermeasures.append(y[0])
    return np.array(designs), np.array(countermeasures)


def period(shares: Floats) -> float:
    """Return the mean time between upward crossings of one half, in days."""
    below, above = shares[:-1] < 0.5, shares[1:] >= 0.5
    days = (below & above).nonzero()[0]
    crossings = days + (0.5 - shares[days]) / (shares[days + 1] - shares[days])
    return float((crossings[-1] - crossings[0]) / (crossings.size - 1))


def conserved(x: Floats, y: Floats, design: float, countermeasure: float) -> Floats:
    """Return s_p ln(x (1 - x)) + s_h ln(y (1 - y)), day by day."""
    return np.asarray(
        countermeasure * np.log(x * (1 - x)) + design * np.log(y * (1 - y)), dtype=float
    )


def _alleles(effort: int) -> list[Comparison]:
    design, countermeasure = 0.02, 0.005
    theory = 4 * math.pi / math.sqrt(design * countermeasure)
    days = round((effort + 1.3) * theory)
    step, why = (design + countermeasure) / 2, "steps of a day: (s_h + s_p) / 2"
    small, _ = swing(0.51, design, countermeasure, days)
    x, y = swing(0.8, design, countermeasure, days)
    kept = conserved(x, y, design, countermeasure)
    drift = (kept - kept[0]) / (kept[0] - conserved(HALF, HALF, design, countermeasure))
    furthest = drift[np.abs(drift).argmax()]
    return [
        compared("period of small swings, days", theory, period(small), effort, step * theory, why),
        compared("drift of what large swings conserve", 0, furthest, drift.size, step, why),
    ]


LAWS = (
    Law(
        "matching-alleles",
        "Two designs against two countermeasures swing about each other for ever.",
        "Hofbauer & Sigmund 1998, doi:10.1017/CBO9781139173179",
        _alleles,
    ),
)
