"""Results beside a reference, pair by pair of replicates with the same random numbers.

What two runs of one seed and replicate number share cancels in their difference, so that an
effect shows in fewer replicates than it takes with independent runs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from sim.analysis.interval import interval
from sim.analysis.measures import COLUMNS
from sim.analysis.responses import RESPONSES
from sim.config.errors import quote
from sim.config.nearness import closest
from sim.experiment.errors import QuestionError
from sim.experiment.store.tables import ROW_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.experiment.results.results import Results


class PairedDifference(NamedTuple):
    """How one response of one result differs from the reference, pair by pair.

    Attributes
    ----------
    result : str
        Folder of the result.
    response, unit : str
        A daily column and its unit, "1" for a share.
    pairs : int
        Pairs of replicates in which both have a value.
    reference_mean, mean : float
        Means over these pairs, in the reference and in the result.
    difference, low, high : float
        Mean of result minus reference, with its 95% Student interval over pairs.
    variance_ratio : float
        Variance that the difference would have with independent seeds, over the one it has:
        how many times as many replicates unpaired runs would take. Missing with one pair, or
        where all pairs differ by the same.
    """

    result: str
    response: str
    unit: str
    pairs: int
    reference_mean: float
    mean: float
    difference: float
    low: float
    high: float
    variance_ratio: float


@dataclass(frozen=True)
class Comparison:
    """Results to compare with a reference; `comparison` makes one and checks it.

    Attributes
    ----------
    reference : Results
        What the others are compared with.
    others : tuple of Results
        At least one.
    responses : tuple of str
        Daily columns that all of them have.
    first_day, last_day : int
        Days that responses are averaged over, both included.
    """

    reference: Results
    others: tuple[Results, ...]
    responses: tuple[str, ...]
    first_day: int
    last_day: int

    def table(self) -> pd.DataFrame:
        """Return a `PairedDifference` for each result and response."""
        rows = [self._row(other, name) for other in self.others for name in self.responses]
        return pd.DataFrame(rows, columns=list(PairedDifference._fields))

    def daily_difference(self, other: Results, response: str) -> pd.DataFrame:
        """Return `other` minus reference, shape (days, pairs), labelled by both numbers."""
        reference, compared = self._paired(other, response)
        return compared - reference

    def notes(self) -> Iterator[str]:
        """Yield a sentence about whatever is there but not compared."""
        ends = {_last_day(result) for result in (self.reference, *self.others)}
        if len(ends) > 1:
            days = " and ".join(map(str, sorted(ends)))
            yield f"The runs end on days {days}; only days that all of them have are compared."
        here = _replicates(self.reference)
        for other in self.others:
            there = _replicates(other)
            if here != there:
                yield (
                    f"{other.label} shares {len(here & there)} replicates with "
                    f"{self.reference.label}; {len(here - there)} of the reference's and "
                    f"{len(there - here)} of its own have no partner and are left out."
                )
        if running := list(filter(_is_running, self.responses)):
            yield f"{', '.join(running)}: on day {self.last_day}, of all days up to it."

    def _row(self, other: Results, response: str) -> PairedDifference:
        paired = self._paired(other, response)
        reference, compared = (self._of_window(table, response) for table in paired)
        difference = compared - reference
        return PairedDifference(
            other.label,
            response,
            self.reference.units[response],
            int(difference.count()),
            float(reference.mean()),
            float(compared.mean()),
            *interval(difference),
            _variance_ratio(reference, compared),
        )

    def _of_window(self, table: pd.DataFrame, response: str) -> pd.Series[float]:
        """Return a response of each replicate: its mean, or what the last day says of all."""
        of_days = table.loc[[self.last_day]] if _is_running(response) else table
        return of_days.mean()

    def _paired(self, other: Results, response: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return a response of reference and other, shape (days, pairs).

        A day that has no value in one run of a pair is left out of the other too: pairs are to
        differ in what happened, not in when there was something to observe.
        """
        reference, compared = (self._by_day(each, response) for each in (self.reference, other))
        reference, compared = reference.align(compared, join="inner")
        return reference.where(compared.notna()), compared.where(reference.notna())

    def _by_day(self, result: Results, response: str) -> pd.DataFrame:
        daily = result.daily
        window = daily[daily["day"].between(self.first_day, self.last_day)]
        table = window.pivot(index="day", columns="replicate", values=response)
        return table.astype(float)


def comparison(
    results: Sequence[Results],
    responses: Iterable[str] | None = None,
    first_day: int = 1,
    last_day: int | None = None,
) -> Comparison:
    """Compare results with the first of them.

    Parameters
    ----------
    results
        Two or more results of the same seed; replicates are paired by their number.
    responses
        Daily columns; if not given, those that the table at the end of a run is about, as
        `main_responses` has them.
    first_day, last_day
        Days to average over, both included, but for running medians, which are those of the last
        day; `last_day` is the last that all runs have, if
        not given. Day 0 is imposed, so that it is left out unless asked for.

    Raises
    ------
    QuestionError
        If seeds differ, no replicates or days are in common, or a response is not there.
    """
    if len(results) < 2:
        raise QuestionError("name at least two results: a reference and what to compare with it")
    _check_seeds(results)
    _check_replicates(results)
    common = min(map(_last_day, results))
    last = common if last_day is None else last_day
    _check_window(first_day, last, common)
    names = main_responses(results) if responses is None else tuple(dict.fromkeys(responses))
    if not names:
        raise QuestionError("nothing to compare: name a response that is other than 0")
    for name in names:
        check_response(results, name)
    reference, *others = results
    return Comparison(reference, tuple(others), names, first_day, last)


def main_responses(results: Sequence[Results]) -> tuple[str, ...]:
    """Return the daily columns that the headline table is about, if all `results` have them.

    The name of a response is that of its column, then the statistic. A column that is 0 or
    missing throughout, such as the losses of a side that is not there, is left out.
    """
    headline = [response.name for response in RESPONSES if response.label]
    return tuple(
        column
        for column in _columns(results[0])
        if any(_is_statistic(name, column) for name in headline)
        and all(column in result.daily for result in results)
        and any(result.daily[column].fillna(0).ne(0).any() for result in results)
    )


def check_response(results: Iterable[Results], name: str) -> None:
    """Refuse a response that is not a daily column of all `results`.

    Raises
    ------
    QuestionError
        The message has the nearest column.
    """
    for result in results:
        columns = _columns(result)
        if name not in columns:
            nearest = ", ".join(closest(name, columns))
            raise QuestionError(
                f"{result.label}: there is no daily column {quote(name)}"
                f"{f'; nearest: {nearest}' if nearest else ''}; docs/columns.md lists them"
            )


def _check_seeds(results: Sequence[Results]) -> None:
    reference, *others = results
    seed = reference.config.run.seed
    for other in others:
        if other.config.run.seed != seed:
            raise QuestionError(
                f"{reference.label} ran with seed {seed} and {other.label} with "
                f"{other.config.run.seed}: only runs of one seed make pairs; "
                f"run one of them again with --seed"
            )


def _check_replicates(results: Sequence[Results]) -> None:
    reference, *others = results
    for other in others:
        if not _replicates(reference) & _replicates(other):
            raise QuestionError(f"{reference.label} and {other.label} have no replicate in common")


def _check_window(first_day: int, last_day: int, common: int) -> None:
    if last_day > common:
        raise QuestionError(f"day {last_day} is after day {common}, the last that all runs have")
    if not 0 <= first_day <= last_day:
        raise QuestionError(f"there are no days from {first_day} to {last_day}")


def _is_statistic(name: str, column: str) -> bool:
    return name == column or name.startswith(f"{column}_")


def _columns(result: Results) -> list[str]:
    return [str(column) for column in result.daily.columns if column not in ROW_KEYS]


def _is_running(response: str) -> bool:
    return response in COLUMNS and COLUMNS[response].running


def _replicates(result: Results) -> set[int]:
    return set(result.daily["replicate"])


def _last_day(result: Results) -> int:
    return int(result.daily["day"].max())


def _variance_ratio(reference: pd.Series[float], compared: pd.Series[float]) -> float:
    both = (reference + compared).notna()
    paired = float((compared - reference).var())
    independent = float(reference[both].var() + compared[both].var())
    return independent / paired if paired > 0 else math.nan
