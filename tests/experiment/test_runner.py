import functools
import json
import os
import runpy
import shutil

import pytest

import sim
from sim.experiment import runner
from sim.experiment.errors import DiskError, FailedRunsError, FolderError, ResumeError
from sim.experiment.store import manifest, parts
from sim.experiment.store.ledger_view import LedgerView
from sim.experiment.store.store import Store
from sim.experiment.workers.observer import Observer
from tests import fake_model
from tests.experiment.conftest import CONFIG
from tests.folders import digests

COMPILE = runner.compile_model

pytestmark = pytest.mark.usefixtures("model")


class Listener(Observer):
    def __init__(self):
        self.steps, self.plan, self.damage = [], None, []

    @property
    def before(self):
        return self.plan[2]

    def planned(self, *plan):
        self.plan = plan

    def advanced(self, done, failed, days):
        self.steps.append((done, failed, days))

    def lost(self, parts):
        self.damage.extend(parts)

    def check(self, runs):
        """Progress only grows and ends with everything."""
        days = [done * self.plan[1] + under_way for done, _, under_way in self.steps]
        assert days == sorted(days)
        assert self.steps[-1] == (runs, 0, 0)


def interrupted(config, folder, finished):
    """Leave `folder` as a run does that was stopped after `finished` replicates."""

    def stop(config, replicate, on_day):
        if replicate == finished:
            raise KeyboardInterrupt
        return fake_model.simulate(config, replicate, on_day)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "simulate", stop)
        with pytest.raises(KeyboardInterrupt):
            sim.run(config, out=folder, workers=1)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """Return a function from configuration to the folder of an unbroken run on one worker."""

    @functools.cache
    def folder(seed=CONFIG.run.seed, replicates=3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(runner, "simulate", fake_model.simulate)
            patch.setattr(runner, "compile_model", fake_model.compile_nothing)
            out = tmp_path_factory.mktemp("unbroken") / "run"
            return sim.run(CONFIG, seed=seed, replicates=replicates, out=out, workers=1).folder

    return folder


@pytest.fixture
def whole(unbroken, tmp_path):
    """Digests of an unbroken run; a copy of it is in `tmp_path`, as "whole"."""
    shutil.copytree(unbroken(), tmp_path / "whole")
    return digests(unbroken())


def test_a_run_leaves_exactly_the_files_it_promises(config, tmp_path):
    folder = sim.run(config, out=tmp_path / "deep" / "run", workers=1).folder
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.yaml",
        "daily.parquet",
        "designs.parquet",
        "failures.parquet",
        "ledger.sqlite",
        "manifest.json",
        "runs.parquet",
        "sectors.parquet",
        "space.parquet",
        "summary.csv",
        "timings.parquet",
    ]
    assert json.loads((folder / "manifest.json").read_text())["state"] == "complete"
    assert sim.load(folder / "config.yaml") == config


def test_bytes_do_not_depend_on_the_number_of_workers(config, tmp_path, whole):
    listener = Listener()
    results = sim.run(config, out=tmp_path / "two", workers=2, observer=listener)
    assert digests(results.folder) == whole
    listener.check(runs=3)


def test_the_first_replicates_stay_when_more_are_asked(unbroken):
    few, many = sim.read(unbroken()), sim.read(unbroken(replicates=5))
    for name in ("runs", "daily", "designs", "space", "sectors", "summary"):
        table = getattr(many, name)
        first = table[table["replicate"] < 3].reset_index(drop=True)
        assert first.equals(getattr(few, name)), name
        assert table["replicate"].is_monotonic_increasing
        assert list(table["replicate"].unique()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("finished", [0, 1, 2])
def test_resuming_runs_only_what_is_missing_and_ends_in_the_same_bytes(
    config, tmp_path, whole, finished, model
):
    interrupted(config, tmp_path / "run", finished)
    ran = []

    def noted(config, replicate, on_day):
        ran.append(replicate)
        return fake_model.simulate(config, replicate, on_day)

    model(noted)
    sim.run(config, out=tmp_path / "run", workers=1, resume=True)
    assert ran == list(range(finished, 3))
    assert digests(tmp_path / "run") == whole


def test_a_stopped_run_is_read_with_a_warning_as_far_as_it_is_done(config, tmp_path):
    interrupted(config, tmp_path / "run", 2)
    with pytest.warns(UserWarning, match="2 of 3 runs are done"):
        results = sim.read(tmp_path / "run")
    assert list(results.runs["replicate"]) == [0, 1]
    with pytest.raises(FolderError, match="not complete"):
        results.require_complete()


def test_resuming_an_empty_or_missing_folder_starts_the_run(config, tmp_path, whole):
    (tmp_path / "empty").mkdir()
    for name in ("empty", "missing"):
        sim.run(config, out=tmp_path / name, workers=1, resume=True)
        assert digests(tmp_path / name) == whole


def test_resuming_a_complete_run_changes_nothing(config, tmp_path, whole, model):
    model(fake_model.broken)
    before = (tmp_path / "whole" / "manifest.json").read_bytes()
    listener = Listener()
    results = sim.run(config, out=tmp_path / "whole", resume=True, observer=listener)
    assert listener.before == 3
    assert digests(results.folder) == whole
    assert (tmp_path / "whole" / "manifest.json").read_bytes() == before


def test_a_complete_run_grows_by_the_replicates_that_are_new(
    config, tmp_path, whole, model, unbroken
):
    ran = []

    def noted(config, replicate, on_day):
        ran.append(replicate)
        return fake_model.simulate(config, replicate, on_day)

    model(noted)
    grown = sim.run(config, replicates=5, out=tmp_path / "whole", workers=1, resume=True)
    assert ran == [3, 4]
    assert grown.manifest["replicates"] == 5
    assert digests(grown.folder) == digests(unbroken(replicates=5))


def test_a_stopped_run_grows_too(config, tmp_path, unbroken):
    interrupted(config, tmp_path / "run", 2)
    grown = sim.run(config, replicates=4, out=tmp_path / "run", workers=1, resume=True)
    assert digests(grown.folder) == digests(unbroken(replicates=4))


def test_results_are_never_overwritten_unasked(config, tmp_path, whole):
    with pytest.raises(FolderError, match=r"--resume .* --force") as refusal:
        sim.run(config, out=tmp_path / "whole")
    assert refusal.value.exit_code == 2
    assert digests(tmp_path / "whole") == whole


def test_force_replaces_results_and_keeps_files_that_are_not_ours(
    config, tmp_path, whole, unbroken
):
    (tmp_path / "whole" / "notes.txt").write_text("mine")
    results = sim.run(config, seed=7, out=tmp_path / "whole", workers=1, force=True)
    found = digests(results.folder)
    assert found.pop("notes.txt")
    assert found == digests(unbroken(seed=7))
    assert found["daily.parquet"] != whole["daily.parquet"]


def test_force_replaces_a_stopped_run_without_its_parts(config, tmp_path, unbroken):
    interrupted(config, tmp_path / "run", 2)
    results = sim.run(config, seed=7, out=tmp_path / "run", workers=1, force=True)
    assert digests(results.folder) == digests(unbroken(seed=7))


def test_force_removes_nothing_before_the_model_is_ready(config, tmp_path, whole, monkeypatch):
    def fail(observer):
        raise RuntimeError("cannot compile")

    monkeypatch.setattr(runner, "warm_up", fail)
    with pytest.raises(RuntimeError):
        sim.run(config, seed=7, out=tmp_path / "whole", force=True)
    assert digests(tmp_path / "whole") == whole
    assert sim.read(tmp_path / "whole").config == config


@pytest.mark.parametrize("how", [{}, {"force": True}, {"resume": True}])
def test_a_folder_that_holds_something_else_is_left_alone(config, tmp_path, how):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(FolderError, match="no result of killzone"):
        sim.run(config, out=tmp_path, **how)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_in_place_of_the_folder_is_refused(config, tmp_path):
    (tmp_path / "run").touch()
    with pytest.raises(FolderError, match="is a file"):
        sim.run(config, out=tmp_path / "run", force=True)


def test_force_and_resume_together_are_refused(config, tmp_path):
    with pytest.raises(FolderError, match="choose one"):
        sim.run(config, out=tmp_path, force=True, resume=True)


def test_resuming_with_another_configuration_names_every_difference(config, tmp_path, whole):
    other = config.model_copy(
        update={
            "race": config.race.model_copy(update={"obsolescence_days": 45.0}),
            "run": config.run.model_copy(update={"seed": 7, "replicates": 2}),
        }
    )
    with pytest.raises(ResumeError) as refusal:
        sim.run(other, out=tmp_path / "whole", resume=True)
    assert refusal.value.exit_code == 3
    message = str(refusal.value)
    assert "race.obsolescence_days: 60 then, 45 now" in message
    assert f"run.seed: {config.run.seed} then, 7 now" in message
    assert "replicates: 3 then, 2 now" in message
    assert message.count("then") == 3
    assert digests(tmp_path / "whole") == whole


def test_resuming_with_other_software_names_it(config, tmp_path, monkeypatch):
    interrupted(config, tmp_path / "run", 1)
    monkeypatch.setattr(manifest, "version", lambda package: "9.9")
    with pytest.raises(ResumeError, match=r"numpy: .* then, 9\.9 now"):
        sim.run(config, out=tmp_path / "run", resume=True)


def test_a_run_that_kills_its_workers_fails_alone_and_is_done_by_a_resume(
    config, tmp_path, whole, model, monkeypatch
):
    (tmp_path / "awaited").touch()
    monkeypatch.setenv(fake_model.AWAITED, str(tmp_path / "awaited"))
    model(fake_model.killed)
    with pytest.raises(FailedRunsError, match=r"(?s)1 of 3 runs failed.*WorkerDied") as failure:
        sim.run(config, out=tmp_path / "run", workers=2)
    assert failure.value.exit_code == 1
    results = sim.read(tmp_path / "run")
    assert list(results.runs["replicate"]) == [0, 2]
    assert list(results.failures["replicate"]) == [1]
    model(fake_model.simulate)
    listener = Listener()
    sim.run(config, out=tmp_path / "run", workers=1, resume=True, observer=listener)
    assert listener.before == 2
    assert digests(tmp_path / "run") == whole


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bug_of_the_model_is_told_with_the_command_that_shows_it(
    config, tmp_path, model, workers
):
    model(fake_model.broken)
    with pytest.raises(FailedRunsError, match="ZeroDivisionError: a bug in the model") as failure:
        sim.run(config, out=tmp_path / "run", workers=workers)
    failures = sim.read(tmp_path / "run").failures
    assert list(failures["replicate"]) == [0, 1, 2]
    assert set(failures["stage"]) == {"simulate"}
    assert failures["traceback"].str.contains("in broken").all()
    _, _, folder, run = failures["command"][0].split()
    assert failures["command"][0] in str(failure.value)
    with pytest.raises(ZeroDivisionError, match="a bug in the model"):
        sim.rerun(folder, run)


def test_progress_only_grows_and_ends_with_everything(config, tmp_path):
    listener = Listener()
    sim.run(config, out=tmp_path / "run", workers=1, observer=listener)
    listener.check(runs=3)


def test_progress_of_a_resumed_run_counts_what_was_there(config, tmp_path):
    interrupted(config, tmp_path / "run", 2)
    listener = Listener()
    sim.run(config, out=tmp_path / "run", workers=1, resume=True, observer=listener)
    assert listener.plan == (3, 10, 2)
    listener.check(runs=3)


@pytest.mark.parametrize("is_cached", [False, True])
def test_a_compilation_is_announced_and_no_other_start(monkeypatch, capfd, tmp_path, is_cached):
    """The cache is asked, not a clock."""
    source = tmp_path / "kernels.py"
    source.write_text(
        "from sim.war.numerics.compiled import kernel\n"
        "@kernel\ndef twice(x):\n    return 2 * x\n"
        "@kernel\ndef thrice(x):\n    return 3 * x\n"
    )

    def warm_up():
        kernels = runpy.run_path(str(source))
        assert (kernels["twice"](1), kernels["thrice"](1)) == (2, 3)

    if is_cached:
        warm_up()
    monkeypatch.setattr("sim.war.replicate.warm_up", warm_up)
    monkeypatch.setattr(runner, "compile_model", COMPILE)
    runner.warm_up(runner.QUIET)
    told = "Compiling the model for the first time; later runs start at once.\n"
    assert capfd.readouterr().err == ("" if is_cached else told)


def test_a_folder_that_cannot_be_written_is_one_line(config, tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    # Taking the folder's permissions away would not stop root, who may write anywhere.
    monkeypatch.setattr(os, "mkdir", denied)
    with pytest.raises(DiskError, match="Permission denied"):
        sim.run(config, out=tmp_path / "run")


@pytest.mark.parametrize("name", ["assemble", "commit", "open_parts", "complete"])
def test_a_full_disk_is_one_line_and_the_run_can_go_on(config, tmp_path, whole, name, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Store, name, full)
        with pytest.raises(DiskError, match=r"No space left on device \([\d,]+ bytes free\)"):
            sim.run(config, out=tmp_path / "run", workers=1)
    sim.run(config, out=tmp_path / "run", workers=1, resume=True)
    assert digests(tmp_path / "run") == whole


def test_a_damaged_part_is_named_never_read_and_done_again(config, tmp_path, whole):
    interrupted(config, tmp_path / "run", 2)
    with LedgerView.read(tmp_path / "run") as ledger:
        damaged = tmp_path / "run" / next(ledger.parts()).files["daily"].name
    damaged.write_bytes(damaged.read_bytes()[:-100])
    listener = Listener()
    sim.run(config, out=tmp_path / "run", workers=1, resume=True, observer=listener)
    (line,) = listener.damage
    assert str(damaged) in line
    assert "done again: 1" in line
    assert digests(tmp_path / "run") == whole
    assert not (tmp_path / "run" / parts.FOLDER).exists()


@pytest.mark.parametrize("workers", [0, -1])
def test_no_workers_is_an_error(config, workers):
    with pytest.raises(ValueError, match="at least 1"):
        sim.run(config, workers=workers)
