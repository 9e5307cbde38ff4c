import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from sim.analysis.effects import is_sampled, main_effects, noise_floor, pair_means, spans
from sim.analysis.interval import interval
from sim.analysis.points import points_of
from sim.war.columns import SHARE
from tests.grids import grid
from tests.settings import examples, longer

TERMS = {"delay": {1: 0.0, 2: 3.0, 4: 9.0}, "side": {"ua": -2.0, "ru": 2.0}}
FACTORS = {name: list(terms) for name, terms in TERMS.items()}


def additive(delay, side, replicate):
    return 100 + TERMS["delay"][delay] + TERMS["side"][side] + 5 * replicate


def sampled(count, replicates=1, response=lambda x, y: x):
    rng = np.random.default_rng(3)
    x, y = rng.permutation(count) / count, rng.random(count)
    frame = pd.DataFrame({"point": [f"{each:012x}" for each in range(count)], "x": x, "y": y})
    parts = [frame.assign(replicate=each, response=response(x, y)) for each in range(replicates)]
    return pd.concat(parts, ignore_index=True)


def effects_of(table, factor):
    rows = table[table["factor"] == factor]
    return dict(zip(rows["level"], rows["effect"], strict=True))


def test_the_main_effects_of_an_additive_function_are_its_terms():
    table = main_effects(grid(FACTORS, 3, additive), list(FACTORS), "response")
    for factor, terms in TERMS.items():
        middle = np.mean(list(terms.values()))
        expected = {level: term - middle for level, term in terms.items()}
        assert effects_of(table, factor) == pytest.approx(expected)


def test_what_all_levels_share_in_a_replicate_widens_the_mean_but_not_the_effect():
    table = main_effects(grid(FACTORS, 3, additive), list(FACTORS), "response")
    assert (table["high"] - table["mean"]).to_numpy() == pytest.approx(5 * 4.302653 / math.sqrt(3))
    width = table["effect_high"] - table["effect_low"]
    assert width.to_numpy() == pytest.approx(0, abs=1e-9)


@settings(max_examples=examples(20))
@given(st.lists(st.floats(-100, 100), min_size=18, max_size=18))
def test_intervals_are_over_the_means_of_replicates(values):
    runs = grid(FACTORS, 3, additive).assign(response=values)
    table = main_effects(runs, list(FACTORS), "response")
    for _, row in table.iterrows():
        chosen = runs[runs[row["factor"]] == row["level"]]
        means = chosen.groupby("replicate")["response"].mean()
        expected = interval(means)
        assert tuple(row[["mean", "low", "high"]]) == pytest.approx(expected, abs=1e-9)


def test_levels_come_in_their_order_and_texts_in_that_of_the_points():
    factors = {"delay": [4, 1, 2], "side": ["z", "a"], "on": [True, False]}
    runs = grid(factors, 1, lambda *_: 1.0)
    table = main_effects(runs, list(factors), "response")
    assert table["level"].tolist() == [1, 2, 4, "z", "a", False, True]
    assert table["factor"].tolist() == ["delay"] * 3 + ["side"] * 2 + ["on"] * 2
    assert table["from"].equals(table["level"])


def test_a_replicate_that_was_stopped_half_way_does_not_mix_up_the_factors():
    """Its last level of delay done has one side only, whose term is not the delay's."""
    runs = grid(FACTORS, 4, lambda delay, side, _: additive(delay, side, 0))
    table = main_effects(runs.iloc[:-3], list(FACTORS), "response")
    for factor in FACTORS:
        exact = main_effects(runs, list(FACTORS), "response")
        assert effects_of(table, factor) == pytest.approx(effects_of(exact, factor))


def test_a_point_counts_the_same_however_many_runs_it_has():
    runs = grid(FACTORS, 2, lambda delay, side, _: TERMS["side"][side] + delay)
    table = main_effects(runs.drop(index=[6, 8]), list(FACTORS), "response")
    rows = table[table["factor"] == "delay"]
    assert rows["mean"].tolist() == pytest.approx([1, 2, 4])


def test_a_level_without_a_value_is_missing_and_harms_no_other():
    runs = grid(FACTORS, 2, additive)
    runs.loc[runs["delay"] == 2, "response"] = math.nan
    rows = main_effects(runs, list(FACTORS), "response").query("factor == 'delay'")
    assert rows["points"].tolist() == [2, 0, 2]
    assert rows["replicates"].tolist() == [2, 0, 2]
    assert rows["mean"].isna().tolist() == [False, True, False]
    assert rows["effect"].tolist() == pytest.approx([-4.5, math.nan, 4.5], nan_ok=True)


def test_one_replicate_has_means_but_no_intervals():
    table = main_effects(grid(FACTORS, 1, additive), list(FACTORS), "response")
    assert table[["mean", "effect"]].notna().all(axis=None)
    assert table[["low", "high", "effect_low", "effect_high"]].isna().all(axis=None)


def test_a_range_is_put_into_bins_of_equal_count():
    table = main_effects(sampled(200, 3), ["x", "y"], "response").query("factor == 'x'")
    assert table["points"].tolist() == [25] * 8
    assert table["mean"].to_numpy(float) == pytest.approx(np.arange(8) / 8 + 0.06)
    assert (table["from"] <= table["level"]).all()
    assert (table["level"] <= table["to"]).all()
    assert (table["to"].to_numpy()[:-1] < table["from"].to_numpy()[1:]).all()


def test_dates_can_be_levels_and_bins():
    days = pd.date_range("2024-01-01", periods=100)
    few = grid({"date": list(days[:3])}, 1, lambda date, _: date.day)
    assert main_effects(few, ["date"], "response")["level"].tolist() == list(days[:3])
    many = grid({"date": list(days)}, 1, lambda date, _: 1.0)
    table = main_effects(many, ["date"], "response")
    assert table["from"].iloc[0] == days[0]
    assert table["to"].iloc[-1] == days[-1]
    assert table["points"].sum() == 100


def test_recurring_levels_are_not_taken_for_a_range():
    factors = {"x": list(range(12)), "y": [1.0, 2.0], "name": list("abcdefghijklmnop")}
    points = points_of(grid(factors, 1, lambda *_: 0.0), list(factors))
    assert not any(is_sampled(points, list(factors), factor) for factor in factors)
    single = points_of(grid({"x": list(range(20))}, 1, lambda *_: 0.0), ["x"])
    assert not is_sampled(single, ["x"], "x")
    drawn = sampled(20)
    assert is_sampled(drawn, ["x", "y"], "x")


def test_the_mean_of_a_pair_is_that_of_its_cell():
    runs = grid({**FACTORS, "other": [1, 2]}, 3, lambda d, s, o, r: additive(d, s, r) + o)
    table = pair_means(runs, [*FACTORS, "other"], ("delay", "side"), "response")
    assert table[["delay", "side"]].to_numpy().tolist() == [
        [delay, side] for delay in FACTORS["delay"] for side in FACTORS["side"]
    ]
    expected = [additive(delay, side, 1) + 1.5 for delay, side in table.iloc[:, :2].to_numpy()]
    assert table["mean"].tolist() == pytest.approx(expected)
    half_widths = (table["high"] - table["low"]).to_numpy() / 2
    assert half_widths == pytest.approx(5 * 4.302653 / math.sqrt(3))
    assert (table["points"] == 2).all()
    assert (table["replicates"] == 3).all()


def test_a_pair_that_was_never_run_is_missing_not_zero():
    runs = grid(FACTORS, 2, additive)
    gone = (runs["delay"] == 2) & (runs["side"] == "ru")
    table = pair_means(runs[~gone], list(FACTORS), ("delay", "side"), "response")
    assert table["mean"].isna().tolist() == [False, False, False, True, False, False]
    assert table["replicates"].tolist() == [2, 2, 2, 0, 2, 2]


def grid_of_noise(rng):
    """A grid in which replicates shift all runs, and levels alike in each row."""
    shared = rng.normal(0, 5, 4)
    noise = {(level, each): rng.normal() for level in range(3) for each in range(4)}
    runs = grid(
        {"idle": [0, 1, 2], "strong": [0, 1]},
        4,
        lambda idle, strong, each: 50 * strong + shared[each] + noise[idle, each],
    )
    return spans(runs, ["idle", "strong"], "response")


def points_of_noise(rng):
    """A Latin hypercube in which another factor moves everything."""
    share = [rng.permutation(48) / 48 for _ in range(2)]
    frame = pd.DataFrame({"idle": share[0], "strong": share[1], "response": 10 * share[1]})
    names = [f"{each:012x}" for each in range(48)]
    return spans(frame.assign(point=names, replicate=0), ["idle", "strong"], "response")


@pytest.mark.long
@pytest.mark.parametrize("make", [grid_of_noise, points_of_noise])
def test_a_factor_that_does_nothing_stands_out_once_in_twenty(make):
    rng, count = np.random.default_rng(11), longer(400)
    found = [next(each for each in make(rng) if each.factor == "idle") for _ in range(count)]
    stood_out = sum(each.stands_out for each in found)
    assert binomtest(stood_out, count, 0.05).pvalue > 0.001


def test_a_factor_that_does_something_stands_out_and_comes_first():
    found = grid_of_noise(np.random.default_rng(2))
    assert [each.factor for each in found] == ["strong", "idle"]
    assert found[0].stands_out
    assert found[0].width == pytest.approx(50, abs=3)
    drawn = points_of_noise(np.random.default_rng(2))
    assert [each.factor for each in drawn if each.stands_out] == ["strong"]


def test_the_noise_of_a_grid_is_tukeys_range_of_its_levels_over_replicates():
    values = {"a": [1.0, 2.0, 6.0], "b": [3.0, 2.0, 7.0]}
    runs = grid({"side": ["a", "b"]}, 3, lambda side, each: values[side][each])
    # Two levels: the range is Student's t of the paired differences 2, 0, 1, with 2 degrees.
    assert noise_floor(runs, ["side"], "side", "response") == pytest.approx(
        4.302653 / math.sqrt(3), rel=1e-4
    )


@pytest.mark.parametrize("shift", [0.0, 3.0])
def test_where_replicates_agree_chance_gives_nothing(shift):
    runs = grid({"side": [0, 1]}, 3, lambda side, each: 5 * each + shift * side)
    (found,) = spans(runs, ["side"], "response")
    assert found.noise == 0
    assert found.stands_out == (shift > 0)


def test_one_replicate_of_a_grid_or_a_point_a_bin_cannot_tell_chance():
    for found in (
        spans(grid(FACTORS, 1, additive), list(FACTORS), "response"),
        spans(sampled(9).iloc[:8], ["x"], "response"),
    ):
        assert found
        assert not any(each.stands_out for each in found)
        assert all(math.isnan(each.noise) for each in found)


def test_a_design_that_repeats_its_levels_counts_each_once():
    """Each point stands there nine times: no more is known than from it alone."""
    once = sampled(40, response=lambda x, y: y)
    again = [once.assign(point=once["point"] + str(each), z=each) for each in range(9)]
    many = pd.concat(again, ignore_index=True)
    floors = [noise_floor(runs, ["x", "y"], "x", "response") for runs in (once, many)]
    assert floors[1] == pytest.approx(floors[0])


@pytest.mark.parametrize("values", [[math.nan] * 18, [1.0] * 18])
def test_without_a_value_or_a_difference_nothing_stands_out(values):
    found = spans(grid(FACTORS, 3, additive).assign(response=values), list(FACTORS), "response")
    assert not any(each.stands_out for each in found)


def test_means_of_a_share_have_intervals_inside_it():
    runs = grid({"side": [0, 1]}, 3, lambda side, each: 0.001 * each)
    table = main_effects(runs, ["side"], "response", SHARE)
    assert (table["low"] == 0).all()
    assert (main_effects(runs, ["side"], "response")["low"] < 0).all()


def test_points_without_a_value_do_not_make_an_idle_factor_stand_out():
    runs = grid({"a": [1, 2, 3], "b": [1, 2]}, 3, lambda a, b, each: 100 * b + each * (a - b))
    runs.loc[(runs["a"] == 2) & (runs["b"] == 1), "response"] = np.nan
    assert not any(
        each.stands_out for each in spans(runs, ["a", "b"], "response") if each.factor == "a"
    )
