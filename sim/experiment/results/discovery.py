"""Under which levels of the factors something happens: boxes by PRIM, and a tree beside them.

The cases are the points of a sweep. How much a point is of interest is the share of its replicates
that meet the condition: luck is then part of the answer, and the replicates of a point, which are
not independent of its levels, do not count as so many cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis import covering, decision_tree, prim, repeats
from sim.analysis.points import by_replicate, points_of
from sim.experiment.design.designs import Grid, Sampled
from sim.experiment.errors import QuestionError
from sim.experiment.results import conditions, discovery_tables, discovery_words
from sim.experiment.results.coding import Coding

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from sim.analysis.covering import Found
    from sim.analysis.decision_tree import Node
    from sim.analysis.prim import Cases
    from sim.analysis.repeats import Repeat
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.results.results import Results

    Values = npt.NDArray[np.float64]

DENSITY = 0.8
"""That a box is to reach, if nothing else is asked for."""
MOST_BOXES = 3
FEWEST_POINTS = round(1 / prim.PEEL)
"""Below it a slice of 5% has no case."""


@dataclass(frozen=True)
class Discovery:
    """Where a condition holds, in the points of a sweep.

    Attributes
    ----------
    when
        The condition, as it is understood.
    density
        What a box was to reach.
    codings
        The factors that vary.
    cases
        The points, with the share of the runs of each that meet the condition.
    hits
        Shape (points, replicates): 1 where a run meets it, 0 where not, missing where there is none
        or nobody knows.
    left_out
        Runs of which nobody knows whether they meet it.
    is_even
        Whether the design spreads its points evenly over the ranges.
    """

    when: str
    density: float
    codings: list[Coding]
    cases: Cases
    hits: Values
    left_out: int
    is_even: bool

    @cached_property
    def found(self) -> list[Found]:
        """The boxes, each with its trajectory."""
        return covering.cover(self.cases, self.density, MOST_BOXES)

    @cached_property
    def repeats(self) -> list[Repeat]:
        """The first box, looked for again in each replicate and in resampled points."""
        return [
            *repeats.over_replicates(self.cases, self.hits, self.density),
            *repeats.over_points(self.cases, self.density),
        ]

    @cached_property
    def tree(self) -> Node | None:
        """The decision tree; None where scikit-learn is not installed."""
        try:
            return decision_tree.grow(self.cases)
        except ModuleNotFoundError:
            return None

    @cached_property
    def luck(self) -> float:
        """Share of the variance between runs that is within points; see `repeats.share_of_luck`."""
        return repeats.share_of_luck(self.hits)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Boxes, trajectory, stability and repeats, and the tree if there is one, by name."""
        return discovery_tables.tables(self)

    @property
    def words(self) -> list[str]:
        """What comes out, a sentence or two a line; first what was asked for and not reached."""
        return list(discovery_words.words(self))


def discovery(results: Results, when: str, density: float = DENSITY) -> Discovery:
    """Return where a condition on responses holds, in the points of a sweep.

    Raises
    ------
    QuestionError
        If there are no factors or too few points, `when` is no condition on the responses, all or
        none of the runs meet it, or the density is no share.
    """
    if not 0 < density <= 1:
        raise QuestionError(f"a density is above 0 and at most 1, not {density:g}")
    parts = conditions.parse(when, results.responses)
    runs = results.runs.assign(hit=conditions.hits(when, results))
    known = runs[runs["hit"].notna()]
    factors = [each for each in results.experiment.factors if known[each.name].nunique() > 1]
    if not factors:
        raise QuestionError(f"{results.folder}: no factor varies, so there is nothing to limit")
    _require_both(results, parts, known["hit"])
    names = [each.name for each in factors]
    points, table = points_of(known, names), by_replicate(known, ["hit"])
    if len(points) < FEWEST_POINTS:
        raise QuestionError(
            f"{results.folder} has {len(points)} points; a box needs {FEWEST_POINTS} or more, "
            "some hundred to be told from chance: sample more"
        )
    codings = [Coding.of(each, points[each.name]) for each in factors]
    cases = prim.Cases(
        np.column_stack([each.numbers(points[each.name]) for each in codings]),
        tuple(len(each.categories) for each in codings),
        table.mean(axis=1).to_numpy(),
    )
    return Discovery(
        " and ".join(map(str, parts)),
        density,
        codings,
        cases,
        table.to_numpy(),
        len(runs) - len(known),
        _is_even(results.experiment),
    )


def _is_even(experiment: Experiment) -> bool:
    """Tell whether the points of an experiment are spread evenly over what factors can be."""
    return isinstance(experiment.design, Grid | Sampled) and not experiment.correlations


def _require_both(results: Results, parts: list[conditions.Part], hit: pd.Series[float]) -> None:
    """Refuse a condition that all runs meet, or none, and tell where its responses lie."""
    if len(hit) and 0 < hit.mean() < 1:
        return
    names = dict.fromkeys(part.response for part in parts)
    spans = (
        f"{name} lies between {results.runs[name].min():.5g} and {results.runs[name].max():.5g}"
        for name in names
    )
    which = "all of the" if len(hit) and hit.all() else "none of the"
    raise QuestionError(
        f"{which} {len(hit):,} runs meet {' and '.join(map(str, parts))}: {'; '.join(spans)}"
    )
