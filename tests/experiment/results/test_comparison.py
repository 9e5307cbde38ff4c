import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.analysis.interval import interval
from sim.experiment.errors import QuestionError
from sim.experiment.results.comparison import comparison
from sim.experiment.results.results import Results
from sim.war.columns import TABLES
from tests.settings import configured, examples

UNITS = {column.name: column.unit for column in TABLES["daily"]}
DAYS = 6
NUMBERS = ["reference_mean", "mean", "difference", "low", "high"]


def result(daily, name="a", seed=2025):
    """Return results that hold `daily` without there being files."""
    made = Results(Path(name))
    made.daily, made.units = daily, UNITS
    made.config = configured({"run.seed": seed})
    return made


@pytest.fixture
def made_up():
    """Return a function that makes daily tables of noise, different for each `key`."""

    def make(key, replicates=range(5), days=DAYS):
        parts = []
        for replicate in replicates:
            rng = np.random.default_rng([key, replicate])
            values = {name: rng.normal(50, 9, days + 1) for name in UNITS if name != "day"}
            table = pd.DataFrame(values).assign(day=np.arange(days + 1), replicate=replicate)
            table.loc[rng.integers(days + 1), "pass_rate_ua"] = math.nan
            parts.append(table)
        return pd.concat(parts, ignore_index=True)

    return make


def table(*dailies, **options):
    results = [result(daily, name) for daily, name in zip(dailies, "abc", strict=False)]
    return comparison(results, **options).table()


def test_a_result_beside_itself_differs_by_exactly_0(made_up):
    rows = table(made_up(0), made_up(0))
    assert len(rows) > 10
    assert (rows[["difference", "low", "high"]] == 0).all(axis=None)
    assert (rows["mean"] == rows["reference_mean"]).all()
    assert rows["variance_ratio"].isna().all()


def test_the_other_way_round_only_the_sign_changes(made_up):
    there, back = table(made_up(0), made_up(1)), table(made_up(1), made_up(0))
    assert (there["difference"] == -back["difference"]).all()
    assert (there["low"] == -back["high"]).all()
    assert there["variance_ratio"].to_numpy() == pytest.approx(back["variance_ratio"].to_numpy())


@settings(max_examples=examples(25))
@given(shift=st.floats(-1e3, 1e3))
def test_a_constant_added_shifts_the_difference_by_it(shift):
    days = pd.DataFrame({"day": [0, 1, 2] * 2, "replicate": [0] * 3 + [1] * 3})
    one = days.assign(losses_ru=[0.0, 3, 5, 0, 8, 1])
    other = days.assign(losses_ru=[0.0, 4, 9, 0, 6, 2])
    before = table(one, other)[NUMBERS[1:]].to_numpy()
    after = table(one, other.assign(losses_ru=other["losses_ru"] + shift))[NUMBERS[1:]].to_numpy()
    assert after == pytest.approx(before + shift, abs=1e-9)


def test_a_constant_alone_is_known_exactly(made_up):
    daily = made_up(0)
    more = daily.assign(kill_zone_km=daily["kill_zone_km"] + 2)
    row = table(daily, more, responses=["kill_zone_km"]).iloc[0]
    assert list(row[["difference", "low", "high"]]) == pytest.approx([2, 2, 2])


def test_the_order_of_rows_does_not_matter(made_up):
    one, other = made_up(0), made_up(1)
    shuffled = other.sample(frac=1, random_state=3)
    assert table(one, shuffled).equals(table(one, other))


def test_it_is_the_paired_t_interval(made_up):
    one, other = made_up(0), made_up(1)
    means = [
        daily[daily["day"] >= 1].groupby("replicate")["losses_ru"].mean() for daily in (one, other)
    ]
    expected = stats.ttest_rel(means[1], means[0]).confidence_interval(0.95)
    row = table(one, other, responses=["losses_ru"]).iloc[0]
    assert row["reference_mean"] == pytest.approx(means[0].mean())
    assert row["mean"] == pytest.approx(means[1].mean())
    assert row["difference"] == pytest.approx(row["mean"] - row["reference_mean"])
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high))
    assert row["unit"] == "soldiers/day"


def test_what_pairs_share_cancels(made_up):
    """Independent noise doubles the variance; noise that both have leaves none of it."""
    one, other = made_up(0, range(200)), made_up(1, range(200))
    alone = table(one, other, responses=["alarms"])["variance_ratio"].item()
    assert alone == pytest.approx(1, abs=0.3)
    close = one.assign(alarms=one["alarms"] + 0.1 * other["alarms"])
    shared = table(one, close, responses=["alarms"])["variance_ratio"].item()
    assert shared == pytest.approx((1 + 1.01) / 0.01, rel=0.3)


def test_replicates_without_a_partner_are_left_out(made_up):
    one, other = made_up(0, range(5)), made_up(1, [7, 4, 2])
    compared = comparison([result(one, "a"), result(other, "b")])
    rows = compared.table()
    assert (rows["pairs"] == 2).all()
    both = [daily[daily["replicate"].isin([2, 4])] for daily in (one, other)]
    assert rows.equals(table(*both))
    note, _ = compared.notes()
    assert note.startswith("b shares 2 replicates with a; 3 of the reference's and 1 of its own")


def test_each_result_is_paired_with_the_reference_alone(made_up):
    dailies = made_up(0, range(5)), made_up(1, range(2)), made_up(2, range(4))
    together = table(*dailies)
    assert together.groupby("result", sort=False)["pairs"].max().to_dict() == {"b": 2, "c": 4}
    alone = table(dailies[0], dailies[2])
    assert (
        together[together["result"] == "c"][NUMBERS].reset_index(drop=True).equals(alone[NUMBERS])
    )


def test_one_pair_has_no_interval(made_up):
    row = table(made_up(0, [3]), made_up(1, [3]), responses=["alarms"]).iloc[0]
    assert row["pairs"] == 1
    assert not math.isnan(row["difference"])
    assert row[["low", "high", "variance_ratio"]].isna().all()


def test_runs_of_different_length_share_the_first_days(made_up):
    short, long = made_up(0, days=4), made_up(1, days=9)
    compared = comparison([result(long), result(short)])
    assert (compared.first_day, compared.last_day) == (1, 4)
    assert list(compared.notes()) == [
        "The runs end on days 4 and 9; only days that all of them have are compared.",
        "obsolescence_days_ua, obsolescence_days_ru: on day 4, of all days up to it.",
    ]
    cut = long[long["day"] <= 4]
    assert compared.table()[NUMBERS].equals(table(cut, short)[NUMBERS])


def test_only_the_window_counts(made_up):
    one, other = made_up(0), made_up(1)
    inside = other["day"].between(2, 4)
    outside_changed = other.assign(alarms=other["alarms"].where(inside, 1e6))
    window = {"responses": ["alarms"], "first_day": 2, "last_day": 4}
    assert table(one, outside_changed, **window).equals(table(one, other, **window))
    day_0 = {"responses": ["alarms"], "first_day": 0, "last_day": 0}
    first = [daily[daily["day"] == 0].set_index("replicate")["alarms"] for daily in (one, other)]
    expected = interval(first[1] - first[0])
    assert tuple(table(one, other, **day_0)[["difference", "low", "high"]].iloc[0]) == expected


def test_a_day_missing_in_one_of_a_pair_is_missing_in_both():
    days = pd.DataFrame({"day": [1, 2, 3] * 2, "replicate": [0] * 3 + [1] * 3})
    one = days.assign(pass_rate_ua=[0.5, math.nan, 0.7, 0.5, 0.5, 0.5])
    other = days.assign(pass_rate_ua=[math.nan, 0.9, 0.8, math.nan, math.nan, math.nan])
    row = table(one, other).iloc[0]
    assert row["pairs"] == 1
    assert (row["reference_mean"], row["mean"]) == (0.7, 0.8)
    assert row["difference"] == pytest.approx(0.1)


def test_a_response_that_no_pair_has_is_a_row_without_numbers(made_up):
    nothing = made_up(1).assign(obsolescence_days_ua=math.nan)
    row = table(made_up(0), nothing, responses=["obsolescence_days_ua"]).iloc[0]
    assert row["pairs"] == 0
    assert row[NUMBERS].isna().all()


def test_the_main_responses_are_those_of_the_headline(made_up):
    names = list(table(made_up(0), made_up(1))["response"])
    for name in ("kill_zone_km", "stale_stock_share_ua", "losses_ru", "area_change_km2"):
        assert names.count(name) == 1
    assert "losses_artillery_ua" not in names
    assert "stock_fpv_ua" not in names


def test_main_responses_that_are_0_or_not_in_all_are_left_out(made_up):
    one = made_up(0).assign(alarms=0.0, pass_rate_ru=math.nan)
    other = made_up(1).assign(alarms=0.0, pass_rate_ru=math.nan).drop(columns="losses_ua")
    left = set(table(made_up(0), made_up(1))["response"]) - set(table(one, other)["response"])
    assert left == {"alarms", "pass_rate_ru", "losses_ua"}


def test_the_daily_difference_averages_to_that_of_the_table(made_up):
    one, other = result(made_up(0), "a"), result(made_up(1), "b")
    compared = comparison([one, other], ["pass_rate_ua"])
    by_day = compared.daily_difference(other, "pass_rate_ua")
    assert by_day.shape == (DAYS, 5)
    assert by_day.mean().mean() == pytest.approx(compared.table()["difference"].item())


def refusal(results, **options):
    with pytest.raises(QuestionError) as refused:
        comparison(results, **options)
    assert refused.value.exit_code == 2
    return str(refused.value)


def test_other_seeds_are_refused(made_up):
    results = [result(made_up(0), "a"), result(made_up(1), "b", seed=7)]
    assert "a ran with seed 2025 and b with 7" in refusal(results)


def test_no_common_replicate_is_refused(made_up):
    results = [result(made_up(0, [0, 1]), "a"), result(made_up(1, [2]), "b")]
    assert refusal(results) == "a and b have no replicate in common"


def test_one_result_is_refused(made_up):
    assert "at least two" in refusal([result(made_up(0))])


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("kill_zon_km", "kill_zone_km"), ("Losses_RU", "losses_ru"), ("alarms_per_night", "alarms")],
)
def test_an_unknown_response_is_refused_with_the_nearest(made_up, given, nearest):
    results = [result(made_up(0), "a"), result(made_up(1), "b")]
    assert f"no daily column {given}; nearest: {nearest}" in refusal(results, responses=[given])


@pytest.mark.parametrize("name", ["day", "replicate", "date"])
def test_what_says_whose_row_it_is_is_no_response(made_up, name):
    results = [result(made_up(0)), result(made_up(1))]
    assert "no daily column" in refusal(results, responses=[name])


def test_a_column_that_one_result_lacks_is_told_of_that_one(made_up):
    results = [result(made_up(0), "a"), result(made_up(1).drop(columns="alarms"), "b")]
    assert refusal(results, responses=["alarms"]).startswith("b: there is no daily column alarms")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(5, 3, "no days from 5 to 3"), (-1, 3, "no days from -1 to 3"),
     (7, None, "no days from 7 to 6"), (1, 7, "day 7 is after day 6")],
)  # fmt: skip
def test_a_window_without_days_is_refused(made_up, first, last, words):
    results = [result(made_up(0)), result(made_up(1))]
    assert words in refusal(results, first_day=first, last_day=last)


def test_nothing_to_compare_is_refused(made_up):
    nothing = made_up(0)
    nothing[[name for name in UNITS if name != "day"]] = 0.0
    assert "nothing to compare" in refusal([result(nothing), result(nothing)])


def test_a_running_median_is_that_of_the_last_day_and_no_mean_over_days(made_up):
    one, other = made_up(0, days=9), made_up(1, days=9)
    rows = comparison([result(one), result(other)], ["obsolescence_days_ua", "losses_ua"], 1, 7)
    median, losses = rows.table().itertuples()
    last = one[one["day"] == 7]["obsolescence_days_ua"]
    assert median.reference_mean == pytest.approx(last.mean())
    window = one[one["day"].between(1, 7)]
    assert losses.reference_mean == pytest.approx(window["losses_ua"].mean())
