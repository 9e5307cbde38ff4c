"""Totals of counts, which are the same in any order, and of fractions, added up as NumPy does."""

from __future__ import annotations

from sim.war.numerics.compiled import Floats, Ints, kernel

_BLOCK = 128
_LANES = 8
"""Sums that a block of a pairwise sum is taken in, side by side."""


@kernel
def total(counts: Ints) -> int:
    """Return the sum of counts (n,)."""
    found = 0
    for i in range(counts.size):
        found += counts[i]
    return found


@kernel
def totals(counted: tuple[Ints, ...], out: Ints) -> None:
    """Write the sum of each of some arrays of counts."""
    for i in range(out.size):
        out[i] = total(counted[i])


@kernel
def added(values: Floats) -> float:
    """Return the sum of values (n,), rounded as NumPy rounds it: pairwise, in eight lanes."""
    n = values.size
    if n > _BLOCK:
        half = n // 2 - n // 2 % _LANES
        return added(values[:half]) + added(values[half:])
    even = n - n % _LANES
    a = b = c = d = e = f = g = h = 0.0
    for i in range(0, even, _LANES):
        a += values[i]
        b += values[i + 1]
        c += values[i + 2]
        d += values[i + 3]
        e += values[i + 4]
        f += values[i + 5]
        g += values[i + 6]
        h += values[i + 7]
    found = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for i in range(even, n):
        found += values[i]
    return found


def mean(values: Floats) -> float:
    """Return the mean of values (n,), n being 1 or more, rounded as NumPy rounds it."""
    return added(values) / values.size
