"""From a tree to the inputs of a configuration: series in CSV files, or written out.

A file is plain: commas between cells, no quotes, a line a row. Its first column is `date`
(2026-03-01) or `month` (2026-03, its first day), each other one a parameter; an empty cell says
nothing of that day.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.config.catalogue import nearest_changing, parameters
from sim.config.conflicts import conflicts
from sim.config.errors import Place, Problem, UnreadableError, quote
from sim.config.event_rules import COMPARED
from sim.config.inputs import HOLD, LINEAR, Series
from sim.config.reading.characters import read_text
from sim.config.reading.findings import of_parameter
from sim.config.reading.nodes import shown
from sim.config.reading.tree import Mapping, Scalar
from sim.config.scalars import SpellingError, read_scalar
from sim.config.values import with_legal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.errors import Findings
    from sim.config.reading.tree import Entry, Node
    from sim.config.schema import Config

CSV = ".csv"
TIMES = {"date": r"\d{4}-\d{2}-\d{2}", "month": r"\d{4}-\d{2}"}
"""What the first column may be, and how each of its cells looks."""

AS_WRITTEN = (
    "write aid.csv: hold, or ukraine.aid_usd_per_year: {between: hold, at: {2026-01-01: 2e9}}"
)


class Cell(NamedTuple):
    """A value of a series, and where it is written."""

    date: dt.date
    node: Scalar


def read_inputs(entry: Entry, findings: Findings) -> dict[str, tuple[Series, Place]]:
    """Return the series of a configuration, by path, each with its place.

    What is refused is reported and left out.

    Parameters
    ----------
    entry
        The key `inputs` and what is below it: CSV files, with how they are read between rows, and
        parameters, with that and their values.
    findings
        Where problems go.
    """
    place, node = entry
    if place.line is None:
        cure = "write inputs into a file"
        findings.add(Problem(place, "inputs cannot be set by an override", cure=cure))
        return {}
    if not isinstance(node, Mapping):
        what = f"inputs is {shown(node)}, but has keys of its own"
        findings.add(Problem(node.place, what, cure=AS_WRITTEN))
        return {}
    found: dict[str, tuple[Series, Place]] = {}
    for key, below in node.entries.items():
        try:
            for path, at, between, cells in _of_key(key, below):
                series = _series(path, at, between, cells, findings)
                if series is None:
                    continue
                if path in found:
                    what = f"{path} has an input already, at {found[path][1]}"
                    findings.add(Problem(at, what, cure="leave one of them out"))
                found[path] = series, at
        except UnreadableError as refusal:
            findings.add(refusal.problem)
    return found


def tell_conflicts(
    config: Config, series: dict[str, tuple[Series, Place]], findings: Findings
) -> None:
    """Report values of series that other parameters, or events that scale, do not agree with."""
    for path, (each, place) in series.items():
        values = [value for _, value in each.at]
        for value in {min(values), max(values)}:
            for conflict in conflicts(with_legal(config, {path: value})):
                what = f"{path} at {value:g}: {conflict.path}: {conflict.problem}"
                findings.add(Problem(place, what, cure=conflict.cure))
            for event in config.events:
                scaled = value * event.scale if event.path == path and event.scale else value
                if not _legal(scaled, path):
                    what = f"{path}: the event {quote(event.label)} makes {scaled:g} of {value:g}"
                    findings.add(Problem(place, what, parameters()[path].legal))


def _of_key(key: str, entry: Entry) -> Iterator[tuple[str, Place, str, list[Cell]]]:
    place, node = entry
    if key.endswith(CSV):
        between = _between(key, node)
        for path, at, cells in _of_file(Path(place.file).parent / key, place):
            yield path, at, between, cells
        return
    if not isinstance(node, Mapping) or set(node.entries) != {"between", "at"}:
        raise UnreadableError(Problem(place, f"{quote(key)} is no input", cure=AS_WRITTEN))
    written = node.entries["at"].value
    if not isinstance(written, Mapping) or not written.entries:
        raise UnreadableError(Problem(place, f"at is {shown(written)}", cure=AS_WRITTEN))
    cells = [
        Cell(_date("date", date, each.place), _scalar(each.value))
        for date, each in written.entries.items()
    ]
    yield key, place, _between(key, node.entries["between"].value), cells


def _scalar(node: Node) -> Scalar:
    if isinstance(node, Scalar):
        return node
    raise UnreadableError(Problem(node.place, f"a value is {shown(node)}", legal="a number"))


def _between(key: str, node: Node) -> str:
    if isinstance(node, Scalar) and node.text in (HOLD, LINEAR):
        return node.text
    what = f"how {quote(key)} is read between rows is {shown(node)}"
    raise UnreadableError(Problem(node.place, what, legal=f"{HOLD} or {LINEAR}"))


def _of_file(path: Path, named: Place) -> Iterator[tuple[str, Place, list[Cell]]]:
    """Yield each column of a file but the first: its name, where that is, and its cells."""
    label = os.path.normpath(path)
    if not path.is_file():
        what = f"there is no file {quote(label)}"
        raise UnreadableError(Problem(named, what, cure="name it from where this file is"))
    lines = read_text(path, label).lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines()
    head, *rows = ([*_cells(label, number, line)] for number, line in enumerate(lines or [""], 1))
    kind = head[0].text
    if kind not in TIMES:
        what = f"the first column is {quote(kind) or 'empty'}"
        raise UnreadableError(Problem(head[0].place, what, legal=" or ".join(TIMES)))
    columns: list[list[Cell]] = [[] for _ in head[1:]]
    for row in rows:
        if len(row) == 1 and not row[0].text:
            continue
        if len(row) != len(head):
            what = f"the row has {len(row)} cells, and {len(head)} columns have names"
            raise UnreadableError(Problem(row[0].place, what, cure="write a comma for each"))
        date = _date(kind, row[0].text, row[0].place)
        for cells, node in zip(columns, row[1:], strict=True):
            if node.text:
                cells.append(Cell(date, node))
    for name, cells in zip(head[1:], columns, strict=True):
        yield name.text, name.place, cells


def _cells(label: str, number: int, line: str) -> Iterator[Scalar]:
    column = 1
    for cell in line.split(","):
        inside = len(cell) - len(cell.lstrip())
        yield Scalar(Place(label, number, column + inside), cell.strip(), plain=True)
        column += len(cell) + 1


def _date(kind: str, text: str, place: Place) -> dt.date:
    try:
        if re.fullmatch(TIMES[kind], text, re.ASCII):
            return dt.date.fromisoformat(text if kind == "date" else f"{text}-01")
    except ValueError:
        pass
    as_written = "2026-03-01" if kind == "date" else "2026-03"
    raise UnreadableError(Problem(place, f"{quote(text) or 'nothing'} is no {kind}", as_written))


def _series(
    path: str, place: Place, between: str, cells: list[Cell], findings: Findings
) -> Series | None:
    """Return a column or what is written out as a series; None if something is wrong with it."""
    parameter = parameters().get(path)
    if parameter is None or not parameter.changes or parameter.kind is bool:
        known = f"{path} cannot change during a run" if parameter else f"unknown parameter {path}"
        findings.add(Problem(place, quote(known), nearest=nearest_changing(path)))
        return None
    if not cells:
        findings.add(Problem(place, f"{path} has no value", cure="write one"))
        return None
    at: list[tuple[dt.date, float]] = []
    for date, node in cells:
        value = _number(node, path)
        if value is None:
            findings.add(of_parameter(node, path))
        elif at and date <= at[-1][0]:
            what = f"{date} comes after {at[-1][0]}"
            findings.add(Problem(node.place, what, cure="write dates in their order, each once"))
        else:
            at.append((date, value))
    if len(at) < len(cells):
        return None
    return Series.model_validate({"path": path, "between": between, "at": tuple(at)})


def _number(node: Scalar, path: str) -> float | None:
    """Return the value of a cell; None if it is not legal for the parameter."""
    parameter = parameters()[path]
    try:
        value = read_scalar(node.text, plain=node.plain)
    except SpellingError:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if parameter.kind is int and value != int(value):
        return None
    return float(value) if _legal(value, path) else None


def _legal(value: float, path: str) -> bool:
    limits = parameters()[path].limits.items()
    return all(COMPARED[name](value, limit) for name, limit in limits)
