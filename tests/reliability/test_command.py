"""The command as a process: killed, interrupted, started twice."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

import sim
from tests import fake_model
from tests.commands import DEADLINE, ROOT, end, group, stand_in, wait_for, workers
from tests.folders import check_no_half_file, digests, done
from tests.settings import full, longer

CONFIG = "run: {days: 40, replicates: 4}\noutputs: {figures: false}\n"
RUN = "run small.yaml --out run --workers 2"
FINISHING = "Finishing what is under way; Ctrl-C again stops at once.\n"
KEPT = "{} of 4 replicates are done.\n"
STOPPED = (
    "Stopped.\nFinished runs are kept; go on with\n"
    "  killzone run small.yaml --out run --workers 2 --resume\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.yaml").write_text(CONFIG)
    return tmp_path / "run"


@pytest.fixture
def held(folder, commands, tmp_path):
    """Start a run that goes on after its first replicate only once the path `go` is there."""
    process = commands.start(RUN, **{fake_model.AWAITED: str(tmp_path / "go")})
    wait_for(lambda: len(done(folder)) == 1 and len(workers(process.pid)) == 2, process)
    return process


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "small.yaml").write_text(CONFIG)
    with stand_in():
        return digests(sim.run(folder / "small.yaml", out=folder / "run", workers=1).folder)


def read_all(terminal, into):
    """Read what is written to a terminal until its other end is closed."""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 10_000):
            into.append(part)
    os.close(terminal)


def test_with_a_bar_on_a_terminal_workers_are_forked_too(folder, commands, tmp_path):
    """No thread of the bar's stands in the way."""
    terminal, theirs = os.openpty()
    go = {fake_model.AWAITED: str(tmp_path / "go")}
    process = commands.start(RUN, errors=theirs, **go)
    os.close(theirs)
    shown = []
    reader = threading.Thread(target=read_all, args=(terminal, shown))
    reader.start()
    wait_for(lambda: len(done(folder)) == 1, process)
    assert len(workers(process.pid)) == len(group(process.pid)) - 1 == 2
    (tmp_path / "go").touch()
    assert process.wait(DEADLINE) == 0
    reader.join()
    assert b"replicates" in b"".join(shown)


def check_it_goes_on(folder, commands, whole):
    """A resume does what is missing and nothing else."""
    before = done(folder)
    code, errors = commands.finish(f"{RUN} --resume")
    assert code == 0
    if before:
        assert errors == f"{len(before)} of 4 replicates are there already.\n"
    assert before.items() <= done(folder).items()
    assert digests(folder) == whole


def status(folder):
    """Return what the command tells of a folder from another process."""
    command = [sys.executable, "-m", "tests.fake_command", "status", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=DEADLINE, check=True
    ).stdout


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGKILL,
        pytest.param(signal.SIGHUP, marks=full),
        pytest.param(signal.SIGTERM, marks=full),
    ],
)
def test_a_killed_parent_leaves_no_half_file_no_worker_and_no_lock(
    held, folder, commands, whole, number
):
    held.send_signal(number)
    assert end(held) == (-number, "")
    check_no_half_file(folder)
    check_it_goes_on(folder, commands, whole)  # while workers may still be at their end
    wait_for(lambda: not group(held.pid))


def test_a_second_run_is_refused_and_told_who_is_at_work(held, folder, commands):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    for how in ("--resume", "--force"):
        code, errors = commands.finish(f"{RUN} {how}")
        assert code == 2
        assert f"another run is writing here (process {held.pid} on {os.uname().nodename}" in errors
        assert ", since 2" in errors
        assert errors.count("\n") == 1
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.long
def test_status_tells_from_elsewhere_who_is_at_work_and_how_far(held, folder):
    text = " ".join(status(folder).split())
    assert f"process {held.pid} on" in text
    assert "under way" in text
    held.kill()
    held.wait(DEADLINE)
    assert "stopped; --resume goes on with it" in " ".join(status(folder).split())


def heard(process):
    """Interrupt as a terminal does, all processes of the group, and wait for the answer."""
    os.killpg(process.pid, signal.SIGINT)
    assert process.stderr.readline() == FINISHING


def test_ctrl_c_lets_what_is_under_way_finish_and_says_how_to_go_on(
    held, folder, commands, whole, tmp_path
):
    heard(held)
    (tmp_path / "go").touch()
    assert end(held) == (130, KEPT.format(3) + STOPPED)
    assert len(done(folder)) == 3  # the first, and one a worker
    wait_for(lambda: not group(held.pid))
    check_no_half_file(folder)
    check_it_goes_on(folder, commands, whole)


def test_a_second_ctrl_c_stops_at_once(held, folder, commands, whole):
    heard(held)
    os.killpg(held.pid, signal.SIGINT)
    assert end(held) == (130, STOPPED)
    assert len(done(folder)) == 1
    wait_for(lambda: not group(held.pid))
    check_no_half_file(folder)
    check_it_goes_on(folder, commands, whole)


@pytest.mark.long
def test_ctrl_c_while_workers_start_stops_quietly(folder, commands, whole, tmp_path):
    process = commands.start(RUN, **{fake_model.AWAITED: str(tmp_path / "go")})
    # Before there is a folder, a child of the command is git.
    wait_for(lambda: folder.is_dir() and workers(process.pid), process)
    os.killpg(process.pid, signal.SIGINT)
    (tmp_path / "go").touch()
    code, errors = end(process)
    assert code == 130
    not_begun = "Stopped.\n"
    assert errors in {not_begun, STOPPED, FINISHING + KEPT.format(len(done(folder))) + STOPPED}
    wait_for(lambda: not group(process.pid))
    check_it_goes_on(folder, commands, whole)


@full
def test_killed_again_and_again_with_the_real_model(folder, commands, tmp_path):
    """Kill -9 at random moments, and read all files meanwhile, until the run is complete."""
    kills = longer(100)
    config = sim.load(tmp_path / "small.yaml")
    expected = digests(sim.run(config, out=tmp_path / "whole", workers=1).folder)
    moment = random.Random(2025)
    for _ in range(kills):
        process = commands.start(f"{RUN} --resume", module="sim")
        limit = time.monotonic() + moment.uniform(0.5, 8)
        while time.monotonic() < limit and process.poll() is None:
            check_no_half_file(folder)
            time.sleep(0.05)
        process.kill()
        code, _ = end(process)
        check_no_half_file(folder)
        if code == 0:
            assert digests(folder) == expected
            shutil.rmtree(folder)
    assert commands.finish(f"{RUN} --resume", module="sim").code == 0
    assert digests(folder) == expected
