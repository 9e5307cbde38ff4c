"""Tables of the registry as Parquet: typed, with unit and definition of each column inside.

The bytes depend on the numbers, the registry and the versions of pyarrow alone.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.registry import TABLES, Column, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from sim.config import Config

Columns = dict[str, npt.NDArray[Any]]
"""The columns of one table of one replicate, by name."""

REPLICATE = Column("replicate", "id", "Number of the replicate, from 0.", "int64")
DATE = Column("date", "date", "Date of the day.", "date")

_TYPES = {
    "float64": pa.float64(),
    "int64": pa.int64(),
    "string": pa.string(),
}


def names(config: Config) -> tuple[str, ...]:
    """Return the tables that a run with `config` writes."""
    return tuple(name for name in TABLES if name != "sectors" or config.outputs.sectors)


def schema(name: str, config: Config) -> pa.Schema:
    """Return the schema of table `name`: the replicate, then the registry's columns.

    A table by day has the date beside it.
    """
    fields = [_field(REPLICATE, pa.int64())]
    for column in columns(name, config.race.dimensions):
        fields.append(_field(column, _TYPES[column.dtype]))
        if column.name == "day":
            fields.append(_field(DATE, pa.date32()))
    return pa.schema(fields)


def table(
    name: str, recorded: Mapping[str, npt.NDArray[Any]], replicate: int, config: Config
) -> pa.Table:
    """Return one replicate's table `name`.

    Parameters
    ----------
    name
        A table of the registry.
    recorded
        The registry's columns of it, all of one length; NaN becomes a missing value.
    replicate
        Number of the replicate.
    config
        Where the columns and the date of day 0 come from.
    """
    arrays, fields = dict(recorded), schema(name, config)
    arrays[REPLICATE.name] = np.full(len(next(iter(recorded.values()))), replicate)
    if "day" in recorded:
        arrays[DATE.name] = np.datetime64(config.run.start, "D") + recorded["day"]
    if odd := set(fields.names).symmetric_difference(arrays):
        raise ValueError(f"table {name} and its registry differ in {sorted(odd)}")
    filled = [pa.array(arrays[field.name], type=field.type, from_pandas=True) for field in fields]
    return pa.table(filled, schema=fields)


def write(file: IO[bytes], fields: pa.Schema, parts: Iterable[pa.Table]) -> None:
    """Write `parts` of one table as Parquet, each that is not empty a row group."""
    texts = [field.name for field in fields if field.type == pa.string()]
    with pq.ParquetWriter(
        file,
        fields,
        compression="zstd",
        compression_level=3,
        use_dictionary=texts,
        write_page_checksum=True,
    ) as writer:
        for part in parts:
            writer.write_table(part)


def read(path: Path) -> pa.Table:
    """Read a table; a page that changed on disk is an `OSError`."""
    return pq.ParquetFile(path, page_checksum_verification=True).read()


def units(schema: pa.Schema) -> dict[str, str]:
    """Return the unit of each column, as its field's metadata has it."""
    return {field.name: field.metadata[b"unit"].decode() for field in schema}


def frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as pandas takes it: missing values as NaN, dates as datetime64."""
    converted: pd.DataFrame = table.to_pandas(date_as_object=False)
    return converted


def _field(column: Column, kind: pa.DataType) -> pa.Field:
    missing = f" Missing {column.missing}." if column.missing else ""
    metadata = {"unit": column.unit, "definition": column.definition + missing}
    return pa.field(column.name, kind, metadata=metadata)
