"""A stand-in for the task of a sweep: runs that do what the first of their levels says."""

import fcntl
import hashlib
import itertools
import json
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from sim.experiment.plan import Chunk, Done, File, Part, Run
from sim.experiment.workers import work

DAYS = 3
LOUD_BYTES = 100_000_000
PATIENCE = 120
"""Seconds that a slow and loaded machine may take for what takes a second elsewhere."""


def runs(*behaviours):
    """Return a run for each behaviour: a name, or a name and its argument."""
    levels = [each if isinstance(each, tuple) else (each,) for each in behaviours]
    return tuple(
        Run(f"{index:016x}", f"{index:012x}", level, 0) for index, level in enumerate(levels)
    )


def chunks(*behaviours, size=1):
    """Return the runs of `behaviours` in chunks of `size`."""
    all_runs = runs(*behaviours)
    starts = range(0, len(all_runs), size)
    return [Chunk(number, all_runs[start : start + size]) for number, start in enumerate(starts)]


class UnpicklableError(Exception):
    def __init__(self, one, two):
        super().__init__("it holds a function", lambda: one + two)


class WordlessError(Exception):
    def __str__(self):
        raise ValueError("no words")


class OwnOSError(OSError):
    def __init__(self, one, two):
        super().__init__(28, "No space left on device", "/full/disk")
        self.two = lambda: one + two


def recurse():
    return recurse()


def leave_a_thread(task):
    threading.Thread(target=threading.Event().wait, daemon=False).start()


def leave_a_process(task):
    """Die, and leave a child that holds every file of its parent open."""
    if os.fork() == 0:
        wait_for(task.folder / "end")
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(task):
    with (task.folder / "died").open("a") as file:
        if file.tell():
            return
        file.write("died")
    os.kill(os.getpid(), signal.SIGKILL)


def run_out_of_time():
    """Let the run under way reach its limit of CPU time at once, on a machine however slow."""
    assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
    signal.setitimer(signal.ITIMER_PROF, 0.01)


def overrun(task):
    """Run out of time at once, on a machine however slow, in C with the interpreter's lock held."""
    run_out_of_time()
    sum(itertools.repeat(0))


def oversleep(task):
    """Wait for ever, watched by one without patience."""
    work.PATIENCE, work.LEAST_PATIENCE = 0, 0
    threading.Event().wait()


def tell_surroundings(task):
    print("from a worker", flush=True)
    print("and its errors", file=sys.stderr, flush=True)
    (task.folder / "environment").write_text(json.dumps(dict(os.environ)))


def raise_(error):
    raise error


SIMULATE = {
    "well": lambda task: None,
    "sleep": lambda task, seconds: time.sleep(seconds),
    "wait": lambda task, name: wait_for(task.folder / name),
    "for ever": lambda task: sum(itertools.repeat(0)),  # in C, with the interpreter's lock held
    "asleep for ever": lambda task: threading.Event().wait(),
    "overruns": overrun,
    "oversleeps": oversleep,
    "killed": lambda task: os.kill(os.getpid(), signal.SIGKILL),
    "killed once": die_once,
    "ends": lambda task: os._exit(0),
    "closes": lambda task: (os.closerange(3, 1000), threading.Event().wait()),
    "exits": lambda task: sys.exit(3),
    "interrupts": lambda task: raise_(KeyboardInterrupt()),
    "divides": lambda task: 1 / 0,
    "recurses": lambda task: recurse(),
    "wants memory": lambda task: bytearray(1 << 62),
    "unpicklable": lambda task: raise_(UnpicklableError(1, 2)),
    "wordless": lambda task: raise_(WordlessError()),
    "wordy": lambda task: raise_(ValueError("é\udc80" * 10_000)),
    "reads": lambda task: Path("/nowhere/at/all").read_text(),
    "prints": lambda task: [print("x" * 99_999) for _ in range(LOUD_BYTES // 100_000)],
    "tells": tell_surroundings,
    "leaves a thread": leave_a_thread,
    "leaves a process": leave_a_process,
}


@dataclass(frozen=True)
class FakeTask:
    """Logs each run that is begun in `folder`/begun and writes parts into `folder`."""

    folder: Path
    seconds_per_run: float = 1000.0

    def for_workers(self):
        return self

    def prepare(self):
        file = (self.folder / f"worker-{os.getpid()}").open("w")
        fcntl.flock(file, fcntl.LOCK_EX)
        HELD.append(file)  # as long as this process lives

    def configure(self, run):
        if run.levels[0] == "misconfigured":
            raise ValueError("no such configuration")
        return run.levels

    def simulate(self, config, run, on_day):
        with (self.folder / "begun").open("a") as file:
            file.write(f"{run.id} {os.getpid()}\n")
        for day in range(1, DAYS + 1):
            on_day(day)
        if config[0] in SIMULATE:
            SIMULATE[config[0]](self, *config[1:])

    def record(self, run, config, recorded):
        if config[0] == "a lambda":
            raise TypeError("a function is no table")
        return f"{run.id} {config[0]}"

    def write(self, finished):
        names = {each.run.levels[0] for each in finished}
        if "full" in names:
            raise OwnOSError(1, 2)
        if "unwritable" in names:
            raise TypeError("not to be written")
        data = "\n".join(each.rows for each in finished).encode()
        path = self.folder / f"part-{os.getpid()}-{time.monotonic_ns()}"
        path.write_bytes(data)
        file = File("runs", path.name, len(data), hashlib.sha256(data).hexdigest())
        done = (Done(each.run.id, "0" * 64, each.seconds) for each in finished)
        return Part(0, (file,), tuple(done), f"{os.getpid()}")


HELD = []


@dataclass(frozen=True)
class Unready(FakeTask):
    """A task for which no worker can get ready."""

    def prepare(self):
        raise ImportError("no such module")


@dataclass(frozen=True)
class DeadAtStart(FakeTask):
    """A task that ends its workers before they are ready; all but one, if there is `enough`."""

    def prepare(self):
        if not (self.folder / "enough").exists():
            (self.folder / "enough").touch()
            os._exit(7)


@dataclass(frozen=True)
class AlwaysDeadAtStart(FakeTask):
    def prepare(self):
        os._exit(7)


def wait_for(condition):
    """Wait until a path is there or a function returns something true, and return that."""
    met = condition.exists if isinstance(condition, Path) else condition
    deadline = time.monotonic() + PATIENCE
    while not (value := met()):
        if time.monotonic() > deadline:
            raise TimeoutError(condition)
        time.sleep(0.01)
    return value


def begun(folder):
    """Return the runs that were begun, in order, each as often as it was."""
    path = folder / "begun"
    return [line.split()[0] for line in path.read_text().splitlines()] if path.exists() else []


def alive(folder):
    """Return the workers that are alive, by the locks that they hold."""
    return [path for path in folder.glob("worker-*") if _is_held(path)]


def _is_held(path):
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def carry_out(pool, work):
    """Do all chunks and return what came back, by number of the chunk."""
    waiting, back = list(work), {}
    deadline = time.monotonic() + PATIENCE
    while waiting or pool.pending():
        while waiting and pool.free():
            pool.submit(waiting.pop(0))
        back |= {each.chunk.number: each for each in pool.collect(0.1)}
        if time.monotonic() > deadline:
            raise TimeoutError(f"{pool.pending()} chunks are pending")
    return back
