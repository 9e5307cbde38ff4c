"""From the key `factors` of an experiment file to factors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.analysis.measures import SUMMARIES
from sim.config.catalogue import parameters
from sim.config.errors import Problem, UnreadableError, quote
from sim.config.reading.nodes import shown
from sim.config.reading.tree import Scalar
from sim.experiment.design.factors import (
    LINEAR,
    LOG,
    SCALES,
    Bundles,
    Range,
    Values,
    is_category,
    is_level,
    is_number,
)
from sim.experiment.design.keys import Group, said
from sim.experiment.design.values import check_path, legal_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.config.errors import Findings, Place
    from sim.config.reading.tree import Node
    from sim.experiment.design.factors import Factor
    from sim.experiment.plan import Level

OTHER_COLUMNS = {
    *("run", "point", "replicate", "day", "date"),
    *("response", "unit", "replicates", "mean", "low", "high", "standard_deviation"),
    *("factor", "level", "from", "to", "points", "effect", "effect_low", "effect_high"),
    *("half_width", *(f"quantile_{percent}" for percent in (5, 25, 50, 75, 95))),
}
"""Names of other columns, in the tables of runs and in what is made of them."""
"""Columns that every table begins with."""

KINDS = ("values", "range", "categories", "bundles")
KEYS = (*KINDS, "scale", "levels", "paths")
MOST_LEVELS = 10_000


class FactorReader:
    """Reads factors one after the other.

    Parameters
    ----------
    findings
        Receives what is wrong.

    Attributes
    ----------
    factors : list of Factor
        Those that are right by themselves.
    places : dict of str to Place
        Where each is written, right or wrong.
    sound : bool
        Whether all of them are right.
    """

    def __init__(self, findings: Findings) -> None:
        self.factors: list[Factor] = []
        self.places: dict[str, Place] = {}
        self.sound = True
        self._findings = findings
        self._drivers: dict[str, str] = {}

    def read(self, node: Node) -> None:
        """Read all factors of a mapping."""
        group = Group(node, "factors", None, self._findings)
        for name in group:
            self.places[name] = group.key_place(name)
            before = len(self._findings.problems)
            factor = self._factor(name, group)
            if factor is not None and self._takes(factor):
                self.factors.append(factor)
            self.sound = self.sound and len(self._findings.problems) == before

    def add(self, name: str, values: Iterable[tuple[Level, Place]]) -> None:
        """Add a factor whose values are those of the points of a list."""
        distinct = dict(values)
        self.places[name] = next(iter(distinct.values()))
        factor = Values(name, (name,), tuple(distinct))
        if self._takes(factor):
            self.factors.append(factor)

    def _factor(self, name: str, factors: Group) -> Factor | None:
        if not self._is_name(name, factors):
            return None
        group = Group(factors.node(name), f"factor {name}", KEYS, self._findings)
        kinds = [key for key in KINDS if key in group]
        if not group.is_mapping or len(kinds) != 1:
            has = f"has {' and '.join(kinds)}" if kinds else "has no levels"
            cure = "write values, range, categories or bundles"
            if group.is_mapping:
                group.tell(self.places[name], f"factor {name} {has}", cure=cure)
            return None
        if kinds == ["bundles"]:
            return self._bundles(name, group)
        paths = self._paths(name, group)
        if not paths:
            return None
        make = self._range if kinds == ["range"] else self._values
        return make(name, paths, group)

    def _is_name(self, name: str, factors: Group) -> bool:
        place = factors.key_place(name)
        if not factors.is_name(name, place):
            return False
        if name.lower() in OTHER_COLUMNS:
            what = f"{name} is another column of the tables"
            factors.tell(place, what, cure="choose another name")
            return False
        if name in SUMMARIES:
            factors.tell(place, f"{name} is a response", cure="choose another name")
            return False
        for other in self.places:
            if other != name and other.lower() == name.lower():
                what = f"{name} and {other} differ in case only"
                factors.tell(place, what, cure="choose another name")
                return False
        return True

    def _paths(self, name: str, group: Group) -> tuple[str, ...]:
        """Return the paths that a factor drives; none if one is wrong."""
        if "paths" not in group:
            return (name,) if self._is_path(name, self.places[name]) else ()
        if name in parameters():
            what = f"{name} is a parameter and drives itself, not paths"
            group.tell(self.places[name], what, cure="give the factor another name")
            return ()
        nodes = group.items("paths", "paths of parameters")
        paths = [node.text for node in nodes if isinstance(node, Scalar)]
        if len(paths) < len(nodes):
            group.tell(group.value_place("paths"), f"{group.title}: paths holds more than paths")
            return ()
        right = [self._is_path(path, node.place) for path, node in zip(paths, nodes, strict=True)]
        if not all(right):
            return ()
        kinds = {str(parameters()[path].kind) for path in paths}
        if len(kinds) > 1 or len(set(paths)) < len(paths):
            what = f"{group.title}: paths must be different parameters of one type"
            group.tell(group.value_place("paths"), what, cure="use bundles")
            return ()
        return tuple(paths)

    def _is_path(self, path: str, place: Place) -> bool:
        try:
            check_path(path, place)
        except UnreadableError as error:
            self._findings.add(error.problem)
            return False
        return True

    def _values(self, name: str, paths: tuple[str, ...], group: Group) -> Factor | None:
        key = "values" if "values" in group else "categories"
        for extra in ("scale", "levels"):
            if extra in group:
                group.tell(group.key_place(extra), f"{group.title}: {extra} goes with range only")
        kind = parameters()[paths[0]].kind
        if key == "categories" and not is_category(kind):
            what = f"{paths[0]} takes {parameters()[paths[0]].legal}, not categories"
            group.tell(group.key_place(key), what, cure="write values")
            return None
        if not is_level(kind):
            what = f"{paths[0]} takes {parameters()[paths[0]].legal}"
            group.tell(group.key_place(key), what, cure="use bundles, each with one such list")
            return None
        levels = group.items(key, "values, as [30, 45]")
        if len(levels) > MOST_LEVELS:
            what = f"{group.title} has {len(levels)} values; {MOST_LEVELS} is the most"
            group.tell(group.value_place(key), what)
            return None
        values = self._distinct(paths, levels, group)
        return Values(name, paths, values) if values else None

    def _distinct(
        self, paths: tuple[str, ...], nodes: list[Node], group: Group
    ) -> tuple[Level, ...]:
        """Return values no two alike; none if one is wrong."""
        values: dict[Level, Node] = {}
        wrong = False
        for node in nodes:
            value = self._legal(paths, node)
            if value in values:
                first = values[value]
                what = (
                    f"{group.title}: {shown(node)} is the same value as {shown(first)} "
                    f"in line {first.place.line}"
                )
                group.tell(node.place, what, cure="keep one of them")
            if value is None or value in values:
                wrong = True
            else:
                values[value] = node
        return () if wrong else tuple(values)

    def _legal(self, paths: Iterable[str], node: Node) -> Any:
        """Return a value that is legal at all paths; None if it is not, which is told."""
        value = None
        for path in paths:
            try:
                value = legal_value(path, node)
            except UnreadableError as error:
                self._findings.add(error.problem)
                return None
        return value

    def _range(self, name: str, paths: tuple[str, ...], group: Group) -> Factor | None:
        if not is_number(parameters()[paths[0]].kind):
            what = f"{paths[0]} takes {parameters()[paths[0]].legal}, not a range"
            group.tell(group.key_place("range"), what, cure="write values or categories")
            return None
        nodes = group.items("range", "two numbers, [low, high]")
        ends = [self._legal(paths, node) for node in nodes]
        if not ends or None in ends:
            return None
        place = group.value_place("range")
        if len(ends) != 2 or not ends[0] < ends[1]:
            written = shown(group.node("range"))
            what = f"{group.title}: range is {written}"
            group.tell(place, what, cure="write [low, high], the lower first")
            return None
        scale = group.word("scale", LINEAR, SCALES)
        if scale == LOG and ends[0] <= 0:
            what = f"{group.title}: a log scale cannot begin at {said(ends[0])}"
            group.tell(nodes[0].place, what, cure="begin above 0, or use scale: linear")
            return None
        count = group.whole("levels", 0, 2, MOST_LEVELS) or None
        factor = Range(name, paths, ends[0], ends[1], scale, count)
        if len(set(factor.levels)) < len(factor.levels):
            what = f"{group.title} has no {count} different levels in its range"
            group.tell(group.value_place("levels"), what, cure="ask for fewer")
            return None
        return factor

    def _bundles(self, name: str, group: Group) -> Factor | None:
        if name in parameters():
            what = f"{name} is a parameter; bundles need a name of their own"
            group.tell(self.places[name], what, cure="give the factor another name")
            return None
        for extra in ("scale", "levels", "paths"):
            if extra in group:
                group.tell(group.key_place(extra), f"{group.title}: {extra} goes not with bundles")
        bundles = Group(group.node("bundles"), f"{group.title}: bundles", None, self._findings)
        if not list(bundles):
            bundles.tell(bundles.place, f"{bundles.title} is empty", cure="name a few")
        found = [(each, self._bundle(each, bundles)) for each in bundles]
        factor = Bundles(name, tuple(found))
        return factor if found else None

    def _bundle(self, name: str, bundles: Group) -> tuple[tuple[str, Any], ...]:
        bundles.is_name(name, bundles.key_place(name))
        group = Group(bundles.node(name), f"bundle {name}", None, self._findings)
        settings = []
        for path in group:
            if self._is_path(path, group.key_place(path)):
                value = self._legal((path,), group.node(path))
                settings.append((path, value))
        return tuple(settings)

    def _takes(self, factor: Factor) -> bool:
        """Tell whether no factor before drives a parameter of this one, and note it does."""
        taken = [path for path in factor.driven if path in self._drivers]
        for path in taken:
            what = f"{quote(path)} is driven by factor {self._drivers[path]} already"
            cure = "drive each parameter by one factor"
            self._findings.add(Problem(self.places[factor.name], what, cure=cure))
            self.sound = False
        self._drivers |= dict.fromkeys(factor.driven, factor.name)
        return not taken
