"""The race's kernels against plain formulas and against scipy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from sim.war.equations import race
from sim.war.equations.stock import UNKNOWN


@given(st.floats(0, 1e6))
def test_bell_is_the_exponential(square):
    assert race.bell(square) == pytest.approx(math.exp(-square / 2), rel=0, abs=1e-13)


@given(
    st.integers(0, 2**32), st.integers(1, 4), st.integers(1, 5), st.integers(1, 6), st.floats(5, 40)
)
def test_designs_pass_each_countermeasure_of_their_family(seed, dims, sectors, systems, extent):
    rng = np.random.default_rng(seed)
    designs, size = 7, sectors * systems
    places, centres = (rng.uniform(0, extent, (n, dims)) for n in (designs, size))
    family, families = rng.integers(0, 2, designs), rng.integers(0, 2, size)
    strengths = rng.uniform(0, 1, size)
    ids = np.append(np.arange(designs), -1)
    by_sector, expected = np.ones((designs + 1, sectors)), np.zeros(designs)
    everywhere = np.full(designs + 1, sectors), np.tile(np.arange(sectors), (designs + 1, 1))
    arranged = race.Systems(np.empty((dims, size)), families.copy(), strengths.copy())
    race.arrange(centres, families, strengths, sectors, systems, *arranged)
    race.assess(
        ids, places, family, *arranged, extent, np.empty(size), np.empty(size),
        np.empty(sectors), expected, *everywhere, by_sector,
    )  # fmt: skip

    way = np.abs(places[:, None] - centres[None])
    square = (np.minimum(way, extent - way) ** 2).sum(axis=2)
    same = family[:, None] == families[None]
    passing = 1 - np.where(same, strengths * np.exp(-square / 2), 0.0)
    rates = passing.reshape(designs, sectors, systems).prod(axis=2)
    np.testing.assert_allclose(by_sector[:designs], rates, rtol=0, atol=1e-11)
    np.testing.assert_allclose(expected, rates.mean(axis=1), rtol=0, atol=1e-11)
    assert (by_sector[designs] == 1).all()

    later = np.where(rng.random(by_sector.shape) < 0.5, UNKNOWN, by_sector)
    race.judge_new(
        ids, places, family, *arranged, extent, sectors, *everywhere, np.ones_like(everywhere[1]),
        later,
    )  # fmt: skip
    assert (later[:designs] == by_sector[:designs]).all()


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60))
def test_median_is_that_of_scipy(lives):
    days, event = (np.array(column) for column in zip(*lives, strict=True))
    curve = ecdf(CensoredData.right_censored(days, ~event)).sf
    half = np.flatnonzero(curve.probabilities <= 0.5 + 1e-12)
    median = race.median_days(days, event)
    if half.size:
        assert median == curve.quantiles[half[0]]
    else:
        assert math.isnan(median)


def test_median_of_no_designs_is_missing():
    assert math.isnan(race.median_days(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)))
