"""How far off a mean may be is known: resampling says the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.sensitivity.resampling import GROUPS, HALF_WIDTH, bootstrapped, jackknifed
from tests.settings import examples


@given(st.integers(0, 1000), st.integers(2, 8))
@settings(max_examples=examples(20), deadline=None)
def test_of_a_mean_the_jackknife_gives_the_standard_error(seed, replicates):
    random = np.random.default_rng(seed)
    of_rows, of_replicates = random.normal(size=GROUPS), random.normal(size=replicates)
    values = of_rows[:, None] + of_replicates

    found = jackknifed(lambda rows, some: values[np.ix_(rows, some)].mean(), GROUPS, replicates)
    by_rows, by_replicates = of_rows.var(ddof=1) / GROUPS, of_replicates.var(ddof=1) / replicates
    assert found.half_width == pytest.approx(HALF_WIDTH * np.sqrt(by_rows + by_replicates))
    assert found.by_replicates == pytest.approx(by_replicates / (by_rows + by_replicates))


def test_of_a_mean_the_bootstrap_gives_nearly_that():
    random = np.random.default_rng(1)
    values = random.normal(size=(200, 1)) + random.normal(size=30)
    found = bootstrapped(lambda rows, some: values[np.ix_(rows, some)].mean(), 200, 30)
    variance = values.mean(axis=1).var() / 200 + values.mean(axis=0).var() / 30
    # A deviation of 400 draws is known to 3.5%: three of these.
    assert found == pytest.approx(HALF_WIDTH * np.sqrt(variance), rel=0.11)


def test_what_never_varies_is_known():
    found = jackknifed(lambda rows, some: np.zeros(3), 20, 4)
    assert (found.half_width == 0).all()
    assert (found.by_replicates == 0).all()
