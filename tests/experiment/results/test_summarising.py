"""What is said of a sweep at its end: where its responses lie, and what moves them."""

from types import SimpleNamespace

import numpy as np

from sim.analysis.censoring import with_censored
from sim.analysis.points import summarise
from sim.experiment.results.summarising import overview
from sim.war.columns import Column
from tests.grids import grid


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


def test_where_a_time_is_censored_the_runs_that_reach_it_move_nothing():
    levels = {"speed": [30, 45, 60]}
    runs = grid(levels, 4, lambda speed, each: speed + 0.1 * each).rename(
        columns={"response": "late"}
    )
    runs.loc[(runs["speed"] == 60) & (runs["replicate"] > 1), "late"] = np.nan
    columns = {"late": Column("late", "day", "")}
    points = with_censored(summarise(runs, ["speed"], columns), runs, ["late"])
    results = SimpleNamespace(
        runs=runs, factors=["speed"], points=points, responses={"late": "day"}
    )
    (row,) = overview(results, ["late"])
    (span,) = row.spans
    assert (span.most_level, row.points) == (45, 2)
