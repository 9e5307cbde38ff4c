"""A file system that is full, fails, is read-only or gone: one line, exit code 4, no traceback."""

import contextlib
import datetime as dt
import os
import shutil
import subprocess

import pytest

import sim
from sim.experiment import runner
from sim.experiment.results.status import status
from sim.experiment.store.ledger_rows import Signature
from sim.experiment.store.lock import lock
from sim.experiment.store.store import Store
from tests import fake_disk, fake_model
from tests.commands import end, group, stand_in, wait_for, workers
from tests.folders import digests, done
from tests.settings import full, thinned

EXPERIMENT = """
name: small
base: baseline
set: {run.days: 40}
factors:
  race.obsolescence_days: {values: [30, 45, 60]}
design: {kind: grid}
replicates: 3
outputs: {figures: false}
"""
GO_ON = "Finished runs are kept; go on with"
KIBIBYTE = 1024
STEPS = thinned((0, 24, 200, 500, 1500), 2)
"""KiB that are free, for the disk to be full at the manifest, the ledger, a part or the end."""


@pytest.fixture
def experiment(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(EXPERIMENT)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "small.yaml").write_text(EXPERIMENT)
    with stand_in():
        return digests(sim.sweep(folder / "small.yaml", out=folder / "out", workers=1).folder)


@pytest.fixture
def small_disk(tmp_path):
    """Mount a file system of eight mebibytes where the results go."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def check_one_line(ended, place):
    """It is told in one line that names the place, and then how to go on."""
    code, errors = ended
    assert code == 4, errors
    first, *rest = errors.splitlines()
    assert place in first
    assert [line for line in rest if not line.startswith("  killzone ")] in ([GO_ON], [])
    return first


def fill(disk, left):
    """Leave so many bytes on a disk."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4 * KIBIBYTE))
    os.truncate(ballast, max(0, ballast.stat().st_size - left))


@pytest.mark.long
@pytest.mark.parametrize(
    "line",
    [
        "sweep small.yaml --out disk/out --workers 2",
        pytest.param("run small-run.yaml --out disk/out --workers 1", marks=full),
    ],
    ids=["sweep", "run"],
)
def test_a_full_disk_ends_it_and_once_there_is_room_it_goes_on(
    line, experiment, tmp_path, small_disk, commands
):
    (tmp_path / "small-run.yaml").write_text(
        "run: {days: 40, replicates: 9}\noutputs: {figures: false}\n"
    )
    out, room = small_disk / "out", {fake_disk.ROOM: "0"}
    assert commands.finish(f"{line.replace('disk/out', 'whole')}").code == 0
    known = {}
    for step in STEPS:
        fill(small_disk, step * KIBIBYTE)
        ended = commands.finish(f"{line} --resume", **room)
        if ended.code == 0:
            break
        first = check_one_line(ended, "disk")
        assert "bytes free" in first, first
        after = done(out) if out.exists() else {}
        assert known.items() <= after.items()
        known = after
    else:
        (small_disk / "ballast").unlink()
        assert commands.finish(f"{line} --resume", **room).code == 0
    assert digests(out) == digests(tmp_path / "whole")
    assert known.items() <= done(out).items()


def test_too_little_room_begins_nothing(experiment, small_disk, commands):
    first = check_one_line(
        commands.finish("sweep small.yaml --out disk/out --workers 1"), small_disk.name
    )
    assert "at least 1,073,741,824 needed to go on" in first


FAULT = "fsync 1 EIO"
LATER = ["write 3 EDQUOT", "rename 2 ESTALE"]
OTHERS = [
    f"{kind} {number} {error}"
    for kind, error in (("fsync", "EIO"), ("write", "ENOSPC"), ("fsync_folder", "EIO"))
    for number in range(1, 12)
]


@pytest.mark.parametrize(
    "fault",
    [
        FAULT,
        *(pytest.param(each, marks=pytest.mark.long) for each in thinned(LATER + OTHERS[1:], 17)),
    ],
)
def test_an_error_of_the_disk_ends_it_and_it_goes_on(fault, experiment, tmp_path, commands, whole):
    line = "sweep small.yaml --out out --workers 1"
    ended = commands.finish(line, **{fake_disk.FAILS: fault})
    if ended.code != 0:  # the operation of that number was reached
        check_one_line(ended, "out")
    assert commands.finish(f"{line} --resume").code == 0
    assert digests(tmp_path / "out") == whole


@pytest.mark.long
def test_a_folder_deleted_under_a_sweep_ends_it(experiment, tmp_path, commands):
    process = commands.start(
        "sweep small.yaml --out out --workers 2", **{fake_model.AWAITED: str(tmp_path / "go")}
    )
    wait_for(lambda: len(done(tmp_path / "out")) == 3 and workers(process.pid), process)
    shutil.rmtree(tmp_path / "out")
    (tmp_path / "go").touch()
    check_one_line(end(process), "out")
    assert not (tmp_path / "out").exists()
    wait_for(lambda: not group(process.pid))


@pytest.mark.long
def test_a_folder_that_becomes_read_only_ends_it_and_it_goes_on(
    experiment, tmp_path, small_disk, commands, whole
):
    line, room = "sweep small.yaml --out disk/out --workers 2", {fake_disk.ROOM: "0"}
    process = commands.start(line, **{fake_model.AWAITED: str(tmp_path / "go")}, **room)
    wait_for(lambda: len(done(small_disk / "out")) == 3, process)
    before = done(small_disk / "out")
    # A mount with files open for writing is made read-only by a second mount over it.
    subprocess.run(["mount", "--bind", str(small_disk), str(small_disk)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(small_disk)], check=True)
        (tmp_path / "go").touch()
        check_one_line(end(process), "disk")
        check_one_line(commands.finish(f"{line} --resume", **room), "disk")
        assert sim.Results(small_disk / "out").counts.done == len(before)
    finally:
        subprocess.run(["umount", "--lazy", str(small_disk)], check=True)
    assert commands.finish(f"{line} --resume", **room).code == 0
    assert digests(small_disk / "out") == whole


@pytest.mark.long
def test_a_clock_set_back_one_day_changes_nothing(experiment, tmp_path, whole, monkeypatch):
    here, commit, out = Signature.here, Store.commit, tmp_path / "out"

    def tomorrow(code):
        signature = here(code)
        start = dt.datetime.fromisoformat(signature.start) + dt.timedelta(days=1)
        return signature._replace(start=start.isoformat())

    def last(store, part):
        commit(store, part)
        raise KeyboardInterrupt

    with stand_in():
        with monkeypatch.context() as patch:
            patch.setattr(Signature, "here", tomorrow)
            patch.setattr(Store, "commit", last)
            with pytest.raises(KeyboardInterrupt):
                sim.sweep(experiment, out=out, workers=1)
        for path in [out, *out.rglob("*")]:
            later = path.stat().st_mtime + 86_400
            os.utime(path, (later, later))
        with lock(out):
            assert 0 <= status(out).runs_per_second < 1000
        assert runner.sweep(experiment, out=out, workers=1, resume=True).counts.done == 9
    assert digests(out) == whole
