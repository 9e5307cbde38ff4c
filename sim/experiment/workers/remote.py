"""What is called on the workers of a cluster.

Each answer is a plain value, also when it is a problem, so that whatever is raised comes from
the cluster itself.
"""

from __future__ import annotations

import platform
import socket
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from sim.experiment.plan import Receipt
from sim.experiment.store import manifest
from sim.experiment.workers.work import Slot, Worker, get_ready

if TYPE_CHECKING:
    from sim.experiment.plan import Chunk
    from sim.experiment.task import ExperimentTask

SOURCE = "killzone's source"


class Papers(NamedTuple):
    """Where a worker runs and the version of each piece of its software."""

    host: str
    software: dict[str, str]


class Unknown(NamedTuple):
    """The answer of a worker that does not know the sweep, because it was started again."""


class Unready(NamedTuple):
    """The answer of a worker that cannot get ready."""

    problem: str


Answer = Receipt | OSError | Unknown | Unready

_tasks: dict[str, ExperimentTask] = {}
_prepared: set[str] = set()


def enlist(sweep: str, task: ExperimentTask) -> Papers:
    """Keep the task of a sweep in this process, and return this worker's papers."""
    _tasks[sweep] = task
    return Papers(socket.gethostname(), software())


def work(sweep: str, chunk: Chunk) -> Answer:
    """Do a chunk of a sweep in this process, which has only one thread for it."""
    task = _tasks.get(sweep)
    if task is None:
        return Unknown()
    if sweep not in _prepared:
        if problem := get_ready(task):
            return Unready(problem)
        _prepared.add(sweep)
    return Worker(task, Slot(), own_process=True).work(chunk)


def software() -> dict[str, str]:
    """Return the version of whatever can change a byte of the results."""
    packages = {package: version(package) for package in manifest.PACKAGES}
    return {SOURCE: manifest.code_digest(), "Python": platform.python_version(), **packages}


def differences(theirs: dict[str, str]) -> str:
    """Return how a worker's software differs from ours, with the cure, or nothing."""
    ours = software()
    found = [
        "another killzone"
        if name == SOURCE
        else f"{name} {theirs.get(name)} instead of {ours[name]}"
        for name in ours
        if theirs.get(name) != ours[name]
    ]
    return ", ".join(found) + "; install the same as here, and start it again" if found else ""
