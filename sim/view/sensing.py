"""What moves the responses of a sweep: tables, figures and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.analysis.sensitivity.answer import WANTED
from sim.experiment.experiment_tables import measures
from sim.experiment.results.sensitivity import require_method, require_sample
from sim.experiment.results.sensitivity import sensitivity as analyse
from sim.experiment.results.summarising import require_responses
from sim.view.answer import Answer, complete, refuse_answered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from sim.config.paths import Given
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.results.results import Results
    from sim.experiment.results.sensitivity import Sensitivity
    from sim.view.figures.pages import Plate


@dataclass(frozen=True)
class Sensed(Answer):
    """What moves the responses of a sweep: what `sim.sensitivity` returns.

    Attributes
    ----------
    found : Sensitivity
        The numbers.
    """

    found: Sensitivity

    @property
    def question(self) -> str:
        """What was asked, in a sentence."""
        names = [*self.found.answers, *self.found.silent]
        return f"What moves {', '.join(names)}, and how much is luck?"

    @property
    def words(self) -> list[str]:
        """Whether the answers pass their checks, then what moves each response, a line each."""
        return self.found.words

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``indices``, ``convergence``, ``interactions``, ``curves`` and ``gates``."""
        return self.found.tables

    @cached_property
    def figures(self) -> dict[str, Plate]:
        """Of each response: ``indices`` or ``effects``, ``convergence`` and ``curves``."""
        from sim.view.figures.pages import house_style  # noqa: PLC0415 (matplotlib is slow to import)
        from sim.view.figures.sensitivity_figures import figures  # noqa: PLC0415

        with house_style():
            return dict(figures(self.results, self.found))


def sensitivity(
    results: Given | Results,
    responses: Sequence[str] | None = None,
    *,
    half_width: float = WANTED,
) -> Sensed:
    """Return what moves the responses of a sweep, whatever its design is.

    Morris designs give elementary effects, Saltelli designs Sobol indices; any other gives Sobol
    indices by a Gaussian process (needs ``killzone[analysis]``). Luck is a factor of its own, and a
    dummy shows what a factor has that does nothing.

    Parameters
    ----------
    results
        The folder of a sweep, or what `sim.sweep` and `sim.read` return.
    responses
        Names of responses; all that the experiment asks for, if not given.
    half_width
        Of the 95% interval of a total order index, that is narrow enough for the checks.

    Returns
    -------
    Sensed
        With ``words``, ``tables`` and ``figures``; ``write(folder)`` writes them.

    Raises
    ------
    RunError
        If there is no such response, no factor, or what it takes is not installed.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "screening",
    ...     base="one-race",
    ...     set={"run.days": 60},
    ...     factors={"race.obsolescence_days": {"range": [30, 90]}},
    ...     design={"kind": "morris", "trajectories": 4},
    ...     replicates=2,
    ...     responses={"pass_rate": {"column": "pass_rate_ua", "statistic": "mean"}},
    ... )
    >>> found = sim.sensitivity(sim.sweep(experiment, workers=1))
    >>> list(found.tables["indices"]["factor"])
    ['race.obsolescence_days', '(dummy)', '(luck)']
    """
    opened = complete(results)
    return Sensed(opened, analyse(opened, responses, half_width))


def refuse_in_vain(
    experiment: Experiment, responses: Sequence[str] | None, folder: Path, *, force: bool
) -> None:
    """Refuse what `sensitivity` would refuse once all runs of an experiment are done.

    Raises
    ------
    RunError
        If there is no such response, the answer is there already, or what it takes is not
        installed or too few points.
    """
    known = [each.name for each in measures(experiment)]
    require_responses(experiment.name, known, responses or ())
    require_sample(experiment.name, experiment)
    require_method(experiment.name, experiment)
    refuse_answered(folder, force=force)
