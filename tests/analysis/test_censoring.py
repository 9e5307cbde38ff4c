"""Times to a threshold that some runs never reach."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.censoring import notes, with_censored
from sim.analysis.points import summarise
from sim.war.columns import Column

QUANTILES = [f"quantile_{each}" for each in (5, 25, 50, 75, 95)]
MISSING = math.nan


def summary(times, **more):
    runs = pd.DataFrame(
        {"point": "a", "replicate": np.arange(len(times)), "x": 1, "first": times, **more}
    ).astype({"first": float})
    responses = {name: Column(name, "day", "") for name in ("first", *more)}
    return with_censored(summarise(runs, ["x"], responses), runs, ["first"])


@given(times=st.lists(st.floats(0, 1e6), min_size=1, max_size=9))
def test_nothing_changes_where_every_run_reaches_it(times):
    table = summary(times)
    runs = pd.DataFrame({"point": "a", "replicate": range(len(times)), "x": 1, "first": times})
    expected = summarise(runs, ["x"], {"first": Column("first", "day", "")})
    pd.testing.assert_frame_equal(table.drop(columns="censored"), expected)
    assert table["censored"].tolist() == [0]
    assert not list(notes(table))


@given(times=st.lists(st.floats(0, 99), min_size=1, max_size=9), censored=st.integers(1, 9))
def test_quantiles_are_those_of_times_however_late_the_censored_ones_are(times, censored):
    row = summary([*times, *[MISSING] * censored]).iloc[0]
    assert (row["replicates"], row["censored"]) == (len(times), censored)
    assert row[["mean", "low", "high", "standard_deviation"]].isna().all()
    for late in (100.0, 1e6):
        known = np.quantile([*times, *[late] * censored], [0.05, 0.25, 0.5, 0.75, 0.95])
        for found, expected in zip(row[QUANTILES], known, strict=True):
            assert found == pytest.approx(expected) or (math.isnan(found) and expected > max(times))
    assert math.isnan(row["quantile_95"])


def test_other_responses_that_are_missing_are_not_censored():
    table = summary([5.0, MISSING], other=[1.0, MISSING]).set_index("response")
    assert table["censored"].to_dict() == {"first": 1, "other": 0}
    assert table.loc["other", "mean"] == 1


def test_people_are_told_once_a_response():
    table = pd.concat([summary([5.0, MISSING, MISSING]), summary([1.0])], ignore_index=True)
    (note,) = notes(table)
    assert note.startswith("first: 2 runs, at 1 of 2 points, end before it is reached (censored)")


def test_where_no_run_was_done_nothing_is_known_and_nothing_fails():
    runs = pd.DataFrame({"point": [], "replicate": [], "x": [], "first": []})
    table = summarise(runs, ["x"], {"first": Column("first", "day", "")})
    assert len(with_censored(table, runs, ["first"])) == len(table)
