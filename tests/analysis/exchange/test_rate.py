"""What a unit of one factor is worth in units of another, with Fieller's interval."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom, t

from sim.analysis.axis import Axis
from sim.analysis.exchange import surface
from sim.analysis.exchange.rate import rates, ratio
from tests.analysis.exchange.known import Luck, Product, grid, runs

MEANS = st.floats(-5, 5)
VARIANCES = st.floats(0.01, 4)


def one_ratio(above, below, of_above, of_both, of_below, freedom):
    given_ = (np.array([each]) for each in (above, below, of_above, of_both, of_below))
    return (float(each[0]) for each in ratio(*given_, freedom))


@given(MEANS, MEANS, VARIANCES, VARIANCES, st.floats(-0.9, 0.9), st.integers(1, 30))
def test_the_ends_are_the_ratios_that_are_just_not_spoken_against(
    above, below, of_above, of_below, correlation, freedom
):
    both = correlation * math.sqrt(of_above * of_below)
    value, low, high = one_ratio(above, below, of_above, both, of_below, freedom)
    quantile = t.isf(0.025, freedom)
    sure = abs(below) > quantile * math.sqrt(of_below)
    assert math.isnan(value) == (not sure)
    assume(sure)
    assume(below**2 > 1.001 * quantile**2 * of_below)
    assert low <= value <= high
    for end in (low, high):
        error = math.sqrt(of_above - 2 * end * both + end**2 * of_below)
        assert abs(above - end * below) == pytest.approx(quantile * error, rel=1e-4, abs=1e-6)


def test_an_interval_of_a_ratio_holds_it_as_often_as_it_says():
    """Of 4,000 samples of 6 pairs 95% +- 4 binomial errors; none where nothing is told."""
    random = np.random.default_rng(1)
    true = np.array([3.0, 2.0])
    drawn = true + random.normal(size=(4000, 6, 2)) @ np.array([[1.0, 0.5], [0.0, 0.8]])
    means, covariances = drawn.mean(axis=1), np.array([np.cov(each.T) / 6 for each in drawn])
    value, low, high = ratio(
        *means.T, covariances[:, 0, 0], covariances[:, 0, 1], covariances[:, 1, 1], 5
    )
    told = ~np.isnan(value)
    # Where none is told the true ratio is among those that are not spoken against, or beyond.
    assert told.mean() > 0.9
    covered = ((low <= 1.5) & (high >= 1.5))[told].sum()
    assert covered >= binom.ppf(1e-4, told.sum(), 0.95)
    assert covered <= binom.ppf(1 - 1e-4, told.sum(), 0.97)


@pytest.mark.parametrize("is_log", [(False, False), (True, False), (False, True), (True, True)])
def test_rates_are_in_the_units_of_the_factors_whatever_their_scale(is_log):
    """Of a response a * b the rate is -b / a; levels from 2 to 20 days and 5 to 80 drones."""
    pytest.importorskip("sklearn")
    axes = Axis("a", "days", 2.0, 20.0, is_log[0]), Axis("b", "drones", 5.0, 80.0, is_log[1])
    points = grid(9, 9)
    a, b = (axis.levels(way) for axis, way in zip(axes, points.T, strict=True))
    found = surface.fit(points, (a * b)[:, np.newaxis] + np.linspace(-0.1, 0.1, 9))
    levels = np.array([[10.0, 40.0], [15.0, 60.0]])
    shares = np.column_stack([axis.shares(each) for axis, each in zip(axes, levels.T, strict=True)])
    rate, low, high = rates(found, axes, shares)
    assert rate == pytest.approx(-levels[:, 1] / levels[:, 0], rel=0.08)
    assert (low <= -levels[:, 1] / levels[:, 0]).all()
    assert (high >= -levels[:, 1] / levels[:, 0]).all()


def test_a_factor_that_does_nothing_has_no_rate():
    pytest.importorskip("sklearn")
    points = grid(6, 5)
    flat = points[:, [0]] + 0.05 * np.random.default_rng(2).normal(size=(len(points), 6))
    found = surface.fit(points, flat)
    axes = Axis("a", "", 0.0, 1.0, False), Axis("b", "", 0.0, 1.0, False)
    assert np.isnan(rates(found, axes, points).rate).mean() > 0.9


def test_a_rate_is_the_slope_of_the_known_line():
    pytest.importorskip("sklearn")
    points = grid(9, 9)
    found = surface.fit(points, runs(Product, points, Luck(4, 0.1, 0.0), np.random.default_rng(3)))
    axes = Axis("a", "", 0.0, 1.0, False), Axis("b", "", 0.0, 1.0, False)
    place = np.array([[0.5, 0.4]])
    level, aside = Product.value(0.5, 0.4), 1e-5
    slope = (Product.line(0.5 + aside, level) - Product.line(0.5 - aside, level)) / (2 * aside)
    assert slope == pytest.approx(Product.rate(0.5, 0.4))
    assert rates(found, axes, place).rate == pytest.approx([slope], rel=0.02)
