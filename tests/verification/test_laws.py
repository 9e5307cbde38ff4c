"""The model follows every law, with the same numbers each time; what holds beyond the laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.verification import alleles, iwo_jima
from sim.verification.adaptation import FROZEN_FROM, pass_rates
from sim.verification.verify import FULL, INEXPRESSIBLE, LAWS, chosen
from sim.war.numerics.compiled import drop_stale_kernels
from tests.settings import full

SLOW = {"frozen-countermeasures", "frozen-designs"}


@pytest.fixture(scope="module", autouse=True)
def current_kernels():
    drop_stale_kernels()


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=pytest.mark.long if each in SLOW else ()) for each in LAWS]
)
def test_the_model_follows_the_law(name):
    lines = LAWS[name].compare()
    assert lines
    for line in lines:
        assert line.passed, line
        assert line.law == name
        assert line.reason
        assert line.n >= 1


@full
@pytest.mark.parametrize("name", LAWS)
def test_the_model_follows_the_law_with_ten_times_the_replicates(name):
    for line in LAWS[name].compare(FULL):
        assert line.passed, line


def test_numbers_are_the_same_each_time():
    names = "linear-law", "salvo", "drones-conserved"
    one, other = sim.verify(*names), sim.verify(*names)
    assert one.equals(other)
    assert one["passed"].all()
    assert list(dict.fromkeys(one["law"])) == list(names)


def test_laws_are_chosen_by_name_in_the_order_of_the_table():
    assert [law.name for law in chosen([])] == list(LAWS)
    assert [law.name for law in chosen(["salvo", "square-law"])] == ["square-law", "salvo"]
    with pytest.raises(sim.ConfigError, match=r"sqare-law: .*nearest: square-law"):
        chosen(["sqare-law"])


def test_what_theory_has_and_the_model_has_not_is_named():
    told = " ".join(f"{each.name} {each.reason}" for each in INEXPRESSIBLE)
    for form in ("linear law", "salvo", "matching alleles", "progress curve"):
        assert form in told


def test_losses_to_drones_double_with_both_forces():
    """So that no duel of drones can be the linear law, whose losses are four times as many."""
    from sim.war.equations.front import drone_losses

    for targets, hits in ((1.0, 0.1), (3.0, 50.0), (10.0, 7.0)):
        once = drone_losses(targets, hits, 0.45)
        assert drone_losses(2 * targets, 2 * hits, 0.45) == pytest.approx(2 * once)


def test_engels_equations_reach_the_published_end():
    """After 36 days none of the 21,500 is left, and the landed 73,000 have lost near 20,000."""
    americans, japanese = iwo_jima.left_by_engel(1000, days=36)
    assert abs(japanese) < 1000
    assert 73_000 - americans == pytest.approx(20_000, rel=0.1)


@given(first=st.floats(0.05, 0.95), design=st.floats(0.001, 0.02), ratio=st.floats(0.2, 5))
def test_swings_stay_swings(first, design, ratio):
    """Nobody dies out over some periods, and what is conserved drifts by less than s."""
    x, y = alleles.swing(first, design, ratio * design, 200)
    assert ((x > 0) & (x < 1) & (y > 0) & (y < 1)).all()
    kept = alleles.conserved(x, y, design, ratio * design)
    scale = abs(kept[0]) * (1 + ratio) * design
    assert np.abs(kept - kept[0]).max() < scale


def test_period_of_a_known_wave():
    days = np.arange(1000)
    assert alleles.period(0.5 + 0.1 * np.sin(2 * math.pi * days / 73)) == pytest.approx(
        73, rel=1e-4
    )


@pytest.mark.long
def test_a_freeze_changes_nothing_before_it():
    free, frozen = pass_rates("", 0), pass_rates("russia.countermeasures.learns", 0)
    assert (free[1:FROZEN_FROM] == frozen[1:FROZEN_FROM]).all()
    assert (free[FROZEN_FROM + 1 :] != frozen[FROZEN_FROM + 1 :]).any()
