import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.analysis.interval import interval, intervals

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
