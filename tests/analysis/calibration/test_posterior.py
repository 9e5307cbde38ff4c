"""The posterior of a linear model is the conjugate one, and stays in range elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.calibration.posterior import Posterior, posterior, with_noise
from tests.toys import Conjugate, curved, linear

ENDS = (0.05, 0.5, 0.95)
NINETY = np.array([-1.6449, 0.0, 1.6449])


@pytest.mark.parametrize("error", [0.0, 0.04])
def test_the_interval_of_a_linear_model_is_the_conjugate_one(error):
    observed = np.array([0.75, 0.0])
    known = Conjugate.of(observed, error**2)
    # Four deviations to each side, as a wave leaves them.
    places = np.random.default_rng(1).uniform(-4, 4, (4000, 2))
    shares = known.centre + places * known.deviations
    responses = with_noise(linear(shares, 2), np.full(2, error**2), 3)
    found = posterior(shares, responses, observed).quantiles(ENDS)
    off = (found - known.centre) / known.deviations - NINETY[:, np.newaxis]
    # An end of 1,500 draws is off by 0.06 deviations; three times that.
    assert np.abs(off).max() < 0.18


def test_intervals_of_few_runs_hold_the_truth_often_enough():
    trials, held = 500, np.zeros(2)
    for trial in range(trials):
        random = np.random.default_rng(trial)
        shares = 0.2 + 0.6 * random.random((41, 2))
        responses = linear(shares, trial)
        low, _, high = posterior(shares[1:], responses[1:], responses[0]).quantiles(ENDS)
        held += (low <= shares[0]) & (shares[0] <= high)
    # Nine in ten, less a standard error and a half, or a little more. With plain residuals and
    # weights intervals of the twenty runs that are taken hold it in 82%.
    assert ((held / trials > 0.88) & (held / trials < 0.96)).all()


def test_a_factor_that_does_nothing_keeps_the_range():
    shares = np.random.default_rng(4).random((2000, 3))
    found = posterior(shares, linear(shares, 5), np.array([0.75, 0.0]))
    # Of 1,000 draws an end is off by 0.01, and what is left of slopes adds as much.
    assert found.quantiles(ENDS)[:, 2] == pytest.approx(ENDS, abs=0.04)


@given(st.integers(20, 80), st.integers(0, 10_000), st.floats(-3, 3))
def test_draws_stay_in_range_wherever_the_observation_is(runs, seed, away):
    shares = np.random.default_rng(seed).random((runs, 3))
    responses = curved(shares, seed)
    found = posterior(shares, responses, responses.mean(axis=0) + away * responses.std(axis=0))
    assert ((found.shares >= 0) & (found.shares <= 1)).all()
    quantiles = found.quantiles(ENDS)
    assert (np.diff(quantiles, axis=0) >= 0).all()


@given(st.integers(0, 1000), st.floats(1e-6, 1e9))
def test_the_unit_of_a_response_does_not_matter(seed, factor):
    shares = np.random.default_rng(seed).random((60, 3))
    responses, observed = linear(shares, seed), np.array([0.7, 0.1])
    plain = posterior(shares, responses, observed)
    scale = np.array([factor, 1.0])
    scaled = posterior(shares, scale * responses + factor, scale * observed + factor)
    assert scaled.quantiles(ENDS) == pytest.approx(plain.quantiles(ENDS), abs=1e-5)


def test_a_response_told_twice_or_constant_changes_nothing():
    shares = np.random.default_rng(6).random((80, 3))
    responses, observed = linear(shares, 7), np.array([0.7, 0.1])
    plain = posterior(shares, responses, observed).quantiles(ENDS)
    more = np.column_stack([responses, np.ones(80)])
    assert posterior(shares, more, np.append(observed, 1.0)).quantiles(ENDS) == pytest.approx(plain)
    # Told twice, it counts once: what two responses say together is whitened.
    twice = np.column_stack([responses, responses[:, 0]])
    again = posterior(shares, twice, observed[[0, 1, 0]]).quantiles(ENDS)
    assert again == pytest.approx(plain)


def test_quantiles_of_draws_that_weigh_alike_are_those_of_weibull():
    draws = Posterior(np.linspace(0, 1, 9)[:, np.newaxis], np.ones(9))
    # The k-th of n draws has k / (n + 1) below it.
    assert draws.quantiles([0.1, 0.5, 0.9])[:, 0] == pytest.approx([0, 0.5, 1])
    assert draws.below(np.array([0.6])) == pytest.approx(5 / 9)


def test_samples_follow_the_weights():
    draws = Posterior(np.array([[0.2], [0.8]]), np.array([0.9, 0.3]))
    found = draws.sample(4000, seed=8)
    assert (found == 0.2).mean() == pytest.approx(0.75, abs=0.03)  # four standard errors


def test_too_few_runs_are_refused():
    with pytest.raises(ValueError, match="12 runs are too few for 3 responses"):
        posterior(np.zeros((12, 2)), np.zeros((12, 3)), np.zeros(3))


@pytest.mark.parametrize("observed", [0.0, 1.0])
def test_a_response_of_few_values_is_no_trouble(observed):
    """More than half of the runs may give just what was observed, or all others be equally far."""
    shares = np.random.default_rng(1).random((60, 1))
    responses = (shares > 0.8).astype(float)
    low, median, high = posterior(shares, responses, np.array([observed])).quantiles(ENDS)
    assert 0 < low < median < high < 1
