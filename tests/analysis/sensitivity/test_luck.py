"""Luck's share of the variance: known variances come back, and what luck is alike for cancels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.sensitivity.luck import luck
from tests.settings import examples


@given(st.integers(0, 1000), st.floats(0.01, 5), st.floats(0.01, 5), st.floats(0.01, 5))
@settings(max_examples=examples(30), deadline=None)
def test_shares_are_what_the_variances_are(seed, of_points, of_replicates, noise):
    random = np.random.default_rng(seed)
    points = random.normal(0, of_points, (400, 1))
    replicates = random.normal(0, of_replicates, (1, 400))
    values = points + replicates + random.normal(0, noise, (400, 400))
    whole = of_points**2 + of_replicates**2 + noise**2
    first, total, left = luck(values)
    # Variances of 400 are known to 7%, their shares to less: 5 standard errors.
    assert first == pytest.approx(of_replicates**2 / whole, abs=0.13)
    assert total == pytest.approx((of_replicates**2 + noise**2) / whole, abs=0.13)
    assert left == pytest.approx(noise**2, rel=0.05)


def test_one_replicate_tells_nothing_of_luck():
    assert np.isnan(luck(np.arange(5.0)[:, None])).all()


def test_where_nothing_is_left_to_chance_luck_has_no_share():
    values = np.repeat(np.arange(5.0)[:, None], 3, axis=1)
    assert luck(values) == (0.0, 0.0, 0.0)


def test_where_factors_do_nothing_luck_has_all():
    values = np.repeat(np.arange(4.0)[None], 6, axis=0)
    assert luck(values)[:2] == (1.0, 1.0)
