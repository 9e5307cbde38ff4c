"""The summary of a sweep by point, as a table and as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.config.errors import quote
from sim.experiment.concluding import main_responses
from sim.experiment.design.keys import closest
from sim.experiment.errors import ComparisonError
from sim.experiment.exporting import refuse_overwriting, write_frame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.experiment.results import Results


def summarise(results: Results, names: Sequence[str] | None) -> pd.DataFrame:
    """Return a row for each point and response, for the responses `names` or all.

    Raises
    ------
    ComparisonError
        If there is no such response; the message has the nearest.
    """
    known = results.responses
    for name in names or ():
        if name not in known:
            near = closest(name, known)
            raise ComparisonError(
                f"{results.folder}: there is no response {quote(name)}"
                f"{f'; nearest: {near}' if near else ''}; it has {', '.join(known)}"
            )
    table = results.points
    return table[table["response"].isin(names)] if names else table


def extremes(results: Results) -> pd.DataFrame:
    """Return between which points each main response lies.

    Returns
    -------
    DataFrame
        A row a response that has a value: ``response``, ``unit``, ``lowest`` and ``highest``,
        the least and the greatest mean of a point, with the factors there as ``lowest_at`` and
        ``highest_at``, tuples of levels.
    """
    found = []
    for name, unit in main_responses(results).items():
        rows = results.points[results.points["response"] == name].dropna(subset="mean")
        if rows.empty:
            continue
        ends = [rows.iloc[rows["mean"].argmin()], rows.iloc[rows["mean"].argmax()]]
        low, high = (each["mean"] for each in ends)
        places = (tuple(each[factor] for factor in results.factors) for each in ends)
        found.append((name, unit, low, high, *places))
    columns = ["response", "unit", "lowest", "highest", "lowest_at", "highest_at"]
    return pd.DataFrame(found, columns=columns)


def write(table: pd.DataFrame, path: Path, *, force: bool) -> Path:
    """Write a summary as CSV and return its path."""
    refuse_overwriting([path], force=force)
    return write_frame(path, table)
