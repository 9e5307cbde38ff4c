"""Levels that give the same responses, factors that do nothing, and what binds instead."""

import itertools
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiment import runner
from sim.experiment.design.factors import Values
from sim.experiment.results.alike import BINDING, alike

GRID = tuple(itertools.product((30, 45, 60), "ab"))


UNCENSORED = {"censored": 0, "quantile_5": 1.0, "quantile_50": 1.0, "quantile_95": 1.0}


def swept(means, levels=GRID):
    """Results of one response with two factors, and a mean for each pair of levels."""
    factors = ["speed", "makers"]
    table = pd.DataFrame(levels, columns=factors)
    return SimpleNamespace(
        factors=factors,
        points=table.assign(response="zone", unit="km", mean=means, **UNCENSORED),
        experiment=SimpleNamespace(factors=[Values(name, (name,), ()) for name in factors]),
        folder=Path("nowhere"),
    )


def idle(results):
    return [each.factor for each in alike(results) if each.is_whole]


@pytest.mark.parametrize(
    ("means", "names"),
    [
        ([1.0, 1.0, 2.0, 2.0, 3.0, 3.0], ["makers"]),
        ([1.0, 2.0, 1.0, 2.0, 1.0, 2.0], ["speed"]),
        ([1.0, 1.0, 1.0, 1.0, 1.0, 1.0], ["speed", "makers"]),
        ([1.0, 1.0, 2.0, 2.0, 3.0, np.nextafter(3.0, 4.0)], []),
        ([1.0, np.nan, 2.0, 2.0, 3.0, 3.0], []),
        ([np.nan, np.nan, 2.0, 2.0, 3.0, 3.0], ["makers"]),
        ([np.nan] * 6, []),
    ],
)
def test_a_factor_does_nothing_if_no_mean_differs_where_only_it_does(means, names):
    assert idle(swept(means)) == names


@pytest.mark.parametrize(
    "levels",
    [
        [(30, "a"), (45, "b"), (60, "c"), (90, "d")],
        [(30, "a"), (30, "b"), (45, "c"), (60, "d")],
    ],
)
def test_nothing_is_said_of_factors_whose_levels_do_not_vary_alone(levels):
    assert idle(swept([1.0, 1.0, 5.0, 9.0], levels)) == []


def test_a_factor_must_do_nothing_to_every_response():
    results = swept([1.0, 1.0, 2.0, 2.0, 3.0, 3.0])
    late = results.points.assign(response="late", mean=[40.0, np.nan] * 3)
    results.points = pd.concat([results.points, late])
    assert idle(results) == []


def test_levels_are_alike_where_all_responses_are_beside_the_same_levels_of_others():
    (found,) = alike(swept([1.0, 2.0, 3.0, 4.0, 3.0, 4.0]))
    assert (found.factor, found.levels, found.is_whole) == ("speed", [45, 60], False)
    assert alike(swept([1.0, 2.0, 3.0, 4.0, 3.0, 5.0])) == []


def test_levels_that_never_meet_are_not_alike():
    levels = [(30, "a"), (45, "a"), (60, "b"), (90, "b")]
    found = alike(swept([1.0, 1.0, 1.0, 1.0], levels))
    assert [each.levels for each in found if each.factor == "speed"] == [[30, 45, 60, 90]]
    found = alike(swept([1.0, 1.0, 1.0, 2.0], levels))
    assert [each.levels for each in found] == [[30, 45]]


TARGET = "ukraine.output_target_per_year"


def test_what_binds_instead_of_a_target_is_named(tmp_path):
    experiment = sim.Experiment(
        "targets",
        set={"run.days": 30, "run.spin_up_days": 0},
        factors={TARGET: {"values": [1e6, 1.2e6, 5e7, 6e7]}},
        replicates=2,
    )
    results = runner.sweep(experiment, out=tmp_path / "out", workers=1)
    (found,) = alike(results)
    assert (found.factor, found.levels) == (TARGET, [5e7, 6e7])
    daily = results.daily.query("day > 0").merge(results.runs[["run", TARGET]])
    at_them = daily[daily[TARGET] > 1e7]
    assert found.country == "Ukraine"
    assert found.binding == {
        words: at_them[f"{name}_fpv_ua"].mean() for name, words in BINDING.items()
    }
    assert list(found.binding.values()) == [0, 1, 0, 0]
    told = f"{TARGET} gives the same responses at 50,000,000 and 60,000,000; there Ukraine's orders"
    assert found.words.startswith(told)
    assert found.words.endswith("and fpv.money_share of it) on 100% of days")


def test_nothing_binds_orders_that_nobody_wants(tmp_path):
    experiment = sim.Experiment(
        "idle",
        "one-race",  # Russia has no producers in it
        set={"run.days": 20, "run.spin_up_days": 0},
        factors={
            "russia.output_target_per_year": {"values": [1e6, 2e6]},
            "ukraine.import_share": {"values": [0.6, 0.7]},
        },
    )
    results = runner.sweep(experiment, out=tmp_path / "out", workers=1)
    target, imports = alike(results)
    assert set(target.binding.values()) == {0.0}
    assert imports.binding == {}


def test_censored_times_are_alike_only_where_all_that_is_known_of_them_is():
    results = swept([np.nan] * 6)
    results.points["censored"] = [1, 1, 2, 2, 2, 2]
    (makers, speed) = sorted(alike(results), key=lambda each: each.factor)
    assert makers.is_whole
    assert (speed.levels, speed.is_whole) == ([45, 60], False)
