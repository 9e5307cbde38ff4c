"""From the keys `responses` and `replicates` of an experiment file to what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.measures import (
    COLUMNS,
    DIRECTIONS,
    STATISTICS,
    SUMMARIES,
    TIME_TO,
    Measure,
)
from sim.config.errors import quote
from sim.config.reading.tree import Entry, Mapping
from sim.experiment.design.experiment import Auto
from sim.experiment.design.factor_reading import OTHER_COLUMNS
from sim.experiment.design.keys import Group, closest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.config.errors import Findings, Place
    from sim.config.reading.tree import Node

KEYS = ("column", "statistic", "from_day", "to_day", "threshold", "direction", "summary")
SYNONYMS = {
    "avg": "mean",
    "average": "mean",
    "sum": "total",
    "end": "last",
    "final": "last",
    "lowest": "min",
    "highest": "max",
    "integral": "area",
}
"""What other programs call the statistics."""
MOST_REPLICATES = 1_000_000
MOST_DAYS = 36_500


def read_measures(
    node: Node, factors: Iterable[str], findings: Findings
) -> dict[str, tuple[Measure | None, Place]]:
    """Return the responses by name, each with its place; None for those that are wrong."""
    responses = Group(node, "responses", None, findings)
    taken = {name.lower() for name in (*OTHER_COLUMNS, *factors)}
    found: dict[str, tuple[Measure | None, Place]] = {}
    for name in responses:
        place = responses.key_place(name)
        sound = responses.is_name(name, place)
        if sound and name.lower() in taken:
            what = f"a response cannot be called {name}, as a factor or another column is"
            responses.tell(place, what, cure="choose another name")
        taken.add(name.lower())
        found[name] = _measure(name, responses, findings), place
    return found


def read_replicates(node: Node, measures: Iterable[str], findings: Findings) -> int | Auto:
    """Return how often each point is run."""
    if not isinstance(node, Mapping):
        return _number(node, findings)
    group = Group(node, "replicates", ("auto", "half_width", "minimum", "maximum"), findings)
    written = [group.require(key, f"write {key}") for key in ("auto", "half_width")]
    if not all(written):
        return 1
    response = _known(group, "auto", list(measures) or list(SUMMARIES), "response")
    minimum = group.whole("minimum", Auto.minimum, 2, MOST_REPLICATES)
    maximum = group.whole("maximum", max(Auto.maximum, minimum), 2, MOST_REPLICATES)
    if maximum < minimum:
        what = f"replicates: maximum is {maximum}, below minimum {minimum}"
        group.tell(group.value_place("maximum"), what, cure="raise it")
    return Auto(response, group.number("half_width", 1.0, above=0), minimum, maximum)


def _number(node: Node, findings: Findings) -> int:
    alone = Mapping(node.place, {"replicates": Entry(node.place, node)})
    return Group(alone, "experiment", None, findings).whole("replicates", 1, 1, MOST_REPLICATES)


def _measure(name: str, responses: Group, findings: Findings) -> Measure | None:
    before = len(findings.problems)
    group = Group(responses.node(name), f"response {name}", KEYS, findings)
    if "summary" in group:
        for extra in [key for key in group if key in KEYS and key != "summary"]:
            what = f"{group.title}: {extra} goes not with summary"
            group.tell(group.key_place(extra), what, cure="drop it, or name a column")
        summary = _known(group, "summary", list(SUMMARIES), "summary")
        return Measure(name, summary=summary) if len(findings.problems) == before else None
    measure = _of_column(name, group)
    return measure if len(findings.problems) == before else None


def _of_column(name: str, group: Group) -> Measure:
    column = statistic = ""
    if group.require("column", "write column: kill_zone_km, say"):
        column = _known(group, "column", list(COLUMNS), "column")
    if group.require("statistic", "write statistic: mean, say"):
        words = (*STATISTICS, TIME_TO)
        statistic = group.word("statistic", "", words, synonyms=SYNONYMS)
    threshold = None
    for key in ("threshold", "direction"):
        if key in group and statistic and statistic != TIME_TO:
            group.tell(group.key_place(key), f"{group.title}: {key} goes with {TIME_TO} only")
    if statistic == TIME_TO and group.require("threshold", "write threshold: 30, say"):
        threshold = group.number("threshold", 0.0)
    first = group.whole("from_day", 0, 0, MOST_DAYS)
    last = group.whole("to_day", MOST_DAYS, 0, MOST_DAYS) if "to_day" in group else None
    if last is not None and last < first:
        what = f"{group.title}: to_day is {last}, before from_day {first}"
        group.tell(group.value_place("to_day"), what, cure="raise it")
    direction = group.word("direction", DIRECTIONS[0], DIRECTIONS)
    return Measure(name, column, statistic, first, last, threshold, direction)


def _known(group: Group, key: str, names: list[str], what: str) -> str:
    """Return one of `names`; empty if it is none of them, which is told with the nearest."""
    text = getattr(group.node(key), "text", "")
    if text in names:
        return str(text)
    problem = f"{group.title}: there is no {what} {quote(text) or '(empty)'}"
    group.tell(group.value_place(key), problem, near=closest(text, names))
    return ""
