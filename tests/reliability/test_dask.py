"""A sweep on a Dask cluster whose workers die ends in the bytes of one on this machine."""

import shlex
import sys

import pytest
from typer.testing import CliRunner

import sim
from sim import cli
from sim.cli.progress import Bar
from sim.experiment.store.ledger_view import LedgerView
from sim.experiment.workers import cluster
from sim.experiment.workers.observer import Observer
from tests import fake_model
from tests.commands import stand_in
from tests.dask_here import DaskHere
from tests.folders import digests
from tests.reliability.test_sweep_kills import EXPERIMENT, RUNS
from tests.settings import full

pytest.importorskip("distributed")


@pytest.fixture
def experiment(tmp_path, monkeypatch):
    monkeypatch.setenv(fake_model.PACE, "0.02")
    path = tmp_path / "small.yaml"
    path.write_text(EXPERIMENT)
    with stand_in(), pytest.MonkeyPatch.context() as patch:  # undone in the opposite order
        patch.setattr("sim.experiment.runner.simulate", fake_model.slow)
        yield path


@pytest.fixture
def whole(experiment, tmp_path):
    return digests(sim.sweep(experiment, out=tmp_path / "whole", workers=2).folder)


@pytest.fixture
def dask(tmp_path_factory, experiment):
    """Yield a cluster of two workers, for a test to ruin; they see the environment of now."""
    with DaskHere(tmp_path_factory.mktemp("dask")) as dask:
        dask.add_worker()
        dask.add_worker()
        yield dask


def timings(folder):
    """Return when and by whom each finished run was done; a second time, they would differ."""
    with LedgerView.read(folder) as ledger:
        return {each.run.id: each[1:5] for each in ledger.timings()}


class Killer(Observer):
    """Kills workers once a few runs are done, and remembers which."""

    def __init__(self, folder, victims):
        self.folder, self.victims, self.known = folder, victims, {}

    def advanced(self, done, failed, days):
        if done >= 5 and not self.known:
            self.known = timings(self.folder)
            for each in self.victims:
                each.kill()


@pytest.mark.long
def test_a_worker_killed_in_the_middle_changes_no_byte(experiment, tmp_path, whole, dask):
    out = tmp_path / "out"
    killer = Killer(out, dask.workers[:1])
    results = sim.sweep(experiment, out=out, scheduler=dask.address, observer=killer)
    assert 5 <= len(killer.known) < RUNS
    assert digests(out) == whole
    assert killer.known.items() <= timings(out).items()
    assert results.failures.empty


@full
def test_without_workers_it_ends_and_is_resumed_on_others(
    experiment, tmp_path, whole, dask, monkeypatch
):
    """By the command: one line, the command to go on with, and nothing done a second time."""
    monkeypatch.chdir(tmp_path)
    killer = Killer(tmp_path / "out", dask.workers[:])
    line = f"sweep small.yaml --out out --scheduler {dask.address}"

    def advanced(*how):
        """Once the workers are killed, wait for others no longer than the test has patience."""
        killer.advanced(*how)
        if killer.known:
            monkeypatch.setattr(cluster, "SECONDS_WITHOUT_WORKERS", 2.0)

    with monkeypatch.context() as patch:
        patch.setattr(Bar, "advanced", lambda self, *how: advanced(*how))
        patch.setattr(sys, "argv", ["killzone", *shlex.split(line)])
        ended = CliRunner().invoke(cli.app, shlex.split(line))
    assert ended.exit_code == 1
    assert "no worker was free for 2 seconds" in ended.stderr
    assert ended.stderr.endswith(f"go on with\n  killzone {line} --resume\n")
    assert "Traceback" not in ended.stderr
    assert killer.known.items() <= timings(tmp_path / "out").items()
    monkeypatch.setattr(cluster, "SECONDS_WITHOUT_WORKERS", 60.0)
    dask.add_worker()
    sim.sweep(experiment, out=tmp_path / "out", scheduler=dask.address, resume=True)
    assert digests(tmp_path / "out") == whole
    assert killer.known.items() <= timings(tmp_path / "out").items()
