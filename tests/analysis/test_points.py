import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.interval import interval
from sim.analysis.points import points_of, summarise
from sim.war.columns import SHARE, Column
from tests.effort import calls
from tests.grids import grid

QUANTILES = [f"quantile_{each}" for each in (5, 25, 50, 75, 95)]
KM = Column("y", "km", "")
numbers = st.one_of(st.floats(-1e6, 1e6), st.just(math.nan))


def runs_of(values, point="a"):
    return pd.DataFrame(
        {"point": point, "replicate": np.arange(len(values)), "x": 1, "y": values}
    ).astype({"y": float})


@given(st.lists(numbers, min_size=1, max_size=20))
def test_the_numbers_are_those_of_the_values_that_are_there(values):
    row = summarise(runs_of(values), ["x"], {"y": KM}).iloc[0]
    there = pd.Series(values, dtype=float).dropna()
    assert row["replicates"] == len(there)
    assert tuple(row[["mean", "low", "high"]]) == pytest.approx(interval(values), nan_ok=True)
    assert row["standard_deviation"] == pytest.approx(there.std(), nan_ok=True)
    expected = there.quantile([0.05, 0.25, 0.5, 0.75, 0.95]).to_numpy()
    assert row[QUANTILES].to_numpy(float) == pytest.approx(expected, nan_ok=True)


def test_a_row_a_point_and_response_in_the_order_of_the_runs():
    runs = pd.concat([runs_of([1.0, 3.0], "z"), runs_of([5.0], "b")]).assign(w=2.0)
    table = summarise(runs, ["x"], {"w": Column("w", "1", ""), "y": KM})
    assert table.columns[:5].tolist() == ["point", "x", "response", "unit", "replicates"]
    keys = table[["point", "response", "unit"]].to_numpy().tolist()
    assert keys == [["z", "w", "1"], ["z", "y", "km"], ["b", "w", "1"], ["b", "y", "km"]]
    assert table["mean"].tolist() == [2, 2, 2, 5]


def test_the_mean_of_a_known_function_is_had_at_every_point():
    factors = {"side": ["ua", "ru"], "delay": [1, 2, 4], "on": [True, False]}
    runs = grid(factors, 3, lambda side, delay, on, r: 10 * (side == "ua") + delay + on + r - 1)
    table = summarise(runs.sample(frac=1, random_state=1), list(factors), {"response": KM})
    expected = 10 * (table["side"] == "ua") + table["delay"] + table["on"]
    assert table["mean"].to_numpy() == pytest.approx(expected.to_numpy(dtype=float))
    assert (table["replicates"] == 3).all()
    assert table["standard_deviation"].to_numpy() == pytest.approx(1)
    assert (table["high"] - table["mean"]).to_numpy() == pytest.approx(4.302653 / math.sqrt(3))


def test_a_run_that_is_missing_or_without_a_value_is_not_zero():
    runs = grid({"x": [1, 2]}, 2, lambda x, r: 7.0 + r)
    runs.loc[0, "response"] = math.nan
    table = summarise(runs.drop(index=[1, 3]), ["x"], {"response": KM})
    assert table["replicates"].tolist() == [1]
    assert table["mean"].tolist() == [8]
    assert table[["low", "high", "standard_deviation"]].isna().all(axis=None)
    nothing = summarise(runs.loc[[0]], ["x"], {"response": KM}).iloc[0]
    assert nothing["replicates"] == 0
    assert nothing[["mean", *QUANTILES]].isna().all()


def test_points_keep_the_order_in_which_they_first_come():
    runs = grid({"x": [3, 1, 2]}, 2, lambda x, r: 0.0)
    assert points_of(runs, ["x"])["x"].tolist() == [3, 1, 2]


def test_no_runs_have_no_rows():
    runs = grid({"x": [1, 2]}, 1, lambda x, r: 0.0).iloc[:0]
    table = summarise(runs, ["x"], {"response": KM})
    assert table.empty
    assert {"point", "x", "unit", "mean", "quantile_95"} < set(table.columns)


def test_work_grows_with_the_rows_of_the_table_and_not_with_runs():
    responses = {f"y{number}": KM for number in range(40)}

    def work(points, replicates):
        runs = grid({"x": list(range(points))}, replicates, lambda x, r: 0.0)
        columns = np.random.default_rng(0).normal(size=(len(runs), len(responses)))
        runs = runs.join(pd.DataFrame(columns, columns=list(responses)))
        return calls(lambda: summarise(runs, ["x"], responses))

    work(2, 5)  # what is done once
    least = work(100, 5)
    assert work(100, 20) < 1.1 * least
    assert work(1100, 5) - least < 1.5 * 1000 * len(responses)


def test_each_response_has_its_interval_inside_its_bounds():
    runs = runs_of([0.0, 0.0, 0.01]).assign(w=[0.0, 0.0, 0.01])
    table = summarise(runs, ["x"], {"y": KM, "w": Column("w", "1", "", bounds=SHARE)})
    low = table.set_index("response")["low"]
    assert low["y"] < 0
    assert low["w"] == 0
