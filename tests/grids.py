"""Made-up tables of sweeps, with the columns of runs.parquet."""

import itertools

import pandas as pd


def grid(factors, replicates, response):
    """Return the runs of a full grid, by replicate, then point.

    `factors` are levels by name; `response` takes levels and replicate.
    """
    cells = list(itertools.product(*factors.values()))
    rows = [
        (f"{row:016x}", f"{place:012x}", replicate, *cell, response(*cell, replicate))
        for row, (replicate, (place, cell)) in enumerate(
            itertools.product(range(replicates), enumerate(cells))
        )
    ]
    return pd.DataFrame(rows, columns=["run", "point", "replicate", *factors, "response"])
