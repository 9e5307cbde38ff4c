"""A stand-in for an experiment and its workers: small tables that follow from each run's id."""

import hashlib

import numpy as np
import pyarrow as pa

from sim.experiment.plan import Run
from sim.experiment.store import parts, tables
from sim.experiment.store.ledger_rows import Signature
from sim.experiment.store.ledger_tables import Origin
from sim.experiment.store.store import Store
from sim.war.columns import Column

SEED = 20220224
SIGNATURE = Signature("here", 1, "2026-01-01T00:00:00+00:00", "c0de")
SCHEMAS = {
    "runs": tables.runs_schema(
        [Column("a", "1", "A factor."), Column("b", "choice", "Another.", "string")],
        [Column("loss", "soldiers", "A response.", missing="at times")],
    ),
    "daily": tables.of_columns(
        [
            *tables.KEYS,
            Column("day", "day", "Day.", "int64"),
            Column("value", "1", "A number.", missing="at times"),
            Column("kind", "choice", "A word.", "string"),
        ]
    ),
}


def points(count):
    return [
        (hashlib.sha256(str(n).encode()).hexdigest()[:12], (n / 8, f"b{n}")) for n in range(count)
    ]


def runs(number_of_points, replicates):
    """Return a plan in canonical order."""
    return [
        Run(
            hashlib.sha256(f"{point} {replicate}".encode()).hexdigest()[:16],
            point,
            levels,
            replicate,
        )
        for replicate in range(replicates)
        for point, levels in points(number_of_points)
    ]


def one(run, *, flaw=0.0):
    """Return the tables of a run; some have no rows in `daily`."""
    draw = np.random.default_rng(int(run.id, 16))
    rows = int(draw.integers(0, 5))
    value = draw.random(rows)
    daily = {
        "run": [run.id] * rows,
        "point": [run.point] * rows,
        "replicate": [run.replicate] * rows,
        "day": np.arange(rows),
        "value": np.where(value < 0.3, np.nan, value),
        "kind": np.resize(np.array(["ua", "ru"], object), rows),
    }
    loss = draw.random() + flaw
    fields = SCHEMAS["daily"]
    arrays = [pa.array(daily[f.name], type=f.type, from_pandas=True) for f in fields]
    return {
        "runs": tables.runs_row(run, {"loss": np.nan if loss < 0.2 else loss}, SCHEMAS["runs"]),
        "daily": pa.table(arrays, schema=fields),
    }


def several(chosen, *, flaw=0.0):
    every = [one(run, flaw=flaw) for run in chosen]
    return {name: pa.concat_tables(each[name] for each in every) for name in SCHEMAS}


def work(folder, epoch, chosen, *, flaw=0.0):
    """Do runs as a worker does a chunk."""
    return parts.write(folder, epoch, several(chosen, flaw=flaw), {run.id: 0.5 for run in chosen})


def origin(run):
    return Origin(SEED, f"killzone repeat {run.id}")


def begin(folder, plan):
    return Store.begin(folder, SCHEMAS, plan, SIGNATURE, origin)


def carry_out(store, *, size=3, rounds=5):
    """Do what is pending in chunks of `size`, until the results are complete."""
    for _ in range(rounds):
        pending = list(store.ledger.pending())
        for start in range(0, len(pending), size):
            store.commit(work(store.folder, store.epoch, pending[start : start + size]))
        if not store.assemble():
            store.complete()
            return
    raise AssertionError("it never ends")


def make(folder, plan, **how):
    """Make complete results of a plan, or go on with them."""
    folder.mkdir(exist_ok=True)
    with begin(folder, plan) as store:
        if not store.is_complete():
            store.open_parts()
            carry_out(store, **how)
        store.tidy()


def finals(folder):
    return {name: (folder / f"{name}.parquet").read_bytes() for name in SCHEMAS}


def expected(plan):
    """Return all rows of each table, in the order of the plan."""
    return {name: table.to_pylist() for name, table in several(plan).items()}


COMPLETE = {"ledger.sqlite", *(f"{name}.parquet" for name in (*SCHEMAS, "timings", "failures"))}


def final_tables(folder):
    return {name: tables.read(folder / f"{name}.parquet") for name in SCHEMAS}
