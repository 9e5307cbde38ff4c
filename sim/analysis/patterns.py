"""Pattern Space Exploration: which pairs of outcomes are possible at all.

The plane of two responses is divided into cells. Points whose outcomes lie in cells that few points
hit have children, which differ from them a little in the factors, so that outcomes are looked for
where they are rare rather than where factors are many.

References
----------
Cherel, Cottineau & Reuillon 2015, Beyond corroboration: strengthening model validation by looking
for unexpected patterns, doi:10.1371/journal.pone.0138212. As there, parents come by tournaments of
two cells, which that with fewer hits wins, and a cell has one say however many points hit it. Other
than there, children come by mutation alone, whose size is drawn anew for each.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Values = npt.NDArray[np.float64]
    Cells = npt.NDArray[np.int64]

PARTS = 10
"""Cells across what the first generation spans, or a few more, if luck is small."""
LEAST_STEP, MOST_STEP = 0.05, 0.7
"""Standard deviations of mutations, in widths of the cube."""
ROUND, ROUNDING = (1.0, 2.0, 5.0, 10.0), 1e-9


def cell_size(outcomes: Values, luck: float) -> float:
    """Return a size of cells of which some ten cover some outcomes, or fewer if luck is large.

    Parameters
    ----------
    outcomes
        Of a response, some of them missing.
    luck
        Standard deviation between replicates.

    Returns
    -------
    float
        A tenth of what the outcomes span, or luck where that is more, rounded down to 1, 2 or 5
        times a power of ten; 1 where all are the same.
    """
    span = float(np.nanmax(outcomes) - np.nanmin(outcomes))
    least = max(span / PARTS, luck)
    if not least > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return power * max(each for each in ROUND if each * power <= least * (1 + ROUNDING))


def cells_of(outcomes: Values, sizes: Values) -> Cells:
    """Return the cell of each pair of outcomes: how many whole sizes each is above 0.

    Parameters
    ----------
    outcomes
        Shape (points, 2), none missing.
    sizes
        Shape (2,), in the units of the two.
    """
    return np.floor(outcomes / sizes).astype(np.int64)


def children(
    shares: Values, cells: Cells, is_ordered: Sequence[bool], rng: np.random.Generator
) -> Iterator[Values]:
    """Yield children of points in cells with few hits, without end.

    Parameters
    ----------
    shares
        Where the points are on the way through each factor, shape (points, factors), from 0 to 1.
    cells
        The cell of each, shape (points, 2).
    is_ordered
        Whether near shares of a factor are near levels; of others a new share is drawn.
    rng
        What draws.
    """
    _, numbers, hits = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    members = [np.flatnonzero(numbers.ravel() == cell) for cell in range(len(hits))]
    ordered = np.array(is_ordered)
    while True:
        rivals = rng.integers(len(hits), size=2)
        cell = rivals[int(hits[rivals[1]] < hits[rivals[0]])]
        parent = shares[members[cell][rng.integers(len(members[cell]))]]
        yield _mutated(parent, ordered, rng)


def _mutated(parent: Values, is_ordered: npt.NDArray[np.bool_], rng: np.random.Generator) -> Values:
    """Return shares near those of a parent; of half the factors without order, new ones.

    The step is drawn over an order of magnitude, for whether small or large ones lead to new cells
    depends on the model. What would leave the cube is reflected.
    """
    count = len(parent)
    step = math.exp(rng.uniform(math.log(LEAST_STEP), math.log(MOST_STEP)))
    near = np.abs((parent + step * rng.standard_normal(count) + 1) % 2 - 1)
    kept = rng.random(count) < 0.5
    return np.where(is_ordered, near, np.where(kept, parent, rng.random(count)))
