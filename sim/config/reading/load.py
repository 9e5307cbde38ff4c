"""Reading a configuration: one call from a name or file to a checked `Config`."""

from __future__ import annotations

import functools
import os
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from sim.config.behaviours import BEHAVIOURS, allow
from sim.config.catalogue import nearest, parameters
from sim.config.conflicts import RULES
from sim.config.errors import ConfigError, Fault, Findings, Place, Problem, quote
from sim.config.event_rules import flaws
from sim.config.events import LEGAL_TEXT, Event
from sim.config.inputs import INPUTS
from sim.config.reading.behaviour_reading import read_behaviours
from sim.config.reading.doubts import is_shipped, of_configuration, tell
from sim.config.reading.files import EXPERIMENTS, taken_for
from sim.config.reading.findings import UNKNOWN, Teller, illegal, of_parameter, plain, spot
from sim.config.reading.input_reading import read_inputs, tell_conflicts
from sim.config.reading.layers import EXTENDS, merge, read_layers, read_overrides
from sim.config.reading.mending import Wanted, guesses, remedy
from sim.config.reading.nodes import shown
from sim.config.reading.tree import Mapping
from sim.config.scalars import SpellingError, Value, write_value
from sim.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from sim.config.behaviours import Behaviour
    from sim.config.conflicts import Conflict
    from sim.config.errors import Keys
    from sim.config.event_rules import EventFlaw
    from sim.config.paths import Given
    from sim.config.reading.findings import Spot
    from sim.config.reading.shapes import Shape

LOADED = "the configuration"
EVENTS = "events"
CONFLICT = "conflict"
OF_EXPERIMENTS = ("base", "factors")
"""Keys at the top that only experiments have, and that nobody takes for parameters."""
FORM = "a list of events, each with a dash before its first key"


def load(
    source: Given | Config,
    overrides: Iterable[str] = (),
    *,
    behaviours: Iterable[str | type] = (),
    resolve: bool = True,
) -> Config:
    """Read a configuration and check it.

    Parameters
    ----------
    source
        A YAML file, or the name of a configuration that comes with killzone ("baseline",
        "lessons/one-race" or, where that is unique, "one-race"); or one that is loaded already.
    overrides
        Single parameters to change, as given to ``--set``: "race.obsolescence_days=45".

    behaviours
        Modules that it may load, by name or as classes that are in them.
    resolve
        Whether the behaviours that it names are loaded, as far as that is allowed, and checked;
        without that it can be looked at, but not run.

    Returns
    -------
    Config
        Complete: what the file and those it extends leave out has the schema's default.

    Raises
    ------
    ConfigError
        With everything that is wrong, each with file, line, column and cure.

    Warns
    -----
    ConfigWarning
        Of values that are legal, but outside what sources support, or that cannot act.

    Examples
    --------
    >>> import sim
    >>> config = sim.load("baseline", ["race.obsolescence_days=45"])
    >>> config.race.obsolescence_days
    45.0
    """
    allow(behaviours)
    findings = Findings()
    if isinstance(source, Config):
        layers = read_overrides(overrides, findings)
        return check(reduce(merge, layers, Mapping(Place(LOADED), {})), findings, source)
    tree = read_layers(source, overrides, findings)
    _refuse_experiment(tree, source)
    config = check(tree, findings, resolve=resolve)
    if resolve:
        tell(of_configuration(tree, config))
    return config


def _refuse_experiment(tree: Mapping, source: Given) -> None:
    for key in OF_EXPERIMENTS:
        if key in tree.entries and tree.entries[key].place.line is not None:
            where = f" (it has {key})"
            place = tree.entries[key].place
            raise ConfigError([taken_for(place, os.fsdecode(source), EXPERIMENTS, where)])


def check(
    tree: Mapping, findings: Findings, base: Config | None = None, *, resolve: bool = True
) -> Config:
    """Return the configuration that `tree` describes, or that it makes of another one.

    Conflicts between parameters are told only once each of them is right by itself. Unknown keys
    don't hide them, nor do events, which are told first if they are wrong by themselves. With
    `resolve`, the behaviours that it names are loaded, as far as that is allowed, and checked.

    Raises
    ------
    ConfigError
        With what was found before and what is found here.
    """
    sound = not findings.problems
    tree = _without_override_of_events(tree, findings)
    under = {**base.model_dump(), EVENTS: base.events, INPUTS: base.inputs} if base else {}
    if BEHAVIOURS in tree.entries:
        under[BEHAVIOURS] = _behaviours(tree, findings, resolve=resolve)
        tree = _without(tree, BEHAVIOURS)
    series = {}
    if INPUTS in tree.entries:
        series = read_inputs(tree.entries[INPUTS], findings)
        under[INPUTS] = tuple(each for _, (each, _) in sorted(series.items()))
        tree = _without(tree, INPUTS)
    values = _over(under, plain(tree))
    config, errors = _validated(values)
    teller = _ConfigTeller(tree, _without_wrong(values, errors))
    alone = list(_flaws_of_each(values.get(EVENTS), errors))
    if errors or alone:
        for problem in (*teller.of_each(errors, alone), *map(teller.flaw, alone)):
            findings.add(problem)
        if sound:
            for problem in teller.together(values, errors, {each.event for each in alone}):
                findings.add(problem)
    if config is not None:
        tell_conflicts(config, series, findings)
    if config is None or findings.problems:
        raise findings.error()
    return config


def _behaviours(tree: Mapping, findings: Findings, *, resolve: bool) -> tuple[Behaviour, ...]:
    return tuple(read_behaviours(tree.entries[BEHAVIOURS], findings, resolve=resolve))


def _without(tree: Mapping, key: str) -> Mapping:
    return Mapping(tree.place, {name: each for name, each in tree.entries.items() if name != key})


def _without_override_of_events(tree: Mapping, findings: Findings) -> Mapping:
    entry = tree.entries.get(EVENTS)
    if entry is None or entry.place.line is not None:
        return tree
    cure = "write events into a file; one that extends another replaces its list"
    findings.add(Problem(entry.place, "events cannot be set by an override", cure=cure))
    return _without(tree, EVENTS)


def _validated(values: dict[str, Any]) -> tuple[Config | None, list[ErrorDetails]]:
    try:
        return Config.model_validate(values), []
    except ValidationError as failure:
        return None, failure.errors(include_url=False)


def _over(below: Any, above: Any) -> Any:
    """Return nested values with those of `above` in place of their own."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {key: _over(below.get(key), value) for key, value in above.items()}


def _flaws_of_each(events: Any, errors: list[ErrorDetails]) -> Iterator[EventFlaw]:
    """Yield what is wrong with each event by itself, as far as its values are right."""
    refused = {error["loc"][:3] for error in errors}
    for index, event in enumerate(events if isinstance(events, tuple) else ()):
        if isinstance(event, dict):
            right = {
                key: isinstance(value, Value)
                and (key == "set" or (EVENTS, index, key) not in refused)
                for key, value in event.items()
                if key in Event.model_fields
            }
            written = {key: event[key] if is_right else None for key, is_right in right.items()}
            yield from flaws(index, written)


def _without_wrong(values: dict[str, Any], errors: Iterable[ErrorDetails]) -> dict[str, Any]:
    """Return nested values without those that are refused; events are left out as a whole."""
    right: Any = {key: value for key, value in values.items() if key != EVENTS}
    for error in errors:
        if error["type"] != CONFLICT and error["loc"][:1] not in {(), (EVENTS,)}:
            right = _dropped(right, error["loc"])
    return cast("dict[str, Any]", right)


def _dropped(values: Any, keys: tuple[int | str, ...]) -> Any:
    if not isinstance(values, dict) or keys[0] not in values:
        return values
    others = {key: value for key, value in values.items() if key != keys[0]}
    below = values[keys[0]]
    inside = isinstance(below, dict) and len(keys) > 1
    return others | ({keys[0]: _dropped(below, keys[1:])} if inside else {})


class _ConfigTeller(Teller):
    """Puts into words what is wrong with a configuration and its events.

    `right` are the values of the configuration that are legal, each by itself.
    """

    def __init__(self, tree: Mapping, right: dict[str, Any]) -> None:
        super().__init__(tree, Config, "the configuration")
        self._right = right

    def _accepts(self, path: str, value: Any) -> bool:
        """Tell whether a value agrees with the legal ones of the other parameters."""
        for key in reversed(path.split(".")):
            value = {key: value}
        return not _validated(_over(self._right, value))[1]

    def of_each(
        self, errors: Iterable[ErrorDetails], alone: Iterable[EventFlaw]
    ) -> Iterator[Problem]:
        """Yield what is wrong with single values, but for those of events that have a flaw."""
        told = {(EVENTS, each.event, each.key) for each in alone}
        return self.problems(
            error
            for error in errors
            if error["type"] != CONFLICT
            and error["loc"][:3] not in told
            and not (error["type"] == "missing" and error["loc"][0] == EVENTS)
        )

    def together(
        self, values: dict[str, Any], errors: Iterable[ErrorDetails], wrong: set[int]
    ) -> Iterator[Problem]:
        """Yield conflicts, as if there were neither unknown keys nor `wrong` events."""
        for error in errors:
            loc, *_ = error["loc"] or ("",)
            if loc == EVENTS:
                wrong |= {each for each in error["loc"][1:2] if isinstance(each, int)}
            elif error["type"] in UNKNOWN:
                group: Any = values
                for key in error["loc"][:-1]:
                    group = group[key]
                del group[error["loc"][-1]]
        events = values.get(EVENTS)
        events = events if isinstance(events, tuple) else ()
        right = [index for index in range(len(events)) if index not in wrong]
        for error in _validated({**values, EVENTS: tuple(events[each] for each in right)})[1]:
            if error["type"] == CONFLICT:
                yield from map(self._conflict, error["ctx"]["conflicts"])
                for flaw in error["ctx"]["flaws"]:
                    others = tuple(right[other] for other in flaw.others)
                    yield self.flaw(flaw._replace(event=right[flaw.event], others=others))

    def flaw(self, flaw: EventFlaw) -> Problem:
        """Return what is wrong with an event, with the lines of those it does not agree with.

        An event that is not in the tree is one of the configuration that the tree changes.
        """
        if EVENTS not in self.tree.entries:
            what = f"event {flaw.event + 1}: {flaw.problem}"
            return Problem(self.tree.place, what, flaw.legal, flaw.nearest, flaw.cure)
        keys = (EVENTS, flaw.event, flaw.key)
        cure = flaw.cure or self._cure_of_set(keys)
        others = tuple((EVENTS, other) for other in flaw.others)
        fault = Fault(keys, flaw.problem, flaw.legal, flaw.nearest, cure, others)
        return self.refused(fault, keys)

    def _cure_of_set(self, keys: Keys) -> str:
        """Return how to mend the value that an event sets; empty if it is about something else."""
        path = plain(spot(self.tree, (*keys[:2], "path")).node)
        if keys[2] != "set" or not isinstance(path, str) or path not in parameters():
            return ""
        return remedy(spot(self.tree, keys).node, Wanted.of(parameters()[path]))

    def title(self, keys: Keys) -> str:
        """Return what a group of parameters, or an event, is called."""
        return "an event" if keys[:1] == (EVENTS,) and len(keys) > 1 else ".".join(map(str, keys))

    def name(self, keys: Keys) -> str:
        """Return what a value is called."""
        return str(keys[2]) if keys[0] == EVENTS and len(keys) > 2 else self.title(keys)

    def illegal(self, at: Spot, shape: Shape) -> Problem:
        """Return that a value is none for a parameter, or for a key of an event."""
        if at.keys[0] != EVENTS:
            names = [key for key in at.keys if isinstance(key, str)]
            misspelt = isinstance(plain(at.node), SpellingError)
            node = at.node if misspelt else spot(self.tree, names).node
            path = ".".join(names)
            problem = of_parameter(node, path, functools.partial(self._accepts, path))
            return replace(problem, place=at.node.place)
        if len(at.keys) > 2:
            return illegal(self.name(at.keys), at.node, shape, LEGAL_TEXT.get(str(at.keys[2]), ""))
        return self.no_keys(at)

    def no_keys(self, at: Spot) -> Problem:
        """Return that a value stands where keys belong, or events."""
        if at.keys[:1] != (EVENTS,):
            return super().no_keys(at)
        cure = "write [] for none" if shown(at.node) == "empty" else ""
        what = f"{self.title(at.keys)} is {shown(at.node)}"
        return Problem(at.node.place, what, legal=FORM, cure=cure)

    def unknown(self, at: Spot, known: Iterable[str]) -> Problem:
        """Return that a key is not known, with the nearest wherever it may be."""
        *above, key = map(str, at.keys)
        if above[:1] == [EVENTS]:
            return super().unknown(at, known)
        what = f"unknown key {quote(key) or '(empty)'}"
        path = ".".join(above)
        what += f" in {path}" if path else ""
        if key == EXTENDS:
            return Problem(at.key, what, cure="write it at the top level of a file")
        cure = "write each key below its group, indented" if "." in key else ""
        return Problem(at.key, what, nearest=nearest(path, key), cure=cure)

    def _conflict(self, conflict: Conflict) -> Problem:
        """Return a conflict, told at the parameter, or at one that is written and it is about."""
        path = self._written_of(conflict.path)
        at, cure = spot(self.tree, path.split(".")), conflict.cure
        if ".".join(map(str, at.keys)) == path:
            found = guesses(at.node, Wanted.of(parameters()[path]))
            values = (each.value for each in found if self._accepts(path, each.value))
            agreed = next(values, None)
            cure = f"{conflict.path}: {cure}" if path != conflict.path else cure
            cure += "" if agreed is None else f"; write {write_value(agreed)}, say"
            cure += f", for {path}" if path != conflict.path else ""
        what = f"{conflict.path}: {conflict.problem}"
        return self.refused(Fault(at.keys, what, cure=cure), at.keys)

    def _written_of(self, path: str) -> str:
        """Return a path, or another of its rule if that is written in people's own files."""
        rules = (rule.paths for rule in RULES if path in rule.paths)
        found = dict.fromkeys((path, *(other for paths in rules for other in paths)))
        spots = {each: spot(self.tree, each.split(".")) for each in found}
        written = [each for each, at in spots.items() if ".".join(map(str, at.keys)) == each]
        own = (each for each in written if not is_shipped(spots[each].key))
        return [*own, *written, path][0]
