"""Boxes by PRIM, and what is true of any trajectory."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.covering import choose, cover, ends, find, quasi_p
from sim.analysis.prim import LEAST_MASS, Among, Between, Cases, Prim, between_levels
from tests.analysis.boxes import within_a_box
from tests.settings import examples


def ours(cases):
    return Prim(cases, np.ones(len(cases), dtype=bool)).trajectory()


cases_of_any_kind = st.builds(
    lambda seed, count, shares: _drawn(seed, count, shares=shares),
    st.integers(0, 10_000),
    st.integers(20, 120),
    st.booleans(),
)


def _drawn(seed, count, *, shares):
    rng = np.random.default_rng(seed)
    numbers = rng.random((count, 2)).round(int(rng.integers(1, 6)))
    codes = rng.integers(0, 3, (count, 1)).astype(float)
    value = numbers[:, 0] + 0.3 * (codes[:, 0] == 1) + 0.3 * rng.standard_normal(count)
    hit = value > np.quantile(value, 0.6)
    interest = np.clip(hit + rng.uniform(-0.5, 0.5, count), 0, 1) if shares else hit.astype(float)
    return Cases(np.hstack([numbers, codes]), (0, 0, 3), interest)


@settings(max_examples=examples(60), deadline=None)
@given(cases_of_any_kind)
def test_of_any_trajectory(cases):
    boxes = ours(cases)
    first, total = boxes[0], cases.interest.sum()
    assert first.members.all()
    assert (first.coverage, first.mass, first.restricted) == (pytest.approx(1), 1, ())
    for before, box in itertools.pairwise(boxes):
        assert box.density > before.density
        assert (box.size > before.size) == box.pasted
    for box in boxes:
        assert (cases.within(box.limits) == box.members).all()
        assert box.mass >= LEAST_MASS or box is first
        inside = cases.interest[box.members]
        assert box.density == pytest.approx(inside.mean())
        assert box.coverage == pytest.approx(inside.sum() / total)
        free = [index for index in range(3) if index not in box.restricted]
        assert all(box.limits[index] == cases.whole[index] for index in free)
    kinds = [box.pasted for box in boxes]
    assert kinds == sorted(kinds)  # peeled first, then pasted


@settings(max_examples=examples(20), deadline=None)
@given(cases_of_any_kind)
def test_another_scale_of_a_factor_gives_the_same_first_steps(cases):
    """Slices go by order alone; a limit between two levels may part others on another scale."""
    stretched = cases.levels.copy()
    stretched[:, 0] = 7 * stretched[:, 0] - 2
    other = Cases(stretched, cases.categories, cases.interest)
    for box, same in zip(ours(cases), ours(other), strict=True):
        assert (box.members == same.members).all()


def test_a_known_box_is_found():
    """Its ends are found to within a slice of 5% of what the box of the other factors holds."""
    box = find(within_a_box(), 0.9).box
    assert box.restricted[:2] == (0, 1)
    assert box.density >= 0.9
    assert box.coverage > 0.9
    low, high = box.limits[0]
    assert (low, high) == (pytest.approx(0.4, abs=0.04), pytest.approx(0.8, abs=0.04))
    assert box.limits[1].high == pytest.approx(0.5, abs=0.04)


def test_the_box_that_is_taken_covers_most_at_the_density_asked_for():
    boxes = ours(within_a_box())
    for density in (0.5, 0.8, 1.0):
        taken = choose(boxes, density)
        dense = [box for box in boxes if box.density >= density]
        assert taken.coverage == max(box.coverage for box in dense)
    noise = Cases(boxes[0].members[:, None] * np.arange(600.0)[:, None], (0,), np.ones(600) / 2)
    assert choose(ours(noise), 0.8).density == 0.5  # no box reaches it: the densest


def test_later_boxes_hold_what_the_first_does_not_and_are_as_dense_as_asked():
    rng = np.random.default_rng(4)
    levels = rng.random((800, 3))
    corner, edge = (levels[:, :2] < 0.4).all(axis=1), levels[:, 2] > 0.9
    cases = Cases(levels, (0,) * 3, (corner | edge).astype(float))
    found = cover(cases, 0.8, 3)
    assert len(found) >= 2
    assert not (found[0].box.members & found[1].box.members).any()
    assert all(each.box.density >= 0.8 for each in found)
    first, second = (each.box.limits for each in found[:2])
    assert 0.4 < first[0].high < 0.6
    assert 0.4 < first[1].high < 0.6
    assert 0.7 < second[2].low < 0.95
    assert len(cover(cases, 0.8, 1)) == 1


def test_what_does_nothing_has_a_high_quasi_p_and_what_limits_a_low_one():
    cases = within_a_box()
    found = find(cases, 0.9)
    for factor in (0, 1):
        value = quasi_p(cases, found, factor)
        assert min(each for each in value if not np.isnan(each)) < 1e-6
    half = (*found.box.limits[:4], Between(cases.whole[4].low, 0.5))
    members = found.box.members & cases.within(half)
    halved = found._replace(box=replace(found.box, limits=half, members=members))
    value = quasi_p(cases, halved, 4)
    assert value.high > 0.05
    assert np.isnan(value.low)  # that end does not limit


def test_an_end_that_does_not_limit_has_no_number():
    assert ends(Between(0.0, 3.0), Between(0.0, 5.0)).high == 3
    assert np.isnan(ends(Between(0.0, 3.0), Between(0.0, 5.0)).low)
    assert np.isnan(ends(Among((1,)), Among((0, 1)))).all()


@pytest.mark.parametrize(
    ("levels", "share", "expected"),
    [
        ([1, 2, 3, 4], 0.05, 1.5),
        ([1, 2, 3, 4], 0.95, 3.5),
        ([1, 1, 1, 4], 0.05, 2.5),  # a slice takes all equal levels
        ([1, 4, 4, 4], 0.95, 2.5),
        ([2, 2, 2, 2], 0.05, 2.0),  # nothing lies beyond
        ([2, 2, 2, 2], 0.95, 2.0),
    ],
)
def test_a_slice_ends_between_two_levels(levels, share, expected):
    assert between_levels(np.array(levels, float), share) == expected
