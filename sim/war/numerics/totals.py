"""Totals of counts, which are the same in any order, and of fractions, added up as NumPy does."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from sim.war.numerics.compiled import Floats, Ints, kernel

_BLOCK = 128
LANES = 8
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
        half = n // 2 - n // 2 % LANES
        return added(values[:half]) + added(values[half:])
    even = n - n % LANES
    a = b = c = d = e = f = g = h = 0.0
    for i in range(0, even, LANES):
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


class Pairwise(NamedTuple):
    """The order in which NumPy adds up the numbers of a row, which rounding errors hang on.

    Attributes
    ----------
    firsts, lengths : (blocks,) int64
        The blocks of the row. Of a block, every eighth number is added to one of eight sums, those
        are added pair by pair, and then what is left of the block.
    joined : (blocks,) int64
        How often the sum of a block is then added to that before it.
    depth : int
        How many sums there are at most at a time.
    """

    firsts: Ints
    lengths: Ints
    joined: Ints
    depth: int


@cache
def pairwise(length: int) -> Pairwise:
    """Return the order for rows of a length."""
    firsts, lengths, joined = np.array(_blocks(0, length), dtype=np.int64).T.copy()
    depth = np.cumsum(1 - joined) + joined
    return Pairwise(firsts, lengths, joined, int(depth.max()))


def _blocks(first: int, length: int) -> list[tuple[int, int, int]]:
    if length <= _BLOCK:
        return [(first, length, 0)]
    half = length // 2 - length // 2 % LANES
    *before, (last, size, joined) = _blocks(first + half, length - half)
    return [*_blocks(first, half), *before, (last, size, joined + 1)]
