"""What is called identified is recovered; what is not identified is called so."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.analysis.calibration.estimate import estimate
from sim.analysis.calibration.posterior import posterior
from sim.analysis.calibration.recovery import Recovery, doubts, recover
from tests.settings import longer
from tests.toys import curved, enough, exactly, hypercube, identified, linear

TRIALS = longer(100, least=5)


@pytest.fixture(scope="module")
def recovered():
    shares = np.random.default_rng(1).random((200, 3))
    return recover(shares, linear(shares, 2))


def test_intervals_of_known_factors_hold_them_nine_times_in_ten(recovered):
    # Four standard errors of 200 trials that share their runs.
    assert recovered.coverage == pytest.approx([0.9, 0.9, 0.9], abs=0.085)
    assert (recovered.uniformity > 0.001).all()


def test_a_factor_that_does_nothing_has_no_performance(recovered):
    assert recovered.performance[:2].min() > 0.6
    assert recovered.performance[2] == pytest.approx(0, abs=0.15)


def test_the_linear_baseline_is_as_good_on_a_linear_model_and_worse_on_another(recovered):
    # The regression of shares bends at the ends of the cube, where the logits' does not.
    assert recovered.linear_performance == pytest.approx(recovered.performance, abs=0.1)
    shares = np.random.default_rng(3).random((200, 2))
    bent = np.column_stack([np.exp(4 * shares[:, 0]), np.exp(4 * shares[:, 1])])
    found = recover(shares, bent + np.random.default_rng(4).normal(0, 0.1, bent.shape))
    assert (found.performance > found.linear_performance + 0.05).all()


def test_the_linear_baseline_is_what_refitting_without_the_run_gives(recovered):
    shares = recovered.truths
    responses = linear(shares, 2)
    others = np.arange(len(shares)) != 17
    design = np.column_stack([np.ones(len(shares)), responses])
    coefficients = np.linalg.lstsq(design[others], shares[others], rcond=None)[0]
    expected = np.clip(design[17] @ coefficients, 0, 1)
    assert recovered.linear[17] == pytest.approx(expected)


def test_posteriors_that_are_too_sure_have_uneven_ranks(recovered):
    ranks = np.clip(0.5 + 1.5 * (recovered.ranks - 0.5), 0, 1)
    assert (replace(recovered, ranks=ranks).uniformity < 1e-4).all()


def test_even_ranks_have_a_uniform_p():
    random = np.random.default_rng(5)
    zeros = np.zeros((200, 400))
    found = Recovery(zeros, zeros, zeros, zeros, random.random((200, 400)), zeros).uniformity
    assert stats.kstest(found, "uniform").pvalue > 0.001


def test_each_doubt_says_what_is_wrong(recovered):
    of_observed = posterior(recovered.truths, linear(recovered.truths, 2), np.array([0.75, 0.0]))
    found = doubts(of_observed, recovered)
    assert found[:2] == [[], []]
    assert "of that of the range alone" in found[2][0]
    assert "performance" in found[2][1]
    shifted = replace(recovered, low=recovered.low + 0.5, high=recovered.high + 0.5)
    assert doubts(of_observed, shifted)[0] == ["0% of its 90% intervals hold what is known"]
    wide = replace(recovered, low=0 * recovered.low, high=0.5 + recovered.high / 2)
    assert "on average" in doubts(of_observed, wide)[0][0]


@pytest.mark.long
@pytest.mark.parametrize("model", [linear, curved])
def test_what_is_called_identified_lies_in_its_interval(model):
    pytest.importorskip("sklearn")
    called, held, lost = Counter(), Counter(), 0
    for trial in range(TRIALS):
        truth = np.random.default_rng(1000 + trial).random((1, 3))
        observed = exactly(model(truth, 5000 + trial)[0])
        found = estimate(model, observed, hypercube(60, 3, trial), 2, seed=10 * trial)
        lost += not found.matching.left[-1].holds(truth)[0]
        low, high = found.posterior.quantiles([0.05, 0.95])
        for factor in identified(found.doubts):
            called[factor] += 1
            held[factor] += int(low[factor] <= truth[0, factor] <= high[factor])
    print(f"{model.__name__}: {TRIALS} trials, called {called}, held {held}, ruled out {lost}")
    assert called[0] >= 0.7 * TRIALS
    assert called[2] == 0  # it does nothing
    assert all(enough(held[factor], called[factor]) for factor in called)
    # Three deviations are passed in 5% at most; of few trials by chance in a few more.
    assert lost <= stats.binom.ppf(0.999, TRIALS, 0.05)
