"""Conditions on the responses of a run, as people write them: "zone > 12 and losses <= 300"."""

from __future__ import annotations

import math
import operator
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.measures import TIME_TO
from sim.config.errors import quote
from sim.config.nearness import unknown
from sim.experiment.design.checking import DAYS
from sim.experiment.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import numpy.typing as npt

    from sim.experiment.results.results import Results

    Values = npt.NDArray[np.float64]

SIGNS: dict[str, Callable[[Any, float], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
PART = re.compile(r"\s*([^\s<>=]+)\s*(<=|>=|<|>)\s*([^\s<>=]+)\s*")
EXAMPLE = "write a response, one of < <= > >= and a number, as in zone > 12; join several by and"


class Part(NamedTuple):
    """A response, how it is compared, and with what."""

    response: str
    sign: str
    value: float

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.response} {self.sign} {self.value:.12g}"

    def holds(self, values: Values) -> npt.NDArray[np.bool_]:
        """Tell for which values it holds; it does not for missing ones."""
        return np.asarray(SIGNS[self.sign](values, self.value))


def parse(text: str, responses: Collection[str]) -> list[Part]:
    """Return the parts of a condition, all of which are to hold.

    Raises
    ------
    QuestionError
        If it is none, or names something else than a response; the nearest is told.
    """
    return [_part(each, responses) for each in re.split(r"\s+and\s+", text.strip())]


def hits(text: str, results: Results) -> Values:
    """Return for each run whether a condition holds: 1 or 0, missing where nobody knows.

    A response is unknown where it is missing; but a time to a threshold that the run ended before
    is later than its end.

    Raises
    ------
    QuestionError
        If it is no condition, or is about times later than the runs tell.
    """
    parts = parse(text, results.responses)
    told = np.array([_told(part, results) for part in parts])
    holds = np.array([part.holds(values) for part, values in zip(parts, told, strict=True)])
    fails = ~holds & ~np.isnan(told)
    return np.where(holds.all(axis=0), 1.0, np.where(fails.any(axis=0), 0.0, math.nan))


def _part(text: str, responses: Collection[str]) -> Part:
    match = PART.fullmatch(text)
    if match is None:
        raise QuestionError(f"{quote(text)} is no condition; {EXAMPLE}")
    name, sign, written = match.groups()
    if name not in responses:
        raise QuestionError(unknown("response", name, responses))
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise QuestionError(f"{quote(written)} in {quote(text)} is no number; {EXAMPLE}")
    return Part(name, sign, value)


def _told(part: Part, results: Results) -> Values:
    """Return what runs tell of a response, a time that they end before as an infinite one."""
    values = results.runs[part.response].to_numpy(float)
    found = {each.name: each for each in results.experiment.measures}
    measure = found.get(part.response)
    driven = {path for factor in results.experiment.factors for path in factor.driven}
    if measure is None or measure.statistic != TIME_TO or DAYS in driven:
        return values
    last = min(results.config.run.days, measure.to_day or math.inf)
    if part.value >= last:
        raise QuestionError(f"{part}: the runs tell of days before {last:g} only; ask for less")
    return np.where(np.isnan(values), math.inf, values)
