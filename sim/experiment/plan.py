"""What a sweep is made of: runs to do, chunks of them, and what comes back from a worker.

Plain values that go between processes, into the ledger and, as text, to people.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

Level = bool | int | float | str | dt.date
"""What a factor is set to at a point of a design; of a bundle, its name."""

TIME_LIMIT = "time limit"
STALLED = "stalled"
KILLED = "killed"


class Run(NamedTuple):
    """One run of a plan.

    Attributes
    ----------
    id : str
        16 hexadecimal digits that follow from configuration, replicate and version.
    point : str
        The point of the design, 12 hexadecimal digits that follow from its configuration.
    levels : tuple of Level
        What each factor of the experiment is set to, in their order.
    replicate : int
        Number of the replicate, from 0.
    """

    id: str
    point: str
    levels: tuple[Level, ...]
    replicate: int


class Finished(NamedTuple):
    """A run that is simulated and recorded, but not yet written.

    Attributes
    ----------
    run : Run
        Which one.
    rows : dict of str to Table
        Its rows in each table, as Arrow has them.
    seconds : float
        Time it took.
    """

    run: Run
    rows: dict[str, Any]
    seconds: float


class File(NamedTuple):
    """A file of results: its table, name, size in bytes and SHA-256."""

    table: str
    name: str
    bytes: int
    sha256: str


class Done(NamedTuple):
    """A run that is done.

    Attributes
    ----------
    run : str
        Id of the run.
    digest : str
        SHA-256 of its rows in all tables.
    seconds : float
        Time it took.
    """

    run: str
    digest: str
    seconds: float


class Part(NamedTuple):
    """Runs that a worker has written, one file per table.

    Attributes
    ----------
    epoch : int
        Start of the sweep (first, resumed once, ...) to which it belongs.
    files : tuple of File
        All flushed to disk under their final names.
    runs : tuple of Done
        In the order of their rows.
    worker : str
        Host and process.
    """

    epoch: int
    files: tuple[File, ...]
    runs: tuple[Done, ...]
    worker: str


class Failure(NamedTuple):
    """A run that failed, as text: where, with which exception, and its traceback."""

    run: str
    stage: str
    exception: str
    message: str
    traceback: str


class Chunk(NamedTuple):
    """Runs that one worker does, a few seconds' work at most."""

    number: int
    runs: tuple[Run, ...]


class Receipt(NamedTuple):
    """What a worker reports about a chunk: the part that it wrote, and the runs that failed."""

    chunk: Chunk
    part: Part | None
    failures: tuple[Failure, ...]


class Death(NamedTuple):
    """A worker that died over a chunk.

    Attributes
    ----------
    chunk : Chunk
        What it had to do; nothing of it is written.
    culprit : str or None
        Id of the run during which it died, if that is known.
    reason : str
        `TIME_LIMIT`, `STALLED` or `KILLED`.
    """

    chunk: Chunk
    culprit: str | None
    reason: str
