"""Values that are legal, but that nobody may have meant: told, without stopping anything."""

from __future__ import annotations

import functools
import warnings
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import NO_UNIT, join, parameters
from sim.config.errors import ConfigWarning, Place, Problem
from sim.config.idle import idle, switch_of
from sim.config.reading.files import CONFIGURATIONS, EXPERIMENTS, shipped_folder
from sim.config.reading.findings import plain, spot
from sim.config.reading.mending import CHOSEN, Wanted, other_units
from sim.config.reading.nodes import shown
from sim.config.reading.tree import Mapping, Sequence
from sim.config.scalars import write_value
from sim.config.values import value_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.config.catalogue import Parameter
    from sim.config.idle import Idle
    from sim.config.reading.tree import Node
    from sim.config.schema import Config

FAR = 10
TINY = 1000
"""Times less than the baseline's value: where sources support nothing, a number may be this small,
but then it is rather in another unit."""
MOST_TOLD = 5

Written = tuple[str, "Node"]
"""The path of a parameter, and a value that is written for it."""


def tell(doubts: Iterable[Problem]) -> None:
    """Warn of a few doubts, each on one line, and say how many more there are."""
    found = list(doubts)
    for problem in found[:MOST_TOLD]:
        warnings.warn(str(problem), ConfigWarning, stacklevel=3)
    if len(found) > MOST_TOLD:
        more = f"{found[0].place.file}: and {len(found) - MOST_TOLD} more values like these"
        warnings.warn(more, ConfigWarning, stacklevel=3)


def of_configuration(tree: Mapping, config: Config) -> Iterator[Problem]:
    """Yield what is doubtful in a configuration that is valid."""
    values = list(own(written(tree)))
    yield from unsupported(values)
    yield from switched_off(values, config, ())
    yield from steep(tree, config)
    yield from (of_idle(each, tree) for each in idle(config))


def of_idle(found: Idle, tree: Mapping) -> Problem:
    """Return that a value cannot act, told where people wrote it or what it follows from."""
    spots = [(path, spot(tree, path.split("."))) for path in found.paths]
    spelt_out = [at for path, at in spots if ".".join(map(str, at.keys)) == path]
    places = (at.key for at in spelt_out if not is_shipped(at.key))
    place = next(places, tree.place)
    return Problem(place, f"{found.paths[0]}: {found.problem}", cure=found.cure)


def switched_off(
    values: Iterable[Written], config: Config, driven: Iterable[str]
) -> Iterator[Problem]:
    """Yield values that have no effect, as something else is off.

    `driven` are the parameters that factors change; those and what events change may be on.
    """
    changing, told = {*driven, *(event.path for event in config.events)}, set()
    for path, node in values:
        switch = switch_of(path)
        if not switch or switch in changing or path in told:
            continue
        told.add(path)
        if not (off := value_at(config, switch)):
            what = f"{path} is {shown(node)}, but {switch} is {write_value(off)}: it has no effect"
            yield Problem(node.place, what, cure=f"drop it, or change {switch}")


def unsupported(values: Iterable[Written]) -> Iterator[Problem]:
    """Yield numbers that lie outside what their sources support.

    Of several for one parameter, as the levels of a factor, the first is told. Zero, which switches
    much off, is not, nor is the baseline's own value.
    """
    told: set[str] = set()
    for path, node in values:
        parameter, value = parameters()[path], plain(node)
        if parameter.kind not in {int, float} or path.split(".")[0] in CHOSEN:
            continue
        if path in told or value in {0, parameter.default}:
            continue
        if not parameter.low <= value <= parameter.high:
            told.add(path)
            yield _unsupported(parameter, node, value)
        elif 0 < value * TINY < parameter.default:
            told.add(path)
            yield _tiny(parameter, node, value)


def _unsupported(parameter: Parameter, node: Node, value: float) -> Problem:
    low, high = parameter.low, parameter.high
    nearest = low if value < low else high
    far = "far " if value * FAR < low or value > high * FAR else ""
    side = "below" if value < low else "above"
    unit = "" if parameter.unit in NO_UNIT else f" {parameter.unit}"
    span = f"{write_value(low)} to {write_value(high)}{unit}"
    what = f"{parameter.path} is {shown(node)}, {far}{side} the {span} that its sources support"
    found = next(other_units(Decimal(repr(value)), Wanted.of(parameter)), None)
    cure = f"leave it if it is meant, or write {write_value(nearest)}"
    if found:
        cure = f"write {write_value(found[1])} if it is in {found[0]}, or leave it if it is meant"
    return Problem(node.place, what, cure=cure)


def _tiny(parameter: Parameter, node: Node, value: float) -> Problem:
    unit = "" if parameter.unit in NO_UNIT else f" {parameter.unit}"
    usual = f"{write_value(parameter.default)}{unit}"
    what = f"{parameter.path} is {shown(node)}, and {usual} in the baseline"
    cure = "leave it if it is meant"
    for name, moved in other_units(Decimal(repr(value)), Wanted.of(parameter)):
        if parameter.default <= FAR * moved and moved <= FAR * parameter.default:
            cure = f"write {write_value(moved)} if it is in {name}, or {cure}"
            break
    return Problem(node.place, what, cure=cure)


@functools.cache
def _shipped_folders() -> tuple[Path, ...]:
    return tuple(shipped_folder(kind).resolve() for kind in (CONFIGURATIONS, EXPERIMENTS))


def is_shipped(place: Place) -> bool:
    """Tell whether something is written in a file that comes with killzone."""
    if place.line is None:
        return False
    return any(Path(place.file).resolve().is_relative_to(each) for each in _shipped_folders())


def own(values: Iterable[Written]) -> Iterator[Written]:
    """Yield the values that stand in people's own files."""
    shipped: dict[str, bool] = {}
    for path, node in values:
        file = node.place.file
        if file not in shipped:
            shipped[file] = is_shipped(node.place)
        if not shipped[file]:
            yield path, node


def written(tree: Mapping, path: str = "") -> Iterator[Written]:
    """Yield the values of parameters that are written in a tree, and those that events set."""
    for key, (_, node) in tree.entries.items():
        at = join(path, key)
        if at == "events" and isinstance(node, Sequence):
            yield from _set_by_events(node)
        elif isinstance(node, Mapping):
            yield from written(node, at)
        elif at in parameters():
            yield at, node


def steep(tree: Mapping, config: Config) -> Iterator[Problem]:
    """Yield events that multiply a number to far above what sources support."""
    written = tree.entries.get("events")
    for event in _entries_of(written and written.value):
        if not {"path", "scale"} <= event.keys() or is_shipped(event["scale"].place):
            continue
        path, node = str(plain(event["path"].value)), event["scale"].value
        parameter, scale = parameters()[path], plain(node)
        multiplied = value_at(config, path) * scale
        if scale > 1 and multiplied > FAR * parameter.high:
            what = f"{path} becomes {write_value(multiplied)}, far above what its sources support"
            cure = f"write {write_value(scale / 100)} if it is in percent, or leave it"
            yield Problem(node.place, f"scale is {shown(node)}: {what}", cure=cure)


def _set_by_events(events: Sequence) -> Iterator[Written]:
    for entries in _entries_of(events):
        if {"path", "set"} <= entries.keys():
            yield str(plain(entries["path"].value)), entries["set"].value


def _entries_of(events: Node | None) -> Iterator[Any]:
    for event in events.items if isinstance(events, Sequence) else ():
        yield event.entries if isinstance(event, Mapping) else {}
