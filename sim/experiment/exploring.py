"""The next generation of an experiment that looks for outcomes which few points have."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from sim.analysis.numerals import is_label
from sim.analysis.patterns import cell_size, cells_of, children
from sim.experiment.design.designs import Patterns
from sim.experiment.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from sim.experiment.design.experiment import Experiment
    from sim.experiment.plan import Level, Run

    Values = npt.NDArray[np.float64]

CURE = (
    "write design: {kind: patterns, between: [a, b], points: 20, generations: 20}, where a and b "
    "are responses"
)
MOST_TRIES = 200
"""Children for each that is new and possible, before there are taken to be no more."""


def outcomes(points: Sequence[Run], runs: pd.DataFrame, between: tuple[str, str]) -> Values:
    """Return the medians of two responses over the replicates of each point.

    Parameters
    ----------
    points
        In which order.
    runs
        A row per run that is done: ``point`` and the responses.
    between
        The responses.

    Returns
    -------
    ndarray, shape (points, 2)
        Missing where no replicate has a value.
    """
    medians = runs.groupby("point")[list(between)].median()
    return medians.reindex([each.point for each in points]).to_numpy(float)


def sizes(experiment: Experiment, points: Sequence[Run], runs: pd.DataFrame) -> Values:
    """Return the sizes of cells: as they are given, or else after the first generation.

    Takes what `next_generation` takes.
    """
    design = require_patterns(experiment)
    if design.cells is not None:
        return np.array(design.cells)
    first = points[: experiment.point_count]
    begun = runs[runs["point"].isin([each.point for each in first])]
    luck = begun.groupby("point")[list(design.between)].var().mean().fillna(0.0) ** 0.5
    columns = zip(outcomes(first, runs, design.between).T, luck, strict=True)
    return np.array([cell_size(*column) for column in columns])


def require_patterns(experiment: Experiment) -> Patterns:
    """Return the design of an experiment that explores patterns.

    Raises
    ------
    QuestionError
        If it has another one.
    """
    if not isinstance(experiment.design, Patterns):
        raise QuestionError(f"the design {experiment.design.kind} explores no patterns; {CURE}")
    return experiment.design


def next_generation(
    experiment: Experiment, points: Sequence[Run], runs: pd.DataFrame
) -> list[tuple[Level, ...]]:
    """Return the levels of points to come after those that are done; none if that was all.

    It follows from the points, their outcomes and the seed alone.

    Parameters
    ----------
    experiment
        Whose design is `Patterns`.
    points
        All points so far, in the order of the plan.
    runs
        A row per run that is done.
    """
    design, first = require_patterns(experiment), experiment.point_count
    generation, short = divmod(len(points) - first, design.points)
    if short or generation + 1 >= design.generations:
        return []
    found = outcomes(points, runs, design.between)
    known = np.asarray(np.isfinite(found).all(axis=1))
    if not known.any():
        return []
    drawn = children(
        _shares(experiment, itertools.compress(points, known.tolist())),
        cells_of(found[known], sizes(experiment, points, runs)),
        [each.kind not in (str, bool) and not is_label(each.name) for each in experiment.factors],
        np.random.default_rng([design.seed, generation]),
    )
    tried = itertools.islice(drawn, MOST_TRIES * design.points)
    seen = {each.point for each in points}
    return list(itertools.islice(_new(experiment, tried, seen), design.points))


def _shares(experiment: Experiment, points: Iterable[Run]) -> Values:
    """Return where points are on the way through each factor."""
    return np.array(
        [
            [
                factor.share(level)
                for factor, level in zip(experiment.factors, point.levels, strict=True)
            ]
            for point in points
        ]
    )


def _new(
    experiment: Experiment, tried: Iterator[Values], seen: set[str]
) -> Iterator[tuple[Level, ...]]:
    """Yield the levels of those children that are no point yet, and no conflict."""
    for shares in tried:
        pairs = zip(experiment.factors, shares.tolist(), strict=True)
        levels = tuple(factor.at(share) for factor, share in pairs)
        point = experiment.run_at(levels, 0).point
        if point not in seen and _is_possible(experiment, levels):
            seen.add(point)
            yield levels


def _is_possible(experiment: Experiment, levels: tuple[Level, ...]) -> bool:
    try:
        experiment.config_at(levels)
    except ValidationError:
        return False
    return True
