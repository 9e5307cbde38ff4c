"""A run may be killed at any moment: no half file is ever seen, and it can go on.

A child is killed with SIGKILL right before one of its operations on the result folder; a sample
of the operations in the fast suite, each of them in the long one.
"""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import warnings
from types import SimpleNamespace

import pytest

import sim
from sim.config import Config, digest
from sim.experiment import manifest, runner
from sim.experiment.errors import FolderError, ResumeError
from tests import fake_model
from tests.folders import check_no_half_file, digests

OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
TABLES = {"daily.parquet", "designs.parquet", "space.parquet", "summary.csv"}
SAMPLE = 4


def configuration(**run):
    return Config.model_validate(
        {"run": {"days": 3, "replicates": 2} | run, "outputs": {"figures": False}}
    )


CONFIG, OTHER, GROWN = configuration(), configuration(seed=7), configuration(replicates=3)


def run(config, folder, **how):
    return sim.run(config, out=folder, workers=1, **how)


def resume_or_replace(config, folder):
    """Go on with a run that was to replace another one, begun or not."""
    try:
        return run(config, folder, resume=True)
    except ResumeError:
        return run(config, folder, force=True)


SCENARIOS = {
    "new": SimpleNamespace(
        before=None,
        action=lambda folder: run(CONFIG, folder),
        recovery=lambda folder: run(CONFIG, folder, resume=True),
        config=CONFIG,
    ),
    "replaced": SimpleNamespace(
        before=CONFIG,
        action=lambda folder: run(OTHER, folder, force=True),
        recovery=lambda folder: resume_or_replace(OTHER, folder),
        config=OTHER,
    ),
    "grown": SimpleNamespace(
        before=CONFIG,
        action=lambda folder: run(GROWN, folder, resume=True),
        recovery=lambda folder: run(GROWN, folder, resume=True),
        config=GROWN,
    ),
}


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """Return the folders of unbroken runs by the digest of their configuration."""
    place = tmp_path_factory.mktemp("unbroken")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "simulate", fake_model.simulate)
        patch.setattr(runner, "warm_up", lambda observer: None)
        yield {
            digest(config): run(config, place / digest(config)).folder
            for config in (CONFIG, OTHER, GROWN)
        }


def killed_before(operation, action, folder):
    """Do `action` in a process that is killed before its n-th operation on `folder`.

    Returns how many operations it did.
    """
    done = multiprocessing.RawValue("i", 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork of a process with threads
        child = os.fork()
    if child == 0:
        try:
            sys.addaudithook(lambda event, details: step(event, str(details[:1])))

            def step(event, path):
                if event in OPERATIONS and str(folder) in path:
                    if done.value == operation:
                        os.kill(os.getpid(), signal.SIGKILL)
                    done.value += 1

            action(folder)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return done.value


def check_killed_before(operation, scenario, folder, unbroken):
    prepare(scenario, folder, unbroken)
    assert killed_before(operation, scenario.action, folder) == operation
    if folder.exists():
        check_no_half_file(folder)
        check_tables_belong_to_the_manifest(folder, unbroken)
    recovered = scenario.recovery(folder)
    assert digests(recovered.folder) == digests(unbroken[digest(scenario.config)])
    assert recovered.manifest["state"] == "complete"


def prepare(scenario, folder, unbroken):
    shutil.rmtree(folder, ignore_errors=True)
    if scenario.before:
        shutil.copytree(unbroken[digest(scenario.before)], folder)


def check_tables_belong_to_the_manifest(folder, unbroken):
    """Every table is that of the configuration in the manifest; all are there if it is read."""
    record = manifest.read(folder)
    found = {name: value for name, value in digests(folder).items() if name in TABLES}
    if record is None:
        assert not found
        return
    expected = digests(unbroken[record["config_digest"]])
    assert found.items() <= expected.items()
    try:
        results = sim.read(folder)
        results.summary, results.daily, results.designs, results.space  # noqa: B018
    except FolderError:
        return
    assert found.keys() == TABLES


@pytest.mark.parametrize("name", SCENARIOS)
def test_killed_before_some_operations_on_files(name, tmp_path, unbroken):
    scenario, folder = SCENARIOS[name], tmp_path / "run"
    prepare(scenario, folder, unbroken)
    total = killed_before(-1, scenario.action, folder)
    assert total > 50
    for operation in sorted(random.Random(total).sample(range(total), SAMPLE)):
        check_killed_before(operation, scenario, folder, unbroken)


@pytest.mark.long
@pytest.mark.parametrize("name", SCENARIOS)
def test_killed_before_every_operation_on_files(name, tmp_path, unbroken):
    scenario, folder = SCENARIOS[name], tmp_path / "run"
    prepare(scenario, folder, unbroken)
    total = killed_before(-1, scenario.action, folder)
    step = max(1, round(1 / float(os.environ.get("KILLZONE_SIZE", "1"))))
    for operation in range(0, total, step):
        check_killed_before(operation, scenario, folder, unbroken)
