"""Factors of one parameter, or of several that are alike, as they are written in a file."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from sim.config.catalogue import parameters
from sim.config.errors import Fault, Keys
from sim.config.parameters.parameter import Component
from sim.config.reading.nodes import said
from sim.experiment.design.factors import (
    LINEAR,
    LOG,
    MultiplierRange,
    Range,
    Scale,
    Values,
    is_category,
    is_level,
    is_number,
)
from sim.experiment.design.values import Path, legal_value, wrong_path, wrong_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.experiment.plan import Level

MOST_LEVELS = 10_000

Levels = Annotated[
    tuple[Any, ...],
    Field(min_length=1, max_length=MOST_LEVELS, examples=["a list of values, as [30, 45]"]),
]
Count = Annotated[int, Field(ge=2, le=MOST_LEVELS)]
Paths = Annotated[tuple[Path, ...], Field(min_length=1)]


class DirectForm(Component):
    """A factor that sets its level at one path or several that are alike."""

    paths: Paths | None = Field(None, description="Parameters of one type that have one value.")

    def driven(self, name: str) -> tuple[str, ...]:
        """Return the paths of the parameters that it sets."""
        return self.paths or (name,)

    def faults(self, name: str) -> Iterator[Fault]:
        """Yield what is wrong with the factor of a name."""
        wrong = list(self._wrong_paths(name))
        yield from wrong or self._wrong_levels(self.driven(name))

    @abc.abstractmethod
    def _wrong_levels(self, paths: tuple[str, ...]) -> Iterator[Fault]:
        """Yield what is wrong with the levels at the paths that they are set."""

    def _wrong_paths(self, name: str) -> Iterator[Fault]:
        if self.paths is None:
            if fault := wrong_path(name):
                yield fault._replace(at_key=True)
        elif name in parameters():
            what = f"{name} is a parameter and drives itself, not paths"
            yield Fault((), what, cure="give the factor another name", at_key=True)
        elif not _alike(self.paths):
            what = f"factor {name}: paths must be different parameters of one type"
            yield Fault(("paths",), what, cure="use bundles")


class ValuesForm(DirectForm):
    """A factor with values."""

    key: ClassVar[str] = "values"
    listed: Levels = Field(alias=key)

    def factor(self, name: str) -> Values:
        """Return the factor of a name."""
        paths = self.driven(name)
        return Values(name, paths, tuple(legal_value(paths[0], each) for each in self.listed))

    def _wrong_levels(self, paths: tuple[str, ...]) -> Iterator[Fault]:
        key, legal = self.key, parameters()[paths[0]].legal
        if not is_level(parameters()[paths[0]].kind):
            cure = "use bundles, each with one such list"
            yield Fault((key,), f"{paths[0]} takes {legal}", cure=cure, at_key=True)
            return
        levels: list[Level | None] = []
        for index, written in enumerate(self.listed):
            wrong = list(wrong_values(paths, written, (key, index)))
            yield from wrong
            levels.append(None if wrong else legal_value(paths[0], written))
        yield from doubles(levels, key)


class CategoriesForm(ValuesForm):
    """A factor with choices or truth values."""

    key = "categories"
    listed: Levels = Field(alias=key)

    def _wrong_levels(self, paths: tuple[str, ...]) -> Iterator[Fault]:
        if is_category(parameters()[paths[0]].kind):
            yield from super()._wrong_levels(paths)
        else:
            what = f"{paths[0]} takes {parameters()[paths[0]].legal}, not categories"
            yield Fault(("categories",), what, cure="write values", at_key=True)


class RangeForm(DirectForm):
    """A factor that takes any number from the first to the last, or some levels of these."""

    range: Annotated[tuple[Any, Any], Field(examples=["[low, high], the lower first"])]
    scale: Scale = LINEAR
    levels: Count | None = None

    def factor(self, name: str) -> Range:
        """Return the factor of a name."""
        paths = self.driven(name)
        low, high = (legal_value(paths[0], each) for each in self.range)
        return Range(name, paths, low, high, self.scale, self.levels)

    def _wrong_levels(self, paths: tuple[str, ...]) -> Iterator[Fault]:
        if not is_number(parameters()[paths[0]].kind):
            what = f"{paths[0]} takes {parameters()[paths[0]].legal}, not a range"
            yield Fault(("range",), what, cure="write values or categories", at_key=True)
            return
        ends = enumerate(self.range)
        wrong = [each for i, end in ends for each in wrong_values(paths, end, ("range", i))]
        yield from wrong or wrong_ends(self.factor(paths[0]))


def doubles(levels: Iterable[Level | None], key: str) -> Iterator[Fault]:
    """Yield levels that are there before; None stands for one that is wrong."""
    first: dict[Level, Keys] = {}
    for index, level in enumerate(levels):
        here: Keys = (key, index)
        if level in first:
            what, others = f"{said(level)} is the same value as another", (first[level],)
            yield Fault(here, what, cure="keep one of them", others=others)
        elif level is not None:
            first[level] = here


def wrong_ends(factor: Range | MultiplierRange) -> Iterator[Fault]:
    """Yield what is wrong between the ends of a range, its scale and its levels."""
    if not factor.low < factor.high:
        what = f"the range is [{said(factor.low)}, {said(factor.high)}]"
        yield Fault(("range",), what, cure="write [low, high], the lower first")
    elif factor.scale == LOG and factor.low <= 0:
        what = f"a log scale cannot begin at {said(factor.low)}"
        yield Fault(("range", 0), what, cure="begin above 0, or use scale: linear")
    elif len(set(factor.levels)) < len(factor.levels):
        what = f"the range has no {factor.count} different levels"
        yield Fault(("levels",), what, cure="ask for fewer")


def _alike(paths: tuple[str, ...]) -> bool:
    kinds = {str(parameters()[path].kind) for path in paths}
    return len(kinds) == 1 and len(set(paths)) == len(paths)
