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
    from collections.abc import Iterable, Sequence
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
        ``highest_at``, tuples of levels; where several points have it, a factor that differs
        between them is "any" of its levels or "several".
    """
    found, points = [], results.points
    for name, unit in main_responses(results).items():
        rows = points[points["response"] == name].dropna(subset="mean")
        if rows.empty:
            continue
        ends = rows["mean"].min(), rows["mean"].max()
        places = (_shared(rows, rows["mean"] == end, results.factors) for end in ends)
        found.append((name, unit, *ends, *places))
    columns = ["response", "unit", "lowest", "highest", "lowest_at", "highest_at"]
    return pd.DataFrame(found, columns=columns)


def _shared(rows: pd.DataFrame, chosen: pd.Series, factors: Iterable[str]) -> tuple[object, ...]:
    """Return what each factor is at the chosen points, of which there is at least one."""
    place: list[object] = []
    for name in factors:
        levels = rows.loc[chosen, name].unique()
        several = "any" if len(levels) == rows[name].nunique() else "several"
        place.append(levels[0] if len(levels) == 1 else several)
    return tuple(place)


def without_effect(results: Results) -> list[str]:
    """Return the factors that change no response: whatever else is set, all means are alike.

    Of a factor whose levels never meet with the rest unchanged, as in a Latin hypercube,
    nothing can be said.
    """
    keys = [*results.factors, "response"]
    means = results.points.dropna(subset="mean").set_index(keys)["mean"]
    found = []
    for name in results.factors:
        alike = means.groupby([key for key in keys if key != name]).agg(["size", "nunique"])
        if (alike["size"] > 1).any() and (alike["nunique"] == 1).all():
            found.append(name)
    return found


def write(table: pd.DataFrame, path: Path, *, force: bool) -> Path:
    """Write a summary as CSV and return its path."""
    refuse_overwriting([path], force=force)
    return write_frame(path, table)
