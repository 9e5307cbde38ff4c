"""What a design is: which points an experiment visits, and in which order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sim.experiment.design.correlation import reorder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiment.design.correlation import Correlation
    from sim.experiment.design.factors import Factor
    from sim.experiment.design.sampling import Matrix
    from sim.experiment.plan import Level

    Row = tuple[Level, ...]

MOST_POINTS = 1_000_000
MOST_LEVELS = 20_000_000
"""Points times factors."""
LARGEST_SEED = 2**63 - 1


class Flaw(NamedTuple):
    """What is wrong with a design of these factors.

    Attributes
    ----------
    key : str
        The option, or the name of the factor, that it is about.
    problem, cure : str
        What is wrong and how to mend it.
    """

    key: str
    problem: str
    cure: str


def whole(default: int | None = None, *, low: int, high: int = MOST_POINTS) -> Any:
    """Declare an option that is a whole number; required without a default."""
    limits = {"low": low, "high": high}
    return field(metadata=limits) if default is None else field(default=default, metadata=limits)


@dataclass(frozen=True)
class Design(ABC):
    """Which points an experiment visits, and in which order."""

    kind: ClassVar[str]
    correlates: ClassVar[bool] = False

    @abstractmethod
    def size(self, factors: Sequence[Factor]) -> int:
        """Return the number of rows, without making them."""

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Flaw]:
        """Yield what is wrong with such a design of these factors."""
        if self.size(factors) > MOST_POINTS:
            size = f"{self.size(factors):,} points; {MOST_POINTS:,} is the most"
            yield Flaw("kind", size, "drop levels or factors, or sample fewer points")
        elif self.size(factors) * len(factors) > MOST_LEVELS:
            levels = f"the points hold {self.size(factors) * len(factors):,} levels"
            cure = f"sample fewer points; {MOST_LEVELS:,} is the most"
            yield Flaw("kind", levels, cure)

    @abstractmethod
    def rows(self, factors: Sequence[Factor], correlations: Sequence[Correlation]) -> Iterator[Row]:
        """Yield the levels of the factors, row by row; rows may be alike."""


@dataclass(frozen=True)
class Sampled(Design):
    """A sample of the unit cube; each factor makes its level of a share."""

    @abstractmethod
    def sample(self, factors: int) -> Matrix:
        """Return shares of the unit interval, a row a point and a column a factor."""

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Flaw]:
        """Ask for factors."""
        if factors:
            yield from super().flaws(factors)
        else:
            yield Flaw("kind", f"the design {self.kind} has no factors", "add some, or use a grid")

    def rows(self, factors: Sequence[Factor], correlations: Sequence[Correlation]) -> Iterator[Row]:
        """Yield the levels of each row of the sample, in its order."""
        names = [each.name for each in factors]
        for shares in reorder(self.sample(len(factors)), names, correlations).tolist():
            yield tuple(map(_level, factors, shares))


def _level(factor: Factor, share: float) -> Level:
    return factor.at(share)
