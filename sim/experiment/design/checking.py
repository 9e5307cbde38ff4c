"""What of an experiment can only be checked as a whole: its points, bundles and windows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from sim.config.behaviours import COLUMNS, RESPONSES
from sim.config.conflicts import Conflict
from sim.config.errors import Fault
from sim.config.reading.nodes import said
from sim.config.values import value_at
from sim.experiment.design.factors import Bundles, MultiplierRange, Multipliers
from sim.experiment.design.products import wrong_products
from sim.war.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiment.design.experiment import Experiment
    from sim.experiment.design.factors import Factor
    from sim.experiment.design.file import ExperimentFile
    from sim.experiment.plan import Level

DAYS = "run.days"
DIMENSIONS = "race.dimensions"
MOST_LEVELS_SHOWN = 8
MOST_RUNS = 10_000_000


def as_a_whole(file: ExperimentFile, experiment: Experiment) -> Iterator[Fault]:
    """Yield what is wrong with an experiment, each part of which is right by itself."""
    runs = experiment.design.size(experiment.factors) * experiment.most_replicates
    if runs > MOST_RUNS:
        what = f"the experiment has {runs:,} runs; {MOST_RUNS:,} is the most"
        yield Fault(("replicates",), what, cure="ask for fewer points or replicates", at_key=True)
    yield from _not_listed(experiment)
    uneven = [table for table in experiment.tables if columns_of(table, 1) != columns_of(table, 2)]
    for factor in experiment.factors:
        keys = file.where(factor.name)
        if isinstance(factor, Bundles):
            yield from (each.below(*keys) for each in _equal_bundles(factor, experiment))
        if isinstance(factor, Multipliers | MultiplierRange):
            yield from (each.below(*keys) for each in wrong_products(factor, experiment.base))
        if uneven and DIMENSIONS in factor.driven:
            what = f"{DIMENSIONS} changes the columns of {' and '.join(uneven)}"
            cure = f"write outputs: {{{', '.join(f'{table}: false' for table in uneven)}}}"
            yield Fault(keys, what, cure=cure, at_key=True)


def _not_listed(experiment: Experiment) -> Iterator[Fault]:
    """Yield responses that name what the base does not take from outside."""
    listed = {each.name for each in experiment.base.behaviours}
    for measure in experiment.measures:
        sources = (
            *(("column", COLUMNS, each) for each in measure.columns),
            ("summary", RESPONSES, measure.summary),
        )
        for key, part, named in sources:
            if ":" in named and named not in listed:
                cure = f"write {part}: [{named}] under behaviours: of the base"
                what = f"{named} is not among the behaviours of the base"
                yield Fault(("responses", measure.name, key), what, cure=cure)


def at_points(file: ExperimentFile, experiment: Experiment) -> Iterator[Fault]:
    """Yield each conflict that any point has, with the first point that has it.

    Then responses whose window reaches beyond the last day of the shortest run.
    """
    first: dict[Conflict, tuple[Level, ...]] = {}
    count: dict[Conflict, int] = {}
    lengths = {experiment.base.run.days}
    if any(DAYS in factor.driven for factor in experiment.factors):
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
        yield _of_conflict(conflict, levels, count[conflict] - 1, file, experiment)
    yield from _beyond(experiment, min(lengths, default=experiment.base.run.days))


def _equal_bundles(factor: Bundles, experiment: Experiment) -> Iterator[Fault]:
    """Yield two bundles of a factor that come to the same values, with those of the base."""
    base = {path: value_at(experiment.base, path) for path in factor.driven}
    seen: dict[str, str] = {}
    for name, bundle in factor.bundles:
        text = repr(base | dict(bundle))
        if text in seen:
            what = f"factor {factor.name}: bundles {seen[text]} and {name} set the same"
            yield Fault(what=what, cure="drop one of them", at_key=True)
        seen.setdefault(text, name)


def _beyond(experiment: Experiment, days: int) -> Iterator[Fault]:
    for measure in experiment.measures:
        for key, day in (("from_day", measure.from_day), ("to_day", measure.to_day)):
            if day is not None and day > days:
                what = f"response {measure.name}: {key} is {day}, but runs end on day {days}"
                keys = ("responses", measure.name)
                yield Fault(keys, what, cure=f"lower it, or raise {DAYS}", at_key=True)


def _conflicts(failure: ValidationError) -> Iterator[Conflict]:
    for error in failure.errors(include_url=False):
        if error["type"] != "conflict":
            yield Conflict(".".join(map(str, error["loc"])), error["msg"], "")
            continue
        yield from error["ctx"]["conflicts"]
        for flaw in error["ctx"]["flaws"]:
            yield Conflict(f"events.{flaw.event}.{flaw.key}", flaw.problem, flaw.cure)


def _of_conflict(
    conflict: Conflict,
    levels: tuple[Level, ...],
    others: int,
    file: ExperimentFile,
    experiment: Experiment,
) -> Fault:
    concerned = [factor for factor in experiment.factors if _concerns(factor, conflict)] or list(
        experiment.factors
    )
    setting = dict(zip((each.name for each in experiment.factors), levels, strict=True))
    ordered = [*concerned, *(each for each in experiment.factors if each not in concerned)]
    shown = [f"{each.name}={said(setting[each.name])}" for each in ordered[:MOST_LEVELS_SHOWN]]
    point = ", ".join(shown) + (", ..." if len(ordered) > len(shown) else "")
    more = f", and at {others} more points" if others else ""
    what = f"at {point}{more}: {conflict.path}: {conflict.problem}"
    keys, *also = (file.where(each.name) for each in concerned)
    return Fault(keys, what, cure=conflict.cure, others=tuple(also), at_key=True)


def _concerns(factor: Factor, conflict: Conflict) -> bool:
    """Tell whether a conflict is about a parameter that a factor drives."""
    words = set(re.findall(r"[a-z_0-9.]+", " ".join(conflict)))
    return any(path in words for path in factor.driven)
