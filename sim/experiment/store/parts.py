"""A worker's side of a commit: runs as immutable files, each flushed before anyone hears of it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import socket
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.experiment.plan import Done, File, Part
from sim.experiment.store import files, tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy.typing as npt

    _Bits = npt.NDArray[Any]

FOLDER = "parts"
_FILE = re.compile(r"\.?\d+-[0-9a-f]{32}\.[a-z]+\.parquet(\.[0-9a-f]{32}\.tmp)?")


class Span(NamedTuple):
    """The rows of one run in a table: from `start` up to, not with, `stop`."""

    run: str
    start: int
    stop: int


def write(
    folder: Path, epoch: int, contents: Mapping[str, pa.Table], seconds: Mapping[str, float]
) -> Part:
    """Write the tables of several runs and return what the ledger has to know about them.

    Parameters
    ----------
    folder
        The result folder.
    epoch
        The epoch for which the worker was started.
    contents
        The tables by name, in each the rows of one run after those of another.
    seconds
        The time that each run took, by its id, in the order of their rows.
    """
    found = digests(contents, list(seconds))
    name = new_name(epoch)
    with contextlib.ExitStack() as stack:
        staged = {
            table: stack.enter_context(files.staging(folder / f"{name}.{table}.parquet"))
            for table in contents
        }
        for table, file in staged.items():
            file.write(encoded(contents[table]))
    files.publish(staged.values())
    written = tuple(
        File(table, f"{name}.{table}.parquet", file.size, file.sha256)
        for table, file in staged.items()
    )
    runs = tuple(Done(run, found[run], time) for run, time in seconds.items())
    return Part(epoch, written, runs, f"{socket.gethostname()} {os.getpid()}")


def new_name(epoch: int) -> str:
    """Return a name for the files of a part, without table and suffix; a new one at each call."""
    return f"{FOLDER}/{epoch}-{uuid.uuid4().hex}"


def is_ours(name: str) -> bool:
    """Tell whether a file among the parts has the name of one, whole or half written."""
    return _FILE.fullmatch(name) is not None


def encoded(table: pa.Table) -> bytes:
    """Return a table as Parquet of one row group."""
    memory = io.BytesIO()
    tables.write(memory, table.schema, [table])
    return memory.getvalue()


def digests(contents: Mapping[str, pa.Table], runs: list[str]) -> dict[str, str]:
    """Return the SHA-256 of each run's rows in all tables; other runs do not matter.

    Raises
    ------
    ValueError
        If the rows are not those of `runs`, in their order.
    """
    totals = {run: hashlib.sha256() for run in runs}
    for name in sorted(contents):
        table = contents[name].combine_chunks()
        found = spans(table)
        there = {span.run for span in found}
        if [span.run for span in found] != [run for run in runs if run in there]:
            raise ValueError(f"the rows of table {name} are not those of the runs in their order")
        missing, numbers, texts = _values(table)
        for run, start, stop in found:
            total = totals[run]
            total.update(f"{name} {stop - start}\n".encode())
            total.update(missing[:, start:stop].tobytes())
            total.update(numbers[:, start:stop].tobytes())
            for ends, lengths, content in texts:
                total.update(lengths[start:stop].tobytes())
                total.update(content[ends[start] : ends[stop]].tobytes())
    return {run: total.hexdigest() for run, total in totals.items()}


def spans(table: pa.Table) -> list[Span]:
    """Return the rows of each run that has any, in their order."""
    if not table.num_rows:
        return []
    encoding = pc.run_end_encode(table["run"].combine_chunks())
    stops = encoding.run_ends.to_pylist()
    return [
        Span(*each)
        for each in zip(encoding.values.to_pylist(), [0, *stops[:-1]], stops, strict=True)
    ]


def _values(table: pa.Table) -> tuple[_Bits, _Bits, list[tuple[_Bits, _Bits, _Bits]]]:
    """Return what a digest is made of: whatever the layout in memory, alike for equal values.

    Returns
    -------
    missing
        Whether a value is missing, a row per column of the table.
    numbers
        The bits of all numbers, truths and dates, 0 where one is missing, a row per column.
    texts
        Of each column of texts where in its content each row begins and ends, how long each row
        is, and the content.
    """
    columns = [table[name].combine_chunks() for name in table.column_names]
    missing = np.zeros((len(columns), len(table)), np.bool_)
    for row, column in zip(missing, columns, strict=True):
        if column.null_count:
            row[:] = column.is_null().to_numpy(zero_copy_only=False)
    texts = [_text(column) for column in columns if pa.types.is_string(column.type)]
    numbers = [_bits(column) for column in columns if not pa.types.is_string(column.type)]
    return missing, np.array(numbers), texts


def _text(column: pa.Array) -> tuple[_Bits, _Bits, _Bits]:
    filled = _filled(column, "")
    _, offsets, content = filled.buffers()
    ends = np.frombuffer(offsets, np.int32)[filled.offset : filled.offset + len(filled) + 1]
    return ends, np.diff(ends), np.frombuffer(content or b"", np.uint8)


def _bits(column: pa.Array) -> _Bits:
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    if not pa.types.is_floating(column.type):
        column = column.cast(pa.int64())
    return np.asarray(_filled(column, 0).to_numpy(zero_copy_only=False)).view(np.int64)


def _filled(column: pa.Array, value: str | int) -> pa.Array:
    return pc.fill_null(column, value) if column.null_count else column
