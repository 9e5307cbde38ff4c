"""The runs of a sweep in the rows of its design, as what analyses a sample takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.points import points_of
from sim.experiment.errors import FolderError

if TYPE_CHECKING:
    from sim.experiment.results.results import Results


def rows_of_sample(results: Results) -> pd.DataFrame:
    """Return the responses for each row of the design, in its order, a replicate at a time.

    Rows that are alike share a run. Of a design that grows, rows are the points it has come to.
    SALib's ``analyze`` takes a column of one replicate, or the mean of each row:
    ``rows.groupby("row")["zone"].mean().to_numpy()``.

    Returns
    -------
    DataFrame
        A row per replicate and row of the design: ``replicate``, ``row`` (from 0), ``run``,
        ``point``, the factors, the responses; missing where a run is.

    Raises
    ------
    FolderError
        If the design gives another sample here than the one that was run, as another version of
        SALib or NumPy might.
    """
    runs, grows = results.runs, results.experiment.design.grows
    sample = points_of(runs, results.factors) if grows else results.experiment.sample()
    if not set(runs["point"]) <= set(sample["point"]):
        raise FolderError(
            f"{results.folder}: the design gives another sample here than the one that was run; "
            "manifest.json names the versions of SALib, SciPy and NumPy that made it"
        )
    rows = sample.rename_axis("row").reset_index()
    replicates = pd.DataFrame({"replicate": sorted(runs["replicate"].unique())})
    found = runs[["point", "replicate", "run", *results.responses]]
    whole = replicates.merge(rows, how="cross").merge(found, how="left")
    names = ["replicate", "row", "run", "point", *results.factors, *results.responses]
    return whole[names]
