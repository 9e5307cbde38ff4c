"""The ledger of an experiment: what is planned, done, failed, and in which file it is.

A run is done once a transaction here says so; files that the ledger does not name do not count.
The parts of a complete experiment are one, the final tables.
"""

from __future__ import annotations

import contextlib
import re
import uuid
from typing import TYPE_CHECKING

from sim.experiment.errors import DeterminismError, PartError
from sim.experiment.store import files
from sim.experiment.store.ledger_rows import cut, levels_text
from sim.experiment.store.ledger_view import ID, NAME, TABLES, LedgerView, unplanned
from sim.experiment.store.sealed import Sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sim.experiment.plan import Done, Failure, File, Part, Run
    from sim.experiment.store.ledger_rows import Signature

VERSION = "1"
_FAILURES = "(SELECT coalesce(max(a.attempt), 0) FROM attempts a WHERE a.run = r.run)"
PART_FILE = re.compile(r"parts/\d+-[0-9a-f]{32}\.[a-z]+\.parquet")


class Ledger(LedgerView):
    """The open ledger of a result folder, for the one process that may write it.

    Attributes
    ----------
    epoch : int
        The start of the experiment that this process is.
    """

    def __init__(self, database: Sealed) -> None:
        super().__init__(database)
        self.epoch = 0

    @classmethod
    def create(cls, folder: Path, facts: Mapping[str, str]) -> Ledger:
        """Make a new ledger; the folder is not flushed."""
        journal = folder / f"{NAME}-journal"
        if journal.exists():  # SQLite would play it back into this one
            files.DISK.unlink(journal)
            files.DISK.fsync_folder(folder)
        known = {"version": VERSION, ID: uuid.uuid4().hex, **facts}
        rows = [("facts", item) for item in known.items()]
        return cls(Sealed.create(folder / NAME, TABLES, rows))

    @classmethod
    def open(cls, folder: Path) -> Ledger:
        """Open the ledger to write; only the process that holds the folder's lock may.

        Raises
        ------
        LedgerError
            If it is damaged.
        """
        return cls(Sealed(folder / NAME, TABLES))

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
            new = dict(self._new(part.runs))
            if new:
                number = self._add_part(part.files, final=False)
                for place, attempt in new.items():
                    done = part.runs[place]
                    values = (done.digest, float(done.seconds), part.worker, self.epoch, attempt)
                    self._database.add("done", done.run, number, place, *values)
        return tuple(part.runs[place].run for place in new)

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
            query = f"SELECT {_FAILURES} FROM runs r WHERE r.run = ?"  # noqa: S608
            row = self._database.one(query, failure.run)
            if not row:
                raise unplanned(failure.run)
            attempt = int(row[0]) + 1
            texts = (*map(cut, failure[1:4]), cut(failure.traceback, from_end=True))
            self._database.add("attempts", failure.run, attempt, self.epoch, *texts, int(not again))
        return attempt

    def forgive(self) -> None:
        """Make the runs that were given up pending again."""
        with self._writing():
            self._database.change("attempts", "UPDATE attempts SET last = 0 WHERE last")

    def discard(self, part: int, why: str) -> int:
        """Give up a damaged part; its runs are pending again. Return how many."""
        with self._writing():
            kept = self.part(part)
            names = " ".join(sorted(file.name for file in kept.files.values()))
            (runs,) = self._database.one("SELECT count(*) FROM done WHERE part = ?", part)
            (number,) = self._database.one("SELECT count(*) FROM discarded")
            self._database.add("discarded", number, self.epoch, names, cut(why), runs)
            for table in ("parts", "files", "done"):
                statement = f"DELETE FROM {table} WHERE part = ?"  # noqa: S608
                self._database.change(table, statement, [(part,)])
            if kept.final:
                self._clear("extras")
        return int(runs)

    def complete(self, finals: Sequence[File], extras: Sequence[File]) -> None:
        """Make the final tables, which hold every finished run in canonical order, the one part."""
        with self._writing():
            places = [(place.run.id,) for place in self.locations()]
            self._clear("parts", "files", "extras")
            number = self._add_part(finals, final=True)
            moved = ((number, rank, *run) for rank, run in enumerate(places))
            statement = "UPDATE done SET part = ?, position = ? WHERE run = ?"
            self._database.change("done", statement, moved)
            for file in extras:
                self._database.add("extras", file.name, file.bytes, file.sha256)

    def reopen(self, names: Mapping[str, str]) -> None:
        """Make the final tables an ordinary part, whose files have other names now."""
        with self._writing():
            renamed = [(new, old) for old, new in names.items()]
            self._database.change("files", "UPDATE files SET name = ? WHERE name = ?", renamed)
            self._database.change("parts", "UPDATE parts SET final = 0 WHERE final")
            self._clear("extras")

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Change the ledger, which only the latest epoch may."""
        with self._database.transaction():
            if self._latest() != self.epoch:
                raise PartError("another process has taken this experiment over")
            yield

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

    def _new(self, runs: Sequence[Done]) -> Iterator[tuple[int, int]]:
        """Yield the place of each run that is not done yet, and which attempt at it this is."""
        query = (
            f"SELECT d.digest, {_FAILURES} FROM runs r "  # noqa: S608
            "LEFT JOIN done d USING (run) WHERE r.run = ?"
        )
        for place, done in enumerate(runs):
            row = self._database.one(query, done.run)
            if not row:
                raise unplanned(done.run)
            digest, failures = row
            if digest is None:
                yield place, failures + 1
            elif digest != done.digest:
                raise DeterminismError(self.run(done.run))

    def _add_part(self, content: Iterable[File], *, final: bool) -> int:
        (last,) = self._database.one("SELECT coalesce(max(part), 0) FROM parts")
        number = int(last) + 1
        self._database.add("parts", number, self.epoch, int(final))
        for file in content:
            self._database.add("files", number, *file)
        return number

    def _clear(self, *tables: str) -> None:
        for table in tables:
            self._database.change(table, f"DELETE FROM {table}")  # noqa: S608
