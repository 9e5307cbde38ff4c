"""What moves a response, from the runs of a Saltelli sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.answer import (
    DUMMY,
    Movers,
    convergence_rows,
    cures,
    doublings,
    luck_row,
    moves_by,
    sum_gate,
    width_gate,
)
from sim.analysis.sensitivity.resampling import jackknifed
from sim.analysis.sensitivity.sobol import Blocks, first_and_total, second

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.sensitivity.resampling import Spread

LEAST_BLOCKS = 16
"""For which convergence is told."""


def by_blocks(blocks: Blocks, names: Sequence[str], wanted: float) -> Movers:
    """Return first and total orders of the factors or groups `names`.

    The dummy is a factor whose column is exchanged too and which nothing is made of: its rows are
    those of A, with the same luck, so that its indices are 0, and so is the floor.
    """
    first, total = first_and_total(blocks)
    spread = _spread(blocks)
    first_half, total_half = spread.half_width
    indices = pd.DataFrame(
        {
            "factor": names,
            "first": first,
            "first_half_width": first_half,
            "total": total,
            "total_half_width": total_half,
            "moves": moves_by(total, total_half, 0.0),
        }
    )
    of_dummy = {"factor": DUMMY, "moves": "no", **dict.fromkeys(indices.columns[1:-1], 0.0)}
    rows = [indices, pd.DataFrame([of_dummy, luck_row(blocks.base)])]
    gates = [
        width_gate(names, total_half, wanted, cures(spread, blocks.a.shape, wanted)),
        sum_gate(first, first_half),
    ]
    return Movers(
        pd.concat(rows, ignore_index=True),
        _convergence(blocks, names),
        gates,
        _interactions(blocks, names),
    )


def _spread(blocks: Blocks) -> Spread:
    """Return how far off first and total orders may be, shape (2, factors)."""
    return jackknifed(
        lambda rows, replicates: first_and_total(blocks.chosen(rows, replicates)), *blocks.a.shape
    )


def _convergence(blocks: Blocks, names: Sequence[str]) -> pd.DataFrame:
    every = np.arange(blocks.a.shape[1])
    found = []
    for n in doublings(len(blocks.a), LEAST_BLOCKS):
        some = blocks.chosen(np.arange(n), every)
        total, half = first_and_total(some)[1], _spread(some).half_width[1]
        found.append(convergence_rows(n, names, total, half))
    return pd.concat(found, ignore_index=True)


def _interactions(blocks: Blocks, names: Sequence[str]) -> pd.DataFrame:
    if not len(blocks.back):
        return pd.DataFrame()
    found = second(blocks)
    half = jackknifed(
        lambda rows, replicates: second(blocks.chosen(rows, replicates)), *blocks.a.shape
    ).half_width
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))]
    return pd.DataFrame(
        {
            "factor": [names[i] for i, _ in pairs],
            "other": [names[j] for _, j in pairs],
            "second": [found[pair] for pair in pairs],
            "second_half_width": [half[pair] for pair in pairs],
        }
    )
