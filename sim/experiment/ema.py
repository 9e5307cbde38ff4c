"""An experiment as a model of the EMA Workbench, for its samplers, searches and analyses.

Kwakkel (2017), doi:10.1016/j.envsoft.2017.06.054. The workbench plans and keeps the runs then; of
the experiment, only base, factors, responses and replicates count.
"""

from __future__ import annotations

import importlib
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment import experiment_tables, runner
from sim.experiment.design.factors import LOG, Group, MultiplierRange, Range
from sim.experiment.errors import ExtraError

if TYPE_CHECKING:
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.design.factors import Factor
    from sim.experiment.plan import Level

INSTALL = "the EMA Workbench is not installed: pip install 'killzone[ema]'"


@dataclass(frozen=True)
class PointModel:
    """A function of the levels of an experiment's factors.

    Attributes
    ----------
    experiment
        What is run.
    """

    experiment: Experiment

    def __call__(self, **levels: Any) -> dict[str, float]:
        """Return the responses at a point, each the mean over all replicates.

        It is missing where one of them has no value.

        Parameters
        ----------
        **levels
            The level of each factor, by its `identifier`.

        Raises
        ------
        ValidationError
            If the parameters are in conflict there.
        """
        factors = self.experiment.factors
        at = tuple(_level(each, levels[identifier(each.name)]) for each in factors)
        config = self.experiment.config_at(at)
        found = []
        for replicate in range(self.experiment.most_replicates):
            recorded = runner.simulate(config, replicate, lambda _day: None)
            found.append(experiment_tables.measured(self.experiment, config, replicate, recorded))
        return {
            identifier(name): float(np.mean([each[name] for each in found])) for name in found[0]
        }


def ema_model(experiment: Experiment) -> Any:
    """Return an experiment as a model of the EMA Workbench.

    Ranges are real or integer parameters, on a log scale with a log-uniform distribution; a group
    is a real parameter from 0 to 1; what is listed is categorical. Responses are scalar outcomes.
    The workbench takes Python's names only: ``race.candidates`` is ``race_candidates`` there.

    Parameters
    ----------
    experiment
        As `sim.Experiment` or a file makes it; with a number of replicates. Its design is not
        used: for ranges, ``{"kind": "random", "points": 1}`` will do.

    Returns
    -------
    ema_workbench.Model
        With its uncertainties and outcomes.

    Raises
    ------
    ExtraError
        If the workbench is not installed.
    ValueError
        If the replicates of a point depend on what they give, or two names become one.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "speed",
    ...     factors={"race.obsolescence_days": {"values": [30, 60, 90]}},
    ...     responses={"zone": {"column": "kill_zone_km", "statistic": "mean"}},
    ... )
    >>> [factor.name for factor in sim.ema_model(experiment).uncertainties]
    ['race_obsolescence_days']
    """
    if not isinstance(experiment.replicates, int):
        raise ValueError("the workbench takes a number of replicates, not {auto: ...}")
    workbench = _workbench()
    responses = [each.name for each in experiment_tables.measures(experiment)]
    _require_apart([*(each.name for each in experiment.factors), *responses])
    name = "".join(filter(str.isalnum, experiment.name))
    model = workbench.Model(name, function=PointModel(experiment))
    model.uncertainties = [_parameter(workbench, each) for each in experiment.factors]
    model.outcomes = [workbench.ScalarOutcome(identifier(each)) for each in responses]
    return model


def identifier(name: str) -> str:
    """Return the name of a factor or response as Python has names."""
    plain = re.sub(r"\W", "_", name)
    return plain if plain.isidentifier() else f"_{plain}"


def _require_apart(names: list[str]) -> None:
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(identifier(name), name)
        if other != name:
            raise ValueError(f"{other} and {name} are both {identifier(name)} to the workbench")


def _level(factor: Factor, level: Any) -> Level:
    """Return a level, which may be a number of NumPy's or not whole yet, as the factor has it."""
    if factor.kind is int and isinstance(factor, Range):
        return int(min(max(round(level), factor.low), factor.high))
    typed: Level = factor.kind(level) if factor.kind in (int, float) else level
    return typed


def _workbench() -> Any:
    try:
        with warnings.catch_warnings():  # of parts of the workbench that need more packages
            warnings.simplefilter("ignore")
            return importlib.import_module("ema_workbench")
    except ModuleNotFoundError as error:
        raise ExtraError(INSTALL) from error


def _parameter(workbench: Any, factor: Factor) -> Any:
    name = identifier(factor.name)
    if isinstance(factor, Group):
        return workbench.RealParameter(name, 0.0, 1.0)
    if not isinstance(factor, Range | MultiplierRange):
        return workbench.CategoricalParameter(name, list(factor.levels))
    if factor.scale == LOG:
        from scipy.stats import loguniform  # noqa: PLC0415 (SciPy is slow to import)

        beyond = 0.5 if factor.kind is int else 0.0  # so that the ends have whole parts too
        spread = loguniform(factor.low - beyond, factor.high + beyond)
        return workbench.RealParameter.from_dist(name, spread)
    if factor.kind is int:
        return workbench.IntegerParameter(name, factor.low, factor.high)
    return workbench.RealParameter(name, factor.low, factor.high)
