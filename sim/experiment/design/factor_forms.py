"""Factors as they are written in a file: told apart by their keys, checked, made into factors."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Discriminator, Field, Tag

from sim.config.catalogue import parameters
from sim.config.errors import Fault, Keys, quote, refuse
from sim.config.parameters.parameter import Component
from sim.config.reading.nodes import said
from sim.config.reading.shapes import closest
from sim.experiment.design.factors import (
    LINEAR,
    LOG,
    Bundles,
    Range,
    Scale,
    Values,
    is_category,
    is_level,
    is_number,
)
from sim.experiment.design.names import Name
from sim.experiment.design.values import Path, legal_value, wrong_path, wrong_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiment.plan import Level

KEYS_OF = {
    "values": ("values", "paths"),
    "range": ("range", "paths", "scale", "levels"),
    "categories": ("categories", "paths"),
    "bundles": ("bundles",),
}
"""The keys of a factor, by the one that tells its kind."""
MOST_LEVELS = 10_000

Levels = Annotated[
    tuple[Any, ...],
    Field(min_length=1, max_length=MOST_LEVELS, examples=["a list of values, as [30, 45]"]),
]


class DirectForm(Component):
    """A factor that sets its level at one path or several that are alike."""

    paths: Annotated[tuple[Path, ...], Field(min_length=1)] | None = Field(
        None, description="Parameters of one type that have one value."
    )

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
        first: dict[Level, Keys] = {}
        for index, written in enumerate(self.listed):
            wrong = list(wrong_values(paths, written, (key, index)))
            yield from wrong
            level = None if wrong else legal_value(paths[0], written)
            if level in first:
                what = f"{said(level)} is the same value as another"
                cure, others = "keep one of them", (first[level],)
                yield Fault((key, index), what, cure=cure, others=others)
            elif level is not None:
                first[level] = (key, index)


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
    levels: Annotated[int, Field(ge=2, le=MOST_LEVELS)] | None = None

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
        yield from wrong or self._wrong_ends(paths)

    def _wrong_ends(self, paths: tuple[str, ...]) -> Iterator[Fault]:
        factor = self.factor(paths[0])
        if not factor.low < factor.high:
            what = f"the range is [{said(factor.low)}, {said(factor.high)}]"
            yield Fault(("range",), what, cure="write [low, high], the lower first")
        elif factor.scale == LOG and factor.low <= 0:
            what = f"a log scale cannot begin at {said(factor.low)}"
            yield Fault(("range", 0), what, cure="begin above 0, or use scale: linear")
        elif len(set(factor.levels)) < len(factor.levels):
            what = f"the range has no {self.levels} different levels"
            yield Fault(("levels",), what, cure="ask for fewer")


class BundlesForm(Component):
    """A factor with named bundles of values; what a bundle leaves out is as in the base."""

    bundles: Annotated[dict[Name, dict[Path, Any]], Field(min_length=1)]

    def factor(self, name: str) -> Bundles:
        """Return the factor of a name."""
        found = (
            (each, tuple((path, legal_value(path, value)) for path, value in bundle.items()))
            for each, bundle in self.bundles.items()
        )
        return Bundles(name, tuple(found))

    def faults(self, name: str) -> Iterator[Fault]:
        """Yield what is wrong with the factor of a name."""
        if name in parameters():
            what = f"{name} is a parameter; bundles need a name of their own"
            yield Fault((), what, cure="give the factor another name", at_key=True)
        for each, bundle in self.bundles.items():
            for path, value in bundle.items():
                yield from wrong_values((path,), value, ("bundles", each, path))


def _alike(paths: tuple[str, ...]) -> bool:
    kinds = {str(parameters()[path].kind) for path in paths}
    return len(kinds) == 1 and len(set(paths)) == len(paths)


def _one_kind(written: Any) -> Any:
    """Refuse a factor that has not one of the keys that tell its kind, or keys of another."""
    if isinstance(written, dict):
        kinds = [key for key in KEYS_OF if key in written]
        refuse(_wrong_keys(written, kinds))
        if len(kinds) != 1:
            what = f"the factor has {' and '.join(kinds) or 'no levels'}"
            cure = "write values, range, categories or bundles"
            raise Fault(what=what, cure=cure, at_key=True).error()
    return written


def _wrong_keys(written: dict[str, Any], kinds: list[str]) -> Iterator[Fault]:
    known = {key for keys in KEYS_OF.values() for key in keys}
    for key in written:
        if key not in known:
            what = f"unknown key {quote(key) or '(empty)'} in the factor"
            near = closest(key, sorted(known))
            legal = "" if near else ", ".join(sorted(known))
            yield Fault((key,), what, legal, near, at_key=True)
        elif len(kinds) == 1 and key not in KEYS_OF[kinds[0]]:
            only = "not with bundles" if key == "paths" else "with range only"
            yield Fault((key,), f"{key} goes {only}", at_key=True)


def _tag(written: Any) -> str:
    kinds = [key for key in KEYS_OF if key in written] if isinstance(written, dict) else []
    return f"of {kinds[0]}" if kinds else "of values"


FactorForm = Annotated[
    Annotated[ValuesForm, Tag("of values")]
    | Annotated[CategoriesForm, Tag("of categories")]
    | Annotated[RangeForm, Tag("of range")]
    | Annotated[BundlesForm, Tag("of bundles")],
    Discriminator(_tag),
    BeforeValidator(_one_kind),
]
