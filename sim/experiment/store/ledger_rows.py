"""What a ledger tells: its entries as plain values."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.experiment.plan import Failure, File, Run

if TYPE_CHECKING:
    from sim.experiment.plan import Level

TEXT_BYTES = 4096
"""Most that is kept of one text of a failure."""
POINTS_REMEMBERED = 16_384
"""Points whose levels are remembered, because each comes back with every replicate; with more
points they are parsed again each time."""


class Signature(NamedTuple):
    """Who writes: host, process, time of its start and digest of its code."""

    host: str
    pid: int
    start: str
    code: str

    @classmethod
    def here(cls, code: str) -> Signature:
        """Return the signature of this process, now."""
        start = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        return cls(socket.gethostname(), os.getpid(), start, code)


class Counts(NamedTuple):
    """How many runs there are of each kind, and the seconds that those done took in all."""

    planned: int
    done: int
    failed: int
    pending: int
    seconds: float


class Attempt(NamedTuple):
    """A run that is given up: its last failure and how often it was tried."""

    run: Run
    failure: Failure
    attempt: int
    epoch: int


class RunTiming(NamedTuple):
    """How a run was done: time, worker, number of the attempt, epoch and digest of the code."""

    run: Run
    seconds: float
    worker: str
    attempt: int
    epoch: int
    code: str


class Location(NamedTuple):
    """Where the rows of a run are: the part, and which of its runs it is."""

    run: Run
    part: int
    position: int


class Kept(NamedTuple):
    """A part as the ledger has it, its files by table; names are relative to the folder."""

    part: int
    final: bool
    files: dict[str, File]


class Discard(NamedTuple):
    """A part that was given up for damage, and how many runs were lost with it."""

    name: str
    why: str
    runs: int


class Edition(NamedTuple):
    """Which ledger it is, and how far: what a later look at a folder must still find there.

    Attributes
    ----------
    ledger : str
        The id of the ledger, new wherever results are begun or replaced.
    part, attempt : int
        The last part and the last failed attempt that count.
    digest : str
        SHA-256 of what the ledger says of these and of all before them.
    """

    ledger: str
    part: int
    attempt: int
    digest: str


def run_of(row: tuple[Any, ...]) -> Run:
    """Return the run of a row that begins with its id, point, levels and replicate."""
    return Run(row[0], row[1], _levels(row[2]), row[3])


def levels_text(levels: tuple[Level, ...]) -> str:
    """Write levels as JSON; a date is in a list of its own."""
    return json.dumps(
        [[each.isoformat()] if isinstance(each, dt.date) else each for each in levels]
    )


@lru_cache(maxsize=POINTS_REMEMBERED)
def _levels(text: str) -> tuple[Level, ...]:
    return tuple(
        dt.date.fromisoformat(each[0]) if isinstance(each, list) else each
        for each in json.loads(text)
    )


def cut(text: str, *, from_end: bool = False) -> str:
    """Return at most 4 KiB of a text, and nothing that is not UTF-8."""
    content = text.encode("utf-8", "backslashreplace")
    kept = content[-TEXT_BYTES:] if from_end else content[:TEXT_BYTES]
    return kept.decode("utf-8", "ignore")
