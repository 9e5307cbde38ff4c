"""The table that ends a run: its main responses beside the figures of the article."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from sim.analysis.interval import interval
from sim.analysis.references import REFERENCES
from sim.analysis.responses import RESPONSES, Response, Tables
from sim.analysis.survival import obsolescence
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.schema import Config

POOLED = {f"obsolescence_days_{side}": side for side in SIDES}


class MainResponse(NamedTuple):
    """A main response over all replicates: a row of the headline table."""

    response: str
    unit: str
    mean: float
    low: float
    high: float
    reference: str


def headline(daily: pd.DataFrame, designs: pd.DataFrame, config: Config) -> pd.DataFrame:
    """Compare the main responses, with 95% intervals, with the article's figures.

    Parameters
    ----------
    daily, designs : DataFrame
        Tables of all replicates, told apart by the column ``replicate``.
    config : Config
        The configuration of the run: when it ended, and the figures to compare with.

    Returns
    -------
    DataFrame
        Columns ``response``, ``unit``, ``mean``, ``low``, ``high``, ``reference``. Means are
        Student's over replicates; medians of obsolescence are pooled over replicates (see
        `obsolescence`), infinite where not reached. With one replicate the ends are missing.
        Responses that no replicate has are left out.
    """
    rows = _rows(daily, designs, config)
    kept = [row for row in rows if not math.isnan(row.mean)]
    return pd.DataFrame(kept, columns=list(MainResponse._fields))


def _rows(daily: pd.DataFrame, designs: pd.DataFrame, config: Config) -> Iterator[MainResponse]:
    replicates = [
        Tables(days, designs[designs["replicate"] == replicate], config.run.days)
        for replicate, days in daily.groupby("replicate")
    ]
    for response in RESPONSES:
        if response.name in POOLED:
            yield _pooled_row(response, designs, config)
        elif response.label:
            measured = (response.measure(tables) for tables in replicates)
            values = interval(measured, response.bounds)
            yield MainResponse(response.label, response.unit, *values, _reference(response, config))


def _pooled_row(response: Response, designs: pd.DataFrame, config: Config) -> MainResponse:
    survival = obsolescence(designs, POOLED[response.name], config.run.days)
    median, low, high, events, censored = survival
    label = f"{response.label} ({events:,} events, {censored:,} censored)"
    return MainResponse(label, response.unit, median, low, high, _reference(response, config))


def _reference(response: Response, config: Config) -> str:
    quote = REFERENCES.get(response.name)
    return quote(config) if quote else ""
