"""The ledger of an experiment: what is planned, done, failed, and in which file it is.

A run is done once a transaction here says so; files that the ledger does not name do not count.
The parts of a complete experiment are one, the final tables.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from sim.experiment import files
from sim.experiment.entries import (
    Attempt,
    Counts,
    Discard,
    Kept,
    Place,
    Signature,
    Timing,
    cut,
    levels_text,
    run_of,
)
from sim.experiment.errors import DeterminismError, FolderError, PartError
from sim.experiment.plan import Failure, File
from sim.experiment.sealed import Sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sim.experiment.plan import Done, Part, Run

NAME = "ledger.sqlite"
VERSION = "1"
PART_FILE = re.compile(r"parts/\d+-[0-9a-f]{32}\.[a-z]+\.parquet")

_TABLES = {
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


class Ledger:
    """The open ledger of a result folder; for one writer or any number of readers.

    Attributes
    ----------
    epoch : int
        The start of the experiment that this process is; 0 for a reader.
    """

    def __init__(self, database: Sealed) -> None:
        self._database = database
        self.epoch = 0

    @classmethod
    def create(cls, folder: Path, facts: Mapping[str, str]) -> Ledger:
        """Make a new ledger; the folder is not flushed."""
        journal = folder / f"{NAME}-journal"
        if journal.exists():  # SQLite would play it back into this one
            files.DISK.unlink(journal)
            files.DISK.fsync_folder(folder)
        rows = [("facts", item) for item in {"version": VERSION, **facts}.items()]
        return cls(Sealed.create(folder / NAME, _TABLES, rows))

    @classmethod
    def open(cls, folder: Path) -> Ledger:
        """Open the ledger to write; only whoever holds the lock of the folder may.

        Raises
        ------
        LedgerError
            If it is damaged.
        """
        return cls(Sealed(folder / NAME, _TABLES))

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """Take a copy of the ledger as it is now, to read, whatever others do with it.

        Raises
        ------
        FolderError
            If there is none.
        LedgerError
            If it is damaged.
        """
        path = folder / NAME
        if not path.exists():
            raise FolderError(f"{path} is not there: nothing is done yet, or it was removed")
        return cls(Sealed.snapshot(path, _TABLES))

    def __enter__(self) -> Ledger:
        """Return the ledger."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the ledger."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # What is planned.

    def begin_epoch(self, signature: Signature) -> int:
        """Begin a new epoch, which shuts out the workers of all earlier ones."""
        with self._database.transaction():
            self.epoch = self._latest() + 1
            self._database.add("epochs", self.epoch, *signature)
        return self.epoch

    def plan(self, runs: Iterable[Run]) -> None:
        """Add the runs that are not in the plan yet.

        The order of points is that in which `runs` names them if it names all known ones;
        a call with new points must.
        """
        with self._writing():
            ranks = {row[0]: row[1] for row in self._database.all("SELECT point, rank FROM points")}
            known, order = set(ranks), dict[str, None]()
            for run in runs:
                order[run.point] = None
                self._plan(run, known)
            if set(ranks) <= order.keys():
                self._rank(ranks, order)
            elif known > set(ranks):
                raise ValueError("a plan with new points must name all that are known")

    def facts(self) -> dict[str, str]:
        """Return all facts."""
        return dict(self._database.all("SELECT name, value FROM facts"))

    def run(self, name: str) -> Run:
        """Return a planned run by its id."""
        query = (
            "SELECT r.run, r.point, p.levels, r.replicate FROM runs r JOIN points p USING (point) "
            "WHERE r.run = ?"
        )
        row = self._database.one(query, name)
        if not row:
            raise PartError(f"run {name} is not in the plan")
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

    # What is done.

    def commit(self, part: Part) -> tuple[str, ...]:
        """Take the runs of a part as done and return those that were not done before.

        Of a run that comes twice the first counts; a part without anything new is not kept.

        Raises
        ------
        PartError
            If it is of another epoch, or has runs or files that it cannot have.
        DeterminismError
            If a run came before with other numbers.
        """
        with self._writing():
            self._admit(part)
            new = [place for place, done in enumerate(part.runs) if self._is_new(done)]
            if new:
                number = self._add_part(part.files, final=False)
                for place in new:
                    done = part.runs[place]
                    attempt = self._attempts(done.run) + 1
                    values = (done.digest, float(done.seconds), part.worker, self.epoch, attempt)
                    self._database.add("done", done.run, number, place, *values)
        return tuple(part.runs[place].run for place in new)

    def places(self) -> Iterator[Place]:
        """Yield where the rows of each finished run are, in canonical order."""
        rows = self._ordered(", d.part, d.position", "JOIN done d USING (run)", "1")
        return (Place(run_of(row), *row[4:]) for row in rows)

    def timings(self) -> Iterator[Timing]:
        """Yield how each finished run was done, in canonical order."""
        columns = ", d.seconds, d.worker, d.attempt, d.epoch, e.code"
        tables = "JOIN done d USING (run) JOIN epochs e USING (epoch)"
        return (Timing(run_of(row), *row[4:]) for row in self._ordered(columns, tables, "1"))

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

    # What went wrong.

    def fail(self, failure: Failure, *, again: bool) -> int:
        """Record a failure and return how often its run has failed.

        Parameters
        ----------
        failure
            Texts beyond 4 KiB are cut: a traceback at its beginning, others at their end.
        again
            Whether the run is to be tried once more; else it is given up.
        """
        with self._writing():
            self.run(failure.run)
            attempt = self._attempts(failure.run) + 1
            texts = (*map(cut, failure[1:4]), cut(failure.traceback, from_end=True))
            self._database.add("attempts", failure.run, attempt, self.epoch, *texts, int(not again))
        return attempt

    def forgive(self) -> None:
        """Make the runs that were given up pending again."""
        with self._writing():
            statement = "UPDATE attempts SET last = 0 WHERE last AND ?"
            self._database.change("attempts", statement, [(1,)])

    def failures(self) -> Iterator[Attempt]:
        """Yield the runs that are given up, in canonical order, each with its last failure."""
        columns = ", l.stage, l.exception, l.message, l.traceback, l.attempt, l.epoch"
        last = "(SELECT max(attempt) FROM attempts a WHERE a.run = r.run AND a.last)"
        tables = f"JOIN attempts l ON l.run = r.run AND l.attempt = {last}"
        for row in self._ordered(columns, tables, _FAILED):
            yield Attempt(run_of(row), Failure(row[0], *row[4:8]), *row[8:])

    def discard(self, part: int, why: str) -> int:
        """Give up a damaged part; its runs are pending again. Return how many."""
        with self._writing():
            kept = self.part(part)
            names = " ".join(sorted(file.name for file in kept.files.values()))
            (runs,) = self._database.one("SELECT count(*) FROM done WHERE part = ?", part)
            (number,) = self._database.one("SELECT count(*) FROM discarded")
            self._database.add("discarded", number, self.epoch, names, cut(why), runs)
            self._remove([part])
            if kept.final:
                self._clear_extras()
        return int(runs)

    def discarded(self) -> list[Discard]:
        """Return the parts that were given up."""
        rows = self._database.all("SELECT name, why, runs FROM discarded ORDER BY number")
        return [Discard(*row) for row in rows]

    # The end, and a new beginning.

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
        return all(place.position == rank for rank, place in enumerate(self.places()))

    def complete(self, finals: Sequence[File], extras: Sequence[File]) -> None:
        """Make the final tables, which hold every finished run in canonical order, the one part."""
        with self._writing():
            places = [(place.run.id,) for place in self.places()]
            self._remove_parts()
            number = self._add_part(finals, final=True)
            moved = ((number, rank, *run) for rank, run in enumerate(places))
            statement = "UPDATE done SET part = ?, position = ? WHERE run = ?"
            self._database.change("done", statement, moved)
            self._clear_extras()
            for file in extras:
                self._database.add("extras", file.name, file.bytes, file.sha256)

    def reopen(self, names: Mapping[str, str]) -> None:
        """Make the final tables an ordinary part, of which each file has got another name."""
        with self._writing():
            renamed = [(new, old) for old, new in names.items()]
            self._database.change("files", "UPDATE files SET name = ? WHERE name = ?", renamed)
            self._database.change("parts", "UPDATE parts SET final = 0 WHERE final AND ?", [(1,)])
            self._clear_extras()

    # Inside.

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Change the ledger, which only the latest epoch may."""
        with self._database.transaction():
            if self._latest() != self.epoch:
                raise PartError("another process goes on with this experiment")
            yield

    def _latest(self) -> int:
        return int(self._database.one("SELECT coalesce(max(epoch), 0) FROM epochs")[0])

    def _plan(self, run: Run, known: set[str]) -> None:
        if run.point not in known:
            known.add(run.point)
            self._database.add("points", run.point, -1, levels_text(run.levels))
        there = self._database.one("SELECT point, replicate FROM runs WHERE run = ?", run.id)
        if not there:
            self._database.add("runs", run.id, run.point, run.replicate)
        elif there != (run.point, run.replicate):
            raise ValueError(f"run {run.id} is {there} in the ledger")

    def _rank(self, ranks: dict[str, int], order: dict[str, None]) -> None:
        if list(order) != sorted(ranks, key=ranks.__getitem__):
            rows = ((rank, point) for rank, point in enumerate(order))
            self._database.change("points", "UPDATE points SET rank = ? WHERE point = ?", rows)

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

    def _admit(self, part: Part) -> None:
        if part.epoch != self.epoch:
            raise PartError(f"a part of epoch {part.epoch} came in epoch {self.epoch}")
        if self.final() is not None:
            raise PartError("the experiment is complete; it must be reopened first")
        if len({done.run for done in part.runs}) < len(part.runs):
            raise PartError("a part has the same run twice")
        for file in part.files:
            if not PART_FILE.fullmatch(file.name):
                raise PartError(f"{file.name!r} is not the name of a part")

    def _is_new(self, done: Done) -> bool:
        run = self.run(done.run)
        earlier = self._database.one("SELECT digest FROM done WHERE run = ?", done.run)
        if earlier and earlier != (done.digest,):
            raise DeterminismError(run)
        return not earlier

    def _add_part(self, content: Iterable[File], *, final: bool) -> int:
        (last,) = self._database.one("SELECT coalesce(max(part), 0) FROM parts")
        number = int(last) + 1
        self._database.add("parts", number, self.epoch, int(final))
        for file in content:
            self._database.add("files", number, *file)
        return number

    def _remove(self, parts: Sequence[int]) -> None:
        for table in ("parts", "files", "done"):
            statement = f"DELETE FROM {table} WHERE part = ?"  # noqa: S608
            self._database.change(table, statement, [(part,) for part in parts])

    def _remove_parts(self) -> None:
        for table in ("parts", "files"):
            self._database.change(table, f"DELETE FROM {table} WHERE ?", [(1,)])  # noqa: S608

    def _clear_extras(self) -> None:
        self._database.change("extras", "DELETE FROM extras WHERE ?", [(1,)])

    def _files(self, part: int) -> dict[str, File]:
        query = "SELECT content, name, bytes, sha256 FROM files WHERE part = ? ORDER BY content"
        return {row[0]: File(*row) for row in self._database.all(query, part)}

    def _attempts(self, run: str) -> int:
        query = "SELECT coalesce(max(attempt), 0) FROM attempts WHERE run = ?"
        return int(self._database.one(query, run)[0])
