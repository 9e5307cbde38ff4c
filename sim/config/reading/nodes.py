"""Showing what is written in a message."""

from __future__ import annotations

from sim.config.errors import quote
from sim.config.reading.tree import Mapping, Node, Sequence
from sim.config.scalars import Value, write_value


def shown(node: Node) -> str:
    """Return a node as it is written, on one line."""
    if isinstance(node, Mapping):
        return "a group of keys" if node.entries else "{}"
    if isinstance(node, Sequence) and any(isinstance(item, Mapping) for item in node.items):
        return f"a list of {len(node.items)}"
    if isinstance(node, Sequence):
        return quote(f"[{', '.join(map(shown, node.items))}]")
    if node.plain:
        return quote(node.text) or "empty"
    return f'"{quote(node.text)}"'


def said(value: Value) -> str:
    """Return a value as it is shown in a message."""
    return quote(write_value(value))
