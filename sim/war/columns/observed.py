"""What an observed column is, and columns that both sides have alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, SupportsFloat

from sim.war.columns.column import SIDES, Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.war.belligerent import Belligerent
    from sim.war.model import Simulation


class Observed(NamedTuple):
    """A daily column with the function that reads it off the model."""

    column: Column
    read: Callable[[Simulation], SupportsFloat]


def of_side(
    name: str,
    unit: str,
    definition: str,
    read: Callable[[Belligerent], SupportsFloat],
    dtype: str = "float64",
    missing: str = "",
) -> list[Observed]:
    """Return a column for each side; {} in name and definition stands for it."""

    def reader(side: str) -> Callable[[Simulation], SupportsFloat]:
        return lambda model: read(getattr(model, side))

    return [
        Observed(
            Column(name.format(side), unit, definition.format(country), dtype, missing),
            reader(side),
        )
        for side, country in SIDES.items()
    ]


def share(part: float, total: float) -> float:
    """Return what share `part` is of `total`; 0 of nothing."""
    return part / total if total else 0.0
