"""Time sweeps of short runs, and Mesa's own `batch_run` over the same model, points and days.

    python benchmarks/sweep.py [RUNS ...]

Each row is a process of its own, so that its memory is its own. The model is the lesson with one
race over a few days, on a grid of 100 points; every run keeps its daily table, and ours four
responses too. The columns:

own s        the runs' own seconds, all together, as timings.parquet has them: from a run's levels
             to its configuration, the simulation, its responses and the rows of its tables. What
             is done with these rows (digests, Parquet, flushing, the ledger), and whatever the
             parent does, is overhead. So is the start of the workers and the final tables.
overhead     wall x workers / own - 1
start, end   seconds until the first run is done, and from the last one to the results
files        in the result folder at the end
peak         resident memory of the parent at its most
growth       memory that the parent has gained from a tenth of the runs to the last one
parent       processor seconds of the parent

Two runs at once slow each other down in memory and clock; what that leaves of twice the pace is
printed beside the ratio of two workers to one.

The time that a plain Python loop takes meanwhile tells how fast the machine is at the moment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mesa

import sim
from sim.experiment.workers.observer import Observer
from sim.war.columns import DAILY

if TYPE_CHECKING:
    from sim.experiment.design.experiment import Experiment

DEFAULT = ("1000", "10000")
DAYS, POINTS, FACTOR = 20, 100, "race.obsolescence_days"
TEXT = """
name: short
base: lessons/one-race
set: {{run.days: {days}}}
factors:
  {factor}: {{range: [20, 119], levels: {points}}}
design: {{kind: grid}}
replicates: {replicates}
responses:
  zone: {{column: kill_zone_km, statistic: mean}}
  pass_rate: {{column: pass_rate_ua, statistic: mean}}
  losses: {{column: losses_ru, statistic: total}}
  area: {{column: area_change_km2, statistic: last}}
outputs: {{designs: false}}
"""
HEAD = (
    "way        workers   runs   wall s    own s overhead   runs/s start s  end s files "
    "peak MiB growth parent s"
)


@cache
def experiment(replicates: int) -> Experiment:
    """Return the experiment."""
    from sim.experiment.design.reading import read_experiment

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "short.yaml")
        text = TEXT.format(days=DAYS, factor=FACTOR, points=POINTS, replicates=replicates)
        path.write_text(text, encoding="utf-8")
        return read_experiment(path)


class Collected(sim.Simulation):
    """The same model as a user of Mesa has it: a `DataCollector` keeps the daily columns."""

    def __init__(self, level: float, replicate: int, rng: None = None) -> None:  # noqa: ARG002
        super().__init__(experiment(1).config_at((level,)), replicate)
        # Mesa calls what is a function with the model, and anything else without.
        readers = {column.name: partial(read) for column, read in DAILY}
        self.datacollector = mesa.DataCollector(model_reporters=readers)
        self.datacollector.collect(self)
        self.observers.append(Collected.collect)

    def collect(self) -> None:
        """Collect the columns of today."""
        self.datacollector.collect(self)
        self.running = self.day < DAYS
        if not self.running:
            self.finish()


class Watch(Observer):
    """Takes note of when runs are done, and of this process's memory then."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, int, float]] = []

    def advanced(self, done: int, failed: int, days: float) -> None:  # noqa: ARG002
        """Take note when more runs are done than before."""
        if not self.seen or done > self.seen[-1][1]:
            self.seen.append((time.perf_counter(), done, mebibytes("RssAnon")))


def mebibytes(kind: str) -> float:
    """Return this process's memory as the kernel counts it, MiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith(f"{kind}:"))
    return int(line.split()[1]) / 1024


def by_killzone(runs: int, workers: int) -> dict[str, Any]:
    """Do a sweep and return what it cost."""
    import pyarrow.parquet as pq

    watch = Watch()
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "out")
        begun = time.perf_counter()
        sim.sweep(experiment(runs // POINTS), workers=workers, out=out, observer=watch)
        wall = time.perf_counter() - begun
        own = sum(pq.read_table(out / "timings.parquet")["seconds"].to_pylist())
        files = sum(path.is_file() for path in out.rglob("*"))
    first = next(moment for moment, done, _ in watch.seen if done)
    early = next(memory for _, done, memory in watch.seen if done >= runs / 10)
    last = next(moment for moment, done, _ in watch.seen if done == runs)
    return {
        "wall": wall,
        "own": own,
        "start": first - begun,
        "end": begun + wall - last,
        "files": files,
        "growth": watch.seen[-1][2] - early,
    }


def by_mesa(runs: int, workers: int) -> dict[str, Any]:
    """Have Mesa do the same runs and return what it cost."""
    from mesa.batchrunner import batch_run

    levels = [point.levels[0] for point in experiment(1).points()]
    grid = {"replicate": range(runs // POINTS), "level": levels}
    begun = time.perf_counter()
    rows = batch_run(
        Collected,
        grid,
        number_processes=workers,
        data_collection_period=1,
        max_steps=DAYS,
        display_progress=False,
    )
    wall = time.perf_counter() - begun
    # Mesa 3.3 leaves out the last day that was collected.
    if len(rows) not in {runs * DAYS, runs * (DAYS + 1)}:
        raise ValueError(f"Mesa gave {len(rows):,} rows for {runs:,} runs")
    return {"wall": wall}


WAYS = {"killzone": by_killzone, "batch_run": by_mesa}


def measure(way: str, runs: int, workers: int) -> None:
    """Do the runs in one way, and print what it cost as JSON."""
    from sim.war.replicate import warm_up

    warm_up()
    before = time.process_time()
    found = WAYS[way](runs, workers)
    found["parent"] = time.process_time() - before
    # Not getrusage: that has the memory of the process that started this one in it.
    found["peak"] = mebibytes("VmHWM")
    print(json.dumps(found))


def measured(way: str, runs: int, workers: int) -> dict[str, float]:
    """Do the runs in a process of its own, print a row of the table and return it."""
    command = [sys.executable, __file__, "--one", way, str(runs), str(workers)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(answer.splitlines()[-1])
    found["rate"] = runs / found["wall"]
    if "own" in found:
        found["overhead"] = 100 * (found["wall"] * workers / found["own"] - 1)
    formats = {
        "wall": "8.1f", "own": "8.1f", "overhead": "7.1f", "rate": "8.1f", "start": "7.1f",
        "end": "6.1f", "files": "5.0f", "peak": "8.0f", "growth": "6.1f", "parent": "8.1f",
    }  # fmt: skip
    cells = [
        f"{found[name]:{form}}" if name in found else "-".rjust(int(form.split(".")[0]))
        for name, form in formats.items()
    ]
    cells[2] += "%"
    print(f"{way:<10} {workers:>7} {runs:>6} {' '.join(cells)}", flush=True)
    return found


def loop_seconds() -> float:
    """Return how long two million additions take the interpreter."""
    started = time.perf_counter()
    total = 0
    for number in range(2_000_000):
        total += number
    return time.perf_counter() - started


def main() -> None:
    """Print the table and what it says."""
    sizes = [int(size) for size in sys.argv[1:] or DEFAULT]
    if any(size % POINTS for size in sizes):
        raise SystemExit(f"RUNS must be a multiple of the {POINTS} points")
    load = os.getloadavg()[0]
    print(f"two million additions in plain Python: {loop_seconds():.3f} s; load {load:.1f}")
    print(HEAD, flush=True)
    peaks = {}
    for runs in sizes:
        one, two = (measured("killzone", runs, workers) for workers in (1, 2))
        mesas = measured("batch_run", runs, 2)
        peaks[runs] = two["peak"], mesas["peak"]
        print(
            f"  two workers over one: {two['rate'] / one['rate']:.2f} of the "
            f"{2 * one['own'] / two['own']:.2f} that the runs' own seconds allow; "
            f"killzone over batch_run: {two['rate'] / mesas['rate']:.2f} in runs/s, "
            f"{two['peak'] / mesas['peak']:.2f} in the parent's memory",
            flush=True,
        )
    for ours, theirs in (peaks[sizes[-1]],):
        first, last = sizes[0], sizes[-1]
        print(
            f"peak of the parent at {last:,} runs over that at {first:,}: "
            f"killzone {ours / peaks[first][0]:.2f}, batch_run {theirs / peaks[first][1]:.2f}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
