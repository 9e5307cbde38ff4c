"""Lines of the table are judged by their tolerance, and a mean's is of its own scatter."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.verification.law import (
    ERRORS,
    Law,
    Relation,
    compared,
    exactly,
    mean_of,
    none_of,
    standard_error,
)

numbers = st.floats(-1e6, 1e6)
tolerances = st.floats(0, 1e3)


@given(theory=numbers, simulated=numbers, tolerance=tolerances)
def test_what_is_compared_passes_within_its_tolerance(theory, simulated, tolerance):
    passes = {
        each: compared("", theory, simulated, 1, tolerance, "", each).passed for each in Relation
    }
    assert passes[Relation.EQUAL] == (abs(simulated - theory) <= tolerance)
    assert passes[Relation.ABOVE] == (simulated > theory + tolerance)
    assert passes[Relation.BELOW] == (simulated < theory - tolerance)
    assert not (passes[Relation.ABOVE] and passes[Relation.BELOW])


@pytest.mark.parametrize("relation", Relation)
def test_what_is_missing_fails(relation):
    for theory, simulated in ((0, math.nan), (math.nan, 0)):
        assert not compared("", theory, simulated, 1, 1e9, "", relation).passed


@given(st.lists(st.integers(-100, 100), min_size=2, max_size=30), st.floats(0, 10))
def test_a_mean_may_be_off_by_standard_errors_and_its_bias(values, bias):
    line = mean_of("", 0, values, bias, "steps")
    assert line.n == len(values)
    assert line.simulated == pytest.approx(np.mean(values))
    assert line.tolerance == pytest.approx(ERRORS * standard_error(np.array(values)) + bias)
    assert line.reason == "4 standard errors, and steps"


def test_right_means_seldom_fail_and_wrong_ones_do():
    """At 4 standard errors one right mean in 16,000 fails, and all that are 8 off."""
    rng = np.random.default_rng(1)
    means = rng.normal(size=(500, 100))
    assert all(mean_of("", 0, values).passed for values in means)
    assert not any(mean_of("", 0.9, values).passed for values in means)


def test_whole_numbers_and_exact_ones():
    assert none_of("", 0, 10).passed
    assert not none_of("", 1, 10).passed
    assert exactly("", 20, 20 + 1e-9).passed
    assert not exactly("", 20, 20.001).passed


def test_lines_have_the_name_of_their_law():
    law = Law("name", "", "", lambda effort: [none_of("", 0, effort)])
    assert [(line.law, line.n) for line in law.compare(3)] == [("name", 3)]
