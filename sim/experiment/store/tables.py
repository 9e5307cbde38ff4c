"""Tables as Parquet: typed, with unit and definition of each column inside.

Every table begins with the run, its point and its replicate. `runs` has a row per run with what
the factors were set to and the responses; the others are those of the registry.

The bytes depend on the numbers, the registry and the versions of pyarrow alone.
"""

from __future__ import annotations

import math
import os
from functools import cache
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.war.columns import TABLES, Bounds, Column, columns_of

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from sim.config import Config
    from sim.config.behaviours import Behaviour
    from sim.experiment.plan import Run

Columns = dict[str, npt.NDArray[Any]]
"""The columns of one table of one replicate, by name."""

RUNS = "runs"
KEYS = (
    Column("run", "id", "Run: follows from configuration, replicate and version.", "string"),
    Column("point", "id", "Point of the design: follows from its configuration.", "string"),
    Column("replicate", "id", "Number of the replicate, from 0.", "int64"),
)
DATE = Column("date", "date", "Date of the day.", "date")
ROW_KEYS = (*(column.name for column in KEYS), "day", DATE.name)
"""Columns of the daily table that say whose row it is, and of which day."""
NAMES = (RUNS, *TABLES, "timings", "failures")
"""All tables that a result folder may have."""

_TYPES = {
    "float64": pa.float64(),
    "int64": pa.int64(),
    "string": pa.string(),
    "bool": pa.bool_(),
    "date": pa.date32(),
}


def schema(name: str, config: Config) -> pa.Schema:
    """Return the schema of a table of the registry: the keys, then the registry's columns.

    A table by day has the date beside it.
    """
    return _schema(name, config.race.dimensions, config.behaviours)


def runs_schema(factors: Iterable[Column], responses: Iterable[Column]) -> pa.Schema:
    """Return the schema of the table `runs`: the keys, the factors, then the responses."""
    return of_columns([*KEYS, *factors, *responses])


def of_columns(found: Iterable[Column]) -> pa.Schema:
    """Return the schema of a table with some columns."""
    return pa.schema([_field(column) for column in found])


def table(
    name: str, recorded: Mapping[str, npt.NDArray[Any]], run: Run, config: Config
) -> pa.Table:
    """Return one run's table `name`; NaN becomes a missing value."""
    arrays: dict[str, Any] = dict(recorded)
    fields = schema(name, config)
    rows = len(next(iter(recorded.values())))
    arrays |= {key: pa.repeat(value, rows) for key, value in _keys(run).items()}
    if "day" in recorded:
        arrays[DATE.name] = np.datetime64(config.run.start, "D") + recorded["day"]
    if odd := set(fields.names).symmetric_difference(arrays):
        raise ValueError(f"table {name} and its registry differ in {sorted(odd)}")
    filled = [pa.array(arrays[field.name], type=field.type, from_pandas=True) for field in fields]
    return pa.table(filled, schema=fields)


def runs_row(run: Run, responses: Mapping[str, float], fields: pa.Schema) -> pa.Table:
    """Return one run's row of the table `runs`; NaN becomes a missing value."""
    first = len(KEYS)
    factors = fields.names[first : first + len(run.levels)]
    row = _keys(run) | dict(zip(factors, run.levels, strict=True)) | dict(responses)
    if odd := set(fields.names).symmetric_difference(row):
        raise ValueError(f"table {RUNS} and its schema differ in {sorted(odd)}")
    filled = [pa.array([row[each.name]], type=each.type, from_pandas=True) for each in fields]
    return pa.table(filled, schema=fields)


def write(file: IO[bytes] | io.IOBase, fields: pa.Schema, groups: Iterable[pa.Table]) -> None:
    """Write a table as Parquet, each of `groups` that is not empty as one row group.

    The bytes do not depend on how the memory of a group is laid out.
    """
    texts = [field.name for field in fields if field.type == pa.string()]
    with pq.ParquetWriter(
        file,
        fields,
        compression="zstd",
        compression_level=3,
        use_dictionary=texts,
        write_page_checksum=True,
    ) as writer:
        for group in groups:
            if group.num_rows:
                writer.write_table(group.combine_chunks(), row_group_size=group.num_rows)


def opened(path: Path, **options: Any) -> pq.ParquetFile:
    """Open a table, with options of `ParquetFile`; a page that changed on disk is an `OSError`.

    The path is absolute. Pyarrow gets an open file, because a path it may read as a URI.
    """
    file = pa.OSFile(os.fspath(path))
    return pq.ParquetFile(file, page_checksum_verification=True, **options)


def read(path: Path) -> pa.Table:
    """Read a table; a page that changed on disk is an `OSError`."""
    return opened(path).read()


def units(schema: pa.Schema) -> dict[str, str]:
    """Return the unit of each column, as its field's metadata has it."""
    return {field.name: field.metadata[b"unit"].decode() for field in schema}


def frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as pandas takes it: missing values as NaN, dates as datetime64."""
    converted: pd.DataFrame = table.to_pandas(date_as_object=False)
    return converted


def column(field: pa.Field) -> Column:
    """Return the column that a field of a schema is."""
    told = {key.decode(): value.decode() for key, value in field.metadata.items()}
    bounds = Bounds(**{end: float(told[end]) for end in Bounds._fields if end in told})
    return Column(field.name, told["unit"], told["definition"], bounds=bounds)


def _keys(run: Run) -> dict[str, Any]:
    return {"run": run.id, "point": run.point, "replicate": run.replicate}


@cache
def _schema(name: str, dimensions: int, behaviours: tuple[Behaviour, ...]) -> pa.Schema:
    found = list(KEYS)
    for column in columns_of(name, dimensions, behaviours):
        found += [column, DATE] if column.name == "day" else [column]
    return of_columns(found)


def _field(column: Column) -> pa.Field:
    missing = f" Missing {column.missing}." if column.missing else ""
    metadata = {"unit": column.unit, "definition": column.definition + missing}
    ends = column.bounds._asdict().items()
    metadata |= {end: repr(float(value)) for end, value in ends if math.isfinite(value)}
    return pa.field(column.name, _TYPES[column.dtype], metadata=metadata)
