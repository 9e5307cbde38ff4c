"""Factors: what an experiment varies, and from a share of the unit interval to a level.

A sampled design knows only shares between 0 and 1. A range spreads them over its scale;
values and bundles each get an equal part of them, in the order of the file.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast, get_origin

from sim.config.catalogue import parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    def settings(self, level: Level) -> dict[str, Any]:
        """Return the values of the parameters at a level, by path."""
        return dict.fromkeys(self.driven, level)


@dataclass(frozen=True)
class Values(_Direct):
    """Takes values that are listed, no two alike."""

    levels: tuple[Level, ...]

    def at(self, share: float) -> Level:
        """Return the level at a share of the unit interval."""
        return pick(self.levels, share)

    def holds(self, level: Level) -> bool:
        """Tell whether `level` is one of the values."""
        return level in self.levels


@dataclass(frozen=True)
class Range(_Direct):
    """Takes any number from `low` to `high`; with `count`, so many of them in a grid."""

    low: float
    high: float
    scale: Scale = LINEAR
    count: int | None = None

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
        number = float(f"{self.low + above:.{DIGITS}g}")
        return min(max(number, self.low), self.high) + 0.0


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

    def settings(self, level: Level) -> dict[str, Any]:
        """Return the values of the parameters at a level, by path."""
        return dict(dict(self.bundles)[str(level)])

    def at(self, share: float) -> Level:
        """Return the level at a share of the unit interval."""
        return pick(self.levels, share)

    def holds(self, level: Level) -> bool:
        """Tell whether `level` is the name of a bundle."""
        return level in self.levels


Factor = Values | Range | Bundles
"""What an experiment varies; its name is a column of the tables."""


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
