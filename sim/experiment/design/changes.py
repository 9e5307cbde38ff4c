"""How an experiment differs from another, as people read it, and whether it only grew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.config.catalogue import parameters
from sim.config.generated.writing import behaviours_lines, events_lines
from sim.config.scalars import write_value
from sim.config.values import value_at
from sim.experiment.design.experiment import Auto
from sim.experiment.design.identities import NOT_PART
from sim.experiment.design.writing import (
    correlations_text,
    design_text,
    factor_text,
    measure_text,
    replicates_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.config import Config
    from sim.experiment.design.experiment import Experiment


class Change(NamedTuple):
    """One difference between an experiment and what it was.

    Attributes
    ----------
    what : str
        The difference, on one line.
    growth : bool
        Whether all runs of the old plan stay in the new one as they are.
    """

    what: str
    growth: bool


def changes(then: Experiment, now: Experiment) -> list[Change]:
    """Return what differs between two experiments; empty if they are equal.

    More replicates, and levels or points such that all old ones are still there, are growth.
    So are name, figures and time limit: they change no run.
    """
    kept = keeps_points(then, now)
    found = [Change(what, kept) for what in (*_of_points(then, now), *_of_base(then, now))]
    for name, old, new in (
        ("name", then.name, now.name),
        ("figures", write_value(then.figures), write_value(now.figures)),
        ("seconds_per_run", write_value(then.seconds_per_run), write_value(now.seconds_per_run)),
    ):
        found += [Change(what, growth=True) for what in _differing(name, old, new)]
    old, new = replicates_text(then.replicates), replicates_text(now.replicates)
    more = asks_as_many(then.replicates, now.replicates) and not now.design.grows
    found += [Change(what, more) for what in _differing("replicates", old, new)]
    found += [Change(what, growth=False) for what in _of_results(then, now)]
    return found


def keeps_points(then: Experiment, now: Experiment) -> bool:
    """Tell whether all points are still there, with the same levels of the same factors."""
    if [each.name for each in then.factors] != [each.name for each in now.factors]:
        return False
    if not now.design.goes_on_from(then.design):
        return False
    old = {(point.identity, point.levels) for point in then.each_point()}
    return old <= {(point.identity, point.levels) for point in now.each_point()}


def asks_as_many(then: int | Auto, now: int | Auto) -> bool:
    """Tell whether `now` asks at each point for at least the replicates that `then` did."""
    if isinstance(now, int):
        return now >= (then.maximum if isinstance(then, Auto) else then)
    if isinstance(then, int):
        return now.minimum >= then
    return (
        now.response == then.response
        and now.half_width <= then.half_width
        and now.minimum >= then.minimum
        and now.maximum >= then.maximum
    )


def _of_points(then: Experiment, now: Experiment) -> Iterator[str]:
    yield from _of_each(
        "factor",
        {each.name: factor_text(each) for each in then.factors},
        {each.name: factor_text(each) for each in now.factors},
    )
    yield from _differing("correlation", correlations_text(then), correlations_text(now))
    yield from _differing("design", design_text(then), design_text(now))
    old, new = then.points(), now.points()
    if [point.levels for point in old] != [point.levels for point in new]:
        added = len({point.identity for point in new} - {point.identity for point in old})
        gone = len({point.identity for point in old} - {point.identity for point in new})
        yield f"points: {len(old)} then, {len(new)} now ({added} new, {gone} gone)"


def _of_base(then: Experiment, now: Experiment) -> Iterator[str]:
    for path in parameters():
        if path not in NOT_PART:
            old, new = value_at(then.base, path), value_at(now.base, path)
            yield from _differing(path, write_value(old), write_value(new))
    yield from _of_each("event", _events(then.base), _events(now.base))
    yield from _of_each("input of", _inputs(then.base), _inputs(now.base))
    yield from _of_each("behaviour of", _behaviours(then.base), _behaviours(now.base))


def _events(config: Config) -> dict[str, str]:
    return {
        str(number): " ".join(line.strip(" -") for line in list(events_lines([event]))[1:])
        for number, event in enumerate(config.model_dump()["events"])
    }


def _inputs(config: Config) -> dict[str, str]:
    return {each.path: f"{each.between} {dict(each.at)}" for each in config.inputs}


def _behaviours(config: Config) -> dict[str, str]:
    lines = list(behaviours_lines(config.model_dump()["behaviours"]))[1:]
    return dict(line.strip().split(": ", 1) for line in lines)


def _of_results(then: Experiment, now: Experiment) -> Iterator[str]:
    yield from _of_each(
        "response",
        {each.name: measure_text(each) for each in then.measures},
        {each.name: measure_text(each) for each in now.measures},
    )
    yield from _differing("tables", ", ".join(then.tables), ", ".join(now.tables))


def _of_each(title: str, then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*then, *now)):
        old, new = then.get(name, "not there"), now.get(name, "not there")
        yield from _differing(f"{title} {name}", old, new)
    if then.keys() == now.keys():
        yield from _differing(f"order of {title}s", ", ".join(then), ", ".join(now))


def _differing(name: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{name}: {old} then, {new} now"
