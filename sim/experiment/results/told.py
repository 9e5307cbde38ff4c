"""A factor of a sweep as an axis of numbers, in its own unit or in that of what it drives."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import pandas as pd

from sim.analysis.axis import Axis, is_geometric
from sim.analysis.numerals import is_label
from sim.config.catalogue import parameters, unit_of
from sim.config.values import value_at
from sim.experiment.design.factors import (
    LOG,
    Group,
    MultiplierRange,
    Multipliers,
    Range,
    Values,
    is_number,
)
from sim.experiment.errors import QuestionError

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.config import Config
    from sim.experiment.design.factors import Factor

    Array = npt.NDArray[np.float64]

FEWEST_LEVELS = 3


class Told(NamedTuple):
    """A factor as it is told.

    Attributes
    ----------
    axis : Axis
        Its name, unit, ends and scale.
    levels : Series
        Of each point.
    base : float or None
        The level that the base has, None where it has no one or that was not run.
    """

    axis: Axis
    levels: pd.Series[float]
    base: float | None


def told(factor: Factor, levels: pd.Series[Any], base: Config, path: str | None) -> Told:
    """Return a factor as an axis.

    Parameters
    ----------
    factor
        It has numbers as levels.
    levels
        Those of the points.
    base
        What a factor of multipliers multiplies.
    path
        Of a factor of multipliers or a group: the parameter in whose unit it is told.

    Raises
    ------
    QuestionError
        If its levels are not numbers, or too few.
    """
    _require_numbers(factor, levels)
    numbers = levels.to_numpy(float)
    own = _base_level(factor, base)
    if path is None:
        return _told(factor.name, unit_of(factor.unit), levels, own, is_log=_is_log(factor, levels))
    unit = unit_of(parameters()[path].unit)
    if isinstance(factor, Group):
        member = next(each for each in factor.members if path in each.driven)
        there = None if own is None else float(cast("float", member.at(own)))
        found = _like(levels, np.array([member.at(each) for each in numbers.tolist()], float))
        return _told(path, unit, found, there, is_log=member.scale == LOG)
    times = float(value_at(base, path))
    there = None if own is None else own * times
    return _told(path, unit, _like(levels, numbers * times), there, is_log=_is_log(factor, levels))


def scaled(factor: Factor, levels: pd.Series[Any]) -> Array:
    """Return the levels of a factor that is averaged over as columns of a surface.

    Numbers and dates are shares of their way, of texts and truth values each has a column.
    """
    kinds = levels.unique()
    if not is_number(factor.kind) or is_label(factor.name):
        if not pd.api.types.is_datetime64_any_dtype(levels):
            return np.column_stack([(levels == each).to_numpy(float) for each in kinds])
        levels = levels.astype("int64")
    axis = Axis(factor.name, "", levels.min(), levels.max(), _is_log(factor, levels))
    return axis.shares(levels.to_numpy(float))[:, np.newaxis]


def _told(
    name: str, unit: str, levels: pd.Series[float], base: float | None, *, is_log: bool
) -> Told:
    axis = Axis(name, unit, float(levels.min()), float(levels.max()), is_log)
    return Told(axis, levels, base if base is not None and axis.holds(base) else None)


def _like(levels: pd.Series[Any], numbers: Array) -> pd.Series[float]:
    return pd.Series(numbers, index=levels.index)


def _require_numbers(factor: Factor, levels: pd.Series[Any]) -> None:
    if not is_number(factor.kind) or is_label(factor.name):
        names = ", ".join(map(str, levels.unique()[:FEWEST_LEVELS]))
        raise QuestionError(
            f"the levels of {factor.name} are no amounts ({names}), so that there is no rate "
            "between it and another factor; name a factor of numbers"
        )
    if levels.nunique() < FEWEST_LEVELS:
        raise QuestionError(
            f"{factor.name} has {levels.nunique()} levels in this sweep, and a line that may bend "
            f"takes {FEWEST_LEVELS} or more; add levels and go on with --resume"
        )


def _is_log(factor: Factor, levels: pd.Series[Any]) -> bool:
    if isinstance(factor, (Range, MultiplierRange)):
        return factor.scale == LOG
    unique = pd.Series(np.unique(levels.to_numpy()))
    return isinstance(factor, (Values, Multipliers)) and is_geometric(unique)


def _base_level(factor: Factor, base: Config) -> float | None:
    """Return the level at which a factor sets what the base has, None if there is none."""
    if isinstance(factor, (Multipliers, MultiplierRange)):
        return 1.0
    if isinstance(factor, Group):
        found = [each.share(value_at(base, each.driven[0])) for each in factor.members]
    else:
        found = [value_at(base, path) for path in factor.driven]
    first = found[0]
    return float(first) if all(math.isclose(first, each, rel_tol=1e-9) for each in found) else None
