"""Which outcomes the points of an experiment came to: cells of two responses, with examples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.numerals import number
from sim.analysis.patterns import cells_of
from sim.config.catalogue import unit_of
from sim.experiment import exploring
from sim.experiment.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiment.results.results import Results

    Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Exploration:
    """What Pattern Space Exploration came to.

    Attributes
    ----------
    between
        The two responses.
    units
        Of each.
    sizes
        Of the cells, shape (2,), in these units.
    outcomes
        Medians over the replicates of each point, shape (points, 2); missing where there is none.
    generations
        Of each point, from 0.
    runs
        A row per run that is done.
    points
        Id of each point, in the order of the plan.
    factors
        Columns of `runs` that are factors.
    """

    between: tuple[str, str]
    units: tuple[str, str]
    sizes: Values
    outcomes: Values
    generations: npt.NDArray[np.int64]
    runs: pd.DataFrame
    points: list[str]
    factors: list[str]

    @cached_property
    def patterns(self) -> pd.DataFrame:
        """A row per cell that is hit, in the order in which they were.

        The ends of the cell, ``points``, ``generation`` (of the first), and an example: the
        ``point`` most of whose own runs lie in the cell (``steady``, their share), with its
        ``replicates``, factors and medians.
        """
        return pd.DataFrame(list(self._patterns()))

    @cached_property
    def generation_table(self) -> pd.DataFrame:
        """A row per generation: its ``points``, cells ``new`` then, and all ``found`` by then."""
        new = self.patterns["generation"].value_counts()
        numbers = range(int(self.generations.max()) + 1)
        table = pd.DataFrame(
            {
                "generation": numbers,
                "points": [int((self.generations == each).sum()) for each in numbers],
                "new": [int(new.get(each, 0)) for each in numbers],
            }
        )
        return table.assign(found=table["new"].cumsum())

    @property
    def words(self) -> list[str]:
        """What came out, a sentence or two a line."""
        found, table = self.patterns, self.generation_table
        several = int(found["replicates"].max()) > 1
        whole = f"{len(found):,} patterns, in cells of {self._cell()}, from {len(self.points):,}"
        begun, ended = table["new"].iloc[0], table["new"].iloc[-1]
        lines = [
            f"{whole} points in {len(table):,} generations ({len(self.runs):,} runs).",
            f"The first generation came to {begun:,}, the last added {ended:,}.",
            *self._spans(),
        ]
        if several:
            steady = (found["steady"] > 0.5).mean()
            lines.append(
                f"A point lies where the medians of its replicates do; in {steady:.0%} of the "
                "patterns most runs of the example lie there as well, elsewhere luck decides."
            )
        return lines

    def _cell(self) -> str:
        """Return the sizes of a cell in words."""
        parts = zip(self.sizes, self.units, self.between, strict=True)
        return " by ".join(f"{_told(f'{size:g}', unit)} of {name}" for size, unit, name in parts)

    def _spans(self) -> Iterator[str]:
        first = self.outcomes[self.generations == 0]
        for column, (name, unit) in enumerate(zip(self.between, self.units, strict=True)):
            then, now = (
                f"{number(float(np.nanmin(each)))} to {number(float(np.nanmax(each)))}"
                for each in (first[:, column], self.outcomes[:, column])
            )
            yield f"{name}: {_told(now, unit)}; in the first generation {_told(then, unit)}."

    def _patterns(self) -> Iterator[dict[str, Any]]:
        known = np.flatnonzero(np.isfinite(self.outcomes).all(axis=1))
        cells = cells_of(self.outcomes[known], self.sizes)
        hit: dict[tuple[int, ...], list[int]] = {}
        for place, cell in zip(known.tolist(), cells.tolist(), strict=True):
            hit.setdefault(tuple(cell), []).append(place)
        of_points = dict(iter(self.runs.groupby("point", sort=False)))
        for cell, places in hit.items():
            row: dict[str, Any] = {}
            for name, part, size in zip(self.between, cell, self.sizes.tolist(), strict=True):
                row |= {
                    f"{name}_from": _plain(part * size),
                    f"{name}_to": _plain((part + 1) * size),
                }
            row |= {"points": len(places), "generation": int(self.generations[places[0]])}
            shares = [self._steady(of_points[self.points[each]], cell) for each in places]
            best = places[int(np.argmax(shares))]
            runs = of_points[self.points[best]]
            row |= {"point": self.points[best], "replicates": len(runs), "steady": max(shares)}
            row |= {factor: runs[factor].iloc[0] for factor in self.factors}
            yield row | dict(zip(self.between, self.outcomes[best].tolist(), strict=True))

    def _steady(self, runs: pd.DataFrame, cell: tuple[int, ...]) -> float:
        """Return the share of some runs that lie in a cell themselves."""
        values = runs[list(self.between)].to_numpy(float)
        known = values[np.isfinite(values).all(axis=1)]
        inside = (cells_of(known, self.sizes) == np.array(cell)).all(axis=1)
        return float(inside.sum()) / len(runs)


def _told(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text


def _plain(end: float) -> float:
    """Return the end of a cell without the rounding of a product."""
    return float(f"{end:.12g}")


def exploration(results: Results) -> Exploration:
    """Return what an exploration came to, as far as it is done.

    Raises
    ------
    QuestionError
        If the design is another one, or no run is done.
    """
    experiment, plan = results.experiment, results.plan
    design = exploring.require_patterns(experiment)
    found = exploring.outcomes(plan, results.runs, design.between)
    if not np.isfinite(found).all(axis=1).any():
        raise QuestionError(f"{results.folder}: no point has both responses yet")
    first = experiment.point_count
    later = np.arange(len(plan)) - first
    units = results.responses
    return Exploration(
        design.between,
        tuple(unit_of(units[name]) for name in design.between),  # type: ignore[arg-type]
        exploring.sizes(experiment, plan, results.runs),
        found,
        np.where(later < 0, 0, later // design.points + 1),
        results.runs,
        [run.point for run in plan],
        results.factors,
    )
