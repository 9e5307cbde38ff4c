"""Mistakes made at random are told with a cure that works: a sample of `benchmarks.mistakes`."""

from __future__ import annotations

import pytest

from benchmarks.mistakes import outcomes
from tests.settings import full


@pytest.mark.parametrize(("mistakes", "seed"), [(40, 20), pytest.param(400, 21, marks=full)])
def test_mistakes_are_told_with_a_cure_that_works(mistakes, seed):
    found = outcomes(mistakes, seed)
    assert [each.mistake for each in found if each.told == "silent"] == []
    failing = [(each.mistake, each.said) for each in found if not each.works]
    assert len(failing) <= 0.01 * mistakes, failing
    known = [each.meant for each in found if each.meant is not None]
    assert sum(known) > 0.85 * len(known)
