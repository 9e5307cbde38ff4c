"""The table that ends a run: its main responses beside the figures of the article."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from sim.analysis.interval import interval
from sim.analysis.references import REFERENCES
from sim.analysis.responses import RESPONSES, Response, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.schema import Config


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
        Columns ``response``, ``unit``, ``mean``, ``low``, ``high``, ``reference``: means over
        the replicates that have a value, with the ends of their intervals (see `intervals`),
        missing with one. Responses that no replicate has are left out.
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
        if response.label:
            values = pd.Series([response.measure(tables) for tables in replicates], dtype=float)
            ends = interval(values, response.bounds)
            label = f"{response.label}{_missing_in(values)}"
            yield MainResponse(label, response.unit, *ends, _reference(response, config))


def _missing_in(values: pd.Series[float]) -> str:
    """Return what is to be said if a response is missing in some replicates."""
    count = values.count()
    return f" (of {count} of {len(values)} replicates)" if count < len(values) else ""


def _reference(response: Response, config: Config) -> str:
    quote = REFERENCES.get(response.name)
    return quote(config) if quote else ""
