"""What of an experiment can only be checked as a whole: its points, bundles and windows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from sim.config.errors import Problem
from sim.config.events import value_at
from sim.experiment.design.factors import Bundles
from sim.experiment.design.keys import said
from sim.war.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.config.errors import Findings, Place
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.design.factors import Factor
    from sim.experiment.plan import Level

DAYS = "run.days"
DIMENSIONS = "race.dimensions"
MOST_LEVELS_SHOWN = 8


class Conflict(NamedTuple):
    """What is wrong at points: at a path, told with its cure."""

    path: str
    problem: str
    cure: str


def check_points(experiment: Experiment, places: Mapping[str, Place], findings: Findings) -> int:
    """Tell each conflict that any point has, with the first point that has it.

    Parameters
    ----------
    experiment
        Right but for its points.
    places
        Where each factor is written.
    findings
        Receives what is wrong.

    Returns
    -------
    int
        The fewest days that any point simulates.
    """
    first: dict[Conflict, tuple[Level, ...]] = {}
    count: dict[Conflict, int] = {}
    shortest = experiment.base.run.days
    varying = any(DAYS in factor.driven for factor in experiment.factors)
    lengths = set()
    for point in experiment.points():
        try:
            config = experiment.config_at(point.levels)
        except ValidationError as failure:
            for conflict in _conflicts(failure):
                first.setdefault(conflict, point.levels)
                count[conflict] = count.get(conflict, 0) + 1
        else:
            lengths.add(config.run.days)
    for conflict, levels in first.items():
        findings.add(_problem(conflict, levels, count[conflict] - 1, experiment, places))
    return min(lengths) if varying and lengths else shortest


def check_bundles(experiment: Experiment, places: Mapping[str, Place], findings: Findings) -> None:
    """Refuse two bundles of a factor that come to the same values, with those of the base."""
    for factor in experiment.factors:
        if not isinstance(factor, Bundles):
            continue
        base = {path: value_at(experiment.base, path) for path in factor.driven}
        seen: dict[str, str] = {}
        for name, bundle in factor.bundles:
            text = repr(base | dict(bundle))
            if text in seen:
                what = f"factor {factor.name}: bundles {seen[text]} and {name} set the same"
                findings.add(Problem(places[factor.name], what, cure="drop one of them"))
            seen.setdefault(text, name)


def check_columns(experiment: Experiment, places: Mapping[str, Place], findings: Findings) -> None:
    """Refuse a factor that changes the columns of a table which is kept."""
    uneven = [table for table in experiment.tables if columns_of(table, 1) != columns_of(table, 2)]
    for factor in experiment.factors:
        if uneven and DIMENSIONS in factor.driven:
            what = f"{DIMENSIONS} changes the columns of {' and '.join(uneven)}"
            cure = f"write outputs: {{{', '.join(f'{table}: false' for table in uneven)}}}"
            findings.add(Problem(places[factor.name], what, cure=cure))


def check_windows(
    experiment: Experiment, days: int, places: Mapping[str, Place], findings: Findings
) -> None:
    """Refuse a response whose window reaches beyond the last day of the shortest run."""
    for measure in experiment.measures:
        for key, day in (("from_day", measure.from_day), ("to_day", measure.to_day)):
            if day is not None and day > days:
                what = f"response {measure.name}: {key} is {day}, but runs end on day {days}"
                cure = f"lower it, or raise {DAYS}"
                findings.add(Problem(places[measure.name], what, cure=cure))


def _conflicts(failure: ValidationError) -> Iterator[Conflict]:
    for error in failure.errors(include_url=False):
        if error["type"] != "conflict":
            yield Conflict(".".join(map(str, error["loc"])), error["msg"], "")
            continue
        for found in error["ctx"]["conflicts"]:
            yield Conflict(found.path, found.problem, found.cure)
        for flaw in error["ctx"]["flaws"]:
            yield Conflict(f"events.{flaw.event}.{flaw.key}", flaw.problem, flaw.cure)


def _problem(
    conflict: Conflict,
    levels: tuple[Level, ...],
    others: int,
    experiment: Experiment,
    places: Mapping[str, Place],
) -> Problem:
    concerned = [factor for factor in experiment.factors if _concerns(factor, conflict)] or list(
        experiment.factors
    )
    setting = dict(zip((each.name for each in experiment.factors), levels, strict=True))
    ordered = [*concerned, *(each for each in experiment.factors if each not in concerned)]
    shown = [f"{each.name}={said(setting[each.name])}" for each in ordered[:MOST_LEVELS_SHOWN]]
    point = ", ".join(shown) + (", ..." if len(ordered) > len(shown) else "")
    lines = ", ".join(str(places[each.name].line) for each in concerned[1:])
    also = f" (with line {lines})" if lines else ""
    more = f", and at {others} more points" if others else ""
    what = f"at {point}{more}: {conflict.path}: {conflict.problem}{also}"
    return Problem(places[concerned[0].name], what, cure=conflict.cure)


def _concerns(factor: Factor, conflict: Conflict) -> bool:
    """Tell whether a conflict is about a parameter that a factor drives."""
    words = set(re.findall(r"[a-z_0-9.]+", " ".join(conflict)))
    return any(path in words for path in factor.driven)
