"""Showing a node of a tree in a message, and telling how to mend it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, get_origin

from sim.config.errors import quote
from sim.config.reading.tree import Mapping, Node, Scalar, Sequence
from sim.config.scalars import Value, read_scalar, write_value

LARGEST_REWRITTEN = 1e15
"""Larger floats don't show all the digits of a whole number."""


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


def remedy(node: Node, kind: object) -> str:
    """Return how to mend a node that is not of the type `kind`; empty if that is plain."""
    if not isinstance(node, Scalar):
        return ""
    if not node.text:
        return "write a value, or delete the line"
    if not node.plain:
        return _unquoted(node.text, kind)
    if kind is dt.date:
        return "write year, month and day like 2026-03-01"
    return _mended(read_scalar(node.text, plain=True), kind)


def _unquoted(text: str, kind: object) -> str:
    if get_origin(kind) is Literal:
        return ""
    if kind in {int, float} and not re.match(r"[-+.]?[0-9]", text):
        return "write a number in digits, without quotes"
    return "remove the quotes"


def _mended(value: object, kind: object) -> str:
    if kind is int and isinstance(value, float):
        return f"write {round(value)}" if abs(value) < LARGEST_REWRITTEN else "write its digits"
    if isinstance(value, str) and re.match(r"[-+.]?[0-9]", value):
        return "write the number alone"
    return ""


def said(value: Value) -> str:
    """Return a value as it is shown in a message."""
    return quote(write_value(value))
