"""Sobol indices from the blocks of Saltelli's sample.

A block holds a row of matrix A, for each factor (or group of factors) that row with its column of
matrix B, perhaps for each factor the row of B with its column of A, and the row of B. Variances
are those within a replicate, whose luck is the same in all rows, and indices means over replicates:
noise that differs from row to row would be in every index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.intp]


class Blocks(NamedTuple):
    """Runs of a Saltelli sample.

    Attributes
    ----------
    a, b
        At the rows of both matrices, shape (blocks, replicates).
    mixed
        At the rows of A with a column of B, shape (factors, blocks, replicates).
    back
        At the rows of B with a column of A, of that shape; of no factor without second order.
    """

    a: Values
    b: Values
    mixed: Values
    back: Values

    def chosen(self, blocks: Numbers, replicates: Numbers) -> Blocks:
        """Return some of the blocks and replicates, which may be there several times."""
        return Blocks(*(each[..., blocks, :][..., replicates] for each in self))

    @property
    def base(self) -> Values:
        """The runs at both matrices, which are an independent sample: (2 blocks, replicates)."""
        return np.concatenate([self.a, self.b])


def blocks_of(values: Values, factors: int, *, second_order: bool) -> Blocks:
    """Take runs, shape (rows, replicates) in the order of the sample, apart into blocks."""
    rows = (2 if second_order else 1) * factors + 2
    cube = values.reshape(-1, rows, values.shape[1]).transpose(1, 0, 2)
    return Blocks(cube[0], cube[-1], cube[1 : factors + 1], cube[factors + 1 : -1])


def first_and_total(blocks: Blocks) -> Values:
    """Return first and total order indices, shape (2, factors).

    First orders are Saltelli's (2010), total orders Jansen's (1999). Where there are the rows of B
    with columns of A, the estimates that swap A and B are averaged with the others.

    References
    ----------
    Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018, table 2 (b) and (f).
    """
    pairs = [(blocks.a, blocks.b, blocks.mixed)]
    if len(blocks.back):
        pairs.append((blocks.b, blocks.a, blocks.back))
    centre, variance = blocks.base.mean(axis=0), blocks.base.var(axis=0)
    firsts = [((other - centre) * (mixed - one)).mean(axis=1) for one, other, mixed in pairs]
    totals = [((one - mixed) ** 2).mean(axis=1) / 2 for one, _, mixed in pairs]
    return np.asarray(
        [(np.mean(each, axis=0) / variance).mean(axis=1) for each in (firsts, totals)]
    )


def second(blocks: Blocks) -> Values:
    """Return second order indices, shape (factors, factors); missing on and below the diagonal.

    References
    ----------
    Saltelli 2002, doi:10.1016/S0010-4655(02)00280-1.
    """
    centre, variance = blocks.base.mean(axis=0), blocks.base.var(axis=0)
    a, b, mixed, back = (each - centre for each in blocks)
    closed = np.einsum("jnr,knr->jkr", back, mixed) / len(a) - (a * b).mean(axis=0)
    first, _ = first_and_total(blocks)
    found = (closed / variance).mean(axis=2) - first[:, None] - first
    found[np.tril_indices(len(first))] = np.nan
    return np.asarray(found)
