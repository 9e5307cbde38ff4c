"""Levels and steps that people speak of."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.analysis.axis import Axis
from sim.analysis.exchange.answer import MOST_LINES, nice_levels
from sim.analysis.exchange.wording import figures, step_in_words


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_levels_are_round_within_and_few(low, width):
    high = low + width
    assume(high - low > 1e-6 * abs(low))
    levels, step = nice_levels(np.array([low, high]))
    assert 1 <= len(levels) <= MOST_LINES + 1
    assert all(low < each < high for each in levels)
    assert np.diff(levels) == pytest.approx([step] * (len(levels) - 1), rel=1e-6)
    assert float(f"{step:.2g}") == pytest.approx(step)


def test_levels_of_known_heights():
    assert nice_levels(np.array([8.6, 13.1]))[0] == [9, 10, 11, 12, 13]
    assert nice_levels(np.array([0.42, 0.53]))[0] == [0.44, 0.46, 0.48, 0.5, 0.52]
    assert nice_levels(np.array([-1.0, 1.0]))[0] == [-0.5, 0, 0.5]


@pytest.mark.parametrize(
    ("unit", "low", "high", "words"),
    [
        ("days", 20, 180, "1 day"),
        ("days", 7, 9, "1 day"),
        ("drones/year", 2.5e6, 2e7, "1,000,000 drones/year"),
        ("days", 0.1, 0.5, "0.01 days"),
        ("", 0.5, 4, "0.1"),
        ("", 0.4, 0.6, "0.01"),
    ],
)
def test_a_step_is_one_that_people_speak_of(unit, low, high, words):
    assert step_in_words(Axis("a", unit, low, high, False))[0] == words


@pytest.mark.parametrize(
    ("value", "text"),
    [(450_123.0, "450,000"), (0.0123456, "0.0123"), (-46_889.0, "-46,900"), (np.nan, "")],
)
def test_numbers_have_three_figures(value, text):
    assert figures(value) == text
