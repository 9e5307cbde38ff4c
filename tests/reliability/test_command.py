"""The command as a process: killed, interrupted, started twice."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sim
from sim.experiment import runner
from tests import fake_model
from tests.folders import check_no_half_file, digests

ROOT = Path(__file__).parents[2]
CONFIG = "run: {days: 40, replicates: 4}\noutputs: {figures: false}\n"
RUN = "run small.yaml --out run --workers 2"
DEADLINE = 300.0
"""Seconds after which a test gives up; nothing that it awaits is a matter of time."""
PROCESSES = 4  # the parent, its two workers and multiprocessing's tracker of resources
HELD = {fake_model.AWAITED: "never"}
"""Environment of a run that does not go on after its first replicate."""


@pytest.fixture
def start(tmp_path):
    """Start the command in a process, which does not outlive the test."""
    (tmp_path / "small.yaml").write_text(CONFIG)
    with contextlib.ExitStack() as processes:

        def begin(line, module="tests.fake_command", **environment):
            process = subprocess.Popen(
                [sys.executable, "-m", module, *line.split()],
                cwd=tmp_path,
                env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            processes.enter_context(process)
            processes.callback(process.kill)
            return process

        yield begin


@pytest.fixture
def finish(start):
    """Run the command to its end; return its exit status and what it says of errors."""

    def run(line, **how):
        process = start(line, **how)
        _, errors = process.communicate(timeout=DEADLINE)
        return process.returncode, errors

    return run


def wait_for(condition, process=None):
    """Wait until `condition` holds; the process must not end before."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, "it took too long"
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.005)


def parts(folder):
    return len(list(folder.glob("run/parts/0*")))


def group(leader):
    """Processes of the session that `leader` began, zombies left out."""
    members = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = status.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == leader and state != "Z":
            members.append(int(status.parent.name))
    return members


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "small.yaml").write_text(CONFIG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "simulate", fake_model.simulate)
        patch.setattr(runner, "warm_up", lambda observer: None)
        return digests(sim.run(folder / "small.yaml", out=folder / "run", workers=1).folder)


def test_killed_in_the_middle_it_leaves_no_half_file_and_no_worker_and_goes_on(
    tmp_path, whole, start, finish
):
    process = start(RUN, **HELD)
    wait_for(lambda: parts(tmp_path) == 1, process)
    assert len(group(process.pid)) == PROCESSES
    code, errors = finish(RUN)
    assert code == 2
    assert f"another run is writing here (process {process.pid} on" in errors
    process.kill()
    process.communicate(timeout=DEADLINE)
    wait_for(lambda: not group(process.pid))
    check_no_half_file(tmp_path / "run")
    code, errors = finish(f"{RUN} --resume")
    assert code == 0
    assert int(errors.split()[0]) == 1
    assert digests(tmp_path / "run") == whole


REACHED = {
    "while workers start": lambda folder, process: len(group(process.pid)) >= PROCESSES,
    "while they simulate": lambda folder, process: parts(folder) == 1,
}


@pytest.mark.parametrize("reached", REACHED.values(), ids=REACHED)
def test_ctrl_c_stops_all_at_once_quietly_and_says_how_to_go_on(tmp_path, start, reached):
    process = start(RUN, **HELD)
    wait_for(lambda: reached(tmp_path, process), process)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=DEADLINE)
    assert process.returncode == 130
    assert errors == (
        "Stopped.\nFinished replicates are kept; go on with\n"
        "  killzone run small.yaml --out run --workers 2 --resume\n"
    )
    wait_for(lambda: not group(process.pid))
    check_no_half_file(tmp_path / "run")


@pytest.mark.long
def test_killed_again_and_again_with_the_real_model(tmp_path, start, finish):
    """Kill -9 at random moments, and read all files meanwhile, until the run is complete."""
    kills = max(3, round(100 * float(os.environ.get("KILLZONE_SIZE", "1"))))
    config = sim.load(tmp_path / "small.yaml")
    expected = digests(sim.run(config, out=tmp_path / "whole", workers=1).folder)
    moment = random.Random(2025)
    for _ in range(kills):
        process = start(f"{RUN} --resume", module="sim")
        end = time.monotonic() + moment.uniform(0.5, 8)
        while time.monotonic() < end and process.poll() is None:
            check_no_half_file(tmp_path / "run")
            time.sleep(0.05)
        process.kill()
        process.communicate(timeout=DEADLINE)
        check_no_half_file(tmp_path / "run")
        if process.returncode == 0:
            assert digests(tmp_path / "run") == expected
            shutil.rmtree(tmp_path / "run")
    assert finish(f"{RUN} --resume", module="sim")[0] == 0
    assert digests(tmp_path / "run") == expected
