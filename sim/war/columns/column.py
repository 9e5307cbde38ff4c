"""What a column of a result table is."""

from __future__ import annotations

from typing import NamedTuple

SIDES = {"ua": "Ukraine", "ru": "Russia"}


class Column(NamedTuple):
    """A column of a result table.

    Attributes
    ----------
    name, unit, definition
        What it is called, measured in, and exactly means.
    dtype
        "float64", "int64" or "string".
    missing
        When a value is missing; empty if never.
    """

    name: str
    unit: str
    definition: str
    dtype: str = "float64"
    missing: str = ""
