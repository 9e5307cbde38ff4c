"""The result folder of an experiment, as the process that holds its lock sees it.

    ledger.sqlite        what is planned, done, failed, and in which file it is
    parts/               runs as workers wrote them, while the experiment goes on
    runs.parquet ...     the final tables, in canonical order
    timings.parquet      how each run was done
    failures.parquet     runs that were given up, and why

At no moment is a finished run in no file that the ledger names. The final tables are flushed
before the ledger takes them for the one part there is, and the parts go after that. When the
experiment grows, the final tables get second names among the parts, and new final tables take
the place of the first names when all is done.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.experiment.errors import DeterminismError, PartError, ResumeError
from sim.experiment.plan import File
from sim.experiment.store import assembly, files, ledger_tables, parts, tables
from sim.experiment.store.ledger import Ledger
from sim.experiment.store.ledger_view import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import pyarrow as pa

    from sim.experiment.plan import Part, Run
    from sim.experiment.store.ledger_rows import Kept, Signature
    from sim.experiment.store.ledger_tables import Origin

GIBIBYTE = 2**30
PARTS_THAT_MUST_FIT = 10


@dataclass
class Store:
    """The open results of an experiment; `begin` opens them."""

    folder: Path
    ledger: Ledger
    schemas: Mapping[str, pa.Schema]
    origin: Callable[[Run], Origin]
    _written: tuple[list[File], list[File]] | None = field(default=None, init=False)
    _largest: int = field(default=0, init=False)

    @classmethod
    def begin(
        cls,
        folder: Path,
        schemas: Mapping[str, pa.Schema],
        runs: Iterable[Run],
        signature: Signature,
        origin: Callable[[Run], Origin],
    ) -> Store:
        """Open the results in `folder`, or begin them, as a new epoch.

        Parameters
        ----------
        folder
            The result folder, which is there and locked.
        schemas
            The tables to keep, by name.
        runs
            The plan in canonical order; runs that the ledger has already stay as they are.
        signature
            Who begins.
        origin
            Returns seed and command of a run, for people.

        Raises
        ------
        ResumeError
            If the results were begun with other tables or columns.
        LedgerError
            If the ledger is damaged.
        """
        if not (folder / NAME).exists():
            files.DISK.mkdir(folder / parts.FOLDER)
            Ledger.create(folder, assembly.as_facts(schemas)).close()
            files.DISK.fsync_folder(folder)
        ledger = Ledger.open(folder)
        try:
            store = cls(folder, ledger, schemas, origin)
            store._refuse_other_columns()
            ledger.begin_epoch(signature)
            ledger.plan(runs)
        except BaseException:
            ledger.close()
            raise
        return store

    def __enter__(self) -> Store:
        """Return the store."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the ledger."""
        self.ledger.close()

    @property
    def epoch(self) -> int:
        """The epoch that workers are to put on their parts."""
        return self.ledger.epoch

    @property
    def room(self) -> int:
        """Bytes that must be free before more runs are begun (`files.require_room`)."""
        return max(GIBIBYTE, PARTS_THAT_MUST_FIT * self._largest)

    def is_complete(self) -> bool:
        """Tell whether nothing is pending and the final files are as they were written."""
        final = self.ledger.final()
        if final is None or self.ledger.counts().pending or not self.ledger.in_order():
            return False
        expected = (*final.files.values(), *self.ledger.extras())
        return len(expected) > len(final.files) and not any(
            files.damage(self.folder / file.name, file.sha256, file.bytes) for file in expected
        )

    def open_parts(self) -> list[str]:
        """Get ready for more runs: take final tables in as a part, clear away what is dead.

        Returns a line for each part that is damaged; its runs are pending again.
        """
        place = self.folder / parts.FOLDER
        if not place.exists():
            files.DISK.mkdir(place)
            files.DISK.fsync_folder(self.folder)
        final, lost = self.ledger.final(), []
        if final is not None:
            lost = self._check([final])
            if not lost:
                self._take_in(final)
        files.remove_leftovers(self.folder)
        self._remove_strays()
        return lost

    def commit(self, part: Part) -> tuple[str, ...]:
        """Take the runs of a part as done and return those that were not done before.

        Raises
        ------
        PartError
            If it is of another epoch, or its runs or files are not what they should be.
        DeterminismError
            If a run came before with other numbers.
        """
        for file in part.files:
            path = self.folder / file.name
            if file.table not in self.schemas or not path.is_file():
                raise PartError(f"{path} is not there, or no table of the experiment")
            if path.stat().st_size != file.bytes:
                raise PartError(f"{path} does not have the {file.bytes:,} bytes that were written")
        if {file.table for file in part.files} != set(self.schemas):
            raise PartError("a part does not have the tables of the experiment")
        try:
            new = self.ledger.commit(part)
        except DeterminismError as error:
            seed = self.origin(error.run).seed
            raise DeterminismError(error.run, str(seed)) from None
        if not new:
            for file in part.files:
                files.DISK.unlink(self.folder / file.name)
        self._largest = max(self._largest, sum(file.bytes for file in part.files))
        return new

    def discard_damaged(self, name: str | None = None) -> list[str]:
        """Read every byte of every part, or of its table `name`, and give up what is damaged.

        Returns a line for each part that is damaged; its runs are pending again.
        """
        return self._check(self.ledger.parts(), name)

    def assemble(self) -> list[str]:
        """Write the final tables from the parts, whatever has been done so far.

        Returns a line for each part that is damaged; its runs are pending again, and nothing is
        written before they are done again.
        """
        lost = self.discard_damaged()
        if not lost:
            try:
                self._write()
            except assembly.DamageError as error:
                lost = [self._discard(error)]
        return lost

    def complete(self) -> None:
        """Take the final tables just written for the results, and remove the parts."""
        if self._written is None:
            raise ValueError("the final tables are not written")
        finals, more = self._written
        self.ledger.complete(finals, more)
        self._written = None
        self.tidy()

    def tidy(self) -> None:
        """Remove what complete results do not need; files of others stay."""
        place = self.folder / parts.FOLDER
        if place.exists():
            self._remove_strays()
            with contextlib.suppress(OSError):  # others may write there: files of theirs stay
                files.DISK.rmdir(place)
        files.remove_leftovers(self.folder)

    def _refuse_other_columns(self) -> None:
        before = assembly.schemas(self.ledger)
        for name in sorted({*before, *self.schemas}):
            then, now = before.get(name), self.schemas.get(name)
            if then is None or now is None or not now.equals(then):
                raise ResumeError(
                    f"{self.folder} was begun with other columns of the table {name}; "
                    "--out names another folder, --force replaces it"
                )

    def _take_in(self, final: Kept) -> None:
        name = parts.new_name(self.epoch)
        names = {file.name: f"{name}.{file.table}.parquet" for file in final.files.values()}
        for old, new in names.items():
            files.also_named(self.folder / old, self.folder / new)
        files.DISK.fsync_folder(self.folder / parts.FOLDER)
        self.ledger.reopen(names)

    def _check(self, kept: Iterable[Kept], name: str | None = None) -> list[str]:
        lost = []
        for part in kept:
            try:
                assembly.check(self.folder, part, name)
            except assembly.DamageError as error:
                lost.append(self._discard(error))
        return lost

    def _discard(self, error: assembly.DamageError) -> str:
        runs = self.ledger.discard(error.part, str(error))
        return f"{error}; its runs are done again: {runs:,}"

    def _write(self) -> None:
        staged: list[files.NewFile] = []
        try:
            for name, schema in self.schemas.items():
                source = assembly.StoredTable(self.folder, self.ledger, name, schema)
                staged.append(self._stage(name, schema, source.row_groups()))
            for name, (schema, groups) in ledger_tables.tables_of(self.ledger, self.origin).items():
                staged.append(self._stage(name, schema, groups))
        except BaseException:
            for file in staged:
                file.abandon()
            raise
        files.publish(staged)
        written = [File(file.path.stem, file.path.name, file.size, file.sha256) for file in staged]
        self._written = written[: len(self.schemas)], written[len(self.schemas) :]

    def _stage(self, name: str, schema: pa.Schema, groups: Iterable[pa.Table]) -> files.NewFile:
        with files.staging(self.folder / f"{name}.parquet") as file:
            tables.write(file, schema, groups)
        return file

    def _remove_strays(self) -> None:
        """Remove the parts that the ledger does not name; no worker of this epoch is at work."""
        known = self.ledger.file_names()
        for path in (self.folder / parts.FOLDER).iterdir():
            if parts.is_ours(path.name) and f"{parts.FOLDER}/{path.name}" not in known:
                files.DISK.unlink(path)
