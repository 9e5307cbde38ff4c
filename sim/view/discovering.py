"""From results and a condition to the boxes in which it holds: tables, figures and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.experiment.results.discovery import DENSITY, discovery
from sim.view.answer import Answer, complete

if TYPE_CHECKING:
    import pandas as pd

    from sim.config.paths import Given
    from sim.experiment.results.discovery import Discovery
    from sim.experiment.results.results import Results
    from sim.view.figures.pages import Plate


@dataclass(frozen=True)
class Discovered(Answer):
    """Where a condition holds: what `sim.discover` returns.

    Attributes
    ----------
    found : Discovery
        The boxes themselves, and all that tables and figures are made of.
    """

    found: Discovery

    @property
    def question(self) -> str:
        """What was asked, in a sentence."""
        return f"Where is {self.found.when}, in {self.found.density:.0%} of runs or more?"

    @property
    def words(self) -> list[str]:
        """What comes out, a sentence or two a line."""
        return self.found.words

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``boxes``, ``trajectory``, ``repeats``, ``stability`` and ``tree``: docs/discovery.md."""
        return self.found.tables

    @cached_property
    def figures(self) -> dict[str, Plate]:
        """``trade_off``, ``box_limits``, ``box_pairs``, ``tree``; without what would be empty."""
        from sim.view.figures import (  # noqa: PLC0415 (matplotlib is slow to import)
            box_limits,
            box_pairs,
            decision_tree,
            trade_off,
        )
        from sim.view.figures.pages import house_style  # noqa: PLC0415

        draws = {
            "trade_off": trade_off.draw,
            "box_limits": box_limits.draw,
            "box_pairs": box_pairs.draw,
            "tree": decision_tree.draw,
        }
        with house_style():
            drawn = {name: draw(self.found) for name, draw in draws.items()}
        return {name: figure for name, figure in drawn.items() if figure is not None}


def discover(results: Given | Results, when: str, density: float = DENSITY) -> Discovered:
    """Find the levels of the factors at which something happens, by PRIM.

    Points are the cases, and how much each is of interest is the share of its replicates that meet
    the condition. See docs/discovery.md.

    Parameters
    ----------
    results
        A sweep, or its folder.
    when
        A condition on its responses, with < <= > >=; several are joined by "and".
    density
        The share of runs that is to meet it in a box, above 0 and at most 1. Of the boxes that
        PRIM comes by, the one is taken that has that density and covers most.

    Returns
    -------
    Discovered
        With ``words``, ``tables`` and ``figures``; ``write(folder)`` writes them.

    Raises
    ------
    QuestionError
        If the condition cannot be read, or all or none of the runs meet it; a `RunError`.

    References
    ----------
    Friedman & Fisher 1999, doi:10.1023/A:1008894516817; Bryant & Lempert 2010,
    doi:10.1016/j.techfore.2009.08.002.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "deep",
    ...     "one-race",
    ...     set={"run.days": 30},
    ...     factors={"race.obsolescence_days": {"range": [20, 180], "scale": "log"}},
    ...     design={"kind": "lhs", "points": 40},
    ...     replicates=1,
    ...     responses={"pass": {"column": "pass_rate_ua", "statistic": "mean"}},
    ... )
    >>> results = sim.sweep(experiment, workers=1)
    >>> found = sim.discover(results, f"pass > {results.runs['pass'].median()}")
    >>> found.tables["boxes"]["factor"].tolist()
    ['race.obsolescence_days']
    """
    opened = complete(results)
    return Discovered(opened, discovery(opened, when, density))
