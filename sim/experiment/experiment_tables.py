"""What the tables of an experiment hold: their columns, and the rows of one run."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.measures import QUANTILE, SHARE_OF_DAYS, TIME_TO, standard
from sim.analysis.responses import Tables
from sim.config.behaviours import options
from sim.experiment.store import tables
from sim.experiment.store.ledger_tables import Origin
from sim.war.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pyarrow as pa

    from sim.analysis.measures import Measure
    from sim.config import Config
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.design.factors import Factor
    from sim.experiment.plan import Run
    from sim.experiment.store.tables import Columns

MISSING = "where it does not exist"
_KINDS: dict[Any, str] = {
    float: "float64",
    int: "int64",
    bool: "bool",
    dt.date: "date",
    str: "string",
}


def schemas(experiment: Experiment) -> dict[str, pa.Schema]:
    """Return the tables of an experiment, `runs` first, and the columns of each."""
    factors = map(_factor, experiment.factors)
    responses = map(response_column, measures(experiment))
    kept = {name: tables.schema(name, experiment.base) for name in experiment.tables}
    return {tables.RUNS: tables.runs_schema(factors, responses), **kept}


def measures(experiment: Experiment) -> tuple[Measure, ...]:
    """Return the responses that are asked for, or those of summary.csv."""
    return experiment.measures or standard(experiment.base.behaviours)


def response_column(measure: Measure) -> Column:
    """Return the column of `runs` that a response is, with its unit, definition and bounds."""
    missing = "where it is never reached" if measure.statistic == TIME_TO else MISSING
    return Column(
        measure.name, measure.unit, _definition(measure), missing=missing, bounds=measure.bounds
    )


def rows(
    experiment: Experiment,
    known: Mapping[str, pa.Schema],
    run: Run,
    config: Config,
    recorded: Mapping[str, Columns],
) -> dict[str, pa.Table]:
    """Return the rows of one run in all tables of its experiment."""
    responses = measured(experiment, config, run.replicate, recorded)
    kept = {name: tables.table(name, recorded[name], run, config) for name in experiment.tables}
    return {tables.RUNS: tables.runs_row(run, responses, known[tables.RUNS]), **kept}


def measured(
    experiment: Experiment, config: Config, replicate: int, recorded: Mapping[str, Columns]
) -> dict[str, float]:
    """Return the responses of one run, by name."""
    daily = pd.DataFrame(recorded["daily"])
    designs = pd.DataFrame(recorded["designs"]).assign(replicate=replicate)
    tables_of_run = Tables(daily, designs, config.run.days)
    return {measure.name: measure.measure(tables_of_run) for measure in measures(experiment)}


def origins(experiment: Experiment, folder: Path) -> Callable[[Run], Origin]:
    """Return a function that gives a run's seed and the command that repeats it."""

    def origin(run: Run) -> Origin:
        seed = experiment.config_at(run.levels).run.seed
        command = ["killzone", "rerun", str(folder), run.id, *options(experiment.base.behaviours)]
        return Origin(seed, shlex.join(command))

    return origin


def _factor(factor: Factor) -> Column:
    return Column(factor.name, factor.unit, factor.meaning, _KINDS[factor.kind])


def _definition(measure: Measure) -> str:
    if measure.summary:
        origin = ", from outside" if ":" in measure.summary else " of summary.csv"
        return f"{measure.summary}{origin}."
    last = "the last day" if measure.to_day is None else f"day {measure.to_day}"
    window = f"from day {measure.from_day} to {last}"
    of = f"of the daily column {measure.column}, {window}"
    if measure.statistic == QUANTILE:
        return f"Quantile {measure.probability:g} {of}."
    if measure.statistic not in (TIME_TO, SHARE_OF_DAYS):
        return f"Statistic {measure.statistic} {of}."
    reached = f"{measure.column} is {measure.direction} {measure.threshold:g}, {window}"
    if measure.statistic == SHARE_OF_DAYS:
        return f"Share of days on which the daily column {reached}."
    return f"First day on which the daily column {reached}; censored where it never is."
