"""What is said of a sweep at its end: where its responses lie, and which factors do nothing."""

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.analysis.points import summarise
from sim.experiment.results.summarising import overview, without_effect
from sim.war.columns import Column
from tests.grids import grid

GRID = tuple(itertools.product((30, 45, 60), "ab"))


def swept(means, levels=GRID):
    """Results of one response with two factors, and a mean for each pair of levels."""
    table = pd.DataFrame(levels, columns=["speed", "makers"])
    return SimpleNamespace(
        factors=["speed", "makers"],
        points=table.assign(response="zone", unit="km", mean=means),
        responses={"zone": "km"},
        experiment=SimpleNamespace(measures=["zone"]),
    )


@pytest.mark.parametrize(
    ("means", "idle"),
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
def test_a_factor_does_nothing_if_no_mean_differs_where_only_it_does(means, idle):
    assert without_effect(swept(means)) == idle


@pytest.mark.parametrize(
    "levels",
    [
        [(30, "a"), (45, "b"), (60, "c"), (90, "d")],
        [(30, "a"), (30, "b"), (45, "c"), (60, "d")],
    ],
)
def test_nothing_is_said_of_factors_whose_levels_do_not_vary_alone(levels):
    assert without_effect(swept([1.0, 1.0, 5.0, 9.0], levels)) == []


def test_a_factor_must_do_nothing_to_every_response():
    results = swept([1.0, 1.0, 2.0, 2.0, 3.0, 3.0])
    late = results.points.assign(response="late", mean=[40.0, np.nan] * 3)
    results.points = pd.concat([results.points, late])
    assert without_effect(results) == []


def test_a_row_a_response_says_between_what_its_means_lie_and_what_moves_it():
    levels = {"speed": [30, 45, 60], "makers": ["a", "b"]}
    runs = grid(levels, 4, lambda speed, makers, each: speed + (each - 1.5) * (makers == "a"))
    runs = runs.assign(empty=np.nan).rename(columns={"response": "zone"})
    columns = {name: Column(name, "km", "") for name in ("zone", "empty")}
    results = SimpleNamespace(
        runs=runs,
        factors=list(levels),
        points=summarise(runs, list(levels), columns),
        responses=dict.fromkeys(columns, "km"),
    )
    (row,) = overview(results, list(columns))
    assert (row.response, row.unit, row.points) == ("zone", "km", 6)
    assert (row.lowest, row.highest) == (30, 60)
    assert [each.factor for each in row.spans if each.stands_out] == ["speed"]
    assert row.is_noise_known
    single = runs[runs["replicate"] == 0]
    results.runs, results.points = single, summarise(single, list(levels), columns)
    assert not overview(results, ["zone"])[0].is_noise_known
