"""A surface for each replicate, and the two errors of whatever is asked of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.exchange import surface
from tests.analysis.exchange.known import Luck, Product, grid, latin, runs

pytest.importorskip("sklearn")

LUCK = Luck(replicates=5, shared=0.3, own=0.1)
SHARES = st.floats(0, 1)
PLACE = st.tuples(SHARES, SHARES)


@pytest.fixture(scope="module")
def known():
    points = grid(6, 5)
    return surface.fit(points, runs(Product, points, LUCK, np.random.default_rng(1)))


@pytest.fixture(scope="module")
def with_another():
    """A surface of runs in which a third factor adds, and has more effect where the first is."""
    random = np.random.default_rng(2)
    shares = np.column_stack([latin(60, random), random.permutation(60) / 59])
    a, b, c = shares.T
    true = 10 * a * b + 3 * c + 5 * a * c
    return surface.fit(shares, true[:, np.newaxis] + random.normal(size=4))


def test_its_own_error_without_luck_is_that_of_the_process(known):
    """With what luck makes of it, by the noise that the process takes it for."""
    places = latin(20, np.random.default_rng(3))
    estimate = known.at(places)
    by_noise = (estimate.weights**2 * known.surrogate.noise).sum(axis=1)
    error = np.sqrt(known.interpolation(estimate, estimate) + by_noise)
    mean, deviation = known.surrogate.predict_with_deviation(places)
    assert estimate.values == pytest.approx(mean)
    assert error == pytest.approx(deviation, rel=1e-4)


def test_luck_is_the_variance_of_a_mean_over_replicates(known):
    estimate = known.at(np.array([[0.2, 0.3], [0.9, 0.1]]))
    expected = estimate.values.var(axis=1, ddof=1) / LUCK.replicates
    assert known.luck(estimate, estimate) == pytest.approx(expected)


@given(PLACE, PLACE)
def test_the_error_of_a_difference_follows_from_those_of_its_parts(known, one, other):
    here, there = (known.at(np.array([place])) for place in (one, other))
    parts = known.covariance(here, here) + known.covariance(there, there)
    expected = parts - 2 * known.covariance(here, there)
    apart = here - there
    assert known.covariance(apart, apart) == pytest.approx(expected, abs=1e-9 * parts.max())


def test_what_replicates_share_cancels_in_a_difference():
    points = grid(5, 5)
    lucky = runs(Product, points, Luck(6, shared=5.0, own=0.0), np.random.default_rng(4))
    found = surface.fit(points, lucky)
    here, there = (found.at(np.array([place])) for place in ([0.2, 0.3], [0.9, 0.1]))
    assert found.luck(here, here) > 1
    apart = here - there
    # What is left is of the numbers' own size: the shared part is a thousand times that.
    assert found.luck(apart, apart) < 1e-3 * found.luck(here, here)


def test_other_factors_are_averaged_over_the_points(with_another):
    places = np.array([[0.5, 0.5], [0.1, 0.9]])
    others = with_another.surrogate.shares[:, 2:]
    expected = [
        with_another.surrogate.predict_with_deviation(
            np.column_stack([np.tile(place, (60, 1)), others])
        ).mean.mean(0)
        for place in places
    ]
    assert with_another.at(places).values == pytest.approx(np.array(expected), rel=1e-6)
    a, b = places.T
    true = 10 * a * b + 3 * others.mean() + 5 * a * others.mean()
    luck = with_another.surrogate.values.mean() - _true_mean(with_another)
    assert with_another.at(places).mean - luck == pytest.approx(true, abs=0.1)


def _true_mean(found):
    a, b, c = found.surrogate.shares.T
    return (10 * a * b + 3 * c + 5 * a * c).mean()


def test_the_error_of_an_average_is_less_than_that_of_its_parts(with_another):
    """And as large as its weights on a cloud of places say, which is how it is defined."""
    place, known = np.array([[0.5, 0.5]]), with_another.surrogate
    estimate = with_another.at(place)
    cloud = np.column_stack([np.tile(place, (60, 1)), known.shares[:, 2:]])
    own = known.kernel(cloud).mean()
    at = known.kernel(cloud, known.shares).mean(axis=0)
    weights = np.linalg.solve(known.kernel(known.shares) + np.diag(known.noise), at)
    expected = own - 2 * weights @ at + weights @ known.kernel(known.shares) @ weights
    found = with_another.interpolation(estimate, estimate)[0]
    assert found == pytest.approx(expected, abs=1e-6 * own)


def test_lengths_are_not_shorter_than_the_steps_between_levels():
    """Three levels whose middle stands out would fit a surface that is level between them."""
    points = grid(6, 3)
    values = np.where(points[:, [1]] == 0.5, 1.0, 0.0) + np.random.default_rng(5).normal(size=4)
    found = surface.fit(points, values)
    lengths = found.surrogate.kernel.k2.k2.length_scale
    assert lengths[1] >= 0.5
    assert lengths[0] >= 0.2


def test_a_response_that_is_the_same_everywhere_has_no_surface():
    with pytest.raises(ValueError, match="the same at all points"):
        surface.fit(grid(4, 4), np.tile([1.0, 2.0], (16, 1)))
