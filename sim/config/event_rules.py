"""What an event must not be: by itself, in its configuration, and beside other events."""

from __future__ import annotations

import datetime as dt
import math
import operator
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.config.catalogue import components, nearest_changing, parameters
from sim.config.conflicts import conflicts
from sim.config.errors import quote
from sim.config.events import FOREVER
from sim.config.scalars import write_value
from sim.config.values import value_at, values_in_force, with_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.config.catalogue import Parameter
    from sim.config.draft import Draft
    from sim.config.events import Event

CHANGES = ("set", "scale")
STARTS = ("day", "date", "per_year")
ENDS = ("until_day", "until_date", "days")
COMPARED = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}

MOST_COMBINATIONS = 1000
"""Ways in which events that scale one parameter may run together: ten at a time at random."""

Group = tuple[int, ...]
"""Places in the list of events that may run at the same time."""


class EventFlaw(NamedTuple):
    """What is wrong with an event, told at one of its keys, or at the event without one.

    `event` is its place in the list, `others` are those of events that it does not agree with.
    """

    event: int
    key: str
    problem: str
    legal: str = ""
    nearest: str = ""
    cure: str = ""
    others: Group = ()


def flaws(event: int, written: Mapping[str, Any]) -> Iterator[EventFlaw]:
    """Yield what is wrong with an event whatever the rest of the configuration says.

    In `written`, None stands for a value that was refused before.
    """
    yield from _choices(event, written)
    path = written.get("path")
    if not isinstance(path, str):
        return
    parameter = parameters().get(path)
    if parameter is None or not parameter.changes:
        yield _no_target(event, path)
        return
    value = written.get("set")
    if value is not None and not _fits(parameter, value):
        what = f"set is {_shown(value)} for {path}"
        yield EventFlaw(event, "set", what, legal=parameter.legal)
    if "scale" in written and parameter.kind is bool:
        what = f"{path} is not a number that could be scaled"
        yield EventFlaw(event, "scale", what, cure="write set: true or set: false")


def clashes(config: Draft) -> Iterator[EventFlaw]:
    """Yield what is wrong with events in their configuration and beside each other."""
    found = [
        *_times(config),
        *_scaled_alone(config),
        *_set_together(config),
        *_scaled_together(config),
    ]
    yield from found
    if not found and not any(conflicts(config)):
        yield from _conflicting(config)


def typed(event: Event) -> dict[str, Any]:
    """Return the keys of an event that say something, a whole number to set as an integer."""
    written = {key: value for key, value in event if value is not None}
    value = written.get("set")
    if isinstance(value, float) and value.is_integer():
        written["set"] = int(value)
    return written


def _choices(event: int, written: Mapping[str, Any]) -> Iterator[EventFlaw]:
    if "path" not in written:
        yield EventFlaw(
            event, "", "an event without a path", cure="name the parameter that changes"
        )
    for keys, without, least in (
        (CHANGES, "an event that changes nothing", 1),
        (STARTS, "an event that never starts", 1),
        (ENDS, "", 0),
    ):
        there = [key for key in keys if key in written]
        if len(there) > 1:
            what = f"an event with {' and '.join(there)}"
            yield EventFlaw(event, there[1], what, cure=f"keep one of {', '.join(keys)}")
        elif len(there) < least:
            yield EventFlaw(event, "", without, cure=f"write one of {', '.join(keys)}")


def _no_target(event: int, path: str) -> EventFlaw:
    if path in parameters():
        what = f"{path} cannot change during a run"
    elif path in components():
        what = f"{path or 'the path'} is not one parameter but a group of them"
    else:
        what = f"unknown parameter {quote(path)}"
    near = nearest_changing(path)
    return EventFlaw(
        event, "path", what, nearest=near, cure="killzone params marks what may change"
    )


def _fits(parameter: Parameter, value: Any) -> bool:
    """Tell whether a number or truth value is of the right type and in the legal range."""
    if parameter.kind is bool or isinstance(value, bool):
        return parameter.kind is bool and isinstance(value, bool)
    if not isinstance(value, int if parameter.kind is int else int | float):
        return False
    return all(COMPARED[name](value, limit) for name, limit in parameter.limits.items())


def _shown(value: Any) -> str:
    return quote(value) if isinstance(value, str) else quote(write_value(value))


def _span(config: Draft, event: Event) -> tuple[int, int]:
    """Return the first day on which an event may run and the first one after that it may not."""
    start = event.starts_on(config.run.start)
    if start is None:
        return 1, event.ends_on(FOREVER, config.run.start)
    return start, event.ends_on(start, config.run.start)


def _times(config: Draft) -> Iterator[EventFlaw]:
    """Yield events that start outside the run, or end before they start."""
    for index, event in enumerate(config.events):
        start, end = _span(config, event)
        key = next(key for key in STARTS if getattr(event, key) is not None)
        written = getattr(event, key)
        if start < 1:
            what = f"date is {written}, but day 1 is the day after {config.run.start} (run.start)"
            cure = f"write {_when(config, key, 1)} or later, or change the parameter itself"
            yield EventFlaw(index, key, what, cure=cure)
        elif start > config.run.days:
            what = f"{key} is {written}, after the last day of the run, {config.run.days}"
            last_day = _when(config, key, config.run.days)
            cure = f"write {last_day} or earlier, or raise run.days"
            yield EventFlaw(index, key, what, cure=cure)
        if end <= start:
            last = next(key for key in ENDS if getattr(event, key) is not None)
            what = f"{last} is {getattr(event, last)}, no later than the start on day {start}"
            if event.per_year is not None:
                what = f"{last} is {getattr(event, last)}, no later than day 1, when it may start"
            later = 1 if last == "days" else _when(config, last, max(start, 1) + 1)
            cure = f"write {later} or later, or an earlier start"
            yield EventFlaw(index, last, what, cure=cure)


def _when(config: Draft, key: str, day: int) -> int | dt.date:
    """Return a day as a key has it: counted from run.start, or as a date."""
    return config.run.start + dt.timedelta(days=day) if "date" in key else day


def _scaled_alone(config: Draft) -> Iterator[EventFlaw]:
    """Yield events that scale a parameter out of its legal range."""
    for index, event in enumerate(config.events):
        if event.scale is not None and (wrong := _wrong_product(config, (index,))):
            what = f"scale is {write_value(event.scale)}: {wrong}"
            legal, cure = _target(config, index).legal, _scale_cure(config, index)
            yield EventFlaw(index, "scale", what, legal=legal, cure=cure)


def _scale_cure(config: Draft, index: int) -> str:
    """Return the nearest scale that keeps a parameter legal, or what to do where none does."""
    event, target = config.events[index], _target(config, index)
    value = value_at(config, target.path)
    limits = [limit for name, limit in target.limits.items() if name in {"ge", "le"} and value]
    scales = (float(f"{limit / value:.3g}") for limit in limits)
    for nearest in sorted(scales, key=lambda scale: abs(scale - (event.scale or 0))):
        mended = event.model_copy(update={"scale": nearest})
        events = (*config.events[:index], mended, *config.events[index + 1 :])
        changed = config.model_copy(update={"events": events})
        if nearest >= 0 and not _wrong_product(changed, (index,)):
            return f"write {write_value(nearest)}, or set in place of scale"
    return "write set in place of scale"


def _set_together(config: Draft) -> Iterator[EventFlaw]:
    """Yield events that set what an earlier one in the list sets at the same time."""
    fixed = [
        (index, event)
        for index, event in enumerate(config.events)
        if event.set is not None and event.per_year is None
    ]
    for place, (index, event) in enumerate(fixed):
        for other, earlier in fixed[:place]:
            if earlier.path == event.path and _meet(config, index, other):
                what = f"{event.path} is set by two events at the same time"
                cure = "end one before the other starts"
                yield EventFlaw(index, "path", what, cure=cure, others=(other,))
                break


def _scaled_together(config: Draft) -> Iterator[EventFlaw]:
    """Yield for each parameter the first group of events that scale it too far together."""
    for scaling in _scaling(config).values():
        groups = list(_groups(config, scaling))
        wrong = next(
            ((group, text) for group in groups if len(group) > 1
             if (text := _wrong_product(config, group))), None,
        )  # fmt: skip
        if len(groups) > MOST_COMBINATIONS:
            what = f"too many events scale {config.events[scaling[-1]].path} at the same time"
            yield EventFlaw(scaling[-1], "scale", what, cure="let fewer of them overlap")
        elif wrong:
            *others, index = wrong[0]
            legal = _target(config, index).legal
            what = f"scaled by several events at the same time: {wrong[1]}"
            yield EventFlaw(index, "scale", what, legal=legal, others=tuple(others))


def _scaling(config: Draft) -> dict[str, list[int]]:
    """Return the events that scale a parameter and are right alone, by its path."""
    scaling: dict[str, list[int]] = {}
    for index, event in enumerate(config.events):
        if event.scale is not None and not _wrong_product(config, (index,)):
            scaling.setdefault(event.path, []).append(index)
    return scaling


def _groups(config: Draft, events: list[int]) -> Iterator[Group]:
    """Yield the groups of events of which any two may run at the same time, up to a number."""
    groups: list[Group] = [()]
    for index in events:
        grown = [
            (*group, index)
            for group in groups
            if all(_meet(config, index, other) for other in group)
        ]
        yield from grown
        groups += grown
        if len(groups) > MOST_COMBINATIONS:
            return


def _meet(config: Draft, one: int, other: int) -> bool:
    """Tell whether two events may run on the same day."""
    start, end = _span(config, config.events[one])
    other_start, other_end = _span(config, config.events[other])
    return max(start, other_start) < min(end, other_end)


def _target(config: Draft, index: int) -> Parameter:
    return parameters()[config.events[index].path]


def _wrong_product(config: Draft, group: Group) -> str:
    """Tell in words that events of a group scale their parameter to an illegal value."""
    target = _target(config, group[0])
    product = value_at(config, target.path)
    for index in group:
        product *= config.events[index].scale
    whole = target.kind is not int or math.isclose(product, round(product), rel_tol=1e-9)
    value = round(product) if target.kind is int and whole else product
    return "" if whole and _fits(target, value) else f"{target.path} would be {write_value(value)}"


def _conflicting(config: Draft) -> Iterator[EventFlaw]:
    """Yield events whose values conflict with other parameters, or with those of other events.

    A conflict that some of a group have without the others is told of those alone.
    """
    told: list[tuple[set[int], str]] = []
    for group in _together(config):
        values = values_in_force(config, ((0, index) for index in group))
        for conflict in conflicts(with_values(config, values)):
            if any(known <= {*group} and path == conflict.path for known, path in told):
                continue
            told.append(({*group}, conflict.path))
            index = group[-1]
            made = " and ".join(f"{path} {write_value(value)}" for path, value in values.items())
            what = f"it makes {made}; {conflict.path}: {conflict.problem}"
            key = "scale" if config.events[index].set is None else "set"
            yield EventFlaw(index, key, what, cure=conflict.cure, others=group[:-1])


def _together(config: Draft) -> Iterator[Group]:
    """Yield the groups to look at for conflicts: alone, scaling together, fixed on one day."""
    yield from ((index,) for index in range(len(config.events)))
    for scaling in _scaling(config).values():
        yield from (group for group in _groups(config, scaling) if len(group) > 1)
    spans = {
        index: _span(config, event)
        for index, event in enumerate(config.events)
        if event.per_year is None
    }
    for index, (day, _) in spans.items():
        running = [each for each, (start, end) in spans.items() if start <= day < end]
        yield (*(each for each in running if each != index), index)
