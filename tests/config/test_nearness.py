"""Which names are near a misspelt one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.catalogue import nearest, parameters
from sim.config.nearness import closest
from sim.experiment.design.values import wrong_path


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("aid_usd", "aid_usd_per_year"),
        ("aid-usd", "aid_usd_per_year"),
        ("growth", "capacity_growth_per_year"),
        ("per_year_capacity", "capacity_per_year"),
        ("capacity_per_year_of_all", "capacity_per_year"),
        ("capasity_per_year", "capacity_per_year"),
    ],
)
def test_the_nearest_first(written, first):
    names = ["raid_spread", "aid_usd_per_year", "capacity_growth_per_year", "capacity_per_year"]
    assert closest(written, names)[0] == first


@given(name=st.sampled_from(sorted(parameters())), size=st.integers(3, 40))
def test_the_beginning_of_a_name_is_near_it(name, size):
    group, _, key = name.rpartition(".")
    names = [path.rpartition(".")[2] for path in parameters() if path.rpartition(".")[0] == group]
    found = closest(key[:size], names)
    assert found[0].startswith(key[:size]) or key[:size].startswith(found[0])


def test_nothing_is_near_a_name_that_shares_nothing():
    assert closest("zzz", parameters()) == []


def test_what_is_below_the_same_group_comes_first():
    assert nearest("russia", "hit_share").startswith("russia.")
    assert nearest("ukraine", "hit_share").startswith("ukraine.")


def test_the_beginning_of_a_path_leads_to_it():
    assert wrong_path("ukraine.aid_usd").nearest == "ukraine.aid_usd_per_year"
