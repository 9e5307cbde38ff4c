"""The summary of a sweep by point, as a table and as CSV."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.responses import RESPONSES
from sim.config.errors import quote
from sim.config.reading.shapes import closest
from sim.experiment.errors import ComparisonError
from sim.experiment.results.exporting import write_frame
from sim.experiment.store.folder import SUMMARY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.experiment.results.results import Results


def write_summary(results: Results) -> list[Path]:
    """Write summary.csv of a run of one configuration, a row per replicate; return the files."""
    if results.experiment.factors:
        return []
    summary = results.runs.drop(columns=["run", "point"])
    return [write_frame(results.folder / SUMMARY, summary)]


def main_responses(results: Results) -> dict[str, str]:
    """Return the responses that are asked for, or those of the headline table, with their units."""
    if results.experiment.measures:
        return results.responses
    return {response.name: response.unit for response in RESPONSES if response.label}


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
        A row per response that has a value: ``response``, ``unit``, ``lowest`` and ``highest``,
        the least and the greatest mean of a point, with the factors there as ``lowest_at`` and
        ``highest_at``, tuples of levels. Where several points have it, a factor that differs
        between them is "any" if all its levels have it whatever the other factors there,
        else "several".
    """
    found, points = [], results.points
    for name, unit in main_responses(results).items():
        rows = points[points["response"] == name]
        if rows["mean"].isna().all():
            continue
        ends = rows["mean"].min(), rows["mean"].max()
        places = (_place(rows, rows["mean"] == end, results.factors) for end in ends)
        found.append((name, unit, *ends, *places))
    columns = ["response", "unit", "lowest", "highest", "lowest_at", "highest_at"]
    return pd.DataFrame(found, columns=columns)


def _place(rows: pd.DataFrame, chosen: pd.Series, factors: Sequence[str]) -> tuple[object, ...]:
    """Return what each factor is at the chosen points, of which there is at least one."""
    levels = {name: rows.loc[chosen, name].unique().tolist() for name in factors}
    is_product = math.prod(map(len, levels.values())) == chosen.sum()
    whole = {name: is_product and len(levels[name]) == rows[name].nunique() for name in factors}
    return tuple(
        found[0] if len(found) == 1 else "any" if whole[name] else "several"
        for name, found in levels.items()
    )


def without_effect(results: Results) -> list[str]:
    """Return the factors that change no response.

    Each of their levels is found beside another with all other factors unchanged, and all means
    are then alike, or missing at both. Of a factor whose levels do not meet like that, as in a
    Latin hypercube, nothing can be said.
    """
    points = results.points
    means = points[points.groupby("response")["mean"].transform("count") > 0]
    found = []
    for name in results.factors:
        others = [key for key in (*results.factors, "response") if key != name]
        groups = means.groupby(others)["mean"]
        compared = means.loc[groups.transform("size") > 1, name]
        is_covered = 0 < compared.nunique() == points[name].nunique()
        if is_covered and (groups.nunique(dropna=False) == 1).all():
            found.append(name)
    return found
