"""The rows of an experiment in canonical order, finished or not, whatever parts they are in.

Nothing is read that the ledger does not name, and no file that is not, byte for byte, what was
written. Memory does not grow with the number of runs.
"""

from __future__ import annotations

import base64
import bisect
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import pyarrow as pa

from sim.experiment.errors import DiskError, FolderError
from sim.experiment.store import files, tables
from sim.experiment.store.ledger_view import LedgerView
from sim.experiment.store.parts import spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pyarrow.parquet as pq

    from sim.experiment.store.ledger_rows import Edition, Kept, Location

ROWS = 16_384
"""Fewest rows of a row group of the final tables, but of the last."""
IN_MEMORY = 4
READINGS = 5
"""Times that a reader begins again because the files went while it read."""
_SCHEMA = "schema "

Key = TypeVar("Key")
Thing = TypeVar("Thing")


class DamageError(DiskError):
    """A part whose file is missing or not what was written."""

    def __init__(self, path: Path, part: int, why: str) -> None:
        super().__init__(f"{path} is damaged ({why})")
        self.part = part


class _Rows(NamedTuple):
    """Rows from `start` up to `stop` of one row group."""

    part: int
    group: int
    start: int
    stop: int


class _Recent(Generic[Key, Thing]):
    """The last few things that were asked for."""

    def __init__(self) -> None:
        self._things: OrderedDict[Key, Thing] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Thing]) -> Thing:
        if key not in self._things:
            self._things[key] = make()
            if len(self._things) > IN_MEMORY:
                self._things.popitem(last=False)
        self._things.move_to_end(key)
        return self._things[key]


@dataclass
class _Group:
    """A row group in memory and where each run is in it."""

    table: pa.Table
    found: dict[str, tuple[int, int]]


@dataclass
class StoredTable:
    """One table in all parts of a ledger."""

    folder: Path
    ledger: LedgerView
    name: str
    schema: pa.Schema
    _groups: _Recent[tuple[int, int], _Group] = field(default_factory=_Recent)
    _files: _Recent[int, pq.ParquetFile] = field(default_factory=_Recent)
    _starts: _Recent[int, list[int]] = field(default_factory=_Recent)

    def row_groups(self) -> Iterator[pa.Table]:
        """Yield the rows in canonical order, whole runs until there are `ROWS` of them."""
        waiting: list[pa.Table] = []
        rows = 0
        for piece in self._pieces():
            waiting.append(self._slice(piece))
            rows += piece.stop - piece.start
            if rows >= ROWS:
                yield pa.concat_tables(waiting)
                waiting, rows = [], 0
        if waiting:
            yield pa.concat_tables(waiting)

    def _pieces(self) -> Iterator[_Rows]:
        """Yield the rows in canonical order, runs that follow each other in a file as one.

        A piece ends where a row group of the final table does.
        """
        piece, rows = None, 0
        for place in self.ledger.locations():
            found = self._find(place)
            if found is None:
                continue
            if piece is not None and found[:3] == (piece.part, piece.group, piece.stop):
                piece = piece._replace(stop=found.stop)
            else:
                if piece is not None:
                    yield piece
                piece = found
            rows += found.stop - found.start
            if rows >= ROWS:
                yield piece
                piece, rows = None, 0
        if piece is not None:
            yield piece

    def read(self) -> pa.Table:
        """Return all rows."""
        return pa.concat_tables([self.schema.empty_table(), *self.row_groups()])

    def _find(self, place: Location) -> _Rows | None:
        group = bisect.bisect_right(self._firsts(place.part), place.position) - 1
        if group < 0:
            return None
        rows = self._group(place.part, group).found.get(place.run.id)
        return None if rows is None else _Rows(place.part, group, *rows)

    def _slice(self, rows: _Rows) -> pa.Table:
        table = self._group(rows.part, rows.group).table
        if rows.stop - rows.start == table.num_rows:
            return table
        return table.take(pa.array(range(rows.start, rows.stop)))  # keeps nothing else in memory

    def _group(self, part: int, group: int) -> _Group:
        return self._groups.get((part, group), lambda: self._read(part, group))

    def _firsts(self, part: int) -> list[int]:
        """Return the place in the part of the first run of each row group."""
        return self._starts.get(part, lambda: self._found_firsts(part))

    def _found_firsts(self, part: int) -> list[int]:
        file = self._open(part)
        count = file.num_row_groups
        return [self._first(file, group) for group in range(count)] if count > 1 else [0] * count

    def _first(self, file: pq.ParquetFile, group: int) -> int:
        column = file.read_row_group(group, columns=["run"])["run"]
        return self.ledger.position(column[0].as_py())

    def _read(self, part: int, group: int) -> _Group:
        file = self._open(part)
        try:
            table = file.read_row_group(group)
        except (OSError, pa.ArrowException) as error:
            raise self._damaged(part, str(error)) from error
        if table.schema.names != self.schema.names or table.schema.types != self.schema.types:
            raise self._damaged(part, "other columns than the experiment's")
        whole = pa.table(table.columns, schema=self.schema).combine_chunks()
        return _Group(whole, {span.run: (span.start, span.stop) for span in spans(whole)})

    def _open(self, part: int) -> pq.ParquetFile:
        return self._files.get(part, lambda: self._opened(part))

    def _opened(self, part: int) -> pq.ParquetFile:
        try:
            return tables.opened(self._path(part))
        except (OSError, pa.ArrowException) as error:
            raise self._damaged(part, str(error)) from error

    def _damaged(self, part: int, why: str) -> DamageError:
        return DamageError(self._path(part), part, why)

    def _path(self, part: int) -> Path:
        return self.folder / self.ledger.part(part).files[self.name].name


def check(folder: Path, kept: Kept, name: str | None = None) -> None:
    """Read every byte of a part, or of its file of table `name`.

    Raises
    ------
    DamageError
        If a file of it is missing or not what was written.
    """
    for file in kept.files.values() if name is None else [kept.files[name]]:
        path = folder / file.name
        if why := files.damage(path, file.sha256, file.bytes):
            raise DamageError(path, kept.part, why)


def read_table(folder: Path, name: str, edition: Edition | None = None) -> pa.Table:
    """Return the rows of all finished runs in canonical order, whether more are to come or not.

    With an `edition` of the ledger, of those that were finished then.

    Raises
    ------
    FolderError
        If there is no ledger in `folder`, or not that edition, or no such table in its experiment.
    DiskError
        If a file is damaged.
    """
    for _ in range(READINGS - 1):
        with LedgerView.read(folder, edition) as ledger:
            try:
                return _read(folder, ledger, name)
            except DamageError:
                if _still_counts(folder, ledger):
                    raise
    with LedgerView.read(folder, edition) as ledger:
        return _read(folder, ledger, name)


def schemas(ledger: LedgerView) -> dict[str, pa.Schema]:
    """Return the tables of an experiment and their columns."""
    return {
        name.removeprefix(_SCHEMA): pa.ipc.read_schema(pa.py_buffer(base64.b64decode(value)))
        for name, value in ledger.facts().items()
        if name.startswith(_SCHEMA)
    }


def as_facts(known: Mapping[str, pa.Schema]) -> dict[str, str]:
    """Return the tables of an experiment as facts of its ledger."""
    return {
        f"{_SCHEMA}{name}": base64.b64encode(schema.serialize()).decode()
        for name, schema in known.items()
    }


def _read(folder: Path, ledger: LedgerView, name: str) -> pa.Table:
    known = schemas(ledger)
    if name not in known:
        raise FolderError(f"{folder} has no table {name}; it has {', '.join(sorted(known))}")
    for kept in ledger.parts():
        check(folder, kept, name)
    return StoredTable(folder, ledger, name, known[name]).read()


def _still_counts(folder: Path, ledger: LedgerView) -> bool:
    """Tell whether the files that `ledger` names are those that count now."""
    with LedgerView.read(folder) as current:
        return list(current.parts()) == list(ledger.parts())
