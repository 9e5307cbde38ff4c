"""What of an experiment can only be checked as a whole: its points, bundles and windows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from sim.config.behaviours import COLUMNS, RESPONSES
from sim.config.conflicts import Conflict, conflicts
from sim.config.errors import Fault, Problem
from sim.config.event_rules import clashes
from sim.config.reading.findings import spot
from sim.config.reading.nodes import said
from sim.config.values import value_at, with_legal
from sim.experiment.design.factors import (
    Bundles,
    Group,
    MultiplierRange,
    Multipliers,
    Range,
    Values,
)
from sim.experiment.design.products import wrong_products
from sim.war.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.config.event_rules import EventFlaw
    from sim.config.reading.tree import Mapping
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


def replaced_settings(layer: Mapping, experiment: Experiment) -> Iterator[Problem]:
    """Yield values set above the base that no point has, since a factor sets another one.

    Parameters
    ----------
    layer
        What `set` in the file, or an override, changes.
    experiment
        The experiment with its factors.
    """
    for factor in experiment.factors:
        for path in _always_set(factor):
            at = spot(layer, path.split("."))
            if ".".join(map(str, at.keys)) == path:
                what = f"{path} is set, but factor {factor.name} sets it at every point"
                yield Problem(at.key, what, cure="drop it, or take it out of the factor")


def _always_set(factor: Factor) -> set[str]:
    """Return the paths whose value in the base a factor replaces at every level."""
    if isinstance(factor, Bundles):
        return set.intersection(*({path for path, _ in bundle} for _, bundle in factor.bundles))
    return {*factor.driven} if isinstance(factor, Values | Range | Group) else set()


def at_points(file: ExperimentFile, experiment: Experiment) -> Iterator[Fault]:
    """Yield each conflict that any point has, with the first point that has it.

    Then responses whose window reaches beyond the last day of the shortest run.
    """
    first: dict[Conflict, tuple[Level, ...]] = {}
    failing: dict[Conflict, set[tuple[Level, ...]]] = {}
    lengths = {experiment.base.run.days}
    if any(DAYS in factor.driven for factor in experiment.factors):
        lengths = set()
    conflicts_at = _conflicts_of_legal if _are_legal(experiment) else _conflicts_at
    for levels in experiment.design.rows(experiment.factors, experiment.correlations):
        days, found = conflicts_at(experiment, levels)
        for conflict in found:
            first.setdefault(conflict, levels)
            failing.setdefault(conflict, set()).add(levels)  # rows may be alike
        if not found:
            lengths.add(days)
    for conflict, levels in first.items():
        yield _of_conflict(conflict, levels, len(failing[conflict]) - 1, file, experiment)
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


def _are_legal(experiment: Experiment) -> bool:
    """Tell whether each level of every factor is legal by itself, whatever the others are."""
    return all(isinstance(each, Values | Range | Bundles | Group) for each in experiment.factors)


def _conflicts_of_legal(
    experiment: Experiment, levels: tuple[Level, ...]
) -> tuple[int, list[Conflict]]:
    """Return the days of the runs at a point, and its conflicts, where each level is legal."""
    config = with_legal(experiment.base, experiment.settings_at(levels))
    found = list(conflicts(config))
    if config.events:
        found += _of_events(clashes(config))
    return config.run.days, found


def _conflicts_at(experiment: Experiment, levels: tuple[Level, ...]) -> tuple[int, list[Conflict]]:
    """Return the days of the runs at a point, and all that is wrong there."""
    try:
        return experiment.config_at(levels).run.days, []
    except ValidationError as failure:
        return 0, list(_conflicts(failure))


def _conflicts(failure: ValidationError) -> Iterator[Conflict]:
    for error in failure.errors(include_url=False):
        if error["type"] != "conflict":
            yield Conflict(".".join(map(str, error["loc"])), error["msg"], "")
            continue
        yield from error["ctx"]["conflicts"]
        yield from _of_events(error["ctx"]["flaws"])


def _of_events(found: Iterable[EventFlaw]) -> Iterator[Conflict]:
    for flaw in found:
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
    cure = conflict.cure + "".join(f"; {each}" for each in _of_base(concerned, experiment))
    return Fault(keys, what, cure=cure, others=tuple(also), at_key=True)


def _of_base(concerned: list[Factor], experiment: Experiment) -> Iterator[str]:
    """Yield that the base agrees, where a conflict is about one parameter that is driven."""
    driven = [path for factor in concerned for path in factor.driven]
    if len(driven) == 1:
        yield f"write {said(value_at(experiment.base, driven[0]))}, as in the base"


def _concerns(factor: Factor, conflict: Conflict) -> bool:
    """Tell whether a conflict is about a parameter that a factor drives."""
    words = set(re.findall(r"[a-z_0-9.]+", " ".join(conflict)))
    return any(path in words for path in factor.driven)
