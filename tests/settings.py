"""Configurations for tests, as verification has them, and how long the long ones are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from sim.config.schema import Config
from sim.config.values import value_at
from sim.verification.setups import ALONE, NO_SKY, ONE_RACE, SMALL, configured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "NO_SKY",
    "ONE_RACE",
    "SIZE",
    "SMALL",
    "configured",
    "examples",
    "full",
    "longer",
    "shipped",
    "thinned",
]

SIZE = float(os.environ.get("KILLZONE_SIZE", "1"))
"""Scales the long tests; below 1 some cases, and examples of properties, are left out too."""

full = pytest.mark.long if SIZE >= 1 else pytest.mark.full
"""Marks a long test that no smaller size makes short."""

Case = TypeVar("Case")


def shipped(settings: Mapping[str, Any] | None = None) -> Config:
    """Return the baseline with dotted paths set, and all else as a file has it."""
    own = {path: value_at(Config(), path) for path in ALONE}
    return configured({**own, **(settings or {})})


def longer(replicates: int, least: int = 2) -> int:
    """Return the replicates of a long test at the size asked for."""
    return max(least, round(replicates * SIZE))


def examples(number: int) -> int:
    """Return the examples that a property is tried on: all of them, or a sixth below full size."""
    return number if SIZE >= 1 else max(10, number // 6)


def thinned(cases: Sequence[Case], every: int) -> Sequence[Case]:
    """Return the cases of a long test: all of them, or one in `every` below full size."""
    return cases if SIZE >= 1 else cases[::every]
