"""The command as a process of its own, which does not outlive its test."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.experiment import runner
from sim.experiment.workers import execution
from sim.experiment.workers.pool import Here
from tests import fake_model

ROOT = Path(__file__).parents[1]
DEADLINE = 120.0
"""Seconds after which a test gives up; nothing that it awaits is a matter of time."""


class Ended(NamedTuple):
    code: int
    errors: str


class Commands:
    """Starts the command in `folder`; on leaving kills what is left of it, workers included."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        return self

    def __exit__(self, *error):
        self._stack.close()

    def start(self, line, module="tests.fake_command", errors=subprocess.PIPE, **environment):
        """Start it as the leader of a group of processes."""
        process = subprocess.Popen(
            [sys.executable, "-m", module, *line.split()],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        self._stack.enter_context(process)
        self._stack.callback(kill_group, process.pid)
        return process

    def finish(self, line, **how):
        """Run it to its end."""
        return end(self.start(line, **how))


def end(process):
    """Wait for the end of a process; return its exit code and what it says of errors."""
    _, errors = process.communicate(timeout=DEADLINE)
    return Ended(process.returncode, errors)


def wait_for(condition, process=None):
    """Wait until `condition` holds and return its value; the process must not end before."""
    limit = time.monotonic() + DEADLINE
    while not (value := condition()):
        assert time.monotonic() < limit, "it took too long"
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.05)
    return value


def group(leader):
    """Processes of the group of `leader`, zombies left out, with the parent of each."""
    members = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, number = status.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(number) == leader and state != "Z":
            members[int(status.parent.name)] = int(parent)
    return members


def workers(leader):
    """Worker processes of the group of `leader`, from which they are forked."""
    return sorted(each for each, parent in group(leader).items() if parent == leader)


def kill_group(leader):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


@contextlib.contextmanager
def stand_in():
    """Put the stand-in in the model's place in this process, which does the runs itself."""
    with pytest.MonkeyPatch.context() as patch:
        put_stand_in(patch)
        patch.setattr(execution, "_cores", lambda: 1)
        yield


def put_stand_in(patch):
    """Put the stand-in in the model's place; this process does the runs of a single worker.

    To start a worker takes seconds. Tests that are about workers ask for two.
    """
    patch.setattr(runner, "simulate", fake_model.simulate)
    patch.setattr(runner, "compile_model", fake_model.compile_nothing)
    several = execution.Processes

    def opened(task, count):
        return Here(task, lambda: None) if count == 1 else several(task, count)

    patch.setattr(execution, "Processes", opened)
