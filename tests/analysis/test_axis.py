"""Where levels lie on the axis of their factor."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.axis import Axis, is_geometric

LOW, HIGH = 2.0, 50.0


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 10, 100], True),
        ([10, 20, 50, 100], True),
        ([1, 2, 3], False),
        ([0, 1, 10, 100], False),
        ([-100, -10, -1], False),
        ([50, 55, 70], False),
        ([1, 1000], False),
        (["a", "b", "c"], False),
    ],
)
def test_levels_spread_geometrically_are_told_from_others(levels, expected):
    assert is_geometric(pd.Series(levels)) == expected


@given(st.booleans(), st.floats(0, 1))
def test_a_share_gives_the_level_that_lies_there(is_log, share):
    axis = Axis("a", "days", LOW, HIGH, is_log)
    level = axis.levels(np.array([share]))
    assert LOW * (1 - 1e-12) <= level[0] <= HIGH * (1 + 1e-12)
    assert axis.shares(level) == pytest.approx([share], abs=1e-10)  # of 12 digits


@given(st.booleans(), st.floats(0.01, 0.99))
def test_the_stretch_of_an_axis_is_the_slope_of_its_levels(is_log, share):
    axis = Axis("a", "days", LOW, HIGH, is_log)
    below, here, above = axis.levels(np.array([share - 1e-6, share, share + 1e-6]))
    assert axis.stretch(np.array([here])) == pytest.approx((above - below) / 2e-6, rel=1e-3)


def test_the_middle_of_a_logarithmic_axis_is_the_geometric_mean():
    assert Axis("a", "", LOW, HIGH, True).levels(np.array(0.5)) == pytest.approx(10)
    assert Axis("a", "", LOW, HIGH, False).levels(np.array(0.5)) == pytest.approx(26)


@pytest.mark.parametrize(
    ("unit", "one"),
    [("days", "day"), ("drones/year", "drone/year"), ("USD/year", "USD/year"), ("", "")],
)
def test_one_of_a_unit_is_a_singular(unit, one):
    assert Axis("a", unit, LOW, HIGH, False).unit_of_one == one
