"""Small duels: what theory says of them, and what the laws of `sim.verification` leave out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.verification.duels import Force, aimed_fire, fight, fought_out, in_days, survivors, wins

few = st.integers(0, 6)


def test_the_recursion_gives_the_published_numbers():
    assert wins(2, 1) == pytest.approx(5 / 6)
    assert wins(3, 2) == pytest.approx(31 / 40)
    assert wins(4, 3) == pytest.approx(233 / 315)
    assert survivors(10, 8) == pytest.approx(5.22, abs=0.01)


@given(red=few, blue=few)
def test_somebody_wins(red, blue):
    assert wins(red, blue) + wins(blue, red) == pytest.approx(1 + (red == blue == 0))
    assert survivors(red, blue) <= red


@given(red=few, blue=few)
def test_short_steps_leave_what_the_recursion_does(red, blue):
    # All who fall in a step fall at once, which is of the order of its length.
    assert in_days(red, blue, 1e-5, bool) == pytest.approx(
        wins(red, blue) if blue else red > 0, abs=1e-3
    )
    assert in_days(red, blue, 1e-5, float) == pytest.approx(survivors(red, blue), abs=1e-3)


def test_ten_against_eight_leave_5_22_and_not_6():
    left = fought_out(10, 8, 2)
    assert left.mean() < 6 - 4 * left.std() / np.sqrt(left.size)


def test_a_duel_is_fought_out():
    ua, ru = fight(aimed_fire(Force(2, 0.01), Force(1, 0.01), 1000), 700)
    assert ((ua == 0) | (ru == 0)).all()
