"""A Gaussian process foretells what it was not shown, and knows how well."""

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis import surrogate

pytest.importorskip("sklearn")


def ishigami(shares):
    """Return the function of Ishigami and Homma (1990); further factors do nothing."""
    x, y, z = (2 * np.pi * shares[:, :3] - np.pi).T
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


@pytest.fixture(scope="module")
def known():
    shares = np.random.default_rng(1).random((300, 4))
    return surrogate.fit(shares, ishigami(shares))


def test_what_it_says_of_itself_is_what_it_does_elsewhere(known):
    elsewhere = np.random.default_rng(2).random((2000, 4))
    true, found = ishigami(elsewhere), known.predict_with_deviation(elsewhere).mean
    q2 = 1 - ((true - found) ** 2).mean() / true.var()
    assert q2 > surrogate.TRUSTED_Q2
    # A hundredth: the points that are left out have 299 others, those elsewhere 300.
    assert known.held_out.q2 == pytest.approx(q2, abs=0.01)
    # The function is rougher in some places than the process, which is alike everywhere, takes it.
    assert known.held_out.coverage == pytest.approx(0.9, abs=0.1)


def test_it_passes_through_values_without_noise(known):
    mean, deviation = known.predict_with_deviation(known.shares)
    assert mean == pytest.approx(known.values, abs=1e-2)
    assert deviation.max() < 0.05 * known.values.std()


def test_noise_of_a_known_size_is_smoothed_and_told():
    random = np.random.default_rng(3)
    shares = random.random((300, 2))
    true = np.sin(3 * shares[:, 0])
    noisy = true + random.normal(0, true.std(), 300)
    found = surrogate.fit(shares, noisy, noise=true.var())
    assert ((found.predict_with_deviation(shares).mean - true) ** 2).mean() < 0.1 * true.var()
    assert found.held_out.q2 < 0.6  # half of the variance is noise
    assert found.held_out.coverage == pytest.approx(0.9, abs=0.06)


def test_noise_that_is_not_given_is_found():
    random = np.random.default_rng(4)
    shares = random.random((300, 2))
    true = 3 * shares[:, 0]
    found = surrogate.fit(shares, true + random.normal(0, 0.5, 300))
    assert found.noise == pytest.approx(0.25, rel=0.3)  # 3 standard errors of a variance of 300


def test_leaving_out_is_what_refitting_without_a_point_gives(known):
    others = (np.delete(each, 7, axis=0) for each in (known.shares, known.values, known.noise))
    without = surrogate.Surrogate(*others, known.kernel)
    mean, deviation = without.predict_with_deviation(known.shares[7:8])
    inverse = np.linalg.inv(known.kernel(known.shares) + np.diag(known.noise))
    centred = known.values - known.values.mean()
    left_out = known.values[7] - (inverse @ centred)[7] / inverse[7, 7]
    # The mean of 299 values is not that of 300.
    assert mean[0] == pytest.approx(left_out, abs=0.02)
    assert deviation[0] ** 2 == pytest.approx(1 / inverse[7, 7] - known.noise[7], rel=1e-3)


def test_columns_are_surrogates_of_one_kernel(known):
    both = replace(known, values=np.column_stack([known.values, 2 * known.values + 1]))
    found = both.predict_with_deviation(known.shares[:5]).mean
    assert found[:, 1] == pytest.approx(2 * found[:, 0] + 1)


def test_a_constant_response_is_refused():
    with pytest.raises(ValueError, match="the same at all points"):
        surrogate.fit(np.random.default_rng(5).random((20, 2)), np.ones(20))
