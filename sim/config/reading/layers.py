"""Layers of one configuration: a file, the files it extends, and overrides on top."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from sim.config.errors import Findings, Place, Problem, UnreadableError, quote
from sim.config.reading.characters import CONFIGURATION, read_text, visible_content
from sim.config.reading.files import find
from sim.config.reading.tree import DEEPEST, Entry, Mapping, Node, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sim.config.paths import Given
    from sim.config.reading.characters import Limits

EXTENDS = "extends"
MOST_LAYERS = 32
AS_SET = "write it as race.obsolescence_days=45"


def read_layers(source: Given, overrides: Iterable[str], findings: Findings) -> Mapping:
    """Return one tree of a file, all that it extends, and the overrides.

    The overrides are the last layer. Mappings are merged, lists and values replaced. Every node
    keeps the place where it is written, so that what is wrong in a parent is reported there.
    """
    layers = [*_files(source, findings), *read_overrides(overrides, findings)]
    return reduce(merge, layers)


def merge(below: Mapping, above: Mapping) -> Mapping:
    """Return `below` with what `above` changes."""
    entries = dict(below.entries)
    for key, entry in above.entries.items():
        under = entries[key].value if key in entries else None
        if isinstance(under, Mapping) and isinstance(entry.value, Mapping):
            entries[key] = Entry(entry.place, merge(under, entry.value))
        else:
            entries[key] = entry
    return Mapping(above.place, entries)


def read_mapping(path: Path, findings: Findings, limits: Limits = CONFIGURATION) -> Mapping:
    """Return the keys and values of one file, none if it cannot be read."""
    label = os.path.normpath(path)
    try:
        text = read_text(path, label)
    except UnreadableError as error:
        findings.add(error.problem)
        return Mapping(Place(label, 1, 1), {})
    mapping, found = _mapping_in(text, label, limits)
    findings.include(found)
    return mapping


@lru_cache(maxsize=16)  # one command reads the same files several times
def _mapping_in(text: str, label: str, limits: Limits) -> tuple[Mapping, Findings]:
    """Return the keys and values of the text of a file, and what is wrong with it."""
    findings = Findings()

    def locate(line: int, column: int) -> Place:
        return Place(label, line + 1, column + 1)

    try:
        content = visible_content(text, locate, findings, limits)
        node = parse(content, locate, findings, limits)
        if isinstance(node, Scalar | Sequence):
            raise UnreadableError(_no_mapping(node))
    except UnreadableError as error:
        if not findings.is_spoilt(label):
            findings.add(error.problem)
        node = None
    return node or Mapping(locate(0, 0), {}), findings


def _files(source: Given, findings: Findings) -> list[Mapping]:
    """Read a file and all that it extends, the lowest layer first."""
    layers: list[Mapping] = []
    chain: list[Path] = []
    path: Path | None
    try:
        path = find(source)
    except UnreadableError as error:
        findings.add(error.problem)
        return [Mapping(error.problem.place, {})]
    while path is not None:
        chain.append(path)
        layer = read_mapping(path, findings)
        extends = layer.entries.get(EXTENDS)
        rest = {key: entry for key, entry in layer.entries.items() if key != EXTENDS}
        layers.insert(0, Mapping(layer.place, rest))
        path = _parent(extends.value, chain, findings) if extends else None
    return layers


def _no_mapping(node: Scalar | Sequence) -> Problem:
    if isinstance(node, Sequence):
        what = "the file is a list"
    else:
        what = f"the file is one value, {quote(node.text)}" if node.text else "the file is empty"
    return Problem(node.place, what, cure="write keys and values, a space after each colon")


def _parent(value: Node, chain: list[Path], findings: Findings) -> Path | None:
    """Return the file that the last of `chain` extends by writing `value`, if it can."""
    try:
        if not isinstance(value, Scalar) or not value.text:
            raise UnreadableError(Problem(value.place, "extends names no file", cure="name one"))
        path = find(value.text, chain[-1].parent)
        if path.resolve() in (layer.resolve() for layer in chain):
            circle = " extends ".join(quote(layer.name) for layer in (*chain, path))
            raise UnreadableError(Problem(value.place, f"a circle of files: {circle}"))
        if len(chain) == MOST_LAYERS:
            raise UnreadableError(Problem(value.place, f"more than {MOST_LAYERS} layers of files"))
    except UnreadableError as error:
        findings.add(replace(error.problem, place=value.place))
        return None
    return path


def read_overrides(overrides: Iterable[str], findings: Findings) -> Iterator[Mapping]:
    """Yield a layer for each override, as given to ``--set``."""
    seen: set[str] = set()
    for text in overrides:
        place = Place(f"--set {text}")
        try:
            path, layer = _override(text, place, findings)
            if path in seen:
                raise UnreadableError(Problem(place, f"{path} is set twice", cure="keep one"))
        except UnreadableError as error:
            findings.add(error.problem)
        else:
            seen.add(path)
            yield layer


def _override(text: str, place: Place, findings: Findings) -> tuple[str, Mapping]:
    def locate(_line: int, _column: int) -> Place:
        return place

    path, equals, value = visible_content(text, locate, findings).partition("=")
    keys = path.strip().split(".")
    if not equals or not all(keys) or len(keys) > DEEPEST:
        raise UnreadableError(Problem(place, "not of the form path=value", cure=AS_SET))
    node = parse(value, locate, findings)
    layer = Mapping(place, {})
    for key in reversed(keys):
        layer = Mapping(place, {key: Entry(place, node)} if node else {})
        node = layer
    return ".".join(keys), layer
