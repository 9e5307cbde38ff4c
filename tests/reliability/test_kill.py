"""A run or a sweep may be killed at any moment: no half file is ever seen, and it can go on.

A child is killed with SIGKILL right before one of its operations on the result folder or of its
transactions in the ledger; a sample of them in the fast suite, each in the long one.
"""

import functools
import multiprocessing
import os
import random
import shutil
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd
import pytest

import sim
from sim.config import Config
from sim.experiment import runner
from sim.experiment.errors import FolderError, ResumeError
from sim.experiment.store import manifest, sealed
from sim.experiment.store.store import Store
from sim.experiment.store.verify import verify
from tests import fake_model
from tests.folders import check_no_half_file, digests, done
from tests.settings import SIZE, full, thinned

pytestmark = pytest.mark.usefixtures("no_waiting")

OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"}
TRANSACTIONS = {"BEGIN IMMEDIATE", "COMMIT"}
TABLES = ("runs", "daily", "designs")
SAMPLE = 2
TWINS = ("a run in place of a sweep", "a sweep with another level")
"""Scenarios whose sample is long: the other way round, or the same on a second kind of growth."""
SWEEP = """
name: small
base: baseline
set: {run.days: 3}
factors:
  race.obsolescence_days: {values: [30, 60]}
design: {kind: grid}
replicates: 2
outputs: {figures: false}
"""


def configuration(**run):
    return Config.model_validate(
        {"run": {"days": 3, "replicates": 2} | run, "outputs": {"figures": False}}
    )


def experiment(old="", new=""):
    return SWEEP.replace(old, new)


ONE, OTHER, MORE = configuration(), configuration(seed=7), configuration(replicates=3)
TWO_LEVELS, THREE_LEVELS = experiment(), experiment("[30, 60]", "[30, 45, 60]")
MORE_REPLICATES = experiment("replicates: 2", "replicates: 3")


class Scenario(NamedTuple):
    """What is in the folder (done or, if `stopped`, half done), and what is killed then."""

    before: Config | str | None
    what: Config | str
    how: Mapping[str, bool] = MappingProxyType({})
    stopped: bool = False


GO_ON, REPLACE = {"resume": True}, {"force": True}
SCENARIOS = {
    "a new run": Scenario(None, ONE),
    "a replaced run": Scenario(ONE, OTHER, REPLACE),
    "a grown run": Scenario(ONE, MORE, GO_ON),
    "a stopped run": Scenario(ONE, ONE, GO_ON, stopped=True),
    "a new sweep": Scenario(None, TWO_LEVELS),
    "a sweep in place of a run": Scenario(ONE, TWO_LEVELS, REPLACE),
    "a run in place of a sweep": Scenario(TWO_LEVELS, ONE, REPLACE),
    "a sweep with another level": Scenario(TWO_LEVELS, THREE_LEVELS, GO_ON),
    "a sweep with more replicates": Scenario(TWO_LEVELS, MORE_REPLICATES, GO_ON),
    "a stopped sweep": Scenario(THREE_LEVELS, THREE_LEVELS, GO_ON, stopped=True),
}


def carry_out(what, folder, **how):
    """Run a configuration or sweep an experiment, in this process."""
    if isinstance(what, Config):
        return sim.run(what, out=folder, workers=1, **how)
    path = folder.with_suffix(".yaml")
    path.write_text(what)
    return sim.sweep(path, out=folder, workers=1, **how)


class Places(NamedTuple):
    whole: Callable[[Config | str], Path]
    half: Callable[[Config | str], Path]


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Return functions that return folders of whole and of half done results."""
    root = tmp_path_factory.mktemp("before")

    @functools.cache
    def whole(what):
        place = root / f"whole-{len(list(root.iterdir()))}"
        place.mkdir()
        return carry_out(what, place / "run").folder

    @functools.cache
    def half(what):
        place = root / f"half-{len(list(root.iterdir()))}"
        place.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            stop_after_a_commit(patch)
            with pytest.raises(KeyboardInterrupt):
                carry_out(what, place / "run")
        return place / "run"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "simulate", fake_model.simulate)
        patch.setattr(runner, "compile_model", fake_model.compile_nothing)
        patch.setattr(runner, "Execution", functools.partial(runner.Execution, here=True))
        yield Places(whole, half)


def stop_after_a_commit(patch):
    commit = Store.commit

    def last(store, part):
        commit(store, part)
        raise KeyboardInterrupt

    patch.setattr(Store, "commit", last)


def killed_before(operation, action, folder):
    """Do `action` in a process that is killed before its n-th operation on `folder`.

    Returns how many operations it did, all of them if this time it had no more than n to do.
    """
    count = multiprocessing.RawValue("i", 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork of a process with threads
        child = os.fork()
    if child == 0:
        try:
            _count_operations(operation, folder, count)
            action(folder)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    ends = {0} if operation < 0 else {0, -signal.SIGKILL}
    assert os.waitstatus_to_exitcode(status) in ends
    return count.value


def _count_operations(last, folder, count):
    def step():
        if count.value == last:
            os.kill(os.getpid(), signal.SIGKILL)
        count.value += 1

    def hear(event, details):
        if event in OPERATIONS and str(folder) in str(details[:2]):
            step()

    def connect(*arguments):
        connection = connect_before(*arguments)
        connection.set_trace_callback(lambda text: text in TRANSACTIONS and step())
        return connection

    connect_before, sealed._connect = sealed._connect, connect
    sys.addaudithook(hear)


def prepare(scenario, folder, places):
    shutil.rmtree(folder, ignore_errors=True)
    if scenario.before:
        origin = places.half if scenario.stopped else places.whole
        shutil.copytree(origin(scenario.before), folder)


def act(scenario):
    return lambda folder: carry_out(scenario.what, folder, **scenario.how)


def recover(scenario, folder):
    """Go on; with what was to replace something, be it begun or not."""
    try:
        return carry_out(scenario.what, folder, resume=True)
    except ResumeError:
        assert scenario.how == REPLACE
        return carry_out(scenario.what, folder, **REPLACE)


def check_killed_before(operation, scenario, folder, places):
    prepare(scenario, folder, places)
    before = done(folder)
    assert killed_before(operation, act(scenario), folder) <= operation
    if folder.exists():
        check_no_half_file(folder)
        check_readers_see_whole_runs(scenario, folder, places)
    acknowledged = done(folder)
    if scenario.how != REPLACE:
        assert before.items() <= acknowledged.items()
    recovered = recover(scenario, folder)
    expected = places.whole(scenario.what)
    assert digests(folder) == digests(expected)
    assert {path.name for path in folder.iterdir()} == {path.name for path in expected.iterdir()}
    assert recovered.manifest["state"] == manifest.COMPLETE
    assert list(verify(folder)) == []
    if scenario.how != REPLACE:
        assert acknowledged.items() <= done(folder).items()  # nothing was done a second time


def check_readers_see_whole_runs(scenario, folder, places):
    """What a reader sees is some runs of what was there or of what is to be, whole."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # not complete
        try:
            results = sim.read(folder)
            seen = {name: getattr(results, name) for name in TABLES}
        except FolderError:
            return
    wholes = [sim.read(places.whole(what)) for what in (scenario.before, scenario.what) if what]
    assert any(_is_part_of(seen, whole) for whole in wholes)


def _is_part_of(seen, whole):
    runs = set(seen["runs"]["run"])
    return all(_rows(seen[name], runs).equals(_rows(getattr(whole, name), runs)) for name in TABLES)


def _rows(table: pd.DataFrame, runs):
    chosen = table[table["run"].isin(runs)]
    return chosen.sort_values("run", kind="stable").reset_index(drop=True)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=full if name in TWINS else ()) for name in SCENARIOS],
)
def test_killed_before_some_operations(name, tmp_path, places):
    scenario, folder = SCENARIOS[name], tmp_path / "run"
    total = operations(scenario, folder, places)
    for operation in sorted(random.Random(name).sample(range(total), SAMPLE)):
        check_killed_before(operation, scenario, folder, places)


@pytest.mark.long
@pytest.mark.parametrize("name", thinned([*SCENARIOS], 10))
def test_killed_before_every_operation(name, tmp_path, places):
    scenario, folder = SCENARIOS[name], tmp_path / "run"
    total = operations(scenario, folder, places)
    step = max(1, round(1 / SIZE))
    for operation in range(0, total, step):
        check_killed_before(operation, scenario, folder, places)


def operations(scenario, folder, places):
    prepare(scenario, folder, places)
    places.whole(scenario.what)
    total = killed_before(-1, act(scenario), folder)
    assert total > 50
    return total
