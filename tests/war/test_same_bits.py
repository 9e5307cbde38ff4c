"""Same configuration, seed and version: the same bits, compiled or not, stepped or run."""

import datetime as dt
import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from sim.war.model import Simulation
from sim.war.record import Recorder
from sim.war.replicate import simulate
from tests.settings import SMALL, configured

TINY = {
    **SMALL,
    "run.days": 12,
    "front.sectors": 3,
    "outputs.sectors": True,
    "race.release_below": 1.0,
    "race.develop_share": 0.1,
    "ukraine.fpv.platform_days": 5.0,
    "ukraine.refit_share": 0.5,
    "race.update_days": 4.0,
    "race.breakthroughs_per_year": 50.0,
    "deal.signed": True,
    "deal.start": dt.date(2025, 10, 17),
    "ukraine.capacity_delay_days": 3,
    "russia.import_flow": 0.2,
    "russia.component_stock_days": 1.0,
    "ukraine.ground.producers": 2,
    "ukraine.ground.output_share": 0.0055,
    "ukraine.naval.producers": 2,
    "ukraine.naval.output_share": 0.0005,
}

SCRIPT = """
from tests.war.test_same_bits import TINY, digest, tables_of
print(digest(tables_of(TINY)))
"""


def tables_of(settings: dict, replicate: int = 0) -> dict:
    return simulate(configured(settings), replicate)


def digest(tables: dict) -> str:
    text = hashlib.sha256()
    for table in tables.values():
        for name, values in table.items():
            text.update(name.encode())
            plain = values.astype("U") if values.dtype == object else values
            text.update(np.ascontiguousarray(plain).tobytes())
    return text.hexdigest()


@pytest.mark.filterwarnings("error")
def test_the_compiler_does_not_change_a_bit():
    environment = {
        **os.environ,
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONWARNINGS": "error::RuntimeWarning",
    }
    plain = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert plain.stdout.strip() == digest(tables_of(TINY))


def test_runs_are_reproducible_and_replicates_differ():
    assert digest(tables_of(TINY)) == digest(tables_of(TINY))
    assert digest(tables_of(TINY)) != digest(tables_of(TINY, 1))
    assert digest(tables_of(TINY)) != digest(tables_of({**TINY, "run.seed": 1}))


def test_stepping_by_hand_is_running():
    model = Simulation(configured(TINY))
    recorder = Recorder(model)
    for _ in range(12):
        model.step()
    assert digest(recorder.tables()) == digest(tables_of(TINY))


def test_looking_at_agents_changes_nothing():
    model = Simulation(configured(TINY))
    recorder = Recorder(model)
    while model.day < 12:
        model.step()
        for agents in model.agents_by_type.values():
            for name in agents[0].population.attributes():
                agents.get(name)
    assert digest(recorder.tables()) == digest(tables_of(TINY))


def test_a_longer_run_begins_like_a_shorter_one():
    short, long = tables_of(TINY), tables_of({**TINY, "run.days": 20})
    for name, values in short["daily"].items():
        assert values.tobytes() == long["daily"][name][: len(values)].tobytes(), name
