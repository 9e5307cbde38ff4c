"""The tables of a result folder as CSV, for spreadsheets and other languages."""

from __future__ import annotations

import contextlib
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from sim.experiment.design.designs import Grid
from sim.experiment.design.reading import read_experiment
from sim.experiment.errors import DiskError, FolderError, disk_errors
from sim.experiment.store import files, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd
    import pyarrow.parquet as pq

    from sim.config.paths import Given
    from sim.experiment.results.results import Results

POINTS = "points.csv"
SAMPLE = "sample.csv"
ROWS_AT_ONCE = 16_384
FORMULA = r"^([=+\-@\t\r])"
"""Beginnings of a text that spreadsheets would run as a formula (OWASP, CSV injection)."""


def export_csv(
    folder: Path, out: Path, factors: Sequence[str], *, force: bool = False
) -> list[Path]:
    """Write the tables of a result folder as CSV, and its points with their levels.

    Numbers are written so that they read back the same, missing values as nothing, and an
    empty text as two quotes. A text, or the name of a column, that a spreadsheet would run as
    a formula gets a quote before it. Memory does not grow with the tables, except `runs`.

    Parameters
    ----------
    folder : Path
        A result folder with runs.parquet.
    out : Path
        Folder to write to; made if it is not there.
    factors : sequence of str
        Columns of `runs` that are factors.
    force : bool
        Replace files that are there already.

    Returns
    -------
    list of Path
        The files: one for each table that the folder has, and points.csv.

    Raises
    ------
    FolderError
        If `out` is a file or holds one of these files, and `force` is not given.
    DiskError
        If a table is damaged, or the disk full.
    """
    sources = [folder / f"{name}.parquet" for name in tables.NAMES]
    there = {out / f"{path.stem}.csv": path for path in sources if path.exists()}
    refuse_overwriting([*there, out / POINTS], force=force)
    with disk_errors(out):
        files.make_folder(out)
        for target, source in there.items():
            _write(target, _schema(source), _batches(source))
        points = _points(folder / "runs.parquet", factors)
        _write(out / POINTS, points.schema, points.to_batches())
    return [*there, out / POINTS]


def export_results(results: Results, out: Path, *, force: bool = False) -> list[Path]:
    """Write the tables of results as `export_csv` does, and sample.csv; return the files.

    sample.csv has the responses for each row of a sampled design, in its order, and is not
    there for a grid, whose rows are its points.
    """
    factors, sample = results.factors, out / SAMPLE
    if not factors or isinstance(results.experiment.design, Grid):
        return export_csv(results.folder, out, factors, force=force)
    rows = results.sample
    refuse_overwriting([sample], force=force)
    written = export_csv(results.folder, out, factors, force=force)
    return [*written, write_frame(sample, rows)]


def design_as_csv(source: Given, path: Path, *, force: bool = False) -> Path:
    """Write the rows of an experiment file's design, in its order, as CSV; return the path."""
    return write_frame(path, read_experiment(source).sample(), force=force)


def write_frame(path: Path, frame: pd.DataFrame, *, force: bool = True) -> Path:
    """Write a frame as CSV, as `export_csv` does, and return the path."""
    refuse_overwriting([path], force=force)
    content = pa.Table.from_pandas(frame, preserve_index=False)
    with disk_errors(path.parent):
        files.make_folder(path.parent)
        _write(path, content.schema, content.to_batches())
    return path


def refuse_overwriting(targets: Iterable[Path], *, force: bool) -> None:
    """Refuse targets that are there already, unless forced, or whose folder is a file.

    Raises
    ------
    FolderError
        The message says which file is in the way.
    """
    for target in targets:
        if target.parent.exists() and not target.parent.is_dir():
            raise FolderError(f"{target.parent} is a file; name a folder")
        if target.is_dir():
            raise FolderError(f"{target} is a folder; name a file")
        if target.exists() and not force:
            raise FolderError(f"{target} is there already; --force replaces it")


def write_batches(file: IO[bytes], schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    """Write batches of one table as CSV, a header with the names of `schema` first."""
    harmless = pa.schema([field.with_name(_harmless_name(field.name)) for field in schema])
    with csv.CSVWriter(file, harmless) as writer:
        for batch in batches:
            columns = [_harmless(column) for column in batch.columns]
            writer.write_batch(pa.record_batch(columns, schema=harmless))


def _write(target: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    with files.replacing(target) as file:
        write_batches(file, schema, batches)


def _harmless(column: pa.Array) -> pa.Array:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    return pc.replace_substring_regex(column, FORMULA, r"'\1")


def _harmless_name(name: str) -> str:
    return str(_harmless(pa.array([name]))[0])


def _points(runs: Path, factors: Sequence[str]) -> pa.Table:
    with _intact(runs) as file:
        table = file.read(columns=["point", *factors]).select(["point", *factors])
    return table.filter(~table["point"].to_pandas().duplicated().to_numpy())


def _schema(path: Path) -> pa.Schema:
    with _intact(path) as file:
        return file.schema_arrow


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    with _intact(path) as file:
        yield from file.iter_batches(ROWS_AT_ONCE)


@contextlib.contextmanager
def _intact(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a table; whatever reads back wrong is a `DiskError`."""
    try:
        # A buffer filled ahead would keep the whole file in memory.
        with tables.opened(path, pre_buffer=False) as file:
            yield file
    except (OSError, pa.ArrowInvalid) as error:
        raise DiskError(f"{path} is damaged ({error})") from error
