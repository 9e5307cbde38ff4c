"""Factors that move several parameters, each to a value of its own, as written in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import Discriminator, Field, Tag

from sim.config.catalogue import parameters
from sim.config.errors import Fault
from sim.config.parameters.parameter import Component
from sim.experiment.design.direct_forms import (
    MOST_LEVELS,
    Count,
    Paths,
    RangeForm,
    doubles,
    wrong_ends,
)
from sim.experiment.design.factors import (
    DIGITS,
    LINEAR,
    Bundles,
    Group,
    MultiplierRange,
    Multipliers,
    Scale,
    is_number,
)
from sim.experiment.design.names import Name
from sim.experiment.design.values import Path, legal_value, wrong_values

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DIGITS = 15
LARGEST_MULTIPLIER = 1e6

Multiplier = Annotated[float, Field(ge=0, le=LARGEST_MULTIPLIER)]


class MultiplierRangeForm(Component):
    """Any multiplier from the first to the last, or some levels of these."""

    range: Annotated[tuple[Multiplier, Multiplier], Field(examples=["[0.5, 2], the lower first"])]
    scale: Scale = LINEAR
    levels: Count | None = None


MultiplierList = Annotated[
    tuple[Multiplier, ...],
    Field(min_length=1, max_length=MOST_LEVELS, examples=["a list, as [0.5, 1, 2]"]),
]


class MultipliersForm(Component):
    """A factor that multiplies what parameters are in the base, all by one number."""

    multipliers: Annotated[
        Annotated[MultiplierList, Tag("listed")] | Annotated[MultiplierRangeForm, Tag("between")],
        Discriminator(lambda written: "between" if isinstance(written, dict) else "listed"),
    ]
    paths: Paths | None = Field(None, description="Parameters that are multiplied.")
    digits: Annotated[int, Field(ge=1, le=MOST_DIGITS)] = Field(
        DIGITS, description="Significant digits of what comes of it."
    )

    def factor(self, name: str) -> Multipliers | MultiplierRange:
        """Return the factor of a name."""
        paths, by = self.paths or (), self.multipliers
        if isinstance(by, MultiplierRangeForm):
            ends = (*by.range, by.scale, by.levels)
            return MultiplierRange(name, paths, *ends, digits=self.digits)
        return Multipliers(name, paths, tuple(each + 0.0 for each in by), digits=self.digits)

    def faults(self, name: str) -> Iterator[Fault]:
        """Yield what is wrong with the factor of a name."""
        wrong = list(self._wrong_paths(name))
        factor = self.factor(name)
        if wrong:
            yield from wrong
        elif isinstance(factor, MultiplierRange):
            yield from (each.below("multipliers") for each in wrong_ends(factor))
        else:
            yield from doubles(factor.levels, "multipliers")

    def _wrong_paths(self, name: str) -> Iterator[Fault]:
        if name in parameters():
            what = f"{name} is a parameter; multipliers need a name of their own"
            yield Fault((), what, cure="give the factor another name, and write paths", at_key=True)
        elif self.paths is None:
            cure = "write paths: and the parameters that are multiplied"
            yield Fault((), f"factor {name} has no paths", cure=cure, at_key=True)
        elif len(set(self.paths)) < len(self.paths):
            yield Fault(
                ("paths",), f"factor {name}: a path is there twice", cure="keep one of them"
            )
        else:
            kinds = ((place, path, parameters()[path]) for place, path in enumerate(self.paths))
            for place, path, parameter in kinds:
                if not is_number(parameter.kind):
                    what = f"{path} takes {parameter.legal}, which nothing multiplies"
                    yield Fault(("paths", place), what, cure="use bundles")


class GroupForm(Component):
    """A factor of ranges that move as one: all are at the same share of their way."""

    group: Annotated[dict[Name, RangeForm], Field(min_length=1)]
    levels: Count | None = None

    def factor(self, name: str) -> Group:
        """Return the factor of a name."""
        members = (form.factor(each) for each, form in self.group.items())
        return Group(name, tuple(members), self.levels)

    def faults(self, name: str) -> Iterator[Fault]:
        """Yield what is wrong with the factor of a name."""
        if name in parameters():
            what = f"{name} is a parameter; a group needs a name of its own"
            yield Fault((), what, cure="give the factor another name", at_key=True)
        wrong = [each for member in self.group for each in self._wrong_member(member)]
        yield from wrong or self._wrong_levels(self.factor(name))

    def _wrong_member(self, name: str) -> Iterator[Fault]:
        form = self.group[name]
        for fault in form.faults(name):
            yield fault.below("group", name)
        if form.levels is not None:
            cure = "write it beside group"
            yield Fault(("group", name, "levels"), "levels are of the whole group", cure=cure)

    def _wrong_levels(self, factor: Group) -> Iterator[Fault]:
        if len(set(factor.driven)) < len(factor.driven):
            twice = next(path for path in factor.driven if factor.driven.count(path) > 1)
            cure = "drive each parameter by one range"
            yield Fault(("group",), f"{twice} is there twice", cure=cure, at_key=True)
        at = [
            tuple(each.at(cast("float", level)) for each in factor.members)
            for level in factor.levels
        ]
        if len(set(at)) < len(at):
            what = f"the group has no {self.levels} different levels"
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
