import math

import numpy as np
import pandas as pd
import pytest

from sim.analysis.interval import intervals
from sim.config import Config
from sim.view.figures import pages, style
from sim.view.figures.run_tables import RunTables


@pytest.fixture
def make_run():
    """Return a function that makes the tables of two replicates from one column of values."""

    def make(values, start="2025-10-15"):
        days = np.arange(len(values))
        daily = pd.concat(
            pd.DataFrame({"day": days, "replicate": each, "losses_ua": np.add(values, each)})
            for each in range(2)
        )
        config = Config.model_validate_json(f'{{"run": {{"start": "{start}"}}}}')
        nothing = pd.DataFrame()
        units = {"losses_ua": "soldiers/day", "area_change_km2": "km2/day", "alarms": "1"}
        return RunTables(config, daily, nothing, nothing, units)

    return make


def test_days_are_rows_with_their_date_and_replicates_columns(make_run):
    table = make_run([5, 6, 7]).by_day("losses_ua")
    assert [str(date)[:10] for date in table.index] == ["2025-10-15", "2025-10-16", "2025-10-17"]
    assert table.to_numpy().tolist() == [[5, 6], [6, 7], [7, 8]]


def test_weeks_begin_on_day_1_and_the_last_may_be_short(make_run):
    table = make_run([1000, *[10] * 7, *[20, 22]]).by_week("losses_ua")
    assert table.to_numpy().tolist() == [[10, 11], [21, 22]]
    assert str(table.index[0])[:10] == "2025-10-19"


def test_weekly_means_leave_out_days_without_a_value(make_run):
    table = make_run([0, 4, math.nan, 8]).by_week("losses_ua")
    assert table.to_numpy().tolist() == [[6, 7]]


def test_dates_far_ahead_are_dates(make_run):
    assert make_run([1, 2], start="2199-12-31").date(36_500).startswith("2299-12")


def test_a_side_counts_once_its_column_is_other_than_0_or_missing(make_run):
    run = make_run([0, math.nan, 0])
    run.daily["losses_ru"] = [0, math.nan, 0] * 2
    assert run.sides_with("losses_{}") == ["ua"]  # of which replicate 1 has ones


def test_units_as_axes_show_them(make_run):
    run = make_run([0])
    assert run.unit("losses_ua") == "soldiers/day"
    assert run.unit("area_change_km2") == "km²/day"
    assert run.unit("alarms") == "share"


def test_a_curve_is_the_mean_over_replicates(make_run):
    table = make_run([5, 6, 7, 9]).by_day("losses_ua")
    axes = pages.frame(1, 1, "", "")[0].axes[0]
    style.curve(axes, table, style.SIDE_STROKES["ua"])
    assert axes.lines[0].get_ydata() == pytest.approx(intervals(table)["mean"].to_numpy())
