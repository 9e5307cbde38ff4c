"""Configurations for tests: the baseline with some paths set."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from sim.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = float(os.environ.get("KILLZONE_SIZE", "1"))
"""Scales the long tests; below 1 some cases, and examples of properties, are left out too."""

full = pytest.mark.long if SIZE >= 1 else pytest.mark.full
"""Marks a long test that no smaller size makes short."""

Case = TypeVar("Case")


def configured(settings: dict[str, Any] | None = None) -> Config:
    """Return the baseline with dotted paths set, checked like any configuration."""
    tree: dict[str, Any] = {}
    for path, value in (settings or {}).items():
        *parents, leaf = path.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[leaf] = value
    return Config.model_validate(tree)


NO_SKY = {
    "ukraine.interceptor.producers": 0,
    "russia.strike.producers": 0,
    "ukraine.deep_strike.producers": 0,
}

SMALL = {
    "front.sectors": 6,
    "ukraine.fpv.producers": 12,
    "russia.fpv.producers": 4,
    "ukraine.air_defence.regions": 4,
    "russia.strike.regions_per_raid": 2,
    "ukraine.interceptor.producers": 3,
    "ukraine.deep_strike.producers": 2,
    "ukraine.deep_strike.regions_per_raid": 2,
    "russia.air_defence.regions": 4,
}

ONE_RACE = {
    **NO_SKY,
    "front.sectors": 1,
    "race.start": "apart",
    "race.breakthroughs_per_year": 0.0,
    "ukraine.fpv.producers": 1,
    "ukraine.fpv.innovates": False,
    "ukraine.countermeasures.per_sector": 0,
    "russia.fpv.producers": 0,
    "russia.countermeasures.per_sector": 1,
    "artillery.losses_per_target": 0.0,
}


def longer(replicates: int, least: int = 2) -> int:
    """Return the replicates of a long test at the size asked for."""
    return max(least, round(replicates * SIZE))


def examples(number: int) -> int:
    """Return the examples that a property is tried on: all of them, or a sixth below full size."""
    return number if SIZE >= 1 else max(10, number // 6)


def thinned(cases: Sequence[Case], every: int) -> Sequence[Case]:
    """Return the cases of a long test: all of them, or one in `every` below full size."""
    return cases if SIZE >= 1 else cases[::every]
