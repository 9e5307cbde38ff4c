"""Predictions as pictures: places follow values, and what is drawn is also said."""

import math
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.analysis.interval import Interval
from sim.lesson.drawing import chosen, sketched
from sim.lesson.lesson import Cell, Choice, Expected, Sketch

FINITE = st.floats(-1e6, 1e6)
CHOICES = (Choice(says="more", above=2.0), Choice(says="as much", above=-2.0, below=2.0))
EXPECTED = Expected(says="it", of=Cell(response="r", at={}), unit="km", interval=(0.0, 1.0))


def sketch(levels=3, low=0.0, high=1.0):
    return Sketch(
        factor="f", response="r", across="a & b", along="c < d", low=low, high=high,
        levels=tuple(range(levels)),
    )  # fmt: skip


def circles(picture):
    return [(float(each.get("cx")), float(each.get("cy"))) for each in picture.iter("circle")]


def square(picture):
    """Return the middle of the run's first square."""
    corners = [each.split(",") for each in next(picture.iter("polygon")).get("points").split()]
    return [sum(float(corner[axis]) for corner in corners) / 4 for axis in range(2)]


def test_without_values_the_axes_are_empty():
    picture = ET.fromstring(sketched(sketch()))
    assert circles(picture) == []
    assert picture.get("aria-label") == "Empty axes: c < d over a & b"


@given(st.lists(FINITE, min_size=2, max_size=6))
def test_a_higher_guess_is_drawn_higher_and_later_levels_further_right(guesses):
    picture = ET.fromstring(sketched(sketch(len(guesses)), guesses))
    drawn = circles(picture)
    across = [x for x, _ in drawn]
    assert across == sorted(set(across))
    for (_, first), one in zip(drawn, guesses, strict=True):
        for (_, second), other in zip(drawn, guesses, strict=True):
            assert one <= other or first <= second
    assert all(12 <= y <= 208 for _, y in drawn)


def test_the_run_lies_on_a_guess_that_is_right():
    right = [0.2, 0.9, 0.5]
    found = [Interval(value, value - 0.1, value + 0.1) for value in right]
    picture = ET.fromstring(sketched(sketch(), right, found))
    assert square(picture) == pytest.approx(circles(picture)[0], abs=0.1)
    assert "The run: 0: 0.200 (0.100 to 0.300)" in picture.get("aria-label")


@given(st.floats(-50, 50), st.floats(0.01, 5))
def test_the_run_lies_in_the_band_of_the_choice_that_holds(mean, half):
    found = Interval(mean, mean - half, mean + half)
    for choice in CHOICES:
        picture = ET.fromstring(chosen(EXPECTED, CHOICES, choice, found))
        (band,) = (each for each in picture.iter("rect") if each.get("class") == "mine")
        first = float(band.get("x"))
        last = first + float(band.get("width"))
        if choice.holds(found.low, found.high):
            assert first - 0.1 <= square(picture)[0] <= last + 0.1
        elif mean < (choice.above or -2) - 0.5 or (choice.below and mean > choice.below + 0.5):
            assert not first < square(picture)[0] < last
        assert choice.says in picture.get("aria-label")


def test_a_run_of_one_replicate_has_no_interval_and_is_left_out():
    unknown = Interval(0.5, math.nan, math.nan)
    for picture in (
        sketched(sketch(), [0.5] * 3, [unknown] * 3),
        chosen(EXPECTED, CHOICES, CHOICES[0], unknown),
    ):
        assert list(ET.fromstring(picture).iter("polygon")) == []


def test_an_axis_without_a_span_is_no_sketch():
    with pytest.raises(ValidationError, match="low is not below high"):
        sketch(low=1.0)


def test_a_choice_of_the_same_lesson_read_twice_is_mine():
    picture = chosen(EXPECTED, CHOICES, CHOICES[1].model_copy(), Interval(0.0, -1.0, 1.0))
    (mine,) = (each for each in ET.fromstring(picture).iter("rect") if each.get("class") == "mine")
    assert mine.get("y") == "30"
