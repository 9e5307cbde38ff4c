"""What the ledger of an experiment says, also while another process writes it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sim.experiment.errors import FolderError, PartError
from sim.experiment.plan import Failure, File
from sim.experiment.store.ledger_rows import (
    Attempt,
    Counts,
    Discard,
    Edition,
    Kept,
    Location,
    RunTiming,
    Signature,
    run_of,
)
from sim.experiment.store.sealed import Sealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from sim.experiment.plan import Run

NAME = "ledger.sqlite"
ID = "id"
"""The fact that no two ledgers share."""

TABLES = {
    "facts": "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "epochs": "CREATE TABLE epochs (epoch INTEGER PRIMARY KEY, host TEXT NOT NULL, "
    "pid INTEGER NOT NULL, start TEXT NOT NULL, code TEXT NOT NULL)",
    "points": "CREATE TABLE points (point TEXT PRIMARY KEY, rank INTEGER NOT NULL, "
    "levels TEXT NOT NULL)",
    "runs": "CREATE TABLE runs (run TEXT PRIMARY KEY, point TEXT NOT NULL, "
    "replicate INTEGER NOT NULL, UNIQUE (replicate, point))",
    "parts": "CREATE TABLE parts (part INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, "
    "final INTEGER NOT NULL)",
    "files": "CREATE TABLE files (part INTEGER NOT NULL, content TEXT NOT NULL, "
    "name TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, "
    "PRIMARY KEY (part, content))",
    "done": "CREATE TABLE done (run TEXT PRIMARY KEY, part INTEGER NOT NULL, "
    "position INTEGER NOT NULL, digest TEXT NOT NULL, seconds REAL NOT NULL, "
    "worker TEXT NOT NULL, epoch INTEGER NOT NULL, attempt INTEGER NOT NULL)",
    "attempts": "CREATE TABLE attempts (run TEXT NOT NULL, attempt INTEGER NOT NULL, "
    "epoch INTEGER NOT NULL, stage TEXT NOT NULL, exception TEXT NOT NULL, "
    "message TEXT NOT NULL, traceback TEXT NOT NULL, last INTEGER NOT NULL, "
    "PRIMARY KEY (run, attempt))",
    "discarded": "CREATE TABLE discarded (number INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, "
    "name TEXT NOT NULL, why TEXT NOT NULL, runs INTEGER NOT NULL)",
    "extras": "CREATE TABLE extras (name TEXT PRIMARY KEY, bytes INTEGER NOT NULL, "
    "sha256 TEXT NOT NULL)",
}
_FAILED = (
    "EXISTS (SELECT 1 FROM attempts a WHERE a.run = r.run AND a.last) "
    "AND NOT EXISTS (SELECT 1 FROM done d WHERE d.run = r.run)"
)
_PENDING = (
    "NOT EXISTS (SELECT 1 FROM attempts a WHERE a.run = r.run AND a.last) "
    "AND NOT EXISTS (SELECT 1 FROM done d WHERE d.run = r.run)"
)


class LedgerView:
    """The entries of a ledger, to read."""

    def __init__(self, database: Sealed) -> None:
        self._database = database

    @staticmethod
    def read(folder: Path, edition: Edition | None = None) -> LedgerView:
        """Take a copy of the ledger as it is now, to read, whatever others do with it.

        With an `edition` the copy has what that had, whatever was done since.

        Raises
        ------
        FolderError
            If there is none, or `edition` is not in it any more.
        LedgerError
            If it is damaged.
        """
        path = folder / NAME
        if not path.exists():
            if edition is not None:
                raise FolderError(f"{folder}: its results were removed or moved; read them again")
            raise FolderError(f"{path} is not there: nothing is done yet, or it was removed")
        ledger = LedgerView(Sealed.snapshot(path, TABLES))
        if edition is not None:
            try:
                ledger._go_back(folder, edition)
            except BaseException:
                ledger.close()
                raise
        return ledger

    def __enter__(self) -> Self:
        """Return the ledger."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the ledger."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def facts(self) -> dict[str, str]:
        """Return all facts."""
        return dict(self._database.all("SELECT name, value FROM facts"))

    def edition(self) -> Edition:
        """Return which ledger this is, and how far."""
        (part,) = self._database.one("SELECT coalesce(max(part), 0) FROM parts")
        (attempt,) = self._database.one("SELECT coalesce(max(rowid), 0) FROM attempts")
        return self._edition(int(part), int(attempt))

    def run(self, name: str) -> Run:
        """Return a planned run by its id."""
        query = (
            "SELECT r.run, r.point, p.levels, r.replicate FROM runs r JOIN points p USING (point) "
            "WHERE r.run = ?"
        )
        row = self._database.one(query, name)
        if not row:
            raise unplanned(name)
        return run_of(row)

    def runs(self) -> Iterator[Run]:
        """Yield all runs in canonical order."""
        return (run_of(row) for row in self._ordered("", "", "1"))

    def pending(self) -> Iterator[Run]:
        """Yield the runs that are neither done nor given up, in canonical order."""
        return (run_of(row) for row in self._ordered("", "", _PENDING))

    def replicates(self) -> dict[str, int]:
        """Return how many replicates each point has in the plan, by its id."""
        query = "SELECT point, count(*) FROM runs GROUP BY point"
        return {str(point): int(count) for point, count in self._database.all(query)}

    def counts(self) -> Counts:
        """Return how many runs are planned, done, failed and pending."""
        (planned,) = self._database.one("SELECT count(*) FROM runs")
        done, seconds = self._database.one("SELECT count(*), total(seconds) FROM done")
        (failed,) = self._database.one(f"SELECT count(*) FROM runs r WHERE {_FAILED}")  # noqa: S608
        return Counts(planned, done, failed, planned - done - failed, seconds)

    def signature(self) -> Signature:
        """Return who wrote last."""
        query = "SELECT host, pid, start, code FROM epochs ORDER BY epoch DESC LIMIT 1"
        return Signature(*self._database.one(query))

    def done_in_latest_epoch(self) -> int:
        """Return how many runs are done since the last start."""
        (count,) = self._database.one("SELECT count(*) FROM done WHERE epoch = ?", self._latest())
        return int(count)

    def locations(self) -> Iterator[Location]:
        """Yield where the rows of each finished run are, in canonical order."""
        rows = self._ordered(", d.part, d.position", "JOIN done d USING (run)", "1")
        return (Location(run_of(row), *row[4:]) for row in rows)

    def timings(self) -> Iterator[RunTiming]:
        """Yield how each finished run was done, in canonical order."""
        columns = ", d.seconds, d.worker, d.attempt, d.epoch, e.code"
        tables = "JOIN done d USING (run) JOIN epochs e USING (epoch)"
        return (RunTiming(run_of(row), *row[4:]) for row in self._ordered(columns, tables, "1"))

    def parts(self) -> Iterator[Kept]:
        """Yield the parts in the order in which they came."""
        for part, final in self._database.all("SELECT part, final FROM parts ORDER BY part"):
            yield Kept(part, bool(final), self._files(part))

    def part(self, number: int) -> Kept:
        """Return a part by its number."""
        (final,) = self._database.one("SELECT final FROM parts WHERE part = ?", number)
        return Kept(number, bool(final), self._files(number))

    def digest(self, run: str) -> str | None:
        """Return the digest of the rows of a run, None if it is not done."""
        row = self._database.one("SELECT digest FROM done WHERE run = ?", run)
        return str(row[0]) if row else None

    def position(self, run: str) -> int:
        """Return which of the runs of its part a finished run is."""
        return int(self._database.one("SELECT position FROM done WHERE run = ?", run)[0])

    def file_names(self) -> set[str]:
        """Return the names of the files of all parts."""
        return {row[0] for row in self._database.all("SELECT name FROM files")}

    def failures(self) -> Iterator[Attempt]:
        """Yield the runs that are given up, in canonical order, each with its last failure."""
        columns = ", l.stage, l.exception, l.message, l.traceback, l.attempt, l.epoch"
        last = "(SELECT max(attempt) FROM attempts a WHERE a.run = r.run AND a.last)"
        tables = f"JOIN attempts l ON l.run = r.run AND l.attempt = {last}"
        for row in self._ordered(columns, tables, _FAILED):
            yield Attempt(run_of(row), Failure(row[0], *row[4:8]), *row[8:])

    def discarded(self) -> list[Discard]:
        """Return the parts that were given up."""
        rows = self._database.all("SELECT name, why, runs FROM discarded ORDER BY number")
        return [Discard(*row) for row in rows]

    def final(self) -> Kept | None:
        """Return the part that the final tables are, None while the experiment goes on."""
        row = self._database.one("SELECT part FROM parts WHERE final")
        return self.part(row[0]) if row else None

    def extras(self) -> list[File]:
        """Return the files that were written from the ledger itself when all was done."""
        rows = self._database.all("SELECT name, bytes, sha256 FROM extras ORDER BY name")
        return [File(name.partition(".")[0], name, size, sha256) for name, size, sha256 in rows]

    def in_order(self) -> bool:
        """Tell whether the final tables are in canonical order."""
        return all(place.position == rank for rank, place in enumerate(self.locations()))

    def _edition(self, part: int, attempt: int) -> Edition:
        total = hashlib.sha256()
        for query, last in (
            ("SELECT * FROM files WHERE part <= ? ORDER BY part, content", part),
            ("SELECT run, attempt, last FROM attempts WHERE rowid <= ? ORDER BY rowid", attempt),
        ):
            total.update(repr(self._database.all(query, last)).encode())
        return Edition(self.facts().get(ID, ""), part, attempt, total.hexdigest())

    def _go_back(self, folder: Path, edition: Edition) -> None:
        """Forget, in this copy, what came after `edition`."""
        now = self._edition(edition.part, edition.attempt)
        if now.ledger != edition.ledger:
            raise FolderError(f"{folder}: its results were replaced; read them again")
        if now != edition:
            raise FolderError(f"{folder}: its results have grown or were mended; read them again")
        if self.edition() != edition:
            with self._database.transaction():
                for table in ("parts", "files", "done"):
                    statement = f"DELETE FROM {table} WHERE part > ?"  # noqa: S608
                    self._database.change(table, statement, [(edition.part,)])
                statement = "DELETE FROM attempts WHERE rowid > ?"
                self._database.change("attempts", statement, [(edition.attempt,)])

    def _latest(self) -> int:
        return int(self._database.one("SELECT coalesce(max(epoch), 0) FROM epochs")[0])

    def _ordered(self, columns: str, tables: str, where: str) -> Iterator[tuple[Any, ...]]:
        """Yield runs with other columns in canonical order, one replicate in memory."""
        query = (
            f"SELECT r.run, r.point, p.levels, r.replicate{columns} FROM runs r "  # noqa: S608
            f"JOIN points p USING (point) {tables} WHERE r.replicate = ? AND {where} "
            "ORDER BY p.rank"
        )
        following = "SELECT min(replicate) FROM runs WHERE replicate > ?"
        (replicate,) = self._database.one(following, -1)
        while replicate is not None:
            yield from self._database.all(query, replicate)
            (replicate,) = self._database.one(following, replicate)

    def _files(self, part: int) -> dict[str, File]:
        query = "SELECT content, name, bytes, sha256 FROM files WHERE part = ? ORDER BY content"
        return {row[0]: File(*row) for row in self._database.all(query, part)}


def unplanned(run: str) -> PartError:
    """Return the error of a run that the ledger does not know."""
    return PartError(f"run {run} is not in the plan")
