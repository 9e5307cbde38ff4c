"""A decision tree as a second view of where cases of interest are dense.

Each split asks of one factor what divides the cases best into those of interest and others
(Breiman et al. 1984, ISBN 0412048418: CART). Boxes of PRIM may overlap and leave cases out; leaves
of a tree divide them all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.prim import LEAST_MASS, Among, Between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.prim import Cases, Limit, Limits

    Numbers = npt.NDArray[np.int64]

MOST_LEAVES = 8
LEAST_EXPLAINED = 0.01
"""Of the variance of the interest, by a split."""


class Split(NamedTuple):
    """What a node asks: which factor, and what of it goes to the first branch and the second."""

    factor: int
    first: Limit
    second: Limit


@dataclass(frozen=True)
class Node:
    """Cases within some limits.

    Attributes
    ----------
    limits
        What all splits above leave of each factor.
    size
        How many cases there are.
    coverage, density, mass
        As of a box.
    split
        How they are divided further; None for a leaf.
    branches
        The two parts; none for a leaf.
    """

    limits: Limits
    size: int
    coverage: float
    density: float
    mass: float
    split: Split | None
    branches: tuple[Node, ...]

    def leaves(self) -> Iterator[Node]:
        """Yield the leaves, from the first branch to the last."""
        if not self.branches:
            yield self
        for branch in self.branches:
            yield from branch.leaves()

    @property
    def depth(self) -> int:
        """Number of splits to the leaf that is farthest down."""
        return 1 + max(each.depth for each in self.branches) if self.branches else 0


@dataclass(frozen=True)
class _Question:
    """A column of numbers that a split may ask of.

    Attributes
    ----------
    factor
        Of which.
    levels
        Its levels in order, whose places are the numbers; scikit-learn takes numbers of so few
        digits that levels themselves could change sides.
    code
        The category for which the number is 1; None where levels are numbers.
    """

    factor: int
    levels: npt.NDArray[np.float64]
    code: int | None = None

    def numbers(self, levels: npt.NDArray[np.float64]) -> Numbers:
        """Return the numbers of some levels."""
        places = np.searchsorted(self.levels, levels)
        return places if self.code is None else (levels == self.code).astype(np.int64)

    def split(self, threshold: float, limit: Limit) -> Split:
        """Return how numbers up to a threshold, and those above it, divide what a limit holds."""
        if isinstance(limit, Among):
            others = tuple(each for each in limit.codes if each != self.code)
            return Split(self.factor, Among(others), Among((int(self.code or 0),)))
        place = math.floor(threshold)
        middle = float(self.levels[place] + self.levels[place + 1]) / 2
        return Split(self.factor, Between(limit.low, middle), Between(middle, limit.high))


def grow(cases: Cases) -> Node:
    """Return the tree of some cases: at most 8 leaves, each of at least 5% of the cases.

    A split that explains less than 1% of the variance is left out.

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn is not installed (extra ``analysis``).
    """
    from sklearn.tree import DecisionTreeRegressor  # noqa: PLC0415 (an extra)

    questions = list(_questions(cases))
    numbers = [each.numbers(cases.levels[:, each.factor]) for each in questions]
    fitted = DecisionTreeRegressor(
        min_samples_leaf=math.ceil(LEAST_MASS * len(cases)),
        max_leaf_nodes=MOST_LEAVES,
        min_impurity_decrease=LEAST_EXPLAINED * float(cases.interest.var()),
        random_state=1,
    ).fit(np.column_stack(numbers), cases.interest)
    return _node(cases, questions, fitted.tree_, 0, cases.whole)


def _questions(cases: Cases) -> Iterator[_Question]:
    for factor, count in enumerate(cases.categories):
        levels = np.unique(cases.levels[:, factor])
        if count:
            yield from (_Question(factor, levels, code) for code in range(count))
        else:
            yield _Question(factor, levels)


def _node(cases: Cases, questions: list[_Question], tree: Any, number: int, limits: Limits) -> Node:
    interest = cases.interest[cases.within(limits)]
    children = int(tree.children_left[number]), int(tree.children_right[number])
    split: Split | None = None
    branches: tuple[Node, ...] = ()
    if children[0] >= 0:
        question = questions[tree.feature[number]]
        split = question.split(float(tree.threshold[number]), limits[question.factor])
        branches = tuple(
            _node(cases, questions, tree, child, _with(limits, split.factor, limit))
            for child, limit in zip(children, split[1:], strict=True)
        )
    return Node(
        limits,
        len(interest),
        float(interest.sum() / cases.interest.sum()),
        float(interest.mean()),
        len(interest) / len(cases),
        split,
        branches,
    )


def _with(limits: Limits, factor: int, limit: Limit) -> Limits:
    return (*limits[:factor], limit, *limits[factor + 1 :])
