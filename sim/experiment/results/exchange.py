"""What a unit of one factor of a sweep is worth in units of another, by a response."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.exchange import surface
from sim.analysis.exchange.answer import Exchange, Place
from sim.analysis.points import by_replicate, points_of
from sim.analysis.surrogate import MOST_POINTS
from sim.config.nearness import unknown
from sim.experiment.design.factors import Group, MultiplierRange, Multipliers
from sim.experiment.errors import QuestionError
from sim.experiment.results.extra import require_scikit_learn
from sim.experiment.results.summarising import require_responses
from sim.experiment.results.told import scaled, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from sim.analysis.axis import Axis
    from sim.experiment.design.factors import Factor
    from sim.experiment.results.results import Results
    from sim.experiment.results.told import Told

    Array = npt.NDArray[np.float64]

FEWEST_POINTS, FEWEST_REPLICATES = 9, 2
MOST_PLACES, PLACES = 9, 7
"""Of more levels than so many the table has others, evenly spaced."""
SEED = 1


class _Known(NamedTuple):
    """Shares of the factors' ways, the two first, the response there, and what was left out."""

    shares: Array
    values: Array
    left_out: tuple[str, ...]


class _Runs(NamedTuple):
    """The response of each point and replicate, without missing ones, and what was left out."""

    points: pd.DataFrame
    values: Array
    left_out: tuple[str, ...]


def exchange(
    results: Results,
    response: str,
    between: tuple[str, str],
    at: tuple[float, float] | None = None,
    in_units_of: Sequence[str] = (),
) -> Exchange:
    """Return iso-lines of a response over two factors of a sweep, and the rate along them.

    Parameters
    ----------
    results
        Of a sweep.
    response
        Column of the response.
    between
        The two factors: what a unit of the first is worth in units of the second.
    at
        Levels of the two that the first line goes through; the base's, if not given, or the middle
        of what was run where the base is not among it.
    in_units_of
        Paths of parameters: a factor of multipliers or a group that drives one is told in its
        unit.

    Raises
    ------
    QuestionError
        If there is no such response or factor, or no line can be had: levels that are no numbers,
        too few levels, points or replicates, a response that does not move.
    ExtraError
        If scikit-learn is not installed.
    """
    require_responses(results.folder, results.responses, [response])
    pair = _pair(results, between)
    require_scikit_learn()
    runs = _runs(results, response)
    first, second = _both_told(results, pair, runs.points, in_units_of)
    others = _others(results, pair, runs.points)
    known = _known(runs, (first, second), others)
    if not np.ptp(known.values, axis=0).max() > 0:
        raise QuestionError(f"{response} is the same at all points: it has no iso-lines")
    return Exchange(
        response,
        results.responses[response],
        (first.axis, second.axis),
        surface.fit(known.shares, known.values),
        _reference(first, second, at),
        _places(first),
        tuple(each.name for each in others),
        (*runs.left_out, *known.left_out),
    )


def _pair(results: Results, between: tuple[str, str]) -> tuple[Factor, Factor]:
    """Return the two factors that are named."""
    known = {each.name: each for each in results.experiment.factors}
    if not known:
        raise QuestionError(
            f"{results.folder} has no factors; an exchange rate is asked of a sweep"
        )
    for name in between:
        if name not in known:
            raise QuestionError(f"{results.folder}: {unknown('factor', name, known)}")
    first, second = between
    if first == second:
        raise QuestionError(f"{first} is named twice; name two factors")
    return known[first], known[second]


def _paths(pair: tuple[Factor, Factor], in_units_of: Iterable[str]) -> dict[str, str]:
    """Return the path in whose unit each factor is told, by the factor's name."""
    drivers = [each for each in pair if isinstance(each, (Group, Multipliers, MultiplierRange))]
    known = {path: each.name for each in drivers for path in each.driven}
    found: dict[str, str] = {}
    for path in in_units_of:
        if path not in known:
            what = "parameter that multipliers or a group of the two factors drive, called"
            raise QuestionError(unknown(what, path, known))
        if known[path] in found:
            raise QuestionError(
                f"{known[path]} cannot be told in the units of {found[known[path]]} and of {path} "
                "at once; name one"
            )
        found[known[path]] = path
    return found


def _runs(results: Results, response: str) -> _Runs:
    """Return the runs that a surface can be laid through: each point with each replicate.

    A point at which a run has no value is left out, since the runs that have one may be those of
    a kind; a replicate that is not there at all points is left out, since that is chance.
    """
    runs = results.runs
    without = runs.loc[runs[response].isna(), "point"]
    known = runs[~runs["point"].isin(without)]
    matrix = by_replicate(known, [response]).droplevel("response")
    whole = matrix.dropna(axis="columns")
    told = []
    if points := without.nunique():
        told.append(f"Left out: {points:,} points at which {response} is missing in some runs.")
    if fewer := matrix.shape[1] - whole.shape[1]:
        told.append(f"Left out: {fewer:,} replicates that were not run at all points.")
    _require_enough(results, *whole.shape, told)
    points_there = points_of(known, results.factors).set_index("point").loc[whole.index]
    return _Runs(points_there.reset_index(drop=True), whole.to_numpy(float), tuple(told))


def _require_enough(results: Results, points: int, replicates: int, told: list[str]) -> None:
    why = f" ({' '.join(told)})" if told else ""
    if points < FEWEST_POINTS:
        raise QuestionError(
            f"{results.folder}: {points:,} points are too few for a surface, "
            f"{FEWEST_POINTS} the fewest{why}; add levels or points and go on with --resume"
        )
    if replicates < FEWEST_REPLICATES:
        raise QuestionError(
            f"{results.folder}: with {replicates} replicates of all points there is no band and no "
            f"interval, {FEWEST_REPLICATES} are the fewest{why}; add some and go on with --resume"
        )


def _both_told(
    results: Results, pair: tuple[Factor, Factor], points: pd.DataFrame, in_units_of: Sequence[str]
) -> list[Told]:
    """Return the two factors as axes."""
    base, paths = results.experiment.base, _paths(pair, in_units_of)
    return [told(each, points[each.name], base, paths.get(each.name)) for each in pair]


def _others(results: Results, pair: tuple[Factor, Factor], points: pd.DataFrame) -> list[Factor]:
    """Return the factors that vary beside the two."""
    factors = results.experiment.factors
    return [each for each in factors if each not in pair and points[each.name].nunique() > 1]


def _reference(first: Told, second: Told, at: tuple[float, float] | None) -> Place:
    """Return the place that the first line goes through."""
    if at is not None:
        for one, level in zip((first, second), at, strict=True):
            _require_run(one.axis, level)
        return Place(*at, is_base=False)
    if first.base is not None and second.base is not None:
        return Place(first.base, second.base, is_base=True)
    middle = [float(each.axis.levels(np.array(0.5))) for each in (first, second)]
    return Place(middle[0], middle[1], is_base=False)


def _require_run(axis: Axis, level: float) -> None:
    if not axis.holds(level):
        raise QuestionError(
            f"{axis.name} {level:,g} is not within what was run; give a level of "
            f"{axis.low:,g} to {axis.high:,g} {axis.unit}".rstrip()
        )


def _known(runs: _Runs, pair: tuple[Told, Told], others: Sequence[Factor]) -> _Known:
    """Return what a surface over the two factors is laid through.

    Where each pair of levels meets the same levels of all others, these are averaged out here, else
    by the surface, whose further columns they are.
    """
    shares = np.column_stack([each.axis.shares(each.levels.to_numpy(float)) for each in pair])
    values = runs.values
    if others and _is_crossed(runs.points, shares, others):
        shares, rows = np.unique(shares, axis=0, return_inverse=True)
        values = pd.DataFrame(values).groupby(rows.ravel()).mean().to_numpy(float)
    elif others:
        columns = [scaled(each, runs.points[each.name]) for each in others]
        shares = np.column_stack([shares, *columns])
    if len(shares) <= MOST_POINTS:
        return _Known(shares, values, ())
    drawn = np.sort(np.random.default_rng(SEED).permutation(len(shares))[:MOST_POINTS])
    told = (
        f"The surface is laid through {MOST_POINTS:,} of {len(shares):,} points, drawn at random."
    )
    return _Known(shares[drawn], values[drawn], (told,))


def _is_crossed(points: pd.DataFrame, shares: Array, others: Sequence[Factor]) -> bool:
    """Tell whether each pair of levels meets the same levels of all other factors."""
    pairs = len(np.unique(shares, axis=0))
    return pairs * len(points.drop_duplicates([each.name for each in others])) == len(points)


def _places(first: Told) -> Array:
    """Return the levels of the first factor at which the table says where a line is."""
    own: Array = np.unique(first.levels.to_numpy(float))
    return own if len(own) <= MOST_PLACES else first.axis.levels(np.linspace(0, 1, PLACES))
