"""What a sweep costs beside its runs, and Mesa's own `batch_run` over the same model and points.

    pip install -e '.[cluster]'
    python -m benchmarks.sweep [--rounds 5] [--cases short year] [--json FILE]

Two sweeps: 1,000 short runs of the lesson with one race, on a grid of 100 points, and 24 runs of a
year of the baseline. Each is done by one and two processes as the command starts them, by two as
a script or a notebook does, whose workers come from a server, by two workers of a Dask cluster on
this machine, started as docs/cluster.md says, and by `batch_run` with two. Every turn is a process
of its own; the table has medians.

wall      seconds from the call to the results
own       seconds of the runs themselves, all together, as timings.parquet has them: from a run's
          levels to its configuration, the simulation, its responses and the rows of its tables.
          What is done with these rows (digests, Parquet, flushing, the ledger), the start of the
          workers and the final tables are overhead
overhead  wall x workers / own - 1; what else the machine does makes own longer and this smaller
start     seconds until the first part is committed; its runs are in them
end       seconds from the last part to the results
parent    processor seconds of the parent
peak      MiB of the parent's resident memory at its most
"""

from __future__ import annotations

import functools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import SUPPRESS
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import mesa

import sim
from benchmarks.measured import HERE, Row, options, report
from sim.experiment.design.reading import read_experiment
from sim.experiment.workers.claim import claim_process
from sim.experiment.workers.observer import Observer
from sim.war.columns import DAILY

if TYPE_CHECKING:
    from sim.experiment.design.experiment import Experiment


class Case(NamedTuple):
    """A sweep: what it is called, base, days, factor and its levels, and replicates of each."""

    name: str
    base: str
    days: int
    factor: str
    levels: str
    replicates: int


CASES = {
    "short": Case(
        "1,000 short runs", "lessons/one-race", 50, "race.obsolescence_days",
        "{range: [30, 80], levels: 100}", 10,
    ),
    "year": Case(
        "24 years", "baseline", 365, "race.obsolescence_days", "{values: [30, 60, 90]}", 8
    ),
}  # fmt: skip
TEXT = """
name: {0}
base: {1}
set: {{run.days: {2}}}
factors:
  {3}: {4}
design: {{kind: grid}}
replicates: {5}
responses:
  zone: {{column: kill_zone_km, statistic: mean}}
  pass_rate: {{column: pass_rate_ua, statistic: mean}}
  losses: {{column: losses_ru, statistic: total}}
  area: {{column: area_change_km2, statistic: last}}
outputs: {{designs: false}}
"""
WAYS = ("one process", "two processes", "two from a server", "two Dask workers", "batch_run")


@functools.cache
def experiment(case: str) -> Experiment:
    """Return the experiment of a case."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "experiment.yaml")
        path.write_text(TEXT.format(case, *CASES[case][1:]), encoding="utf-8")
        return read_experiment(path)


class Collected(sim.Simulation):
    """The same model as a user of Mesa has it: a `DataCollector` keeps the daily columns."""

    def __init__(self, case: str, level: float, replicate: int, rng: None = None) -> None:  # noqa: ARG002
        super().__init__(experiment(case).config_at((level,)), replicate)
        # Mesa calls what is a function with the model, and anything else without.
        readers = {column.name: functools.partial(read) for column, read in DAILY}
        self.datacollector = mesa.DataCollector(model_reporters=readers)
        self.datacollector.collect(self)
        self.observers.append(Collected.collect)

    def collect(self) -> None:
        """Collect the columns of today."""
        self.datacollector.collect(self)
        self.running = self.day < self.config.run.days
        if not self.running:
            self.finish()


class Watch(Observer):
    """Takes note of when runs are done."""

    def __init__(self) -> None:
        self.moments: list[tuple[float, int]] = []

    def advanced(self, done: int, failed: int, days: float) -> None:  # noqa: ARG002
        """Take note when more runs are done than before."""
        if done and (not self.moments or done > self.moments[-1][1]):
            self.moments.append((time.perf_counter(), done))


def by_killzone(case: str, workers: int, scheduler: str | None = None) -> Row:
    """Do a sweep and return what it cost."""
    import pyarrow.parquet as pq

    watch = Watch()
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "out")
        begun, before = time.perf_counter(), time.process_time()
        sim.sweep(
            experiment(case), workers=None if scheduler else workers, out=out, observer=watch,
            scheduler=scheduler,
        )  # fmt: skip
        wall, parent = time.perf_counter() - begun, time.process_time() - before
        own = sum(pq.read_table(out / "timings.parquet")["seconds"].to_pylist())
    return {
        "wall s": wall,
        "own s": own,
        "overhead": wall * workers / own - 1,
        "start s": watch.moments[0][0] - begun,
        "end s": begun + wall - watch.moments[-1][0],
        "parent s": parent,
    }


def by_dask(case: str) -> Row:
    """Do a sweep by a cluster of two workers that are there already, and return what it cost."""
    from distributed import Client

    from tests.dask_here import DaskHere

    os.environ["DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED"] = "false"
    preload = ("--preload", "sim.experiment.preloaded")
    with tempfile.TemporaryDirectory() as place, DaskHere(Path(place), *preload) as cluster:
        for _ in range(2):
            cluster.add_worker("--no-nanny", *preload)
        with Client(cluster.address) as client:
            client.wait_for_workers(2)
        return by_killzone(case, 2, cluster.address)


def by_mesa(case: str) -> Row:
    """Have Mesa do the same runs and return what it cost."""
    from mesa.batchrunner import batch_run

    levels = [point.levels[0] for point in experiment(case).points()]
    grid = {"case": case, "level": levels, "replicate": range(CASES[case].replicates)}
    begun, before = time.perf_counter(), time.process_time()
    batch_run(
        Collected, grid, number_processes=2, data_collection_period=1, display_progress=False,
        max_steps=CASES[case].days,
    )  # fmt: skip
    wall, parent = time.perf_counter() - begun, time.process_time() - before
    return {"wall s": wall, "parent s": parent}


def measure(case: str, way: str) -> None:
    """Do the runs in one way, in this process, and print what it cost as JSON."""
    from sim.war.replicate import warm_up

    warm_up()
    if way == "batch_run":
        found = by_mesa(case)
    elif way == "two Dask workers":
        found = by_dask(case)
    else:
        if way != "two from a server":
            claim_process()
        found = by_killzone(case, 1 if way == "one process" else 2)
    found["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def turn(case: str, way: str) -> Row:
    """Return what the runs of a case cost in one way, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.sweep", "--one", case, way]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HERE)
    found: Row = json.loads(done.stdout.splitlines()[-1])
    return found


def rows(case: str, ways: list[str], rounds: int) -> list[Row]:
    """Return medians of a case, a row a way."""
    turns = [{way: turn(case, way) for way in ways} for _ in range(rounds)]
    names = turns[0][ways[0]]
    return [
        {"sweep": CASES[case].name, "way": way}
        | {
            name: statistics.median(each[way][name] for each in turns)
            if name in turns[0][way]
            else "-"
            for name in names
        }
        for way in ways
    ]


def main() -> None:
    """Print the table."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--one", nargs=2, metavar=("CASE", "WAY"), help=SUPPRESS)
    given = parser.parse_args()
    if not find_spec("distributed"):
        raise SystemExit("Dask is needed: pip install -e '.[cluster]'")
    if given.one:
        measure(*given.one)
    else:
        found = [row for case in given.cases for row in rows(case, given.ways, given.rounds)]
        report(found, given.json)


if __name__ == "__main__":
    main()
