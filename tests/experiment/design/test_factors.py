"""From shares of the unit interval to levels."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import Config
from sim.config.values import value_at
from sim.experiment.design.factors import LOG, Range, Values, multiplied
from tests.experiment.design.examples import AID, PATHS, groups, multipliers, ranges

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


@given(data=st.data(), path=st.sampled_from(PATHS), share=SHARES)
def test_a_level_is_given_at_its_share(data, path, share):
    factor = data.draw(ranges(path))
    level = factor.at(share)
    assert -1e-9 <= factor.share(level) <= 1 + 1e-9
    again = factor.at(min(max(factor.share(level), 0.0), 1.0))
    assert again == pytest.approx(level, rel=1e-9, abs=1e-12)


@given(st.lists(st.integers(), min_size=1, max_size=7, unique=True))
def test_a_listed_level_is_given_at_its_share(values):
    factor = Values("scale", ("scale",), tuple(values))
    assert [factor.at(factor.share(value)) for value in values] == values


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
    assert Values("platform", paths, (100.0,)).settings(100.0, Config()) == dict.fromkeys(
        paths, 100.0
    )


def test_a_bundle_sets_only_its_own_paths():
    assert AID.driven == ("ukraine.aid_usd_per_year", "run.days")
    assert AID.settings("none", Config()) == {"ukraine.aid_usd_per_year": 0.0}


@given(factor=multipliers(counted=True))
def test_multipliers_move_all_their_parameters_in_one_proportion(factor):
    base = Config()
    for level in factor.levels:
        for path, value in factor.settings(level, base).items():
            expected = level * value_at(base, path)
            assert value == pytest.approx(expected, rel=10.0 ** (1 - factor.digits))
            assert float(f"{value:.{factor.digits}g}") == value or level == 1


@given(value=st.floats(-1e12, 1e12), digits=st.integers(1, 15))
def test_a_multiplier_of_1_leaves_every_digit(value, digits):
    assert multiplied(value, 1.0, digits) == value


@given(value=st.integers(-(10**6), 10**6), by=st.sampled_from([0.5, 0.25, 3.0, 0.1, 1.1]))
def test_whole_numbers_stay_whole_or_are_told_as_they_are(value, by):
    product = multiplied(value, by)
    is_whole = (value * round(by * 100)) % 100 == 0
    assert isinstance(product, int) == is_whole
    assert product == pytest.approx(value * by)


@given(factor=groups(), share=SHARES)
def test_a_group_has_all_its_ranges_at_one_share_of_their_way(factor, share):
    level = factor.at(share)
    assert level == pytest.approx(share, rel=1e-11)
    found = factor.settings(level, Config())
    assert found == {each.name: each.at(level) for each in factor.members}
    ends = factor.settings(0.0, Config()), factor.settings(1.0, Config())
    assert [tuple(end.values()) for end in ends] == [
        tuple(each.low for each in factor.members),
        tuple(each.high for each in factor.members),
    ]


@pytest.mark.parametrize("path", PATHS)
def test_the_paths_of_the_examples_have_a_range(path):
    assert Range(path, (path,), 1, 2).unit
