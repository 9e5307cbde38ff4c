"""A sweep killed again and again, the parent or one of its workers, ends as if it never was.

Between kills a reader looks at the tables all the time.
"""

import contextlib
import os
import random
import signal
import threading
import time
import warnings

import pytest

import sim
from sim.experiment.errors import FolderError
from sim.experiment.store.verify import verify
from tests import fake_model
from tests.commands import Commands, end, group, stand_in, wait_for, workers
from tests.folders import digests, done
from tests.settings import full, longer

EXPERIMENT = """
name: small
base: baseline
set: {run.days: 3}
factors:
  race.obsolescence_days: {values: [30, 45, 60]}
  ukraine.fpv.imitation: {values: [0.0, 0.5, 1.0]}
design: {kind: grid}
replicates: 8
outputs: {figures: false}
"""
RUNS = 72
LINE = "sweep small.yaml --out out --workers 2 --resume"
ROWS = {"runs": 1, "daily": 4}
"""Rows of each run in a table."""


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unbroken")
    (folder / "small.yaml").write_text(EXPERIMENT)
    with stand_in():
        return digests(sim.sweep(folder / "small.yaml", out=folder / "out", workers=2).folder)


class Reader(threading.Thread):
    """Reads the tables of a sweep all the time, which must be whole whatever happens there."""

    def __init__(self, folder):
        super().__init__()
        self.folder, self.end = folder, threading.Event()
        self.readings, self.wrong = 0, []

    def run(self):
        while not self.end.wait(0.05):
            try:
                self._read()
            except Exception as error:
                self.wrong.append(repr(error))

    def _read(self):
        with contextlib.suppress(FolderError), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # not complete
            results = sim.read(self.folder)
            seen = {name: getattr(results, name) for name in ROWS}
            for name, rows in ROWS.items():
                counts = seen[name].groupby("run").size()
                if not (counts == rows).all():
                    self.wrong.append(f"{name} has half a run")
            if not set(seen["runs"]["run"]) <= set(seen["daily"]["run"]):
                self.wrong.append("a run is in one table and not in the other")
            self.readings += 1


@contextlib.contextmanager
def reading(folder):
    reader = Reader(folder)
    reader.start()
    try:
        yield reader
    finally:
        reader.end.set()
        reader.join()


def kill_somewhere(process, folder, draw):
    """Kill the parent or a worker after some more runs and a moment; the parent at last.

    Returns whether the sweep came to its end before.
    """
    aim = len(done(folder)) + draw.choice([0, 0, 1, 3, 8])
    wait_for(lambda: process.poll() is not None or len(done(folder)) >= aim)
    time.sleep(draw.random() * draw.choice([0.05, 2.0]))
    victims = workers(process.pid)
    if victims and draw.random() < 0.5:
        with contextlib.suppress(ProcessLookupError):
            os.kill(draw.choice(victims), signal.SIGKILL)
        time.sleep(draw.random())
    process.kill()
    return end(process).code == 0


def carry_on(folder, commands, kills, seed, **how):
    """Resume and kill, until the sweep is complete; nothing done is ever lost or done again."""
    draw, known = random.Random(seed), {}
    with reading(folder) as reader:
        for _ in range(kills):
            process = commands.start(LINE, **how)
            ended = kill_somewhere(process, folder, draw)
            wait_for(lambda process=process: not group(process.pid))
            after = done(folder)
            assert known.items() <= after.items()
            known = after
            if ended:
                break
        for _ in range(3):  # a run of which two workers were killed counts as failed, for once
            if (ended := commands.finish(LINE, **how)).code != 1:
                break
    assert ended.code == 0, ended.errors
    assert reader.wrong == []
    assert reader.readings > 0
    return known


def check_complete(folder, known, unbroken):
    assert digests(folder) == unbroken
    assert known.items() <= done(folder).items()
    results = sim.read(folder)
    assert len(results.runs) == results.runs["run"].nunique() == RUNS
    assert len(results.timings) == results.timings["run"].nunique() == RUNS
    assert list(verify(folder)) == []
    assert not list(folder.glob(".*"))


def test_kills_at_random_moments_change_no_byte(tmp_path, commands, unbroken):
    (tmp_path / "small.yaml").write_text(EXPERIMENT)
    pace = {fake_model.PACE: "0.05"}
    known = carry_on(tmp_path / "out", commands, 3, seed=1, **pace)
    check_complete(tmp_path / "out", known, unbroken)


@full
def test_many_kills_at_random_moments_change_no_byte(tmp_path, unbroken):
    for number in range(longer(4)):
        place = tmp_path / str(number)
        place.mkdir()
        (place / "small.yaml").write_text(EXPERIMENT)
        with Commands(place) as commands:
            pace = {fake_model.PACE: "0.2"}
            known = carry_on(place / "out", commands, longer(20), seed=100 + number, **pace)
        check_complete(place / "out", known, unbroken)


@full
def test_kills_of_the_real_model_change_no_byte(tmp_path, commands):
    (tmp_path / "small.yaml").write_text(EXPERIMENT)
    whole = sim.sweep(tmp_path / "small.yaml", out=tmp_path / "whole", workers=2)
    known = carry_on(tmp_path / "out", commands, longer(20), seed=3, module="sim")
    check_complete(tmp_path / "out", known, digests(whole.folder))
