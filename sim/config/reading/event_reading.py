"""From a tree to events that are each right by themselves: what is wrong, told at its line."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sim.config.errors import Problem, quote
from sim.config.event_rules import flaws
from sim.config.events import Event, legal_of
from sim.config.reading.nodes import find, remedy, shown
from sim.config.reading.tree import Entry, Mapping, Scalar, Sequence
from sim.config.scalars import SpellingError, read_scalar
from sim.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.errors import Findings, Place
    from sim.config.event_rules import EventFlaw
    from sim.config.reading.tree import Node
    from sim.config.scalars import Value

EVENTS = "events"
FORM = "a list of events, each with a dash before its first key"
NO_FILE = "write events into a file; one that extends another replaces its list"


def without_flaws(tree: Mapping, findings: Findings) -> Mapping:
    """Return a tree without those of its events that are wrong by themselves: these are told."""
    place, node = tree.entries[EVENTS]
    sound: list[Node] = []
    if place.line is None:
        findings.add(Problem(place, "events cannot be set by an override", cure=NO_FILE))
    elif isinstance(node, Sequence):
        for item in node.items:
            problems = list(_problems(item))
            for problem in problems:
                findings.add(problem)
            if not problems:
                sound.append(item)
    else:
        cure = "write [] for none" if shown(node) == "empty" else ""
        findings.add(Problem(node.place, f"events is {shown(node)}", legal=FORM, cure=cure))
    return Mapping(tree.place, {**tree.entries, EVENTS: Entry(place, Sequence(node.place, sound))})


def told(flaw: EventFlaw, events: Node) -> Problem:
    """Tell what is wrong with one of `events`, with the lines of those it does not agree with.

    Without a list of them, they are those of a configuration whose file is not at hand.
    """
    if not isinstance(events, Sequence):
        what = f"event {flaw.event + 1}: {flaw.problem}"
        return Problem(events.place, what, flaw.legal, flaw.nearest, flaw.cure)
    item = events.items[flaw.event]
    node = find(item, [flaw.key])
    what = flaw.problem
    if flaw.others:
        lines = ", ".join(str(events.items[other].place.line) for other in flaw.others)
        what = f"{what} (with line {lines})"
    cure = flaw.cure or (remedy(node, None) if flaw.key == "set" else "")
    return Problem(node.place, what, legal=flaw.legal, nearest=flaw.nearest, cure=cure)


def _problems(item: Node) -> Iterator[Problem]:
    """Yield everything that is wrong with one event by itself."""
    if not isinstance(item, Mapping):
        yield Problem(item.place, f"an event is {shown(item)}", legal=FORM)
        return
    written: dict[str, Value | None] = {}
    for key, (place, node) in item.entries.items():
        if key not in Event.model_fields:
            yield _unknown(key, place)
            continue
        value = _value(key, node)
        if isinstance(value, Problem):
            yield value
        written[key] = None if isinstance(value, Problem) else value
    wrong = _wrong_keys(written)
    known = {
        key: value if key == "set" or key not in wrong else None for key, value in written.items()
    }
    found = list(flaws(Config, 0, known))
    alone = Sequence(item.place, [item])
    yield from (told(flaw, alone) for flaw in found)
    untold = wrong - {flaw.key for flaw in found}
    yield from (_illegal(key, item.entries[key].value) for key in written if key in untold)


def _unknown(key: str, place: Place) -> Problem:
    near = difflib.get_close_matches(key.lower()[:80], Event.model_fields)
    what = f"unknown key {quote(key) or '(empty)'} in an event"
    return Problem(place, what, nearest=", ".join(near))


def _value(key: str, node: Node) -> Value | Problem:
    """Return the value of a key, or why it has none."""
    if not isinstance(node, Scalar):
        return _illegal(key, node)
    try:
        value = read_scalar(node.text, plain=node.plain)
    except SpellingError as error:
        what = f"{key}: {shown(node)} {error.reason}"
        return Problem(node.place, what, legal=legal_of(key), cure=error.cure)
    return _illegal(key, node) if value is None else value


def _wrong_keys(written: dict[str, Value | None]) -> set[str]:
    """Return the keys whose values are of the wrong type or out of the range of the key."""
    values: dict[str, Any] = {key: value for key, value in written.items() if value is not None}
    try:
        Event.model_validate(values)
    except ValidationError as failure:
        return {str(error["loc"][0]) for error in failure.errors()} & values.keys()
    return set()


def _illegal(key: str, node: Node) -> Problem:
    kind = int if "whole" in legal_of(key) else None
    return Problem(
        node.place, f"{key} is {shown(node)}", legal=legal_of(key), cure=remedy(node, kind)
    )
