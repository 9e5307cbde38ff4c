"""How far off a mean may be is known: the jackknife says the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t

from sim.analysis.sensitivity.resampling import GROUPS, HALF_WIDTH, jackknifed
from tests.settings import examples


def of_mean(values):
    return jackknifed(lambda rows, some: values[np.ix_(rows, some)].mean(), *values.shape)


@given(st.integers(0, 1000), st.integers(2, 8))
@settings(max_examples=examples(20), deadline=None)
def test_of_a_mean_it_gives_the_standard_error_and_students_interval(seed, replicates):
    random = np.random.default_rng(seed)
    of_rows, of_replicates = random.normal(size=GROUPS), random.normal(size=replicates)
    found = of_mean(of_rows[:, None] + of_replicates)
    by_rows, by_replicates = of_rows.var(ddof=1) / GROUPS, of_replicates.var(ddof=1) / replicates
    whole = by_rows + by_replicates
    freedom = whole**2 / (by_rows**2 / (GROUPS - 1) + by_replicates**2 / (replicates - 1))
    assert found.half_width == pytest.approx(t.ppf(0.975, freedom) * np.sqrt(whole))
    assert found.by_replicates == pytest.approx(by_replicates / whole)


@pytest.mark.parametrize("replicates", [3, 6])
def test_intervals_of_few_replicates_hold_the_mean_in_95_of_100_cases(replicates):
    """With a normal quantile those of three hold it in 84%."""
    random, trials, held = np.random.default_rng(1), 1000, 0
    for _ in range(trials):
        values = 0.3 * random.normal(size=(GROUPS, 1)) + random.normal(size=replicates)
        held += abs(values.mean()) <= of_mean(values).half_width
    # Three standard errors of a share of 95% in 1,000 trials are 2.1%.
    assert held / trials == pytest.approx(0.95, abs=0.021)


def test_what_never_varies_is_known():
    found = jackknifed(lambda rows, some: np.zeros(3), 20, 4)
    assert (found.half_width == 0).all()
    assert (found.by_replicates == 0).all()


def test_half_widths_of_plans_are_those_of_the_normal_distribution():
    assert pytest.approx(norm.ppf(0.975)) == HALF_WIDTH
