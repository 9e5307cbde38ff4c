"""What moves a response, from the runs of a Saltelli sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.answer import (
    DUMMY,
    Answer,
    convergence_rows,
    doublings,
    luck_row,
    moves_by,
    sum_gate,
    width_gate,
)
from sim.analysis.sensitivity.luck import luck
from sim.analysis.sensitivity.resampling import bootstrapped
from sim.analysis.sensitivity.sobol import Blocks, first_and_total, second

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Values = npt.NDArray[np.float64]

CURE = "more points or replicates"
LEAST_BLOCKS = 16
"""For which convergence is told."""


def by_blocks(blocks: Blocks, names: Sequence[str], wanted: float) -> Answer:
    """Return first and total orders of the factors or groups `names`.

    The dummy is a factor whose column is exchanged too and which nothing is made of: its rows are
    those of A, with the same luck, so that its indices are 0, and so is the floor.
    """
    first, total, first_half, total_half = _with_half_widths(blocks)
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
        width_gate(names, total_half, wanted, [CURE] * len(names)),
        sum_gate(first, first_half),
    ]
    return Answer(
        pd.concat(rows, ignore_index=True),
        _convergence(blocks, names),
        gates,
        luck(blocks.base),
        _interactions(blocks, names),
    )


def _with_half_widths(blocks: Blocks) -> Values:
    """Return first and total orders and the half-widths of both, shape (4, factors)."""
    half = bootstrapped(
        lambda rows, replicates: first_and_total(blocks.chosen(rows, replicates)), *blocks.a.shape
    )
    return np.concatenate([first_and_total(blocks), half])


def _convergence(blocks: Blocks, names: Sequence[str]) -> pd.DataFrame:
    every = np.arange(blocks.a.shape[1])
    found = []
    for n in doublings(len(blocks.a), LEAST_BLOCKS):
        _, total, _, half = _with_half_widths(blocks.chosen(np.arange(n), every))
        found.append(convergence_rows(n, names, total, half))
    return pd.concat(found, ignore_index=True)


def _interactions(blocks: Blocks, names: Sequence[str]) -> pd.DataFrame:
    if not len(blocks.back):
        return pd.DataFrame()
    found = second(blocks)
    half = bootstrapped(
        lambda rows, replicates: second(blocks.chosen(rows, replicates)), *blocks.a.shape
    )
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))]
    return pd.DataFrame(
        {
            "factor": [names[i] for i, _ in pairs],
            "other": [names[j] for _, j in pairs],
            "second": [found[pair] for pair in pairs],
            "second_half_width": [half[pair] for pair in pairs],
        }
    )
