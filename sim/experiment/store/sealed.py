"""A SQLite database whose rows are sealed: one that changed on the disk is never believed.

The seal is the sum, modulo 2**256, of the SHA-256 of every row. Each transaction brings it up
to date, and opening the database adds it up again, so that a bit that flipped, a row that went or
a file that was cut short is found before anything is read. It guards against the disk, not
against a forger.

One process writes, others read at any time: the rollback journal, not the write-ahead log, which
does not work on network file systems. ``synchronous=EXTRA`` flushes the folder as well, so that
what is committed stays committed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sqlite3
from typing import TYPE_CHECKING, Any

from sim.experiment.errors import DiskError, LedgerError, disk_errors
from sim.experiment.store import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Value = str | int | float

BUSY_SECONDS = 60.0
SYNCHRONOUS = "EXTRA"
MODULUS = 2**256
_SEAL = "CREATE TABLE seal (total TEXT NOT NULL)"
_TROUBLE = ("SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_LOCKED")
"""Errors of the system around the file, not of what is in it."""


class Sealed:
    """An open database; `create` makes one, `snapshot` takes a copy to read.

    Parameters
    ----------
    path
        The file.
    tables
        The statement that creates each table, by its name. Nothing else may be in the file.
    connection
        Where it is open, if it is.
    """

    def __init__(
        self,
        path: Path,
        tables: Mapping[str, str],
        connection: sqlite3.Connection | None = None,
    ) -> None:
        self.path, self.tables = path, tables
        self._change = 0
        with _errors(self.path):
            self._connection = connection or _connect(path, "rw")
        try:
            with _errors(self.path):
                self._connection.create_aggregate("seal", -1, _Seal)  # type: ignore[arg-type]
                self._connection.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
                self._connection.execute("PRAGMA trusted_schema=OFF")
                self._connection.execute("PRAGMA cell_size_check=ON")
                self._check()
        except BaseException:
            self._connection.close()
            raise

    @classmethod
    def snapshot(cls, path: Path, tables: Mapping[str, str]) -> Sealed:
        """Copy the database into memory; the file is held for that moment only.

        What a killed writer left half done is rolled back first, where this process may write.
        """
        memory = sqlite3.connect(":memory:", isolation_level=None)
        try:
            with _errors(path), contextlib.closing(_connect(path, _mode(path))) as connection:
                connection.backup(memory)
        except BaseException:
            memory.close()
            raise
        return cls(path, tables, memory)

    @classmethod
    def create(
        cls, path: Path, tables: Mapping[str, str], rows: Iterable[tuple[str, tuple[Value, ...]]]
    ) -> Sealed:
        """Make a database with some rows; it is there whole or not at all.

        The folder is not flushed.
        """
        hidden = files.hidden(path)
        files.DISK.close(files.DISK.create(hidden))
        try:
            with _errors(path), contextlib.closing(_connect(hidden, "rw")) as connection:
                connection.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
                connection.execute("BEGIN IMMEDIATE")
                for statement in (*tables.values(), _SEAL):
                    connection.execute(statement)
                connection.execute("INSERT INTO seal VALUES (?)", (_text(0),))
                connection.execute("COMMIT")
            with contextlib.closing(cls(hidden, tables)) as database, database.transaction():
                for table, values in rows:
                    database.add(table, *values)
            files.DISK.rename(hidden, path)
        except BaseException:
            files.DISK.unlink(hidden)
            raise
        return cls(path, tables)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what the block changes happen as one, or not at all."""
        with _errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            self._change = 0
            try:
                yield
                (total,) = self._one("SELECT total FROM seal")
                sealed = (int(total, 16) + self._change) % MODULUS
                self._connection.execute("UPDATE seal SET total = ?", (_text(sealed),))
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def add(self, table: str, *values: Value) -> None:
        """Add a row inside a transaction; values are of the types of their columns."""
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608
        self._change += _digest(table, *values)

    def change(self, table: str, statement: str, rows: Iterable[tuple[Value, ...]] = ((),)) -> None:
        """Carry out an update or removal in `table`, for each of `rows`, inside a transaction.

        It reads the table twice.
        """
        self._change -= self._total(table)
        self._connection.executemany(statement, rows)
        self._change += self._total(table)

    def all(self, query: str, *values: Value) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with _errors(self.path):
            return self._connection.execute(query, values).fetchall()

    def one(self, query: str, *values: Value) -> tuple[Any, ...]:
        """Return the first row of a query, empty if there is none."""
        with _errors(self.path):
            return self._one(query, *values)

    def _one(self, query: str, *values: Value) -> tuple[Any, ...]:
        cursor = self._connection.execute(query, values)
        row: tuple[Any, ...] = cursor.fetchone() or ()
        cursor.close()
        return row

    def _total(self, table: str) -> int:
        columns = [row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")]
        query = f"SELECT seal('{table}', {', '.join(columns)}) FROM {table}"  # noqa: S608
        return int(self._one(query)[0] or "0", 16)

    def _check(self) -> None:
        """Compare with what was written, in one view of the file."""
        self._connection.execute("BEGIN")
        found = {row[0] for row in self._connection.execute("SELECT sql FROM sqlite_master")}
        if found - {None} != {*self.tables.values(), _SEAL}:
            raise _damaged(self.path, "its tables are not those of a ledger")
        (verdict,) = self._one("PRAGMA integrity_check(1)")
        if verdict != "ok":
            raise _damaged(self.path, " ".join(verdict.split()))
        total = sum(self._total(table) for table in self.tables) % MODULUS
        if self._connection.execute("SELECT total FROM seal").fetchall() != [(_text(total),)]:
            raise _damaged(self.path, "its rows and its seal differ")
        self._connection.execute("COMMIT")


class _Seal:
    """Adds up the digests of rows in SQL: their table, then their columns."""

    def __init__(self) -> None:
        self._total = 0

    def step(self, table: str, *values: Value) -> None:
        self._total += _digest(table, *values)

    def finalize(self) -> str:
        return _text(self._total % MODULUS)


def _digest(table: str, *values: Value) -> int:
    content = repr((table, *values)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(content).digest())


def _text(total: int) -> str:
    return f"{total:064x}"


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open a database that is there; no statement begins a transaction by itself."""
    place = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(place, timeout=BUSY_SECONDS, isolation_level=None, uri=True)


def _mode(path: Path) -> str:
    """Return how a reader opens a file: so that it can roll back if it may."""
    return "rw" if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "ro"


def _damaged(path: Path, why: str) -> LedgerError:
    return LedgerError(f"{path} is damaged ({why}); put back a copy of it, or start over (--force)")


@contextlib.contextmanager
def _errors(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into one line that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name == "SQLITE_FULL":
            with disk_errors(path.parent):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path) from error
        if name.startswith(_TROUBLE):
            raise DiskError(f"{path}: {error}") from error
        raise _damaged(path, str(error)) from error
    except UnicodeDecodeError as error:
        raise _damaged(path, "text that is not UTF-8") from error
