"""From shares of the unit interval to levels."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.design.factors import LOG, Range, Values
from tests.experiment.design.examples import AID, PATHS, ranges

SHARES = st.floats(0, 1)
DAYS, TARGET = "race.obsolescence_days", "ukraine.output_target_per_year"


@given(data=st.data(), path=st.sampled_from(PATHS), shares=st.lists(SHARES, min_size=2))
def test_a_range_rises_with_the_share_from_end_to_end(data, path, shares):
    factor = data.draw(ranges(path))
    found = [factor.at(share) for share in sorted(shares)]
    assert found == sorted(found)
    assert (factor.at(0.0), factor.at(1.0)) == (factor.low, factor.high)
    assert all(type(level) is factor.kind for level in found)


@given(data=st.data(), path=st.sampled_from(PATHS))
def test_levels_of_a_range_are_apart_and_have_both_ends(data, path):
    factor = data.draw(ranges(path, counted=True))
    levels = factor.levels
    assert (levels[0], levels[-1], len(levels)) == (factor.low, factor.high, factor.count)
    assert len(set(levels)) == len(levels)


def test_levels_are_the_round_numbers_one_expects():
    assert Range("x", (TARGET,), 1e5, 1e8, LOG, 4).levels == (1e5, 1e6, 1e7, 1e8)
    assert Range("x", (DAYS,), 30.0, 90.0, count=3).levels == (30.0, 60.0, 90.0)
    assert Range("x", ("run.seed",), 1, 100, LOG, 3).levels == (1, 10, 100)


def test_whole_numbers_have_equal_parts_of_the_interval():
    factor = Range("scale", ("scale",), 3, 6)
    counts = Counter(factor.at((index + 0.5) / 4000) for index in range(4000))
    assert counts == dict.fromkeys((3, 4, 5, 6), 1000)


@given(st.lists(st.integers(), min_size=1, max_size=7, unique=True))
def test_values_have_equal_parts_of_the_interval(values):
    factor = Values("scale", ("scale",), tuple(values))
    parts = [factor.at((index + 0.5) / len(values)) for index in range(len(values))]
    assert parts == values
    assert (factor.at(0.0), factor.at(1.0)) == (values[0], values[-1])


def test_a_value_drives_all_its_paths():
    paths = ("ukraine.fpv.platform_days", "russia.fpv.platform_days")
    assert Values("platform", paths, (100.0,)).settings(100.0) == dict.fromkeys(paths, 100.0)


def test_a_bundle_sets_only_its_own_paths():
    assert AID.driven == ("ukraine.aid_usd_per_year", "run.days")
    assert AID.settings("none") == {"ukraine.aid_usd_per_year": 0.0}


@pytest.mark.parametrize("path", PATHS)
def test_the_paths_of_the_examples_have_a_range(path):
    assert Range(path, (path,), 1, 2).unit
