"""A stand-in for the model: numbers from seed, replicate and registry, without numba."""

import os
import signal
import time
from pathlib import Path

import numpy as np

from sim.experiment.design.experiment import Experiment
from sim.war.columns import columns_of
from tests.fake_task import run_out_of_time

AWAITED = "KILLZONE_TEST_AWAITED"
"""A path that must be there before `held` goes on and `killed` dies."""
PACE = "KILLZONE_TEST_PACE"
"""Seconds that a run of `slow` takes."""
DESIGNS = 40


def compile_nothing(on_compilation=None):
    pass


def simulate(config, replicate, on_day):
    for day in range(1, config.run.days + 1):
        on_day(day)
    return recorded(config, replicate)


def held(config, replicate, on_day):
    """Simulate replicate 0 at once and the others when a path is there."""
    if replicate > 0:
        wait_for_path()
    return simulate(config, replicate, on_day)


def slow(config, replicate, on_day):
    time.sleep(float(os.environ[PACE]))
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


def with_double_losses(config, replicate, on_day):
    tables = simulate(config, replicate, on_day)
    tables["daily"]["losses_ru"] = 2 * tables["daily"]["losses_ru"]
    return tables


def partly_broken(config, replicate, on_day):
    """Raise in replicate 1 at 30 days."""
    if replicate == 1 and config.race.obsolescence_days == 30:
        raise ZeroDivisionError("a bug in the model")
    return simulate(config, replicate, on_day)


def mixed(config, replicate, on_day):
    """Raise, never end and die by the kernel's hand in replicate 1, each at a point."""
    if replicate == 1 and config.race.obsolescence_days == 45:
        run_out_of_time()
        while True:
            pass
    if replicate == 1 and config.race.obsolescence_days == 60:
        os.kill(os.getpid(), signal.SIGKILL)
    return partly_broken(config, replicate, on_day)


def broken(config, replicate, on_day):
    raise ZeroDivisionError("a bug in the model")


def recorded(config, replicate):
    """Return tables as `sim.Simulation.tables` does."""
    return {name: _table(name, config, replicate) for name in Experiment.of(config, "").tables}


def _table(name, config, replicate):
    rows = DESIGNS if name == "designs" else config.run.days + 1
    keys = config.run.seed, replicate, len(name), round(config.race.obsolescence_days)
    draw = np.random.default_rng(keys)
    columns = {
        column.name: _column(column, draw, rows)
        for column in columns_of(name, config.race.dimensions)
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
