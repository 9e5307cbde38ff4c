"""Daily columns from outside, which a configuration names under `behaviours: columns:`."""

from __future__ import annotations

import re

from sim.config.behaviours import COLUMNS, Behaviour, load_object
from sim.config.errors import ConfigError, Place, Problem
from sim.war.columns.column import Observed

NAME = r"[a-z][a-z0-9_]{0,62}"
DTYPES = ("float64", "int64")


def own_columns(behaviours: tuple[Behaviour, ...]) -> tuple[Observed, ...]:
    """Return the daily columns that behaviours bring, in their order.

    Raises
    ------
    ConfigError
        If one is not allowed, is no `Observed`, or has a name or type that a column can't have.
    """
    named = [each for each in behaviours if each.part == COLUMNS]
    found = tuple(load_object(each) for each in named)
    problems = [
        Problem(Place(f"behaviours.{COLUMNS}"), f"{each.name} {problem}")
        for each, column in zip(named, found, strict=True)
        if (problem := _problem(column, each.attribute))
    ]
    if problems:
        raise ConfigError(problems)
    return found


def _problem(found: object, name: str) -> str:
    """Return what is wrong with a column from outside; empty if nothing is."""
    if not isinstance(found, Observed):
        return f"is {type(found).__name__}, but must be sim.war.Observed"
    if not re.fullmatch(NAME, name) or found.column.name != name:
        return (
            f"calls its column {found.column.name!r}; column and variable must have one name, of "
            "small letters, digits and _"
        )
    if found.column.dtype not in DTYPES:
        return f"has the type {found.column.dtype}; a daily column has one of {', '.join(DTYPES)}"
    return ""
