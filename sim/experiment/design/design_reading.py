"""From the keys `design` and `correlation` of an experiment file to a design."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import parameters
from sim.config.errors import Problem, UnreadableError, quote
from sim.config.reading.nodes import shown
from sim.config.reading.tree import Mapping, Scalar
from sim.experiment.design.correlation import Correlation
from sim.experiment.design.designs import KINDS, Points, correlation_flaws
from sim.experiment.design.factors import Bundles, Range, is_level
from sim.experiment.design.keys import Group, closest, said
from sim.experiment.design.values import check_path, legal_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.config.errors import Findings, Place
    from sim.config.reading.tree import Node
    from sim.experiment.design.design import Design, Flaw
    from sim.experiment.design.factor_reading import FactorReader
    from sim.experiment.design.factors import Factor
    from sim.experiment.plan import Level

MOST_WRITTEN = 20_000
"""Values in a list of points."""


def read_design(node: Node, reader: FactorReader, findings: Findings) -> Design | None:
    """Return the design; None if it is wrong.

    What is in the points of a list but not among the factors becomes a factor.
    """
    kind = _kind(node, findings)
    if kind is None:
        return None
    options = {each.name: each for each in fields(kind)}
    before = len(findings.problems)
    group = Group(node, f"design {kind.kind}", ("kind", *options), findings)
    if kind is Points:
        return _list(group, reader, findings)
    values: dict[str, Any] = {}
    for name, option in options.items():
        if "low" not in option.metadata:
            values[name] = group.flag(name, bool(option.default))
            continue
        limits = option.metadata["low"], option.metadata["high"]
        if isinstance(option.default, int):
            values[name] = group.whole(name, option.default, *limits)
        elif group.require(name, f"write {name}: 64, say"):
            values[name] = group.whole(name, limits[0], *limits)
    if len(findings.problems) > before:
        return None
    return kind(**values)


def tell_flaws(
    design: Design,
    correlations: Sequence[Correlation],
    reader: FactorReader,
    places: dict[str, Place],
    findings: Findings,
) -> None:
    """Tell what is wrong with a design of these factors, at the line that it is about.

    Parameters
    ----------
    design, correlations, reader
        Each right by itself.
    places
        Where each option of the design, and the correlation, is written.
    findings
        Receives what is wrong.
    """
    found: list[Flaw] = [
        *design.flaws(reader.factors),
        *correlation_flaws(design, reader.factors, correlations),
    ]
    for flaw in found:
        place = reader.places.get(flaw.key) or places.get(flaw.key) or places["kind"]
        findings.add(Problem(place, flaw.problem, cure=flaw.cure))


def read_correlations(
    group: Group, reader: FactorReader, findings: Findings
) -> tuple[Correlation, ...]:
    """Return the rank correlations between factors."""
    found: dict[frozenset[str], Correlation] = {}
    for item in group.items("correlation", "{between: [a, b], spearman: 0.6}"):
        each = Group(item, "a correlation", ("between", "spearman"), findings)
        if not all(each.require(key, f"write {key}") for key in ("between", "spearman")):
            continue
        value = each.number("spearman", 0.0)
        if not -1 < value < 1:
            each.tell(
                each.value_place("spearman"),
                f"spearman is {said(value)}",
                legal="a number above -1, below 1",
            )
        pair = _pair(each, reader)
        if frozenset(pair) in found:
            each.tell(each.place, f"{' and '.join(pair)} are correlated twice", cure="keep one")
        if pair:
            found[frozenset(pair)] = Correlation(pair[0], pair[1], value)
    return tuple(found.values())


def _pair(group: Group, reader: FactorReader) -> tuple[str, ...]:
    nodes = group.items("between", "two factors")
    names = [node.text for node in nodes if isinstance(node, Scalar)]
    factors = {each.name: each for each in reader.factors}
    if len(nodes) != 2 or len(set(names)) != 2:
        group.tell(group.value_place("between"), "between names two factors", cure="as [a, b]")
        return ()
    for name, node in zip(names, nodes, strict=True):
        if name not in reader.places:
            near = closest(name, reader.places)
            group.tell(node.place, f"there is no factor {quote(name)}", near=near)
            return ()
        if name in factors and not isinstance(factors[name], Range):
            what = f"factor {name} has no range to correlate"
            group.tell(node.place, what, cure="give it a range")
            return ()
    return tuple(names)


def _kind(node: Node, findings: Findings) -> type[Design] | None:
    group = Group(node, "design", None, findings)
    if not isinstance(node, Mapping) or not group.require("kind", "write kind: lhs, say"):
        return None
    name = group.word("kind", "", KINDS)
    return KINDS.get(name)


def _list(group: Group, reader: FactorReader, findings: Findings) -> Design | None:
    if not group.require("points", "list them"):
        return None
    before = len(findings.problems)
    nodes = group.items("points", "points, as {race.obsolescence_days: 30}")
    points = [Group(node, "a point", None, findings) for node in nodes]
    if sum(len(list(point)) for point in points) > MOST_WRITTEN:
        what = f"the points hold more than {MOST_WRITTEN} values"
        group.tell(group.key_place("points"), what, cure="use a grid or a sample")
        return None
    _add_factors(points, reader, findings)
    rows = [_row(point, reader, findings) for point in points]
    if len(findings.problems) > before or not rows:
        return None
    _tell_doubles(rows, points)
    return Points(tuple(rows))


def _add_factors(points: Iterable[Group], reader: FactorReader, findings: Findings) -> None:
    """Make a factor of each parameter that the points set and that is not one yet."""
    values: dict[str, list[tuple[Level, Place]]] = {}
    for point in points:
        for name in point:
            if name in reader.places:
                continue
            try:
                check_path(name, point.key_place(name))
                if not is_level(parameters()[name].kind):
                    what = f"{name} takes {parameters()[name].legal}"
                    raise UnreadableError(Problem(point.key_place(name), what, cure="use bundles"))
                value = legal_value(name, point.node(name))
                values.setdefault(name, []).append((value, point.key_place(name)))
            except UnreadableError as error:
                findings.add(error.problem)
    for name, found in values.items():
        reader.add(name, found)


def _row(point: Group, reader: FactorReader, findings: Findings) -> tuple[Level, ...]:
    missing = [each.name for each in reader.factors if each.name not in point]
    if missing:
        what = f"the point does not set {', '.join(missing)}"
        point.tell(point.place, what, cure="set every factor at every point")
        return ()
    return tuple(_level(point, factor, findings) for factor in reader.factors)


def _level(point: Group, factor: Factor, findings: Findings) -> Level:
    node = point.node(factor.name)
    if isinstance(factor, Bundles):
        return point.word(factor.name, "", map(str, factor.levels))
    try:
        level: Level = legal_value(factor.driven[0], node)
    except UnreadableError as error:
        findings.add(error.problem)
        return ""
    if not factor.holds(level):
        what = f"{shown(node)} is not among the levels of factor {factor.name}"
        point.tell(node.place, what, cure="add it there, or take another")
    return level


def _tell_doubles(rows: list[tuple[Level, ...]], points: list[Group]) -> None:
    first: dict[tuple[Level, ...], Group] = {}
    for row, point in zip(rows, points, strict=True):
        if row in first:
            what = f"the point is the same as that in line {first[row].place.line}"
            point.tell(point.place, what, cure="keep one of them")
        first.setdefault(row, point)
