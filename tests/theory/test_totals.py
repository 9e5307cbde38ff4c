"""Sums in kernels are those of NumPy to the bit."""

import numpy as np
import pytest

from sim.war.numerics.draws import share_out, spread
from sim.war.numerics.totals import added, mean, totals

LENGTHS = [1, 7, 8, 9, 50, 127, 128, 129, 200, 256, 304, 1001, 5000]


@pytest.mark.parametrize("length", LENGTHS)
def test_sums_and_means_are_rounded_as_numpy_rounds_them(length):
    rng = np.random.default_rng(length)
    for _ in range(30):
        values = rng.random(length)
        assert added(values) == values.sum()
        assert mean(values) == values.mean()


def test_several_counts_are_added_up_at_once():
    counted = tuple(np.arange(n, dtype=np.int64) for n in (0, 3, 11))
    out = np.full(3, -1)
    totals(counted, out)
    assert out.tolist() == [0, 3, 55]


@pytest.mark.parametrize("u", [0.0, 0.3, 0.999])
@pytest.mark.parametrize("total", [0, 5, 12, 40])
def test_what_is_spread_is_shared_out(total, u):
    parts = np.arange(12)
    spread(u, total, parts)
    assert (parts == np.arange(12) + [share_out(u, total, 12, part) for part in range(12)]).all()
    assert parts.sum() == np.arange(12).sum() + total
