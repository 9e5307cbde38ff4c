"""A stand-in for the model: numbers from seed, replicate and registry, without numba."""

import os
import signal
import time
from pathlib import Path

import numpy as np

from sim import registry
from sim.experiment import tables

AWAITED = "KILLZONE_TEST_AWAITED"
"""A path that must be there before `held` goes on and `killed` dies."""
DESIGNS = 40


def simulate(config, replicate, on_day):
    for day in range(1, config.run.days + 1):
        on_day(day)
    return recorded(config, replicate)


def held(config, replicate, on_day):
    """Simulate replicate 0 at once and the others when a path is there."""
    if replicate > 0:
        wait_for_path()
    return simulate(config, replicate, on_day)


def killed(config, replicate, on_day):
    """Die in replicate 1 as the kernel's memory killer does it, once 0 is committed."""
    if replicate == 1:
        wait_for_path()
        os.kill(os.getpid(), signal.SIGKILL)
    return simulate(config, replicate, on_day)


def wait_for_path():
    while not Path(os.environ[AWAITED]).exists():
        time.sleep(0.01)


def broken(config, replicate, on_day):
    raise ZeroDivisionError("a bug in the model")


def recorded(config, replicate):
    """Return tables as `sim.Simulation.tables` does."""
    return {name: _table(name, config, replicate) for name in tables.names(config)}


def _table(name, config, replicate):
    rows = DESIGNS if name == "designs" else config.run.days + 1
    draw = np.random.default_rng([config.run.seed, replicate, len(name)])
    columns = {
        column.name: _column(column, draw, rows)
        for column in registry.columns(name, config.race.dimensions)
    }
    if "day" in columns:
        columns["day"] = np.arange(rows)
    if name == "designs":
        released = draw.integers(0, config.run.days + 1, rows)
        columns |= {"released": released, "replaced": np.full(rows, -1), "obsolete": released}
    return columns


def _column(column, draw, rows):
    if column.dtype == "int64":
        return draw.integers(1, 1000, rows)
    if column.dtype == "string":
        kinds = {"side": ["ua", "ru"], "role": ["fpv"], "kind": ["design", "countermeasure"]}
        return np.resize(np.array(kinds[column.name], dtype=object), rows)
    values = draw.random(rows)
    return np.where(values < 0.1, np.nan, values) if column.missing else values
