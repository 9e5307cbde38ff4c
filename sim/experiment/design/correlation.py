"""Correlated factors: reordering of a sample's columns.

Iman and Conover (1982, doi:10.1080/03610918208812265): each column keeps its values, so that
a Latin hypercube stays one; only which of them meet in a row changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from sim.config.parameters.parameter import Component
from sim.experiment.design.names import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    Matrix = npt.NDArray[np.float64]


class Correlation(Component):
    """The rank correlation that is asked for between two factors with a range."""

    between: tuple[Name, Name] = Field(examples=["the names of two factors, as [a, b]"])
    spearman: float = Field(gt=-1, lt=1, examples=[0.6])


def correlated(names: Sequence[str], correlations: Iterable[Correlation]) -> list[int]:
    """Return the places in `names` of the factors that have a correlation."""
    named = {name for each in correlations for name in each.between}
    return [index for index, name in enumerate(names) if name in named]


def target(names: Sequence[str], correlations: Iterable[Correlation]) -> Matrix:
    """Return the correlation of normal scores with the rank correlations asked for.

    Of two normal variables with Spearman correlation r it is 2 sin(pi r / 6) (Pearson 1907).
    """
    place = {name: index for index, name in enumerate(names)}
    matrix = np.eye(len(names))
    for each in correlations:
        first, second = (place[name] for name in each.between)
        matrix[first, second] = matrix[second, first] = 2 * np.sin(np.pi * each.spearman / 6)
    return matrix


def is_possible(matrix: Matrix) -> bool:
    """Tell whether variables can be correlated so."""
    return bool(np.linalg.eigvalsh(matrix)[0] > 1e-9)


def reorder(shares: Matrix, names: Sequence[str], correlations: Sequence[Correlation]) -> Matrix:
    """Return a sample whose columns have about the rank correlations asked for.

    Those that it has differ from these by about 0.22 / sqrt(points) (standard deviation), 0.03
    for 64 points.

    Parameters
    ----------
    shares
        A row a point, a column a factor; more rows than columns.
    names
        The factors.
    correlations
        What is asked for; the other factors stay as they are.
    """
    columns = correlated(names, correlations)
    if not columns:
        return shares
    chosen = shares[:, columns]
    scores = normal_scores(chosen)
    have = np.linalg.cholesky(np.corrcoef(scores, rowvar=False))
    want = np.linalg.cholesky(target([names[column] for column in columns], correlations))
    mixed = scores @ np.linalg.inv(have).T @ want.T
    reordered = shares.copy()
    reordered[:, columns] = np.take_along_axis(np.sort(chosen, axis=0), ranks(mixed), axis=0)
    return reordered


def normal_scores(shares: Matrix) -> Matrix:
    """Return van der Waerden's scores: normal quantiles of the ranks, column by column."""
    from scipy.special import ndtri  # noqa: PLC0415 (SciPy is slow to import)

    scores: Matrix = ndtri((ranks(shares) + 1) / (len(shares) + 1))
    return scores


def ranks(values: Matrix) -> npt.NDArray[np.int64]:
    """Return the ranks of each column, from 0, ties in the order of rows."""
    return np.argsort(np.argsort(values, axis=0, kind="stable"), axis=0, kind="stable")
