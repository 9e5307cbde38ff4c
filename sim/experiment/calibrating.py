"""An experiment held against what was observed: its runs in waves, each an ordinary sweep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ValidationError

from sim.analysis.calibration.estimate import estimate
from sim.analysis.calibration.matching import NothingLeftError, Observation
from sim.analysis.surrogate import POINTS_PER_FACTOR
from sim.config.nearness import unknown
from sim.experiment import experiment_tables, runner
from sim.experiment.calibration import Calibration
from sim.experiment.design.designs import Points
from sim.experiment.design.factors import Group, MultiplierRange, Range
from sim.experiment.errors import QuestionError
from sim.experiment.results.extra import require_scikit_learn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from sim.experiment.design.experiment import Experiment
    from sim.experiment.plan import Level

    Values = npt.NDArray[np.float64]

EVEN = ("random", "lhs", "maximin", "orthogonal", "sobol")
"""Designs whose points are even over the cube, as what is likely beforehand."""
SEED = Range("run.seed", ("run.seed",), 0, 2**63 - 1)
"""Drives what luck a run has."""


def calibrate(
    experiment: Experiment,
    observed: Mapping[str, float],
    *,
    error: Mapping[str, float] | None = None,
    discrepancy: Mapping[str, float] | None = None,
    waves: int = 3,
    seed: int = 1,
    workers: int | None = None,
) -> Calibration:
    """Return which levels of an experiment's factors can have given what was observed.

    History matching rules out most of the ranges in waves of runs, approximate Bayesian computation
    makes a posterior of the last wave. What was observed happened once, so each point is run once,
    with luck of its own, and luck is part of what the model says.

    Parameters
    ----------
    experiment
        Its factors are ranges, and what is likely beforehand is even over each range's scale. Its
        design is the first wave; each further wave has as many runs. Of its replicates one is run.
    observed
        A value a response, by name, in its unit.
    error
        Standard deviation of the error with which a response was observed; 0 if left out.
    discrepancy
        Standard deviation of how far the model is off in a response even with the right parameters;
        0, which claims that it is right, if left out.
    waves
        How many.
    seed
        Of all that is drawn, the runs' luck too.
    workers
        Processes to use, as for `sweep`.

    Returns
    -------
    Calibration
        Printed, it says what is identified and what is not, and whether that can be trusted.

    Raises
    ------
    RunError
        If the experiment cannot be calibrated, or no point of its ranges is plausible.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "age",
    ...     "one-race",
    ...     set={"run.days": 60},
    ...     factors={"race.obsolescence_days": {"range": [20, 120], "scale": "log"}},
    ...     design={"kind": "lhs", "points": 20},
    ...     responses={"pass_rate": {"column": "pass_rate_ua", "statistic": "mean"}},
    ... )
    >>> found = sim.calibrate(experiment, {"pass_rate": 0.9}, waves=1, workers=1)
    >>> found.factors["factor"].tolist()
    ['race.obsolescence_days']
    """
    require_scikit_learn()
    _require_names(experiment, observed, error or {}, discrepancy or {})
    _require_sample(experiment, len(observed))
    if waves < 1:
        raise QuestionError(f"{waves} waves: 1 is the least")
    observation = Observation(*(_values(observed, each) for each in (observed, error, discrepancy)))
    simulate = Simulator(experiment, list(observed), workers)
    try:
        found = estimate(simulate, observation, experiment.shares(), waves, seed)
    except NothingLeftError as nothing:
        raise _implausible(list(observed), nothing) from nothing
    return Calibration(experiment, dict(observed), seed, found)


@dataclass(frozen=True)
class Simulator:
    """An experiment as a function from points and a seed to responses, each point with own luck.

    A call is a sweep into a folder that is gone afterwards.

    Attributes
    ----------
    experiment
        What is run; its design is not used.
    responses
        Which, by name.
    workers
        Processes to use, as for `sweep`.
    """

    experiment: Experiment
    responses: list[str]
    workers: int | None

    def __call__(self, shares: Values, seed: int) -> Values:
        """Return the responses of a run at each point: a row a point."""
        luck = np.random.default_rng(seed).integers(0, 2**63 - 1, len(shares)).tolist()
        rows = [(*self._levels(row), own) for row, own in zip(shares, luck, strict=True)]
        wave = replace(
            self.experiment,
            factors=(*self.experiment.factors, SEED),
            design=Points(tuple(rows)),
            replicates=1,
            tables=(),
            figures=False,
        )
        found = runner.sweep(wave, workers=self.workers).sample[self.responses].to_numpy(float)
        self._require_values(found)
        return np.asarray(found)

    def _levels(self, row: Values) -> tuple[Level, ...]:
        factors = self.experiment.factors
        levels = tuple(each.at(share) for each, share in zip(factors, row.tolist(), strict=True))
        try:
            self.experiment.config_at(levels)
        except ValidationError as failure:
            named = zip(factors, levels, strict=True)
            at = ", ".join(f"{factor.name}={level}" for factor, level in named)
            why = failure.errors()[0]["msg"]
            raise QuestionError(f"the ranges hold points that cannot be run: {at}: {why}") from (
                failure
            )
        return levels

    def _require_values(self, found: Values) -> None:
        for name, column in zip(self.responses, found.T, strict=True):
            missing = int(np.isnan(column).sum())
            if missing:
                raise QuestionError(
                    f"{name} has no value in {missing} of {len(column)} runs; choose a response "
                    "that every run has"
                )
            if column.min() == column.max():
                raise QuestionError(
                    f"{name} is {column[0]:g} in all runs of a wave and tells nothing; leave it out"
                )


def _values(observed: Mapping[str, float], given: Mapping[str, float] | None) -> Values:
    return np.array([(given or {}).get(name, 0.0) for name in observed], float)


def _require_names(
    experiment: Experiment, observed: Mapping[str, float], *given: Mapping[str, float]
) -> None:
    known = [each.name for each in experiment_tables.measures(experiment)]
    if not observed:
        raise QuestionError(f"nothing is observed; the responses are {', '.join(known)}")
    _require_known(observed, known, "response")
    for deviations in given:
        _require_known(deviations, list(observed), "observed response")
        for name, value in deviations.items():
            if not 0 <= value < np.inf:
                raise QuestionError(f"{name}: {value} is no standard deviation; 0 is the least")
    for name, value in observed.items():
        if not np.isfinite(value):
            raise QuestionError(f"{name}: {value} cannot be observed; leave it out")


def _require_known(names: Mapping[str, float], known: list[str], what: str) -> None:
    for name in names:
        if name not in known:
            raise QuestionError(unknown(what, name, known))


def _require_sample(experiment: Experiment, responses: int) -> None:
    """Refuse an experiment whose design is no sample of what is likely beforehand."""
    for flaw in _flaws(experiment, responses):
        raise QuestionError(flaw)


def _flaws(experiment: Experiment, responses: int) -> Iterator[str]:
    factors, design = experiment.factors, experiment.design
    if design.kind not in EVEN:
        yield f"the design {design.kind} is not even; use one of {', '.join(EVEN)}"
    for factor in factors:
        if not isinstance(factor, Range | MultiplierRange | Group):
            yield f"{factor.name} has listed levels; give it a range"
        if SEED.name in factor.driven:
            yield f"{SEED.name} is no factor here, since each run has a seed of its own; drop it"
    if experiment.correlations:
        yield "factors must not be correlated beforehand; drop the correlation"
    least = max(POINTS_PER_FACTOR * len(factors), 4 * responses + 6)
    if design.size(factors) < least:
        yield f"a wave of {design.size(factors)} points is too small; ask for {least} or more"


def _implausible(responses: list[str], nothing: NothingLeftError) -> QuestionError:
    return QuestionError(
        f"no point of the ranges is plausible after wave {nothing.wave}: at the nearest "
        f"{responses[nothing.response]} is {nothing.deviations:.1f} standard deviations off; widen "
        "the ranges, or say by discrepancy how far the model may be off"
    )
