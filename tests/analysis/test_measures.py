"""Measures: numbers of a run, by closed forms."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.measures import (
    ASKS,
    COLUMNS,
    QUANTILE,
    SHARE_OF_DAYS,
    STANDARD,
    STATISTICS,
    TIME_TO,
    Measure,
)
from sim.analysis.responses import Tables
from tests.analysis.conftest import responses

MISSING = math.nan
ZONE = "kill_zone_km"


@pytest.fixture
def measured(make_daily, no_designs):
    """Return a function that measures a run of four days with these widths of the kill zone."""

    def measured(values, *window, **options):
        daily = make_daily(4, kill_zone_km=values)
        return Measure("x", ZONE, *window, **options).measure(Tables(daily, no_designs, 4))

    return measured


@pytest.mark.parametrize(
    ("statistic", "whole", "window"),
    [
        ("mean", 4.0, 3.0),
        ("last", 9.0, 5.0),
        ("min", 1.0, 1.0),
        ("max", 9.0, 5.0),
        ("total", 20.0, 9.0),
        ("area", 14.5, 6.0),
    ],
)
def test_statistics_over_the_run_and_a_window(measured, statistic, whole, window):
    values = [2.0, 1.0, 3.0, 5.0, 9.0]
    assert measured(values, statistic) == whole
    assert measured(values, statistic, 1, 3) == window


def test_area_is_the_integral_by_the_trapezium_rule(measured):
    assert measured([2.0, 1.0, 3.0, 5.0, 9.0], "area") == 1.5 + 2 + 4 + 7
    assert measured([2.0, MISSING, 4.0, 4.0, 4.0], "area") == 6 + 8


@pytest.mark.parametrize("statistic", [*STATISTICS, *ASKS])
def test_days_without_a_value_count_in_nothing(measured, statistic):
    asked = {"threshold": 0.0, "probability": 0.5}
    assert math.isnan(measured([MISSING] * 5, statistic, **asked))
    assert math.isnan(measured([5.0, MISSING, MISSING, 5.0, 5.0], statistic, 1, 2, **asked))
    assert measured([1.0, 3.0, MISSING, MISSING, MISSING], "mean") == 2
    assert measured([1.0, 3.0, MISSING, MISSING, MISSING], "last") == 3


def test_time_to_is_the_first_day_strictly_beyond_the_threshold(measured):
    rising = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert measured(rising, TIME_TO, threshold=3.0) == 3
    assert measured(rising, TIME_TO, 4, threshold=3.0) == 4
    assert math.isnan(measured(rising, TIME_TO, threshold=5.0))
    assert measured(rising[::-1], TIME_TO, threshold=3.0, direction="below") == 3
    assert math.isnan(measured(rising, TIME_TO, threshold=1.0, direction="below"))


def test_the_share_of_days_is_of_those_that_have_a_value(measured):
    rising = [1.0, 2.0, MISSING, 4.0, 5.0]
    assert measured(rising, SHARE_OF_DAYS, threshold=2.0) == 2 / 4
    assert measured(rising, SHARE_OF_DAYS, threshold=2.0, direction="below") == 1 / 4
    assert measured(rising, SHARE_OF_DAYS, 1, 3, threshold=1.5) == 1
    assert measured(rising, SHARE_OF_DAYS, threshold=9.0) == 0


def test_a_quantile_is_that_of_the_days(measured):
    values = [9.0, 1.0, 3.0, MISSING, 5.0]
    assert measured(values, QUANTILE, probability=0.0) == 1
    assert measured(values, QUANTILE, probability=0.5) == 4
    assert measured(values, QUANTILE, 0, 2, probability=0.25) == 2
    assert measured(values, QUANTILE, probability=1.0) == 9


def test_a_difference_is_taken_day_by_day_where_both_have_a_value(make_daily, no_designs):
    ours, theirs = [5.0, 6.0, 7.0, MISSING, 1.0], [1.0, 9.0, MISSING, 2.0, 2.0]
    daily = make_daily(4, kill_zone_ua_km=ours, kill_zone_ru_km=theirs)
    tables = Tables(daily, no_designs, 4)

    def of(*statistic, **options):
        return Measure("x", "kill_zone_ua_km - kill_zone_ru_km", *statistic, **options).measure(
            tables
        )

    assert of("mean") == 0
    assert of("last") == -1
    assert of("mean", 0, 3) == 0.5
    assert of(TIME_TO, threshold=0.0, direction="below") == 1
    assert of(SHARE_OF_DAYS, threshold=0.0) == 1 / 3


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=5), threshold=st.floats(-1e6, 1e6)
)
def test_shares_of_days_on_both_sides_and_on_the_threshold_are_all_days(values, threshold):
    tables = Tables(pd.DataFrame({"day": range(5), ZONE: values}), pd.DataFrame(), 4)
    above, below = (
        Measure("x", ZONE, SHARE_OF_DAYS, threshold=threshold, direction=each).measure(tables)
        for each in ("above", "below")
    )
    assert math.isclose(above + below + values.count(threshold) / 5, 1)
    first = Measure("x", ZONE, TIME_TO, threshold=threshold).measure(tables)
    assert math.isnan(first) == (above == 0)


@given(values=st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=5))
def test_what_holds_between_statistics(values):
    daily = pd.DataFrame({"day": range(5), ZONE: values})

    def of(statistic):
        return Measure("x", ZONE, statistic).measure(Tables(daily, pd.DataFrame(), 4))

    assert of("min") <= of("last") <= of("max")
    assert math.isclose(of("mean") * 5, of("total"), abs_tol=1e-6)
    assert of("min") * 4 - 1e-6 <= of("area") <= of("max") * 4 + 1e-6


def test_the_standard_measures_are_the_summary(make_daily, no_designs):
    daily = make_daily(4, kill_zone_km=np.arange(5.0), losses_ru=np.arange(5.0))
    summary = responses(daily, no_designs, 4)
    found = {each.name: each.measure(Tables(daily, no_designs, 4)) for each in STANDARD}
    assert found.keys() == summary.keys()
    assert np.array_equal(list(found.values()), list(summary.values()), equal_nan=True)


@pytest.mark.parametrize(
    ("measure", "unit"),
    [
        (Measure("x", ZONE, "mean"), "km"),
        (Measure("x", ZONE, "area"), "km*days"),
        (Measure("x", "losses_ua", "last"), "soldiers/day"),
        (Measure("x", "losses_ua", "total"), "soldiers"),
        (Measure("x", "neutralised_ru", "area"), "drones"),
        (Measure("x", "pass_rate_ua", "area"), "days"),
        (Measure("x", ZONE, TIME_TO, threshold=1.0), "day"),
        (Measure("x", ZONE, SHARE_OF_DAYS, threshold=1.0), "1"),
        (Measure("x", "losses_ua", QUANTILE, probability=0.9), "soldiers/day"),
        (Measure("x", "kill_zone_ua_km - kill_zone_ru_km", "mean"), "km"),
        (Measure("x", "losses_ua - losses_ru", "total"), "soldiers"),
        (Measure("x", summary="obsolescence_days_ua"), "days"),
    ],
)
def test_units(measure, unit):
    assert measure.unit == unit


def test_columns_are_the_daily_ones_and_measures_travel():
    assert "day" not in COLUMNS
    assert {column.dtype for column in COLUMNS.values()} <= {"float64", "int64"}
    assert pickle.loads(pickle.dumps(STANDARD)) == STANDARD
