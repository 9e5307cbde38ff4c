"""Scores agree with a peer and with closed forms, and the truth scores best."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from scipy import stats

from sim.analysis import scores

LEVELS = np.array([0.2, 0.5, 0.8, 0.95])
DRAWS = 4000
"""Of a mean that is compared: its standard error is told beside each tolerance."""

numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
ensembles = npst.arrays(float, st.tuples(st.integers(2, 5), st.integers(2, 20)), elements=numbers)


@given(ensembles, st.data())
def test_the_fair_crps_is_that_of_its_peer(ensemble, data):
    peer = pytest.importorskip("scoringrules")
    observed = data.draw(npst.arrays(float, len(ensemble), elements=numbers))
    theirs = peer.crps_ensemble(observed, ensemble, estimator="fair", backend="numpy")
    assert scores.crps(ensemble, observed) == pytest.approx(theirs, rel=1e-9, abs=1e-6)


@given(ensembles, st.data())
def test_interval_scores_are_those_of_their_peer(ensemble, data):
    peer = pytest.importorskip("scoringrules")
    observed = data.draw(npst.arrays(float, len(ensemble), elements=numbers))
    low, high = (np.quantile(ensemble, (1 + sign * LEVELS) / 2, axis=1).T for sign in (-1, 1))
    median = np.median(ensemble, axis=1)
    theirs = peer.interval_score(observed, low[:, 1], high[:, 1], 1 - LEVELS[1])
    ours = scores.interval_score(low[:, 1], high[:, 1], observed, LEVELS[1])
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-6)
    theirs = peer.weighted_interval_score(observed, median, low, high, 1 - LEVELS)
    ours = scores.weighted_interval_score(median, low, high, observed, LEVELS)
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-6)


def test_the_crps_of_a_large_normal_ensemble_is_the_closed_form():
    ensemble = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    for observed in (-3.0, 0.0, 0.7, 2.0):
        density, below = stats.norm.pdf(observed), stats.norm.cdf(observed)
        # Gneiting and Raftery (2007), (21).
        closed = observed * (2 * below - 1) + 2 * density - 1 / math.sqrt(math.pi)
        assert scores.crps(ensemble, observed) == pytest.approx(closed, abs=1e-3)


@pytest.mark.parametrize("members", [2, 3, 10])
def test_the_expected_fair_crps_does_not_depend_on_how_many_members_there_are(members):
    random = np.random.default_rng(1)
    ensemble, observed = random.normal(size=(100_000, members)), random.normal(size=100_000)
    found = scores.crps(ensemble, observed)
    error = found.std() / math.sqrt(len(found))
    # A half of the mean difference of two normal values; four standard errors.
    assert found.mean() == pytest.approx(1 / math.sqrt(math.pi), abs=4 * error)


@pytest.mark.parametrize(("centre", "spread"), [(0.5, 1), (0, 0.6), (0, 1.6)])
def test_the_truth_scores_best(centre, spread):
    random = np.random.default_rng(2)
    observed, other = random.normal(size=DRAWS), stats.norm(centre, spread)
    for score in (_crps, _interval, _weighted):
        gain = score(other, observed, random) - score(stats.norm(), observed, random)
        # By five standard errors: with the seed it isn't chance.
        assert gain.mean() > 5 * gain.std() / math.sqrt(DRAWS)


def _crps(forecast, observed, random):
    return scores.crps(forecast.rvs((DRAWS, 20), random_state=random), observed)


def _interval(forecast, observed, _random):
    return scores.interval_score(*forecast.interval(0.9), observed, 0.9)


def _weighted(forecast, observed, _random):
    low, high = (np.tile(each, (DRAWS, 1)) for each in forecast.interval(LEVELS))
    median = np.full(DRAWS, forecast.median())
    return scores.weighted_interval_score(median, low, high, observed, LEVELS)


def test_many_intervals_come_to_the_crps():
    levels = np.arange(1, 1000) / 1000
    low, high = stats.norm.interval(levels)
    found = scores.weighted_interval_score(0.0, low, high, 0.7, levels)
    ensemble = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    # Bracher et al. (2021): the sum is the integral in steps of a thousandth.
    assert found == pytest.approx(scores.crps(ensemble, 0.7), rel=5e-3)


@pytest.mark.parametrize("members", [3, 20])
def test_the_pit_is_uniform_for_draws_of_one_distribution_and_for_few_values(members):
    random = np.random.default_rng(3)
    for draw in (random.normal, lambda size: random.poisson(1.5, size)):
        found = scores.pit(draw(size=(DRAWS, members)), draw(size=DRAWS), seed=4)
        assert stats.kstest(found, "uniform").pvalue > 0.01
    shifted = scores.pit(random.normal(0.3, 1, (DRAWS, members)), random.normal(size=DRAWS), 4)
    assert stats.kstest(shifted, "uniform").pvalue < 1e-6


def test_coverage_is_the_share_within_ends_included():
    assert scores.coverage([0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0.5, 1.1]) == 0.75


def test_one_member_has_no_fair_score():
    with pytest.raises(ValueError, match="two members"):
        scores.crps([[1.0]], [1.0])
