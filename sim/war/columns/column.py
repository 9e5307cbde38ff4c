"""A column of a result table, how a daily one is observed, and columns both sides have alike."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, SupportsFloat

from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.war.agents.population import Population
    from sim.war.armoury import Armoury
    from sim.war.belligerent import Belligerent
    from sim.war.model import Simulation


class Bounds(NamedTuple):
    """The least and the most that a quantity can be, infinite where nothing bounds it."""

    low: float = -math.inf
    high: float = math.inf


UNBOUNDED, AMOUNT, SHARE = Bounds(), Bounds(low=0.0), Bounds(0.0, 1.0)


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
    bounds
        What its values lie within; intervals of its means stay inside.
    running
        Whether its value on a day is of all days up to it, so that days are not to be averaged.
    """

    name: str
    unit: str
    definition: str
    dtype: str = "float64"
    missing: str = ""
    bounds: Bounds = UNBOUNDED
    running: bool = False


class Observed(NamedTuple):
    """A daily column with the function that reads it off the model."""

    column: Column
    read: Callable[[Simulation], SupportsFloat]


@dataclass(frozen=True)
class Sum:
    """How a column is read that adds up what agents counted today.

    Attributes
    ----------
    of : callable
        Returns, of a model, the agents, or an armoury.
    attributes : tuple of str
        Their attributes, which count something; all together are added up.
    """

    of: Callable[[Simulation], Population | Armoury]
    attributes: tuple[str, ...]

    def __call__(self, model: Simulation) -> int:
        """Return the sum."""
        counting = self.of(model)
        return sum(counting.total(name) for name in self.attributes)


def of_side(
    name: str,
    unit: str,
    definition: str,
    read: Callable[[Belligerent], SupportsFloat] | tuple[str, ...],
    dtype: str = "float64",
    missing: str = "",
    bounds: Bounds = UNBOUNDED,
    running: bool = False,
) -> list[Observed]:
    """Return a column for each side; {} in name and definition stands for it.

    Read off a side by `read`, or, if that is names, the sum over the agents or armoury that are
    the side's attribute of the first name, of what they counted by the others.
    """

    def reader(side: str) -> Callable[[Simulation], SupportsFloat]:
        if isinstance(read, tuple):
            counting, *attributes = read
            return Sum(attrgetter(f"{side}.{counting}"), tuple(attributes))
        return lambda model: read(getattr(model, side))

    return [
        Observed(
            Column(
                name.format(side), unit, definition.format(country), dtype, missing, bounds, running
            ),
            reader(side),
        )
        for side, country in SIDES.items()
    ]


def share(part: float, total: float) -> float:
    """Return what share `part` is of `total`; 0 of nothing."""
    return part / total if total else 0.0
