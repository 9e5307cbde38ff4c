"""Guidance raises an interceptor's chance of a kill by generation, and never lowers it."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.war.agents.interceptor_producer import InterceptorProducers
from sim.war.numerics.streams import Streams
from sim.war.settings import CurrentSettings
from tests.settings import configured

CHANCE = st.floats(0, 1)


def producer(first: float, best: float, gain: float) -> InterceptorProducers:
    rules = {
        "producers": 1,
        "kill_probability": first,
        "guided_kill_probability": best,
        "guidance_gain": gain,
    }
    settings = {f"ukraine.interceptor.{name}": value for name, value in rules.items()}
    some = InterceptorProducers("ua", 1, CurrentSettings(configured(settings)), Streams(1, 0, 0))
    some.begin(2000.0)
    return some


def chances(some: InterceptorProducers, generations: int) -> list[float]:
    """Return the chance of each generation, each of a platform of its own."""
    found = [float(some.armoury.kill_probability[some.design[0]])]
    for day in range(1, generations + 1):
        some.retool(0, *some.next_platform(0, day), day)
        some.release(0, day)
        found.append(float(some.armoury.kill_probability[some.design[0]]))
    return found


@given(first=CHANCE, best=CHANCE, gain=st.floats(0, 3), generations=st.integers(1, 12))
def test_each_generation_covers_its_share_of_the_way(first, best, gain, generations):
    *_, last = found = chances(producer(first, best, gain), generations)
    assert found[0] == first
    assert all(after >= before for before, after in itertools.pairwise(found))
    assert last <= max(first, best) + 1e-12
    guided = best - (best - first) * math.exp(-gain * generations)
    assert last == pytest.approx(max(first, guided), abs=1e-12)


def test_it_gets_as_near_to_the_best_as_one_waits_for():
    assert chances(producer(0.24, 0.7, 0.1), 100)[-1] == pytest.approx(0.7, abs=1e-4)


def test_without_a_gain_a_platform_that_would_not_climb_is_not_worthwhile():
    for gain, worthwhile in ((0.0, False), (0.1, True)):
        assert producer(0.24, 0.7, gain).worthwhile().tolist() == [worthwhile]
