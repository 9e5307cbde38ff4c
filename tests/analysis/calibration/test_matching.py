"""History matching keeps what can have given what was observed, and knows how much that is."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.analysis.calibration import matching
from sim.analysis.calibration.matching import CUTOFF, NothingLeftError, Remainder, Wave, match
from tests.toys import curved, exactly, hypercube, linear

pytest.importorskip("sklearn")


class Ball:
    """A wave that rules out all but a ball about a point."""

    def __init__(self, centre, radius):
        self.centre, self.radius = np.array(centre), radius

    def implausibility(self, shares):
        return CUTOFF * np.sqrt(((shares - self.centre) ** 2).sum(axis=1)) / self.radius

    def deviations(self, shares):
        return self.implausibility(shares)[:, np.newaxis]


def whole(factors, seed=1):
    return Remainder(np.random.default_rng(seed).random((matching.MEMBERS, factors)))


@pytest.mark.parametrize("radius", [0.4, 0.05, 0.002])
def test_the_share_that_is_left_is_the_area_however_small(radius):
    ball = Ball([0.5, 0.5], radius)
    found = [whole(2, seed).after(ball, np.random.default_rng(seed)).share for seed in range(20)]
    off = np.array(found) / (math.pi * radius**2)
    # Each of up to eight steps is off by about 7%.
    assert off.std() < 0.25
    assert off.mean() == pytest.approx(1, abs=4 * off.std() / math.sqrt(20))


def test_what_is_left_is_even():
    random = np.random.default_rng(3)
    left = whole(2).after(Ball([0.5, 0.5], 0.1), random)
    offsets = left.points - 0.5
    # Within a disc the square of the radius is uniform, and so is the angle.
    squares = (offsets**2).sum(axis=1) / 0.1**2
    turns = np.arctan2(*offsets.T) / (2 * math.pi) + 0.5
    for found in (squares, turns):
        assert stats.kstest(found, "uniform").statistic < 0.06  # 1% by chance at 730 points


def test_what_two_waves_leave_is_what_both_leave():
    random = np.random.default_rng(4)
    one = whole(2).after(Ball([0.4, 0.5], 0.2), random)
    both = one.after(Ball([0.6, 0.5], 0.2), random)
    # Two discs whose centres are a radius apart share 39.1% of each.
    assert both.share == pytest.approx(0.391 * math.pi * 0.2**2, rel=0.2)
    assert both.holds(both.points).all()
    assert both.holds(np.array([[0.5, 0.5], [0.3, 0.5], [0.7, 0.5], [1.5, 0.5]])).tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_two_regions_apart_are_both_kept():
    class Two(Ball):
        def implausibility(self, shares):
            mirrored = np.column_stack([np.abs(shares[:, 0] - 0.5) + 0.5, shares[:, 1]])
            return super().implausibility(mirrored)

    left = whole(2).after(Two([0.9, 0.5], 0.05), np.random.default_rng(5))
    assert left.share == pytest.approx(2 * math.pi * 0.05**2, rel=0.25)
    assert (left.points[:, 0] > 0.5).mean() == pytest.approx(0.5, abs=0.1)


def test_nothing_left_names_the_response_and_how_far_it_is_off():
    first = hypercube(30, 2, 1)
    with pytest.raises(NothingLeftError) as caught:
        match(linear, exactly([0.7, 50.0]), first, 2, seed=1)
    assert (caught.value.wave, caught.value.response) == (1, 1)
    assert caught.value.deviations > 10 * CUTOFF


def test_discrepancy_and_error_count_as_variance():
    shares = hypercube(60, 2, 2)
    responses = linear(shares, 3)
    plain = Wave.of(shares, responses, exactly([0.7, 0.0]))
    doubted = Wave.of(shares, responses, exactly([0.7, 0.0], error=0.3, discrepancy=0.4))
    one, other = (each.deviations(shares[:5]) for each in (plain, doubted))
    mean, deviation = plain.surrogates[0].predict_with_deviation(shares[:5])
    off = np.abs(mean - 0.7)
    variance = deviation**2 + plain.surrogates[0].noise[0]
    assert one[:, 0] == pytest.approx(off / np.sqrt(variance))
    assert other[:, 0] == pytest.approx(off / np.sqrt(variance + 0.3**2 + 0.4**2))


def test_waves_leave_less_and_less_keep_the_truth_and_reuse_runs():
    truth = np.array([[0.3, 0.6, 0.5]])
    found = match(curved, exactly(curved(truth, 9)[0]), hypercube(60, 3, 4), 3, seed=5)
    shares = [left.share for left in found.left]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.3
    assert all(left.holds(truth)[0] for left in found.left)
    runs = [len(wave.shares) for wave in found.waves]
    assert runs[0] == 60
    assert runs[1] > 60  # those of the first wave that are left, too
    assert found.left[1].holds(found.waves[2].shares).all()


def test_the_same_numbers_give_the_same_match():
    one, other = (
        match(linear, exactly([0.7, 0.0]), hypercube(30, 3, 6), 2, seed=7) for _ in range(2)
    )
    assert np.array_equal(one.left[-1].points, other.left[-1].points)
    assert np.array_equal(one.waves[-1].responses, other.waves[-1].responses)
