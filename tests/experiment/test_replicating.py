"""Replicates until a response is known well enough."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.interval import interval
from sim.experiment.design.experiment import Auto
from sim.experiment.replicating import next_count

AUTO = Auto("zone", half_width=0.2, minimum=5, maximum=100)


def half_width(values):
    _, low, high = interval(values)
    return (high - low) / 2


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=100))
def test_a_point_gets_more_only_while_its_interval_is_too_wide_and_never_too_many(values):
    count = next_count(values, len(values), AUTO)
    if half_width(values) <= AUTO.half_width or len(values) == AUTO.maximum:
        assert count == len(values)
    else:
        assert len(values) < count <= min(2 * len(values), AUTO.maximum)


def test_the_number_needed_follows_from_the_variance():
    """The half-width falls with the root of the number: 1.5 times as wide takes 2.25 times."""
    values = np.random.default_rng(1).normal(size=20)
    values *= 1.2 * AUTO.half_width / half_width(values)
    assert next_count(values, 20, AUTO) == pytest.approx(20 * 1.44, abs=1)


def test_without_any_value_it_doubles_up_to_the_maximum():
    assert next_count([], 5, AUTO) == 10
    assert next_count([], 80, AUTO) == 100
