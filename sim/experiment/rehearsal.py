"""A rehearsal of behaviours from outside: the first weeks, twice, before the first run.

What every part of the model keeps to, behaviours must keep to: same seed, same days; no draw from
a generator that all share; no number in a table that is not one.
"""

from __future__ import annotations

import random
import sys
import traceback
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config.errors import ConfigError
from sim.config.values import with_values
from sim.experiment import experiment_tables
from sim.experiment.errors import BehaviourError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config import Config
    from sim.experiment.design.experiment import Experiment
    from sim.war.record import Table

DAYS = 40
"""Days of the rehearsal: longer than countermeasures take to develop an answer."""


def rehearse(experiment: Experiment) -> None:
    """Run the first days of an experiment's base twice, if it takes behaviours from outside.

    Raises
    ------
    BehaviourError
        If one of them raises, draws from a shared generator, is not the same twice, or leaves a
        number in a table that is not one.
    ConfigError
        If one is not allowed, or does not fit its part.
    """
    config = experiment.base
    if not config.behaviours:
        return
    short = with_values(config, {"run.days": min(DAYS, config.run.days)})
    before = _shared_generators()
    first = _simulate(short, experiment)
    if _shared_generators() != before:
        raise _refused(
            config,
            "a number was drawn from a generator that all share (random, numpy.random)",
            "draw from the agent's own streams (docs/extending.md), so that the same seed gives "
            "the same days",
        )
    if problem := next(_not_numbers(first, short), ""):
        raise _refused(config, problem, "return numbers only")
    second = _simulate(short, experiment)
    if problem := next(_differences(first, second), ""):
        raise _refused(
            config, problem, "draw from the agent's own streams, and keep no state in the module"
        )


def _simulate(config: Config, experiment: Experiment) -> dict[str, Table]:
    """Return the tables of a replicate, once its responses are measured too."""
    from sim.war.replicate import simulate  # noqa: PLC0415 (numba is slow to import)

    try:
        tables = simulate(config)
        schemas, run = experiment_tables.schemas(experiment), next(experiment.runs(0, 1))
        row = experiment_tables.rows(experiment, schemas, run, config, tables)["runs"]
    except ConfigError:
        raise
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        modules = (sys.modules.get(each.module) for each in config.behaviours)
        theirs = {getattr(module, "__file__", None) for module in modules}
        outside = [each for each in frames if each.filename in theirs]
        at = f" at {outside[-1].filename}:{outside[-1].lineno}" if outside else ""
        raise _refused(config, f"{type(error).__name__}{at}: {error}") from error
    return tables | {"runs": {name: row[name].to_numpy() for name in row.column_names}}


def _refused(config: Config, problem: str, cure: str = "") -> BehaviourError:
    names = ", ".join(f"{each.part} ({each.name})" for each in config.behaviours)
    return BehaviourError(f"in a rehearsal with {names}: {problem}{cure and f'; {cure}'}")


def _shared_generators() -> tuple[Any, ...]:
    _, state, *rest = np.random.get_state()  # noqa: NPY002 (that nobody draws from it)
    return (*np.asarray(state).tolist(), *rest, random.getstate())


def _not_numbers(tables: dict[str, Table], config: Config) -> Iterator[str]:
    """Yield where a value is missing though its column never is, or is infinite."""
    from sim.war.columns import TABLES, columns_of  # noqa: PLC0415 (as above)

    for table in tables.keys() & TABLES.keys():
        columns = tables[table]
        for column in columns_of(table, config.race.dimensions, config.behaviours):
            values = columns.get(column.name, np.zeros(0))
            if values.dtype.kind == "f":
                wrong = np.isinf(values) if column.missing else ~np.isfinite(values)
                if wrong.any():
                    yield f"{column.name} is {values[wrong][0]} in the table {table}"


def _differences(first: dict[str, Table], second: dict[str, Table]) -> Iterator[str]:
    for table, columns in first.items():
        for name, values in columns.items():
            if not _equal(values, second[table][name]):
                yield f"{name} in the table {table} differs between two runs of one seed"


def _equal(one: Any, other: Any) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
