import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.analysis.interval import interval, intervals
from sim.war.columns import AMOUNT, SHARE, UNBOUNDED, Bounds

numbers = st.floats(-1e6, 1e6)


@given(st.lists(numbers, min_size=2, max_size=30))
def test_it_is_scipys_student_interval(values):
    spread = np.ptp(values)
    if spread < 1e-3:
        return
    expected = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    mean, low, high = interval(values)
    assert mean == pytest.approx(np.mean(values), rel=1e-9, abs=1e-6)
    assert low == pytest.approx(expected.low, rel=1e-6, abs=1e-6 * spread + 1e-6)
    assert high == pytest.approx(expected.high, rel=1e-6, abs=1e-6 * spread + 1e-6)


def test_two_values_by_hand():
    # Mean 2, standard error 1, and Student's quantile with one degree of freedom.
    mean, low, high = interval([1.0, 3.0])
    assert mean == 2
    assert high - mean == pytest.approx(12.7062, abs=1e-4)
    assert mean - low == pytest.approx(12.7062, abs=1e-4)


def test_one_value_has_no_interval():
    mean, low, high = interval([7.0])
    assert mean == 7
    assert math.isnan(low)
    assert math.isnan(high)


@pytest.mark.parametrize("values", [[], [math.nan], [math.nan, math.nan]])
def test_nothing_has_no_mean(values):
    assert all(math.isnan(number) for number in interval(values))


def test_missing_values_are_left_out():
    assert interval([1.0, math.nan, 3.0, 8.0]) == interval([1.0, 3.0, 8.0])


def test_a_table_is_taken_row_by_row():
    table = pd.DataFrame([[1.0, 2.0, 6.0], [4.0, math.nan, math.nan]], index=["a", "b"])
    band = intervals(table)
    assert tuple(band.loc["a"]) == pytest.approx(interval([1.0, 2.0, 6.0]))
    assert band.loc["b", "mean"] == 4
    assert math.isnan(band.loc["b", "low"])


BOUNDS = st.sampled_from([SHARE, AMOUNT, Bounds(high=1.0), Bounds(-3.0, 7.0), UNBOUNDED])
parts = st.lists(st.floats(0, 1), min_size=2, max_size=20)


def inside(bounds, shares):
    """Return values inside bounds, at these shares of the way."""
    low = bounds.low if math.isfinite(bounds.low) else min(bounds.high, 1e3) - 2e3
    high = bounds.high if math.isfinite(bounds.high) else low + 2e3
    return [min(max(low + each * (high - low), low), high) for each in shares]


@given(BOUNDS, parts)
def test_an_interval_stays_inside_the_bounds_and_holds_the_mean(bounds, shares):
    mean, low, high = interval(inside(bounds, shares), bounds)
    slack = 1e-9 * (1 + abs(mean))
    assert bounds.low <= low <= mean + slack
    assert mean - slack <= high <= bounds.high


@given(BOUNDS, parts, st.floats(0.01, 100))
def test_an_interval_follows_a_change_of_unit(bounds, shares, unit):
    values = inside(bounds, shares)
    scaled = Bounds(bounds.low * unit, bounds.high * unit)
    expected = [unit * end for end in interval(values, bounds)]
    there = interval([unit * each for each in values], scaled)
    assert there == pytest.approx(expected, rel=1e-6, abs=1e-6 * unit)


@given(parts)
def test_a_share_and_what_is_left_of_it_have_mirrored_intervals(shares):
    mean, low, high = interval(shares, SHARE)
    left = interval([1 - each for each in shares], SHARE)
    assert left == pytest.approx((1 - mean, 1 - high, 1 - low), abs=1e-6)


def test_far_from_its_bounds_an_interval_is_students():
    values = [1000.0, 1001.0, 1003.0]
    assert interval(values, AMOUNT) == pytest.approx(interval(values), rel=1e-5)
    assert interval([0.5, 0.501, 0.503], SHARE) == pytest.approx(
        interval([0.5, 0.501, 0.503]), rel=1e-4
    )


def test_a_rare_share_by_hand():
    # Half-width 4.302653 * 0.01, which is 0.2162 on the scale of the arcsine of the root.
    mean, low, high = interval([0.0, 0.0, 0.03], SHARE)
    angle, step = math.asin(0.1), 4.302653 * 0.01 / (2 * math.sqrt(0.01 * 0.99))
    assert (mean, low) == (pytest.approx(0.01), 0)
    assert high == pytest.approx(math.sin(angle + step) ** 2, rel=1e-6)


@pytest.mark.parametrize("bounds", [SHARE, AMOUNT, UNBOUNDED])
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_what_is_the_same_in_all_replicates_has_an_interval_without_width(bounds, value):
    assert interval([value] * 3, bounds) == (value, value, value)


def test_intervals_about_the_mean_of_counts_cover_it_as_often_as_they_say():
    """Those of eight rare counts each."""
    counts = np.random.default_rng(4).poisson(0.3, (4000, 8)).astype(float)
    band = intervals(pd.DataFrame(counts), AMOUNT)
    assert (band["low"] >= 0).all()
    there = band[band["mean"] > 0]
    covered = (there["low"] <= 0.3) & (there["high"] >= 0.3)
    assert 0.9 < covered.mean() <= 1


@pytest.mark.parametrize("bounds", [SHARE, AMOUNT, UNBOUNDED])
@given(values=st.lists(st.floats(0, 1), min_size=2, max_size=5), factor=st.floats(0.5, 1))
def test_an_interval_holds_its_mean(values, factor, bounds):
    for row in (values, [factor] * 3, [20 * factor] * 3):
        mean, low, high = interval(row, bounds)
        assert low <= mean <= high
