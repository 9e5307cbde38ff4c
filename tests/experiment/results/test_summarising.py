"""What is said of a sweep at its end: where its responses lie, and which factors do nothing."""

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.experiment.results.summarising import extremes, without_effect

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


@pytest.mark.parametrize(
    ("means", "lowest_at", "highest_at"),
    [
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], (30, "a"), (60, "b")),
        ([1.0, 1.0, 2.0, 2.0, 3.0, 3.0], (30, "any"), (60, "any")),
        ([1.0, 5.0, 1.0, 2.0, 3.0, 3.0], ("several", "a"), (30, "b")),
        ([1.0, 2.0, 2.0, 1.0, 1.5, 1.5], ("several", "several"), ("several", "several")),
        ([np.nan, 1.0, np.nan, 1.0, np.nan, 2.0], ("several", "b"), (60, "b")),
    ],
)
def test_extremes_that_several_points_share_are_told_as_such(means, lowest_at, highest_at):
    (row,) = extremes(swept(means)).to_dict("records")
    assert (row["lowest"], row["highest"]) == (np.nanmin(means), np.nanmax(means))
    assert (row["lowest_at"], row["highest_at"]) == (lowest_at, highest_at)
