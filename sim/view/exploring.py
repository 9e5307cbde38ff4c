"""From an experiment to the outcomes that are possible at all: tables, figures and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.experiment.design.experiment import Experiment
from sim.experiment.design.reading import read_experiment
from sim.experiment.exploring import require_patterns
from sim.experiment.results.exploration import exploration
from sim.experiment.results.results import Results
from sim.view import concluding
from sim.view.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from sim.config.paths import Given
    from sim.experiment.results.exploration import Exploration
    from sim.view.figures.pages import Plate


@dataclass(frozen=True)
class Explored(Answer):
    """Which outcomes are possible: what `sim.explore` returns.

    Attributes
    ----------
    found : Exploration
        The cells that the runs came to.
    """

    found: Exploration

    @property
    def question(self) -> str:
        """What was asked, in a sentence."""
        return f"Which pairs of {' and '.join(self.found.between)} are possible?"

    @property
    def words(self) -> list[str]:
        """What comes out, a sentence or two a line."""
        return self.found.words

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``patterns``, a row a cell with an example point, and ``generations``."""
        return {"patterns": self.found.patterns, "generations": self.found.generation_table}

    @cached_property
    def figures(self) -> dict[str, Plate]:
        """``pattern_space``: the cells, and how many were found by generation."""
        from sim.view.figures import pattern_space  # noqa: PLC0415 (matplotlib is slow to import)
        from sim.view.figures.pages import house_style  # noqa: PLC0415

        with house_style():
            return {"pattern_space": pattern_space.draw(self.found)}


def explore(
    experiment: Given | Experiment | Results, *, settings: Iterable[str] = (), **how: Any
) -> Explored:
    """Find which pairs of outcomes are possible at all, by Pattern Space Exploration.

    Parameters
    ----------
    experiment
        An experiment whose design is ``patterns``, or the path of one; or its results, of which
        nothing is run.
    settings
        Changes of its base configuration, as given to ``--set``, if it is a path.
    **how
        As `sim.sweep` takes them: ``workers``, ``out``, ``resume`` and so on.

    Returns
    -------
    Explored
        With ``words``, ``tables``, ``figures`` and ``results``; ``write(folder)`` writes them.

    Raises
    ------
    QuestionError
        If the design is another one; a `RunError`.
    ConfigError
        If the experiment is not valid.

    References
    ----------
    Cherel, Cottineau & Reuillon 2015, doi:10.1371/journal.pone.0138212.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "possible",
    ...     "one-race",
    ...     set={"run.days": 30},
    ...     factors={"race.obsolescence_days": {"range": [20, 180], "scale": "log"}},
    ...     design={"kind": "patterns", "between": ["zone", "pass"], "points": 3, "generations": 2},
    ...     replicates=1,
    ...     responses={
    ...         "zone": {"column": "kill_zone_km", "statistic": "mean"},
    ...         "pass": {"column": "pass_rate_ua", "statistic": "mean"},
    ...     },
    ... )
    >>> sim.explore(experiment, workers=1).tables["generations"]["points"].tolist()
    [3, 3]
    """
    if isinstance(experiment, Results):
        return Explored(experiment, exploration(experiment))
    chosen = experiment
    if not isinstance(chosen, Experiment):
        chosen = read_experiment(chosen, settings)
    require_patterns(chosen)
    results = concluding.sweep(chosen, **how)
    return Explored(results, exploration(results))
