"""The kinds of designs.

A new one is a dataclass with its options as fields, and an entry in `KINDS`; files are read
and written from these.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiment.design import sampling
from sim.experiment.design.correlation import is_possible, target
from sim.experiment.design.design import LARGEST_SEED, Design, Flaw, Sampled, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiment.design.correlation import Correlation
    from sim.experiment.design.design import Row
    from sim.experiment.design.factors import Factor
    from sim.experiment.design.sampling import Matrix

MOST_SWAPPED_POINTS = 10_000


@dataclass(frozen=True)
class Grid(Design):
    """Every combination of levels, the last factor changing first."""

    kind = "grid"

    def size(self, factors: Sequence[Factor]) -> int:
        """Return the product of the numbers of levels."""
        return math.prod(getattr(each, "count", None) or len(each.levels) for each in factors)

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Flaw]:
        """Ask for the levels of each range."""
        without = [each.name for each in factors if not each.levels]
        for name in without:
            yield Flaw(name, "a grid needs levels of a range", "add levels: 5, say")
        if not without:
            yield from super().flaws(factors)

    def rows(
        self, factors: Sequence[Factor], _correlations: Sequence[Correlation]
    ) -> Iterator[Row]:
        """Yield every combination of levels."""
        return itertools.product(*(each.levels for each in factors))


@dataclass(frozen=True)
class Points(Design):
    """Points that are listed."""

    kind = "list"
    points: tuple[Row, ...]

    def size(self, _factors: Sequence[Factor]) -> int:
        """Return the number of points."""
        return len(self.points)

    def rows(
        self, _factors: Sequence[Factor], _correlations: Sequence[Correlation]
    ) -> Iterator[Row]:
        """Yield the points."""
        return iter(self.points)


@dataclass(frozen=True)
class _OfPoints(Sampled):
    """A sample whose size is an option."""

    points: int = whole(low=1)
    seed: int = whole(1, low=0, high=LARGEST_SEED)

    def size(self, _factors: Sequence[Factor]) -> int:
        """Return the number of points."""
        return self.points


@dataclass(frozen=True)
class Independent(_OfPoints):
    """Independent random points."""

    kind = "random"
    correlates = True

    def sample(self, factors: int) -> Matrix:
        """Return independent uniform shares."""
        return sampling.independent(self.points, factors, self.seed)


@dataclass(frozen=True)
class LatinHypercube(_OfPoints):
    """A Latin hypercube."""

    kind = "lhs"
    correlates = True

    def sample(self, factors: int) -> Matrix:
        """Return a Latin hypercube."""
        return sampling.latin_hypercube(self.points, factors, self.seed)


@dataclass(frozen=True)
class Maximin(_OfPoints):
    """A Latin hypercube whose points lie far apart."""

    kind = "maximin"

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Flaw]:
        """Refuse more points than can be moved apart in seconds."""
        yield from super().flaws(factors)
        if self.points > MOST_SWAPPED_POINTS:
            most = f"maximin takes at most {MOST_SWAPPED_POINTS:,} points"
            yield Flaw("points", most, "use lhs for more")

    def sample(self, factors: int) -> Matrix:
        """Return a Latin hypercube whose points lie far apart."""
        return sampling.maximin(self.points, factors, self.seed)


@dataclass(frozen=True)
class Orthogonal(_OfPoints):
    """A Latin hypercube of strength 2: each pair of factors is evenly covered."""

    kind = "orthogonal"

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Flaw]:
        """Ask for the square of a prime that is large enough."""
        yield from super().flaws(factors)
        least = max(len(factors) - 1, 2)
        root = math.isqrt(self.points)
        if root**2 != self.points or not sampling.is_prime(root) or root < least:
            near = sampling.nearest_prime_square(self.points, least)
            problem = (
                f"an orthogonal design of {len(factors)} factors takes the square of a prime "
                f"from {least} on, not {self.points} points"
            )
            yield Flaw("points", problem, f"write {near}")

    def sample(self, factors: int) -> Matrix:
        """Return a Latin hypercube of strength 2."""
        return sampling.latin_hypercube(self.points, factors, self.seed, strength=2)


@dataclass(frozen=True)
class Sobol(_OfPoints):
    """The beginning of a scrambled Sobol sequence."""

    kind = "sobol"
    correlates = True

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Flaw]:
        """Ask for a power of 2."""
        yield from super().flaws(factors)
        yield from _power_of_two(self.points, "a Sobol sequence is even over a power of 2 points")

    def sample(self, factors: int) -> Matrix:
        """Return the first points of the sequence."""
        return sampling.sobol(self.points, factors, self.seed)


@dataclass(frozen=True)
class Saltelli(Sampled):
    """Saltelli's sample, for Sobol indices."""

    kind = "saltelli"
    points: int = whole(low=2)
    second_order: bool = True
    seed: int = whole(1, low=0, high=LARGEST_SEED)

    def size(self, factors: Sequence[Factor]) -> int:
        """Return the rows of all blocks."""
        return self.points * ((2 if self.second_order else 1) * len(factors) + 2)

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Flaw]:
        """Ask for a power of 2, and for factors that vary."""
        yield from super().flaws(factors)
        yield from _power_of_two(self.points, "a Saltelli sample takes a power of 2")
        yield from _constant(factors)

    def sample(self, factors: int) -> Matrix:
        """Return the blocks of the sample."""
        return sampling.saltelli(self.points, factors, self.seed, second_order=self.second_order)


@dataclass(frozen=True)
class Morris(Sampled):
    """Morris's trajectories, for elementary effects."""

    kind = "morris"
    trajectories: int = whole(low=1)
    levels: int = whole(4, low=2, high=1000)
    seed: int = whole(1, low=0, high=LARGEST_SEED)

    def size(self, factors: Sequence[Factor]) -> int:
        """Return the rows of all trajectories."""
        return self.trajectories * (len(factors) + 1)

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Flaw]:
        """Ask for an even number of levels, and for factors that vary."""
        yield from super().flaws(factors)
        if self.levels % 2:
            near = f"{self.levels - 1} or {self.levels + 1}"
            yield Flaw("levels", f"Morris takes an even number, not {self.levels}", f"write {near}")
        yield from _constant(factors)

    def sample(self, factors: int) -> Matrix:
        """Return the trajectories."""
        return sampling.morris(self.trajectories, factors, self.seed, self.levels)


KINDS: dict[str, type[Design]] = {
    design.kind: design
    for design in (
        Grid,
        Points,
        Independent,
        LatinHypercube,
        Maximin,
        Orthogonal,
        Sobol,
        Saltelli,
        Morris,
    )
}


def correlation_flaws(
    design: Design, factors: Sequence[Factor], correlations: Sequence[Correlation]
) -> Iterator[Flaw]:
    """Yield what is wrong with correlations in such a design; `key` is always "correlation"."""
    named = {name for each in correlations for name in (each.first, each.second)}
    if not correlations:
        return
    if not design.correlates:
        kinds = ", ".join(kind for kind, each in KINDS.items() if each.correlates)
        problem = f"the design {design.kind} takes no correlation"
        yield Flaw("correlation", problem, f"drop it, or use one of {kinds}")
    elif design.size(factors) <= 2 * len(named):
        problem = f"{design.size(factors)} points are too few to correlate {len(named)} factors"
        yield Flaw("correlation", problem, f"sample more than {2 * len(named)}")
    names = [each.name for each in factors if each.name in named]
    if not is_possible(target(names, correlations)):
        problem = "no factors can be correlated in all these ways at once"
        yield Flaw("correlation", problem, "bring the figures nearer to 0")


def _power_of_two(points: int, rule: str) -> Iterator[Flaw]:
    near = sampling.nearest_power_of_two(points)
    if near != points:
        yield Flaw("points", f"{rule}, not {points}", f"write {near}")


def _constant(factors: Sequence[Factor]) -> Iterator[Flaw]:
    for each in factors:
        if len(each.levels) == 1:
            yield Flaw(each.name, "its effect needs at least two levels", "add one, or set it")
