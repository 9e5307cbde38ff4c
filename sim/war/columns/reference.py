"""The reference of columns, generated from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.columns import TABLES, columns_of

if TYPE_CHECKING:
    from sim.war.columns.column import Column

_HEAD = """\
# Columns of the result tables

Generated from `sim/war/columns` by `python -m sim.reference --write`. Every table also has
`replicate`, and `daily` the `date`. Missing values are nulls.
"""


def markdown() -> str:
    """Return the reference of all columns, a table of Markdown for each result table."""
    parts = [_HEAD]
    for table in TABLES:
        parts.append(f"## {table}.parquet\n")
        parts.append("| column | unit | type | definition |\n| --- | --- | --- | --- |")
        parts.extend(_row(column) for column in columns_of(table, 2))
        parts.append("")
    return "\n".join(parts)


def _row(column: Column) -> str:
    missing = f" Missing {column.missing}." if column.missing else ""
    return f"| `{column.name}` | {column.unit} | {column.dtype} | {column.definition}{missing} |"
