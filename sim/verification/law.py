"""A law that the model must follow, and how far what was simulated may be from it."""

from __future__ import annotations

import enum
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from sim.war.numerics.compiled import Floats

ERRORS = 4.0
"""Standard errors that a mean may be off: a right model is beyond them once in 16,000 times."""

CHANCE = f"{ERRORS:.0f} standard errors"

ROUNDING = 1e-9
"""What rounding may do to a number of the order of one that theory gives exactly."""


class Relation(enum.StrEnum):
    """How what is simulated must stand to theory."""

    EQUAL = "equal"
    ABOVE = "above"
    BELOW = "below"


class Comparison(NamedTuple):
    """A line of the table: one quantity as theory has it and as it was simulated.

    Attributes
    ----------
    law : str
        The law that it belongs to; its name is entered by `Law.compare`.
    quantity : str
        What is compared, with its unit.
    relation : Relation
        How what is simulated must stand to theory.
    theory, simulated : float
        The two values.
    n : int
        How many independent values the simulated one is of.
    tolerance : float
        How far it may be off; of what must lie above or below, how far beyond it must lie.
    reason : str
        Where the tolerance comes from.
    passed : bool
        Whether it is within the tolerance.
    """

    law: str
    quantity: str
    relation: Relation
    theory: float
    simulated: float
    n: int
    tolerance: float
    reason: str
    passed: bool


class Law(NamedTuple):
    """A law of theory that the model must follow.

    Attributes
    ----------
    name : str
        What the command calls it.
    statement : str
        What it says, in one sentence.
    source : str
        Who said so.
    check : callable
        Simulates and returns what is to be compared; takes by how much to multiply replicates.
    """

    name: str
    statement: str
    source: str
    check: Callable[[int], list[Comparison]]

    def compare(self, effort: int = 1) -> list[Comparison]:
        """Return the lines of the table that are of this law."""
        return [line._replace(law=self.name) for line in self.check(effort)]


class Inexpressible(NamedTuple):
    """A form of theory for which the model has no parts.

    Attributes
    ----------
    name : str
        What it is called.
    reason : str
        What the model lacks, and what it has instead.
    """

    name: str
    reason: str


def compared(
    quantity: str,
    theory: float,
    simulated: float,
    n: int,
    tolerance: float,
    reason: str,
    relation: Relation = Relation.EQUAL,
) -> Comparison:
    """Return a line of the table, judged; what is missing fails."""
    theory, simulated, tolerance = float(theory), float(simulated), float(tolerance)
    passed = {
        Relation.EQUAL: abs(simulated - theory) <= tolerance,
        Relation.ABOVE: simulated > theory + tolerance,
        Relation.BELOW: simulated < theory - tolerance,
    }[relation]
    return Comparison("", quantity, relation, theory, simulated, n, tolerance, reason, passed)


def exactly(quantity: str, theory: float, simulated: float, n: int = 1) -> Comparison:
    """Return the line of what theory gives exactly, rounding apart."""
    tolerance = ROUNDING * max(1.0, abs(theory))
    return compared(quantity, theory, simulated, n, tolerance, "rounding")


def none_of(quantity: str, flaws: int, n: int) -> Comparison:
    """Return the line of something of which there must be none among `n`."""
    return compared(quantity, 0, flaws, n, 0, "none: whole numbers")


def mean_of(
    quantity: str,
    theory: float,
    values: npt.ArrayLike,
    bias: float = 0.0,
    why: str = "",
    relation: Relation = Relation.EQUAL,
) -> Comparison:
    """Return the line of a mean over independent values.

    Parameters
    ----------
    quantity, theory, relation
        As of `Comparison`.
    values : (n,)
        What was simulated.
    bias, why
        What the mean may be off for another reason than chance, and that reason.
    """
    array = np.asarray(values, dtype=float)
    tolerance = ERRORS * standard_error(array) + bias
    reason = f"{CHANCE}, and {why}" if why else CHANCE
    return compared(quantity, theory, array.mean(), array.size, tolerance, reason, relation)


def standard_error(values: Floats) -> float:
    """Return the standard error of the mean of independent values."""
    return float(values.std(ddof=1)) / math.sqrt(values.size)
