"""Tables that are written from the ledger alone: how runs were done, and why some were not.

What differs between two executions of one experiment is here, and in no other table.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from sim.experiment.store import tables
from sim.experiment.store.assembly import ROWS
from sim.war.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sim.experiment.plan import Run
    from sim.experiment.store.ledger_view import LedgerView

TIMINGS = tables.of_columns(
    (
        *tables.KEYS,
        Column("seconds", "s", "Time that the run took."),
        Column("worker", "id", "Host and process that did it.", "string"),
        Column("attempt", "1", "Number of the attempt, from 1.", "int64"),
        Column("epoch", "1", "Start of the experiment, from 1; each resume is one.", "int64"),
        Column("code", "id", "Digest of killzone's source at that start.", "string"),
    )
)
FAILURES = tables.of_columns(
    (
        *tables.KEYS,
        Column("seed", "1", "Seed of the run.", "int64"),
        Column("stage", "choice", "What was being done when it failed.", "string"),
        Column("exception", "choice", "Kind of the error.", "string"),
        Column("message", "text", "What the error says.", "string"),
        Column("traceback", "text", "Where in the code it happened; its end if long.", "string"),
        Column("command", "text", "Command that repeats the run.", "string"),
    )
)


class Origin(NamedTuple):
    """What people need to repeat a run: its seed, and the command for it."""

    seed: int
    command: str


def tables_of(
    ledger: LedgerView, origin: Callable[[Run], Origin]
) -> dict[str, tuple[pa.Schema, Iterable[pa.Table]]]:
    """Return schema and row groups of each table, in canonical order."""
    return {
        "timings": (TIMINGS, _groups(TIMINGS, _timings(ledger))),
        "failures": (FAILURES, _groups(FAILURES, _failures(ledger, origin))),
    }


def _timings(ledger: LedgerView) -> Iterator[tuple[Any, ...]]:
    for each in ledger.timings():
        yield (*_keys(each.run), *each[1:])


def _failures(ledger: LedgerView, origin: Callable[[Run], Origin]) -> Iterator[tuple[Any, ...]]:
    for each in ledger.failures():
        seed, command = origin(each.run)
        yield (*_keys(each.run), seed, *each.failure[1:], command)


def _keys(run: Run) -> tuple[str, str, int]:
    return run.id, run.point, run.replicate


def _groups(schema: pa.Schema, rows: Iterator[tuple[Any, ...]]) -> Iterator[pa.Table]:
    while some := list(itertools.islice(rows, ROWS)):
        columns = zip(*some, strict=True)
        arrays = [
            pa.array(each, type=field.type) for each, field in zip(columns, schema, strict=True)
        ]
        yield pa.table(arrays, schema=schema)
