"""Measure what a sweep survives, and print it beside what others do.

    python -m benchmarks.reliability [KILLS]

Run from the root of the repository: what is killed, and by what, comes from the tests. Sweeps
are real ones by their command or by `sim.sweep`, their model is the tests' stand-in, which is
fast. KILLS is how often a sweep is killed at a random moment, 100 if not given. The figures of
others were measured in November 2026 on two cores and are quoted, not measured again. Foreign hosts
that reach the dashboard are not measured here.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import sim
from sim.experiment import runner
from sim.experiment.errors import DiskError, FailedRunsError, FolderError, WorkerError
from sim.experiment.plan import Death
from sim.experiment.store import assembly
from sim.experiment.store.ledger_view import NAME, LedgerView
from sim.experiment.store.lock import holder as owner
from sim.experiment.store.lock import lock
from sim.experiment.store.verify import verify
from tests import fake_model, fake_task, sweeps
from tests.config.test_refused import laughs, merges
from tests.experiment.store.test_lock import HOLD
from tests.folders import digests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
EXPERIMENT = """
name: small
base: baseline
set: {{run.days: 10}}
factors:
  race.obsolescence_days: {{values: {levels}}}
design: {{kind: grid}}
replicates: {replicates}
"""
BLOCK = 64
CHUNKS = 40
RESUME = ("sweep", "small.yaml", "--out", "out", "--workers", "2", "--resume")


class Row(NamedTuple):
    """A row of the table: what is measured, how others do, and what we are to reach."""

    figure: str
    others: str
    target: str
    measure: Callable[[Path], str]


class Tally:
    """What a sweep that is killed again and again has acknowledged, and what of it is lost."""

    def __init__(self) -> None:
        self.acknowledged = self.lost = self.sweeps = 0
        self._parts: set[str] = set()
        self._runs: set[str] = set()

    def look(self, folder: Path) -> None:
        """Compare with the last look: nothing that was done may be undone or damaged."""
        if not (folder / NAME).exists():
            self.lost += len(self._parts)
            return
        self.lost += sum("is damaged" in line for line in verify(folder))
        with LedgerView.read(folder) as ledger:
            runs = {place.run.id for place in ledger.locations()}
            parts = {file.name for kept in ledger.parts() for file in kept.files.values()}
        self.lost += bool(self._runs - runs)
        self.acknowledged += len(parts - self._parts)
        self._runs, self._parts = runs, parts

    def end(self, folder: Path, expected: dict[str, str]) -> None:
        """Compare complete results with those of a sweep that was not killed, and clear them."""
        self.lost += digests(folder) != expected
        self.sweeps += 1
        shutil.rmtree(folder)
        self._parts, self._runs = set(), set()


def kills(place: Path, count: int) -> str:
    """Kill a sweep at random moments and go on with it, from start to end, again and again."""
    (place / "small.yaml").write_text(text(list(range(10, 50)), 10))
    process = writing(place)
    begun = time.monotonic()
    process.wait()
    seconds = time.monotonic() - begun
    expected = digests(place / "out")
    shutil.rmtree(place / "out")
    moment, tally = random.Random(2026), Tally()
    for _ in range(count):
        process = writing(place)
        try:
            process.wait(moment.uniform(0, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
        if process.wait() not in (0, -signal.SIGKILL):
            raise RuntimeError(f"the sweep ended with exit code {process.returncode}")
        if (place / "out").exists():
            tally.look(place / "out")
        if process.returncode == 0:
            tally.end(place / "out", expected)
    return (
        f"{tally.lost} in {count} kills ({tally.acknowledged:,} files acknowledged, "
        f"{tally.sweeps} sweeps completed)"
    )


def flips(place: Path) -> str:
    """Flip a bit in each block of a part and of a ledger, and read."""
    plan = sweeps.runs(10, 4)
    with sweeps.begin(place, plan) as store:
        store.open_parts()
        store.commit(sweeps.work(place, store.epoch, plan))
    truth = everything(place)
    paths = [place / NAME, *(place / "parts").iterdir()]
    found = Counter(outcome for path in paths for outcome in flipped(place, path, truth))
    return (
        f"{found['wrong']} of {found.total():,} ({found['refused']:,} refused, "
        f"{found['same']} where nothing is kept)"
    )


def flipped(place: Path, path: Path, truth: object) -> Iterator[str]:
    """Yield what becomes of each flip in one file: wrong, refused, or the same data as before."""
    draw, content = random.Random(1), path.read_bytes()
    for start in range(0, len(content), BLOCK):
        byte = min(start + draw.randrange(BLOCK), len(content) - 1)
        damaged = bytearray(content)
        damaged[byte] ^= 1 << draw.randrange(8)
        path.write_bytes(damaged)
        try:
            yield "same" if everything(place) == truth else "wrong"
        except DiskError:
            yield "refused"
    path.write_bytes(content)


def everything(place: Path) -> object:
    """Return all rows of all tables and all that the ledger tells of runs."""
    with LedgerView.read(place) as ledger:
        told = [*ledger.runs()], [*ledger.timings()], ledger.counts(), ledger.facts()
    return told, {name: assembly.read_table(place, name) for name in sweeps.SCHEMAS}


def dask_death(place: Path) -> str:
    """Kill one of two Dask workers when half of the work is finished."""
    from tests.dask_here import DaskHere

    with DaskHere(place) as dask:
        doomed, _ = dask.add_worker(), dask.add_worker()
        pool = connected(place, dask.address, 2)
        work = fake_task.chunks(*["well"] * CHUNKS)
        fake_task.carry_out(pool, work[: CHUNKS // 2])
        doomed.kill()
        rest = work[CHUNKS // 2 :]
        while rest:
            back = fake_task.carry_out(pool, rest)
            rest = [each.chunk for each in back.values() if isinstance(each, Death)]
        pool.close(abort=True)
    times = Counter(fake_task.begun(place))
    again = sum(times[run.id] - 1 for chunk in work[: CHUNKS // 2] for run in chunk.runs)
    return f"{again} of {CHUNKS}"


def connected(place: Path, address: str, workers: int) -> object:
    """Return a pool of Dask workers that are all ready."""
    from sim.experiment.workers.cluster import Cluster

    pool = Cluster(fake_task.FakeTask(place), address)
    fake_task.wait_for(lambda: pool.collect(0.1) or pool.slots >= workers)
    return pool


def no_worker(place: Path) -> str:
    """Kill the only Dask worker and wait for the sweep to say so."""
    from tests.dask_here import DaskHere

    with DaskHere(place) as dask:
        worker = dask.add_worker()
        pool = connected(place, dask.address, 1)
        fake_task.carry_out(pool, fake_task.chunks(("sleep", 3)))
        worker.kill()
        begun = time.monotonic()
        try:
            while True:
                pool.collect(0.1)
        except WorkerError:
            seconds = time.monotonic() - begun
        pool.close(abort=True)
    return f"{seconds:.0f} s"


def poison(place: Path) -> str:
    """Have one run of fifty kill its worker."""
    path = place / "small.yaml"
    path.write_text(text([60, 70, 80, 90, 100], 10))
    runner.simulate, runner.compile_model = fake_model.mixed, fake_model.compile_nothing
    try:
        sim.sweep(path, out=place / "out", workers=2)
    except FailedRunsError:
        counts = sim.read(place / "out").counts
        return f"{counts.planned - counts.done} of {counts.planned}"
    return "none: the poison had no effect"


def orphans(place: Path) -> str:
    """Kill the parent of two workers and count them five seconds later."""
    line = [sys.executable, "-m", "tests.fake_sweep", str(place), "2", "never"]
    with subprocess.Popen(line, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as parent:
        fake_task.wait_for(lambda: len(fake_task.begun(place)) == 2)
        before = len(fake_task.alive(place))
        parent.kill()
    time.sleep(5)
    return f"{len(fake_task.alive(place))} of {before}"


def free_lock(place: Path) -> str:
    """Kill the owner of a folder's lock and take it."""
    line = [sys.executable, "-c", HOLD, str(place)]
    with subprocess.Popen(line, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as holder:
        fake_task.wait_for(lambda: owner(place))
        holder.kill()
        begun = time.monotonic()
        while True:
            try:
                with lock(place):
                    return f"{time.monotonic() - begun:.3f} s"
            except FolderError:
                pass


def bombs(place: Path) -> str:
    """Load configurations that would grow without end."""
    sim.load("baseline")  # imports what a configuration needs
    longest = 0.0
    for bomb in (laughs(), merges()):
        path = place / "bomb.yaml"
        path.write_text(bomb)
        begun = time.monotonic()
        try:
            sim.load(path)
        except sim.ConfigError:
            longest = max(longest, time.monotonic() - begun)
        else:
            return "accepted"
    return f"{longest:.3f} s"


def text(levels: Sequence[int], replicates: int) -> str:
    """Return an experiment over `race.obsolescence_days`."""
    return EXPERIMENT.format(levels=levels, replicates=replicates)


def writing(place: Path) -> subprocess.Popen[bytes]:
    """Start the command that begins a sweep or goes on with it, and wait until it is at work."""
    line = [sys.executable, "-m", "tests.fake_command", *RESUME]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(line, cwd=place, env=ENVIRONMENT, stdout=quiet, stderr=quiet)

    def is_at_work() -> bool:
        held = f"process {process.pid} " in (owner(place / "out") or "")
        return held or process.poll() is not None

    fake_task.wait_for(is_at_work)
    return process


def rows(count: int) -> list[Row]:
    """Return the rows of the table."""
    return [
        Row(
            "acknowledged parts lost under random kills",
            "Optuna's journal unreadable 20 of 20, Parsl 49 refused",
            "0 in 1,000",
            lambda place: kills(place, count),
        ),
        Row("single bit flips read as good data", "pyarrow 78 to 96 %", "0", flips),
        Row("finished work done again, 1 of 2 Dask workers dead", "20 of 40", "0", dask_death),
        Row("runs lost to one poison run", "47 of 50, or all (Pool hangs)", "1", poison),
        Row("time to notice that no worker is left", "never (Dask)", "60 s", no_worker),
        Row("orphans 5 s after the parent is killed", "2 of 2", "0", orphans),
        Row("lock free after its owner is killed", "30 s (Optuna)", "1 s", free_lock),
        Row("YAML bomb refused", "over 40 s (safe_load)", "0.2 s", bombs),
    ]


def main() -> None:
    """Print the table, a row as soon as it is measured."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    print(f"load {os.getloadavg()[0]:.1f}")
    print("| figure | others | to reach | measured |\n| --- | --- | --- | --- |", flush=True)
    for row in rows(count):
        with tempfile.TemporaryDirectory() as place:
            found = row.measure(Path(place))
        print(f"| {row.figure} | {row.others} | {row.target} | {found} |", flush=True)


if __name__ == "__main__":
    main()
