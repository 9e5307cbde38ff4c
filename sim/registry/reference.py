"""The reference of columns, generated from the registry.

``python -m sim.registry.reference --write`` brings docs/columns.md up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.registry import TABLES, columns

if TYPE_CHECKING:
    from sim.registry.column import Column

_HEAD = """\
# Columns of the result tables

Generated from `sim/registry`; do not edit. Every table also has `replicate`, and `daily` the
`date`. Missing values are nulls.
"""


def markdown() -> str:
    """Return the reference of all columns, a table of Markdown for each result table."""
    parts = [_HEAD]
    for table in TABLES:
        parts.append(f"## {table}.parquet\n")
        parts.append("| column | unit | type | definition |\n| --- | --- | --- | --- |")
        parts.extend(_row(column) for column in columns(table, 2))
        parts.append("")
    return "\n".join(parts)


def _row(column: Column) -> str:
    missing = f" Missing {column.missing}." if column.missing else ""
    return f"| `{column.name}` | {column.unit} | {column.dtype} | {column.definition}{missing} |"


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    target = Path(__file__).parents[2] / "docs" / "columns.md"
    target.write_text(markdown(), encoding="utf-8")
