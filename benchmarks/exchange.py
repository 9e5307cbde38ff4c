"""How often known iso-lines lie in their bands and known exchange rates in their intervals.

    python benchmarks/exchange.py [TRIALS]

The same trials with three ways to lay a surface through the runs of a replicate: the Gaussian
process of `sim.analysis.exchange.surface` (Matern kernel), one with the Gaussian kernel, and on a
grid a cubic spline, whose only error is luck. Lines are two at levels and one through a place of
reference, rates are at three places, as in tests/analysis/exchange/test_known_lines.py. A rate is
not told where its denominator is not told from 0; its half-width is a share of the rate.
"""

from __future__ import annotations

import itertools
import sys
import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.interpolate import RectBivariateSpline

from sim.analysis import surrogate
from sim.analysis.exchange import surface
from sim.analysis.exchange.iso_line import IsoLine
from sim.analysis.exchange.rate import Rates, rates, ratio
from tests.analysis.exchange.known import KNOWN, UNIT, Luck, grid, latin, places_on, runs
from tests.analysis.exchange.test_known_lines import PLACES, QUANTILES, REFERENCE

if TYPE_CHECKING:
    import numpy.typing as npt

    from tests.analysis.exchange.known import Product, Saturating

    Values = npt.NDArray[np.float64]
    Known = type[Product | Saturating]

TRIALS = 100
WAYS = "matern", "gaussian", "spline"


class Case(NamedTuple):
    """Levels of a grid or points of a Latin hypercube, and what replicates add."""

    name: str
    design: tuple[int, int] | int
    luck: Luck


CASES = (
    Case("grid 6x5, noise 0.05", (6, 5), Luck(6, 0.3, 0.05)),
    Case("grid 8x8, noise 0.3", (8, 8), Luck(6, 0.3, 0.3)),
    Case("lhs 30, noise 0.05", 30, Luck(6, 0.3, 0.05)),
)


class Trial(NamedTuple):
    """Which known lines lie in their bands, if there are bands, and the rates that were found."""

    held: list[bool]
    rates: Rates


def by_process(points: Values, values: Values, function: Known, *, gaussian: bool) -> Trial:
    """Return what a Gaussian process finds."""
    found = surface.fit(points, values)
    if gaussian:
        found = surface.Surface(surrogate.fit(points, values))
    levels = np.quantile(function.value(*grid(50, 50).T), QUANTILES)
    lines = [(IsoLine(found, level), level) for level in levels]
    lines.append((IsoLine.through(found, REFERENCE), function.value(*REFERENCE)))
    held = []
    for line, level in lines:
        departures = np.abs(line.departures(found.at(places_on(function, level))))
        held.append(bool((departures <= line.critical).all()))
    return Trial(held, rates(found, UNIT, PLACES))


def by_spline(points: Values, values: Values) -> Trial:
    """Return the rates of cubic splines through a grid, one a replicate."""
    first, second = (np.unique(each) for each in points.T)
    shape = len(first), len(second)
    splines = [RectBivariateSpline(first, second, each.reshape(shape)) for each in values.T]
    across = np.array([-spline.ev(*PLACES.T, dx=1) for spline in splines])
    up = np.array([spline.ev(*PLACES.T, dy=1) for spline in splines])
    count = len(splines)
    both = np.array([np.cov(*each) for each in zip(across.T, up.T, strict=True)]) / count
    parts = both[:, 0, 0], both[:, 0, 1], both[:, 1, 1]
    return Trial([], ratio(across.mean(axis=0), up.mean(axis=0), *parts, count - 1))


def trial(function: Known, case: Case, way: str, number: int) -> Trial:
    """Return what one way finds in the runs of a trial."""
    random = np.random.default_rng(number)
    is_grid = isinstance(case.design, tuple)
    points = grid(*case.design) if is_grid else latin(case.design, random)
    values = runs(function, points, case.luck, random)
    if way == "spline":
        return by_spline(points, values)
    return by_process(points, values, function, gaussian=way == "gaussian")


def told(found: list[Trial], function: Known) -> str:
    """Return how many lines were held, and how many rates of those that were told."""
    true = function.rate(*PLACES.T)
    rate, low, high = (np.array(each) for each in zip(*(one.rates for one in found), strict=True))
    is_told = ~np.isnan(rate)
    covered = ((low <= true) & (true <= high))[is_told].mean()
    half = np.median(((high - low) / 2 / np.abs(true))[is_told])
    lines = np.sum([each.held for each in found], axis=0).tolist()
    return f"lines {lines!s:17} rates {covered:.1%} of {is_told.mean():.0%}, half-width {half:.2f}"


def main() -> None:
    """Print a line for each function, design and way."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS
    warnings.simplefilter("ignore")
    for (name, function), case, way in itertools.product(KNOWN.items(), CASES, WAYS):
        if way != "spline" or isinstance(case.design, tuple):
            found = [trial(function, case, way, number) for number in range(trials)]
            print(f"{name:11}{case.name:22}{way:9}{told(found, function)}", flush=True)


if __name__ == "__main__":
    main()
