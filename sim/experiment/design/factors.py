"""Factors: what an experiment varies, and from a share of the unit interval to a level.

A sampled design knows only shares between 0 and 1. A range spreads them over its scale, a group
hands them on to its ranges; values and bundles each get an equal part of them, in the order of
the file.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast, get_origin

from sim.config.catalogue import parameters
from sim.config.values import value_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.config import Config
    from sim.experiment.plan import Level

Scale = Literal["linear", "log"]
LINEAR: Scale = "linear"
LOG: Scale = "log"

DIGITS = 12
"""Significant digits of an interpolated level: fewer than those that depend on the machine."""


@dataclass(frozen=True)
class _Direct:
    """Sets its level at one path or several that are alike, `driven`."""

    name: str
    driven: tuple[str, ...]

    @property
    def kind(self) -> type[Level]:
        """The type of its levels."""
        kind = parameters()[self.driven[0]].kind
        return str if get_origin(kind) is Literal else cast("type[Level]", kind)

    @property
    def unit(self) -> str:
        """The unit of its levels."""
        return parameters()[self.driven[0]].unit

    @property
    def meaning(self) -> str:
        """What its level is, in words."""
        return f"Level of the factor: {', '.join(self.driven)}."

    def settings(self, level: Level, _base: Config) -> dict[str, Any]:
        """Return the values of the parameters at a level, by path."""
        return dict.fromkeys(self.driven, level)


@dataclass(frozen=True)
class _Listed:
    """Has levels that are listed, no two alike."""

    levels: tuple[Level, ...]

    def at(self, share: float) -> Level:
        """Return the level at a share of the unit interval."""
        return pick(self.levels, share)

    def share(self, level: Level) -> float:
        """Return the middle of the part of the unit interval that a level has."""
        return (self.levels.index(level) + 0.5) / len(self.levels)

    def holds(self, level: Level) -> bool:
        """Tell whether `level` is one of those listed."""
        return level in self.levels


@dataclass(frozen=True)
class _Between:
    """Has any number from `low` to `high` as a level; with `count`, so many of them in a grid."""

    low: float
    high: float
    scale: Scale = LINEAR
    count: int | None = None

    if TYPE_CHECKING:

        @property
        def kind(self) -> type[Level]:
            """The type of its levels, which its other parent tells."""

    @property
    def levels(self) -> tuple[Level, ...]:
        """As many numbers as `count` says, evenly spaced on the scale, both ends included."""
        if self.count is None:
            return ()
        shares = (index / max(self.count - 1, 1) for index in range(self.count))
        return tuple(self._number(share, 0.0) for share in shares)

    def at(self, share: float) -> Level:
        """Return the number at a share of the unit interval.

        Whole numbers have equal parts of the interval, the ends too, if the scale is linear.
        """
        return self._number(share, 0.5 if self.kind is int else 0.0)

    def share(self, level: Level) -> float:
        """Return the share of the unit interval at which a number is."""
        beyond, number = 0.5 if self.kind is int else 0.0, cast("float", level)
        above, span = number - self.low + beyond, self.high - self.low + 2 * beyond
        if self.scale == LOG:  # so that numbers which floats have not the digits for stay apart
            low = self.low - beyond
            return math.log1p(above / low) / math.log1p(span / low)
        return above / span

    def holds(self, level: Level) -> bool:
        """Tell whether `level` lies within the range."""
        return self.low <= cast("float", level) <= self.high

    def _number(self, share: float, beyond: float) -> Level:
        """Return the number at a share of what reaches `beyond` both ends."""
        if share in {0.0, 1.0}:
            return self.low if share == 0 else self.high
        if self.scale == LOG:
            first, last = math.log(self.low - beyond), math.log(self.high + beyond)
            above = math.exp(first * (1 - share) + last * share) - self.low
        else:
            above = (self.high - self.low + 2 * beyond) * share - beyond
        if self.kind is int:  # exact for numbers that floats have not the digits for
            return int(min(max(self.low + round(above), self.low), self.high))
        return min(max(rounded(self.low + above, DIGITS), self.low), self.high) + 0.0


@dataclass(frozen=True)
class Values(_Listed, _Direct):
    """Takes values that are listed."""


@dataclass(frozen=True)
class Range(_Between, _Direct):
    """Takes any number from `low` to `high`."""


@dataclass(frozen=True)
class _Multiplying:
    """Multiplies what parameters are in the base by its level, to `digits` significant digits."""

    unit = "1"
    name: str
    driven: tuple[str, ...]
    digits: int = field(default=DIGITS, kw_only=True)

    @property
    def kind(self) -> type[Level]:
        """The type of its levels."""
        return float

    @property
    def meaning(self) -> str:
        """What its level is, in words."""
        return f"Multiplier of what they are in the base: {', '.join(self.driven)}."

    def settings(self, level: Level, base: Config) -> dict[str, Any]:
        """Return the values of the parameters at a level, by path."""
        by = cast("float", level)
        return {path: multiplied(value_at(base, path), by, self.digits) for path in self.driven}


@dataclass(frozen=True)
class Multipliers(_Listed, _Multiplying):
    """Takes multipliers that are listed."""


@dataclass(frozen=True)
class MultiplierRange(_Between, _Multiplying):
    """Takes any multiplier from `low` to `high`."""


@dataclass(frozen=True)
class Group:
    """Ranges that move as one: at each point all are at the same share of their way.

    Its level is that share, from 0, where each is at its low end, to 1.
    """

    kind = float
    unit = "1"
    name: str
    members: tuple[Range, ...]
    count: int | None = None

    @property
    def driven(self) -> tuple[str, ...]:
        """The paths of the parameters that any of the ranges sets."""
        return tuple(path for each in self.members for path in each.driven)

    @property
    def meaning(self) -> str:
        """What its level is, in words."""
        return f"Share of their ranges, from low to high: {', '.join(self.driven)}."

    @property
    def levels(self) -> tuple[Level, ...]:
        """As many shares as `count` says, evenly spaced, both ends included."""
        if self.count is None:
            return ()
        return tuple(self.at(index / max(self.count - 1, 1)) for index in range(self.count))

    def settings(self, level: Level, base: Config) -> dict[str, Any]:
        """Return the values of the parameters at a level, by path."""
        found: dict[str, Any] = {}
        for each in self.members:
            found |= each.settings(each.at(cast("float", level)), base)
        return found

    def at(self, share: float) -> Level:
        """Return the level at a share of the unit interval: that share."""
        return rounded(share, DIGITS)

    def share(self, level: Level) -> float:
        """Return the share of the unit interval that a level is."""
        return cast("float", level)

    def holds(self, level: Level) -> bool:
        """Tell whether `level` is a share."""
        return 0 <= cast("float", level) <= 1


Bundle = tuple[tuple[str, Any], ...]
"""Paths with the values that go together."""


@dataclass(frozen=True)
class Bundles:
    """Takes named bundles of values; what a bundle leaves out is as in the base."""

    kind = str
    unit = "choice"
    name: str
    bundles: tuple[tuple[str, Bundle], ...]

    @property
    def driven(self) -> tuple[str, ...]:
        """The paths of the parameters that any of the bundles sets."""
        return tuple(dict.fromkeys(path for _, bundle in self.bundles for path, _ in bundle))

    @property
    def levels(self) -> tuple[Level, ...]:
        """The names of the bundles."""
        return tuple(name for name, _ in self.bundles)

    @property
    def meaning(self) -> str:
        """What its level is, in words."""
        return f"Level of the factor: {', '.join(self.driven)}."

    def settings(self, level: Level, _base: Config) -> dict[str, Any]:
        """Return the values of the parameters at a level, by path."""
        return dict(dict(self.bundles)[str(level)])

    def at(self, share: float) -> Level:
        """Return the level at a share of the unit interval."""
        return pick(self.levels, share)

    def share(self, level: Level) -> float:
        """Return the middle of the part of the unit interval that a bundle has."""
        return (self.levels.index(level) + 0.5) / len(self.levels)

    def holds(self, level: Level) -> bool:
        """Tell whether `level` is the name of a bundle."""
        return level in self.levels


Factor = Values | Range | Multipliers | MultiplierRange | Group | Bundles
"""What an experiment varies; its name is a column of the tables."""


def multiplied(value: float, by: float, digits: int = DIGITS) -> float:
    """Return a value times a multiplier, to so many significant digits; as it is if that is 1.

    A whole number stays one where the product is one but for rounding, as where events scale it.
    """
    if by == 1:
        return value
    product = value * by
    if isinstance(value, int):
        whole = round(product)
        return whole if math.isclose(product, whole, rel_tol=1e-9) else product
    return rounded(product, digits) + 0.0


def rounded(number: float, digits: int) -> float:
    """Return a number to so many significant digits."""
    return float(f"{number:.{digits}g}")


def pick(levels: Sequence[Level], share: float) -> Level:
    """Return the level in whose part of the unit interval `share` lies."""
    return levels[min(int(share * len(levels)), len(levels) - 1)]


def is_number(kind: object) -> bool:
    """Tell whether a parameter of this type can take a range."""
    return kind in (int, float)


def is_category(kind: object) -> bool:
    """Tell whether a parameter of this type takes choices or truth values."""
    return kind is bool or get_origin(kind) is Literal


def is_level(kind: object) -> bool:
    """Tell whether a value of this type is a level by itself, as a list is not."""
    return is_number(kind) or is_category(kind) or kind is dt.date
