"""The summary of a sweep by point, as a table and as CSV."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.effects import spans
from sim.analysis.responses import RESPONSES
from sim.config.nearness import unknown
from sim.experiment.errors import QuestionError
from sim.experiment.results.exporting import write_frame
from sim.experiment.store.folder import SUMMARY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import pandas as pd

    from sim.analysis.effects import Span
    from sim.experiment.results.results import Results
    from sim.war.columns import Column


def write_summary(results: Results) -> list[Path]:
    """Write summary.csv of a run of one configuration, a row per replicate; return the files."""
    if results.experiment.factors:
        return []
    summary = results.runs.drop(columns=["run", "point"])
    return [write_frame(results.folder / SUMMARY, summary)]


def main_responses(results: Results) -> dict[str, Column]:
    """Return the responses that are asked for, or those of the headline table."""
    known = results.response_columns
    if results.experiment.measures:
        return known
    return {response.name: known[response.name] for response in RESPONSES if response.label}


def summarise(results: Results, names: Sequence[str] | None) -> pd.DataFrame:
    """Return a row for each point and response, for the responses `names` or all.

    Raises
    ------
    QuestionError
        If there is no such response; the message has the nearest.
    """
    require_responses(results.folder, results.responses, names or ())
    table = results.points
    return table[table["response"].isin(names)] if names else table


def require_responses(whose: object, known: Collection[str], names: Sequence[str]) -> None:
    """Refuse names that are not among the responses `known`; the message has the nearest.

    Raises
    ------
    QuestionError
        If there is no such response.
    """
    for name in names:
        if name not in known:
            raise QuestionError(f"{whose}: {unknown('response', name, known)}")


class Overview(NamedTuple):
    """What the points of a sweep do to a response.

    Attributes
    ----------
    response, unit : str
        Which response it is.
    points : int
        How many have a value.
    lowest, highest : float
        The least and the greatest mean of a point.
    spans : list of Span
        What each factor does, those that stand out from chance first.
    """

    response: str
    unit: str
    points: int
    lowest: float
    highest: float
    spans: list[Span]

    @property
    def is_noise_known(self) -> bool:
        """Whether it is known of any factor what chance gives."""
        return any(not math.isnan(each.noise) for each in self.spans)


def overview(results: Results, names: Sequence[str]) -> list[Overview]:
    """Return what the points of a sweep do to each of the responses `names` that has a value."""
    found, points = [], results.points
    for name in names:
        means = points.loc[points["response"] == name, "mean"].dropna()
        if len(means):
            unit, ends = results.responses[name], (float(means.min()), float(means.max()))
            moved = spans_of(results, name)
            found.append(Overview(name, unit, len(means), *ends, moved))
    return found


def spans_of(results: Results, name: str) -> list[Span]:
    """Return what each factor does to a response, at the points where it has a mean.

    It has none where a time is censored in some replicates: those that reach it are the early ones.
    """
    points, runs = results.points, results.runs
    has_mean = points["response"].eq(name) & points["mean"].notna()
    known = runs[runs["point"].isin(points.loc[has_mean, "point"])]
    return spans(known, results.factors, name)
