"""The tables of an experiment for whoever reads them, finished or not, while others write."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pyarrow as pa

from sim.experiment.errors import FolderError
from sim.experiment.store import assembly
from sim.experiment.store.ledger_view import LedgerView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

READINGS = 5
"""Times that a reader begins anew because the files went while it read."""
_SCHEMA = "schema "


def read_table(folder: Path, name: str) -> pa.Table:
    """Return the rows of all finished runs in canonical order, whether more are to come or not.

    Raises
    ------
    FolderError
        If there is no ledger in `folder`, or no such table in its experiment.
    DiskError
        If a file is damaged.
    """
    for _ in range(READINGS - 1):
        with LedgerView.read(folder) as ledger:
            try:
                return _read(folder, ledger, name)
            except assembly.DamageError:
                if _still_counts(folder, ledger):
                    raise
    with LedgerView.read(folder) as ledger:
        return _read(folder, ledger, name)


def schemas(ledger: LedgerView) -> dict[str, pa.Schema]:
    """Return the tables of an experiment and their columns."""
    return {
        name.removeprefix(_SCHEMA): pa.ipc.read_schema(pa.py_buffer(base64.b64decode(value)))
        for name, value in ledger.facts().items()
        if name.startswith(_SCHEMA)
    }


def as_facts(tables: Mapping[str, pa.Schema]) -> dict[str, str]:
    """Return the tables of an experiment as facts of its ledger."""
    return {
        f"{_SCHEMA}{name}": base64.b64encode(schema.serialize()).decode()
        for name, schema in tables.items()
    }


def _read(folder: Path, ledger: LedgerView, name: str) -> pa.Table:
    known = schemas(ledger)
    if name not in known:
        raise FolderError(f"{folder} has no table {name}; it has {', '.join(sorted(known))}")
    for kept in ledger.parts():
        assembly.check(folder, kept, name)
    return assembly.StoredTable(folder, ledger, name, known[name]).read()


def _still_counts(folder: Path, ledger: LedgerView) -> bool:
    """Tell whether the files that `ledger` names are those that count now."""
    with LedgerView.read(folder) as current:
        return list(current.parts()) == list(ledger.parts())
