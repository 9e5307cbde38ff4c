"""Known iso-lines lie in their bands, and known exchange rates in their intervals."""

import numpy as np
import pytest
from scipy.stats import binom

from sim.analysis.exchange import surface
from sim.analysis.exchange.iso_line import IsoLine
from sim.analysis.exchange.rate import rates
from tests.analysis.exchange.known import KNOWN, UNIT, Luck, grid, latin, places_on, runs
from tests.settings import longer

pytest.importorskip("sklearn")

LUCK = Luck(replicates=6, shared=0.3, own=0.05)
REFERENCE = np.array([0.5, 0.4])
QUANTILES = 0.35, 0.7
"""Of the response over both ways: levels whose lines are long."""
PLACES = np.array([[0.5, 0.4], [0.25, 0.7], [0.8, 0.2]])
TRIALS, LEAST = 100, 90
"""Trials, and in how many the whole of a known line must lie in its band, which is one of 95%."""


def designed(design, random):
    return grid(6, 5) if design == "grid" else latin(30, random)


def trial(function, design, number):
    """Return which of three known lines lie in their bands, and which rates in their intervals."""
    random = np.random.default_rng(number)
    points = designed(design, random)
    found = surface.fit(points, runs(function, points, LUCK, random))
    levels = np.quantile(function.value(*grid(50, 50).T), QUANTILES)
    lines = [(IsoLine(found, level), level) for level in levels]
    lines.append((IsoLine.through(found, REFERENCE), function.value(*REFERENCE)))
    held = []
    for line, level in lines:
        places = places_on(function, level)
        assert len(places) > 30
        departures = np.abs(line.departures(found.at(places)))
        held.append((departures <= line.critical).all())
    rate, low, high = rates(found, UNIT, PLACES)
    true = function.rate(*PLACES.T)
    return held, np.isnan(rate), (low <= true) & (true <= high)


@pytest.mark.long
@pytest.mark.parametrize("design", ["grid", "lhs"])
@pytest.mark.parametrize("name", KNOWN)
def test_known_lines_lie_in_their_bands_and_known_rates_in_their_intervals(name, design):
    trials = longer(TRIALS, 5)
    held, missing, covered = zip(
        *(trial(KNOWN[name], design, number) for number in range(trials)), strict=True
    )
    in_band = np.sum(held, axis=0)
    # Of fewer trials as many as binomial chance leaves of 95% in 99 of 100 cases.
    least = LEAST if trials == TRIALS else binom.ppf(0.01, trials, 0.95)
    assert (in_band >= least).all(), in_band
    told = ~np.array(missing)
    assert told.mean() > 0.95
    # An interval of 95% that covers less often is found out; the slope of a surface is known worse
    # than its height, and the intervals of rates are wider than they need be.
    assert np.array(covered)[told].sum() >= binom.ppf(0.01, told.sum(), 0.95)
