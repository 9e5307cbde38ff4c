"""The kinds of designs.

A new one is a dataclass with its options as fields, an entry in `KINDS` and a member of the union
in `sim.experiment.design.file`; files are read and written from these.
"""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from pydantic import ConfigDict, Field, StrictBool

from sim.config.behaviours import DESIGN, NAME, Behaviour, load_object
from sim.config.errors import ConfigError, Fault, quote
from sim.config.reading.shapes import closest
from sim.experiment.design import sampling
from sim.experiment.design.correlation import is_possible, reorder, target
from sim.experiment.design.names import Name
from sim.experiment.plan import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiment.design.correlation import Correlation
    from sim.experiment.design.factors import Factor
    from sim.experiment.design.sampling import Matrix

Row = tuple[Level, ...]

MOST_POINTS = 1_000_000
MOST_LEVELS = 20_000_000
"""Points times factors."""
MOST_SWAPPED_POINTS = 10_000

Count = Annotated[int, Field(strict=True, ge=1, le=MOST_POINTS, examples=[64])]
Pair = tuple[Name, Name]
Size = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Seed = Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)]
Groups = dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]]
"""Factors that count as one, by the name of the group."""


@dataclass(frozen=True)
class Design(ABC):
    """Which points an experiment visits, and in which order."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    correlates: ClassVar[bool] = False
    grows: ClassVar[bool] = False
    kind: str = field(kw_only=True)

    @abstractmethod
    def size(self, factors: Sequence[Factor]) -> int:
        """Return the number of rows, without making them."""

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Yield what is wrong with such a design of these factors, from the whole experiment."""
        size = self.size(factors)
        if size > MOST_POINTS:
            what = f"{size:,} points; {MOST_POINTS:,} is the most"
            cure = "drop levels or factors, or sample fewer points"
            yield Fault(("design",), what, cure=cure, at_key=True)
        elif size * len(factors) > MOST_LEVELS:
            what = f"the points hold {size * len(factors):,} levels"
            cure = f"sample fewer points; {MOST_LEVELS:,} is the most"
            yield Fault(("design",), what, cure=cure, at_key=True)

    @abstractmethod
    def rows(self, factors: Sequence[Factor], correlations: Sequence[Correlation]) -> Iterator[Row]:
        """Yield the levels of the factors, row by row; rows may be alike.

        Of a design that grows, those that it begins with.
        """

    def goes_on_from(self, earlier: Design) -> bool:
        """Tell whether it keeps what an earlier design made of results, besides its rows."""
        return not earlier.grows


@dataclass(frozen=True)
class Sampled(Design):
    """A sample of the unit cube; each factor makes its level of a share."""

    @abstractmethod
    def sample(self, factors: int) -> Matrix:
        """Return shares of the unit interval, a row a point and a column a factor."""

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Ask for factors."""
        if factors:
            yield from super().flaws(factors)
        else:
            what, cure = f"the design {self.kind} has no factors", "add some, or use a grid"
            yield Fault(("design",), what, cure=cure, at_key=True)

    def shares(self, factors: Sequence[Factor], correlations: Sequence[Correlation]) -> Matrix:
        """Return the sample that it makes of these factors, correlated as is asked for."""
        names = [each.name for each in factors]
        return reorder(self.sample(len(factors)), names, correlations)

    def rows(self, factors: Sequence[Factor], correlations: Sequence[Correlation]) -> Iterator[Row]:
        """Yield the levels of each row of the sample, in its order."""
        for shares in self.shares(factors, correlations):
            yield tuple(map(_level, factors, shares.tolist()))


@dataclass(frozen=True)
class Grid(Design):
    """Every combination of levels, the last factor changing first."""

    kind: Literal["grid"] = field(default="grid", kw_only=True)

    def size(self, factors: Sequence[Factor]) -> int:
        """Return the product of the numbers of levels."""
        return math.prod(getattr(each, "count", None) or len(each.levels) for each in factors)

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Ask for the levels of each range."""
        without = [each.name for each in factors if not each.levels]
        for name in without:
            what, cure = "a grid needs levels of a range", "add levels: 5, say"
            yield Fault(("factors", name), what, cure=cure, at_key=True)
        if not without:
            yield from super().flaws(factors)

    def rows(
        self, factors: Sequence[Factor], _correlations: Sequence[Correlation]
    ) -> Iterator[Row]:
        """Yield every combination of levels."""
        return itertools.product(*(each.levels for each in factors))


@dataclass(frozen=True)
class Points(Design):
    """Points that are listed, or kept as a function from outside has made them."""

    kind: Literal["list"] = field(default="list", kw_only=True)
    points: tuple[Row, ...]
    made_by: str = ""

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

    points: Count
    seed: Seed = 1

    def size(self, _factors: Sequence[Factor]) -> int:
        """Return the number of points."""
        return self.points


@dataclass(frozen=True)
class Independent(_OfPoints):
    """Independent random points."""

    kind: Literal["random"] = field(default="random", kw_only=True)
    correlates = True

    def sample(self, factors: int) -> Matrix:
        """Return independent uniform shares."""
        return sampling.independent(self.points, factors, self.seed)


@dataclass(frozen=True)
class LatinHypercube(_OfPoints):
    """A Latin hypercube."""

    kind: Literal["lhs"] = field(default="lhs", kw_only=True)
    correlates = True

    def sample(self, factors: int) -> Matrix:
        """Return a Latin hypercube."""
        return sampling.latin_hypercube(self.points, factors, self.seed)


@dataclass(frozen=True)
class Maximin(_OfPoints):
    """A Latin hypercube whose points lie far apart."""

    kind: Literal["maximin"] = field(default="maximin", kw_only=True)

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Refuse more points than can be moved apart in seconds."""
        yield from super().flaws(factors)
        if self.points > MOST_SWAPPED_POINTS:
            most = f"maximin takes at most {MOST_SWAPPED_POINTS:,} points"
            yield Fault(("design", "points"), most, cure="use lhs for more")

    def sample(self, factors: int) -> Matrix:
        """Return a Latin hypercube whose points lie far apart."""
        return sampling.maximin(self.points, factors, self.seed)


@dataclass(frozen=True)
class Orthogonal(_OfPoints):
    """A Latin hypercube of strength 2: each pair of factors is evenly covered."""

    kind: Literal["orthogonal"] = field(default="orthogonal", kw_only=True)

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
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
            yield Fault(("design", "points"), problem, cure=f"write {near}")

    def sample(self, factors: int) -> Matrix:
        """Return a Latin hypercube of strength 2."""
        return sampling.latin_hypercube(self.points, factors, self.seed, strength=2)


@dataclass(frozen=True)
class Sobol(_OfPoints):
    """The beginning of a scrambled Sobol sequence."""

    kind: Literal["sobol"] = field(default="sobol", kw_only=True)
    correlates = True

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Ask for a power of 2."""
        yield from super().flaws(factors)
        yield from _power_of_two(self.points, "a Sobol sequence is even over a power of 2 points")

    def sample(self, factors: int) -> Matrix:
        """Return the first points of the sequence."""
        return sampling.sobol(self.points, factors, self.seed)


@dataclass(frozen=True)
class Grouped(Sampled):
    """A sample that moves factors one after the other, or groups of them that count as one."""

    groups: Groups = field(default_factory=dict, kw_only=True)

    def groups_of(self, factors: Sequence[str]) -> list[str]:
        """Return the group of each factor; one outside all groups is a group by itself."""
        group_of = {name: group for group, names in self.groups.items() for name in names}
        return [group_of.get(name, name) for name in factors]

    def moves(self, factors: Sequence[Factor]) -> int:
        """Return how many factors or groups of them move one after the other."""
        return len({*self.groups_of([each.name for each in factors])})

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Ask for factors that vary, and for groups of some of them."""
        yield from super().flaws(factors)
        yield from _constant(factors)
        yield from _wrong_groups(self.groups, [each.name for each in factors])

    def shares(self, factors: Sequence[Factor], _correlations: Sequence[Correlation]) -> Matrix:
        """Return the sample that it makes of these factors."""
        return self.sample(len(factors), self.groups_of([each.name for each in factors]))

    @abstractmethod
    def sample(self, factors: int, groups: Sequence[str] = ()) -> Matrix:
        """Return shares; factors whose names of `groups` are the same move as one."""


@dataclass(frozen=True)
class Saltelli(Grouped):
    """Saltelli's sample, for Sobol indices."""

    kind: Literal["saltelli"] = field(default="saltelli", kw_only=True)
    points: Annotated[Count, Field(ge=2)]
    second_order: StrictBool = True
    seed: Seed = 1

    def size(self, factors: Sequence[Factor]) -> int:
        """Return the rows of all blocks."""
        return self.points * ((2 if self.second_order else 1) * self.moves(factors) + 2)

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Ask for a power of 2."""
        yield from super().flaws(factors)
        yield from _power_of_two(self.points, "a Saltelli sample takes a power of 2")

    def sample(self, factors: int, groups: Sequence[str] = ()) -> Matrix:
        """Return the blocks of the sample."""
        problem = sampling.unit_problem([f"x{index}" for index in range(factors)], groups)
        return sampling.saltelli(problem, self.points, self.seed, second_order=self.second_order)


@dataclass(frozen=True)
class Morris(Grouped):
    """Morris's trajectories, for elementary effects."""

    kind: Literal["morris"] = field(default="morris", kw_only=True)
    trajectories: Annotated[Count, Field(ge=2, examples=[20])]
    levels: Annotated[int, Field(strict=True, ge=2, le=1000)] = 4
    seed: Seed = 1

    def size(self, factors: Sequence[Factor]) -> int:
        """Return the rows of all trajectories."""
        return self.trajectories * (self.moves(factors) + 1)

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Ask for an even number of levels."""
        yield from super().flaws(factors)
        if self.levels % 2:
            what = f"Morris takes an even number, not {self.levels}"
            cure = f"write {self.levels - 1} or {self.levels + 1}"
            yield Fault(("design", "levels"), what, cure=cure)

    def sample(self, factors: int, groups: Sequence[str] = ()) -> Matrix:
        """Return the trajectories."""
        problem = sampling.unit_problem([f"x{index}" for index in range(factors)], groups)
        return sampling.morris(problem, self.trajectories, self.seed, self.levels)


@dataclass(frozen=True)
class Outside(Sampled):
    """A sample that a function of your own makes."""

    kind: Literal["outside"] = field(default="outside", kw_only=True)
    use: Annotated[str, Field(pattern=f"^{NAME}$", examples=["my_lab.designs:corners"])]
    options: dict[str, StrictBool | int | float | str] = field(default_factory=dict)

    def size(self, factors: Sequence[Factor]) -> int:
        """Return the rows that the function makes."""
        return len(self.sample(len(factors)))

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Ask for a function that may be loaded, and makes the same shares each time."""
        try:
            one, other = (self.sample(len(factors)) for _ in range(2))
        except ConfigError as error:
            (problem,) = error.problems
            yield Fault(("design", "use"), problem.what, cure=problem.cure)
        except Exception as error:
            yield Fault(("design", "use"), f"{self.use}: {type(error).__name__}: {error}")
        else:
            if np.array_equal(one, other):
                yield from super().flaws(factors)
            else:
                yield Fault(("design", "use"), f"{self.use} makes other points each time")

    def sample(self, factors: int) -> Matrix:
        """Return what the function makes.

        Raises
        ------
        ConfigError
            If it is not allowed or not there.
        ValueError
            If it makes no shares.
        """
        function = load_object(Behaviour(part=DESIGN, name=self.use))
        made = np.asarray(function(factors, **self.options), dtype=float)
        if made.ndim != 2 or made.shape[1] != factors:
            raise ValueError(f"shape {made.shape}, where (points, {factors}) is asked for")
        if not ((made >= 0) & (made <= 1)).all():
            raise ValueError("shares lie between 0 and 1")
        return made

    def listed(self, factors: Sequence[Factor]) -> Points:
        """Return its points as a list, in which they are kept; rows may be alike."""
        return Points(tuple(self.rows(factors, ())), made_by=self.use)


@dataclass(frozen=True)
class Patterns(Design):
    """Generations of points, each bred of earlier ones with rare outcomes."""

    kind: Literal["patterns"] = field(default="patterns", kw_only=True)
    between: Annotated[Pair, Field(examples=["[a response, another one]"])]
    points: Annotated[Count, Field(examples=[20])]
    generations: Annotated[int, Field(strict=True, ge=1, le=10_000, examples=[20])]
    cells: tuple[Size, Size] | None = None
    seed: Seed = 1
    grows = True

    def size(self, _factors: Sequence[Factor]) -> int:
        """Return the points of all generations."""
        return self.points * self.generations

    def flaws(self, factors: Sequence[Factor]) -> Iterator[Fault]:
        """Ask for factors, and for two responses."""
        if not factors:
            what, cure = "the design patterns has no factors", "add some"
            yield Fault(("design",), what, cure=cure, at_key=True)
        elif len({*self.between}) < 2:
            what = "patterns are between two responses"
            yield Fault(("design", "between"), what, cure="as [a, b]")
        else:
            yield from super().flaws(factors)

    def rows(
        self, factors: Sequence[Factor], _correlations: Sequence[Correlation]
    ) -> Iterator[Row]:
        """Yield the first generation, a Latin hypercube."""
        for shares in sampling.latin_hypercube(self.points, len(factors), self.seed).tolist():
            yield tuple(map(_level, factors, shares))

    def goes_on_from(self, earlier: Design) -> bool:
        """Tell whether it is the same with as many generations, or more."""
        if not isinstance(earlier, Patterns) or earlier.generations > self.generations:
            return False
        return replace(earlier, generations=self.generations) == self


KINDS: dict[str, type[Design]] = {
    "grid": Grid,
    "list": Points,
    "random": Independent,
    "lhs": LatinHypercube,
    "maximin": Maximin,
    "orthogonal": Orthogonal,
    "sobol": Sobol,
    "saltelli": Saltelli,
    "morris": Morris,
    "outside": Outside,
    "patterns": Patterns,
}


def correlation_flaws(
    design: Design, factors: Sequence[Factor], correlations: Sequence[Correlation]
) -> Iterator[Fault]:
    """Yield what is wrong with correlations in such a design."""
    named = {name for each in correlations for name in each.between}
    if not correlations:
        return
    size = design.size(factors)
    if not design.correlates:
        kinds = ", ".join(kind for kind, each in KINDS.items() if each.correlates)
        what = f"the design {design.kind} takes no correlation"
        yield _of_correlation(what, f"drop it, or use one of {kinds}")
    elif size <= 2 * len(named):
        what = f"{size} points are too few to correlate {len(named)} factors"
        yield _of_correlation(what, f"sample more than {2 * len(named)}")
    names = [each.name for each in factors if each.name in named]
    if not is_possible(target(names, correlations)):
        what = "no factors can be correlated in all these ways at once"
        yield _of_correlation(what, "bring the figures nearer to 0")


def _of_correlation(what: str, cure: str) -> Fault:
    return Fault(("correlation",), what, cure=cure, at_key=True)


def _power_of_two(points: int, rule: str) -> Iterator[Fault]:
    near = sampling.nearest_power_of_two(points)
    if near != points:
        yield Fault(("design", "points"), f"{rule}, not {points}", cure=f"write {near}")


def _constant(factors: Sequence[Factor]) -> Iterator[Fault]:
    for each in factors:
        if len(each.levels) == 1:
            what, cure = "its effect needs at least two levels", "add one, or set it"
            yield Fault(("factors", each.name), what, cure=cure, at_key=True)


def _wrong_groups(groups: Groups, factors: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with groups of these factors."""
    there: dict[str, str] = {}
    for group, names in groups.items():
        keys = ("design", "groups", group)
        if group in factors and group not in names:
            what, cure = f"{group} is a factor outside the group", "choose another name"
            yield Fault(keys, what, cure=cure, at_key=True)
        for place, name in enumerate(names):
            if name not in factors:
                what, near = f"there is no factor {quote(name)}", closest(name, factors)
                yield Fault((*keys, place), what, nearest=near)
            elif name in there:
                what = f"{name} is in group {there[name]} already"
                yield Fault((*keys, place), what, cure="keep it in one of them")
            there.setdefault(name, group)


def _level(factor: Factor, share: float) -> Level:
    return factor.at(share)
