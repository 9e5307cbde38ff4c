"""A choice comes true for intervals that lie wholly where it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.lesson.lesson import Choice
from sim.lesson.reading import read_lesson, shipped_lessons

FINITE = st.floats(-1e6, 1e6)


@given(st.tuples(FINITE, FINITE), st.tuples(FINITE, FINITE))
def test_a_choice_holds_for_what_lies_inside(ends, interval):
    (above, below), (low, high) = map(sorted, (ends, interval))
    assert Choice(says="a", above=above, below=below).holds(low, high) == (
        above < low <= high < below
    )
    assert Choice(says="a", above=above).holds(low, high) == (low > above)
    assert Choice(says="a", below=below).holds(low, high) == (high < below)


@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.folder.name)
def test_choices_of_a_lesson_exclude_each_other_and_leave_no_gap(lesson):
    choices = lesson.prediction.choices
    ends = sorted({end for each in choices for end in (each.above, each.below) if end is not None})
    for low, high in zip([-1e9, *ends], [*ends, 1e9], strict=True):
        third = (high - low) / 3
        assert sum(each.holds(low + third, high - third) for each in choices) == bool(choices)


def test_a_lesson_cannot_be_changed(folder):
    lesson = read_lesson(folder.path)
    with pytest.raises(ValueError, match="frozen"):
        lesson.title = "other"
