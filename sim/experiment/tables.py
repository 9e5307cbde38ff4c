"""Tables of the registry as Parquet: typed, with unit and definition of each column inside.

The bytes depend on the numbers, the registry and the versions of pyarrow alone.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.record import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from sim.config import Config
    from sim.record import Column

Columns = dict[str, npt.NDArray[np.generic]]
"""The columns of one table of one replicate, by name."""

_TYPES = {
    "float64": pa.float64(),
    "int64": pa.int64(),
    "string": pa.string(),
    "bool": pa.bool_(),
}


def names(config: Config) -> tuple[str, ...]:
    """Return the tables that a run with `config` writes."""
    return tuple(name for name in TABLES if name != "sectors" or config.outputs.sectors)


def schema(name: str) -> pa.Schema:
    """Return the schema of table `name`: the replicate, then the registry's columns.

    A table by day has the date beside it.
    """
    fields = [_field("replicate", pa.int64(), "1", "Number of the replicate, from 0.")]
    for column in TABLES[name]:
        fields.append(_field(column.name, _TYPES[column.dtype], column.unit, column.definition))
        if column.name == "day":
            fields.append(_field("date", pa.date32(), "date", "Date of the day."))
    return pa.schema(fields)


def table(
    name: str, columns: Mapping[str, npt.NDArray[np.generic]], replicate: int, config: Config
) -> pa.Table:
    """Return one replicate's table `name`.

    Parameters
    ----------
    name
        A table of the registry.
    columns
        The registry's columns of it, all of one length; NaN becomes a missing value.
    replicate
        Number of the replicate.
    config
        Where the date of day 0 comes from.
    """
    _check_names(name, TABLES[name], columns)
    arrays = dict(columns)
    length = len(next(iter(columns.values())))
    arrays["replicate"] = np.full(length, replicate)
    if "day" in columns:
        start = np.datetime64(config.run.start, "D")
        arrays["date"] = start + np.asarray(columns["day"]).astype("timedelta64[D]")
    fields = schema(name)
    filled = [pa.array(arrays[field.name], type=field.type, from_pandas=True) for field in fields]
    return pa.table(filled, schema=fields)


def write(file: IO[bytes], name: str, parts: Iterable[pa.Table]) -> None:
    """Write table `name` as Parquet, each of its non-empty `parts` a row group."""
    fields = schema(name)
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


def frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as pandas takes it: missing values as NaN, dates as datetime64."""
    return table.to_pandas(date_as_object=False)


def _field(name: str, kind: pa.DataType, unit: str, definition: str) -> pa.Field:
    return pa.field(name, kind, metadata={"unit": unit, "definition": definition})


def _check_names(name: str, registry: Iterable[Column], columns: Iterable[str]) -> None:
    declared = {column.name for column in registry}
    if odd := declared.symmetric_difference(columns):
        raise ValueError(f"table {name} and its registry differ in {sorted(odd)}")
