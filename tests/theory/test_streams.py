"""The generator is Philox 4x32-10, and its numbers depend on nothing but their names."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.war.numerics import draws
from sim.war.numerics.streams import Purpose, Streams, philox, uniform_pair

# Known answers published with Random123 (Salmon et al. 2011), kat_vectors, philox4x32 10.
KNOWN = [
    ((0,) * 6, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("words", "expected"), KNOWN)
def test_philox_gives_the_published_answers(words, expected):
    assert tuple(int(word) for word in philox(*map(np.uint64, words))) == expected


def test_one_more_slot_leaves_every_other_uniform_bitwise_equal():
    streams = Streams(7, 3, 0)
    few = streams.uniforms(Purpose.LOSS, 12, np.arange(100))
    more = streams.uniforms(Purpose.LOSS, 12, np.arange(101))
    assert few.tobytes() == more[:100].tobytes()


@pytest.mark.parametrize(
    "other",
    [
        (Streams(8, 3, 0), Purpose.LOSS, 12, 0),
        (Streams(7, 4, 0), Purpose.LOSS, 12, 0),
        (Streams(7, 3, 1), Purpose.LOSS, 12, 0),
        (Streams(7, 3, 0), Purpose.SORTIE, 12, 0),
        (Streams(7, 3, 0), Purpose.LOSS, 13, 0),
        (Streams(7, 3, 0), Purpose.LOSS, 12, 1),
        (Streams(7, 3, 0).of_role(1), Purpose.LOSS, 12, 0),
        (Streams(7, 3, 0, 1), Purpose.LOSS, 12, 0),
    ],
    ids=["seed", "replicate", "side", "purpose", "day", "second slot", "role", "role again"],
)
def test_each_name_opens_an_independent_stream(other):
    streams, purpose, day, second = other
    one = Streams(7, 3, 0).uniforms(Purpose.LOSS, 12, np.arange(4000))
    two = streams.uniforms(purpose, day, np.arange(4000), second)
    # 4 standard errors of a correlation of 4,000 independent pairs.
    assert abs(np.corrcoef(one, two)[0, 1]) < 4 / np.sqrt(4000)


def test_uniforms_are_uniform():
    u = Streams(1, 0, 0).uniforms(Purpose.SORTIE, 1, np.arange(20_000))
    assert stats.kstest(u, "uniform").pvalue > 1e-3
    key = Streams(1, 0, 0).key(Purpose.SORTIE, 1)
    seconds = np.array([uniform_pair(key, slot, 0)[1] for slot in range(5000)])
    assert stats.kstest(seconds, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(u[:5000], seconds)[0, 1]) < 4 / np.sqrt(5000)


inside = st.floats(1e-9, 1 - 1e-9)


@given(u=inside, n=st.integers(0, 20_000), p=st.floats(0, 1))
def test_binomial_is_the_inverse_distribution(u, n, p):
    k = draws.binomial(u, n, p)
    assert 0 <= k <= n
    slack = 1e-9
    assert stats.binom.cdf(k, n, p) >= u - slack
    assert k == 0 or stats.binom.cdf(k - 1, n, p) <= u + slack


@given(u=inside, mean=st.floats(0, 20_000))
def test_poisson_is_the_inverse_distribution(u, mean):
    k = draws.poisson(u, mean)
    slack = 1e-9
    assert stats.poisson.cdf(k, mean) >= u - slack
    assert k == 0 or stats.poisson.cdf(k - 1, mean) <= u + slack


@given(u=inside, v=inside, n=st.integers(0, 500), p=st.floats(0, 1))
def test_draws_rise_with_their_uniform(u, v, n, p):
    low, high = sorted((u, v))
    assert draws.binomial(low, n, p) <= draws.binomial(high, n, p)
    assert draws.poisson(low, n * p) <= draws.poisson(high, n * p)


@given(u=inside, total=st.integers(0, 10_000), parts=st.integers(1, 60))
def test_shares_are_whole_even_and_complete(u, total, parts):
    shares = [draws.share_out(u, total, parts, part) for part in range(parts)]
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1
