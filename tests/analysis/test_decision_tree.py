"""The decision tree beside the boxes."""

import numpy as np
import pytest

from sim.analysis.decision_tree import LEAST_EXPLAINED, MOST_LEAVES, grow
from sim.analysis.prim import LEAST_MASS, Among, Cases
from tests.analysis.boxes import coded, mixed, within_a_box

pytest.importorskip("sklearn")


@pytest.mark.parametrize("seed", range(4))
def test_leaves_part_the_cases_and_say_what_is_in_them(seed):
    cases = coded(*mixed(seed))
    leaves = list(grow(cases).leaves())
    inside = np.array([cases.within(leaf.limits) for leaf in leaves])
    assert (inside.sum(axis=0) == 1).all()
    assert len(leaves) <= MOST_LEAVES
    assert sum(leaf.coverage for leaf in leaves) == pytest.approx(1)
    for leaf, members in zip(leaves, inside, strict=True):
        assert leaf.size == members.sum() >= LEAST_MASS * len(cases)
        assert leaf.density == pytest.approx(cases.interest[members].mean())


def test_a_known_box_is_parted_where_it_ends():
    """To within the gaps of 600 levels, which lie closer than 0.02 there."""
    tree = grow(within_a_box())
    dense = [leaf for leaf in tree.leaves() if leaf.density == 1]
    assert sum(leaf.coverage for leaf in dense) == 1
    assert dense[0].limits[0].low == pytest.approx(0.4, abs=0.02)
    assert dense[0].limits[1].high == pytest.approx(0.5, abs=0.02)


def test_a_category_is_parted_from_the_others():
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 3, 200).astype(float)
    tree = grow(Cases(codes[:, None], (3,), (codes == 1).astype(float)))
    assert [branch.limits for branch in tree.branches] == [(Among((0, 2)),), (Among((1,)),)]
    assert [branch.density for branch in tree.branches] == [0, 1]


def test_levels_that_scientific_numbers_of_few_digits_cannot_tell_apart_stay_apart():
    levels = np.repeat([1e9, 1e9 + 1], 100)
    tree = grow(Cases(levels[:, None], (0,), (levels > 1e9).astype(float)))
    assert [branch.size for branch in tree.branches] == [100, 100]
    assert tree.split.first.high == 1e9 + 0.5


def test_what_explains_too_little_is_no_split():
    rng = np.random.default_rng(3)
    interest = (rng.random(5000) < 0.5).astype(float)
    interest[:25] = 1  # a difference of 0.1 between halves explains 1% of the variance at most
    tree = grow(Cases(rng.random((5000, 1)), (0,), interest))
    assert LEAST_EXPLAINED == 0.01
    assert not tree.branches
    assert tree.depth == 0
