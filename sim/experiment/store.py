"""The result folder: replicates committed one by one, then put together.

    manifest.json       what made the run, and its state: running, then complete
    config.yaml         the configuration, fully resolved
    parts/0000003/      the tables of a finished replicate, while the run goes on
    daily.parquet ...   the tables of all replicates in order
    summary.csv         one row a replicate
    figures/            drawn from these files

A worker stages the tables of a replicate under a hidden name; only the process that holds the
lock renames them to a part, which is the commit, so that a worker that outlives its run by a
moment cannot add to another one. The run is complete when its manifest says so and its tables
are there; the parts go last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from sim.config import to_yaml
from sim.experiment import files, manifest, tables
from sim.experiment.errors import DiskError
from sim.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sim.config import Config
    from sim.experiment.manifest import Manifest
    from sim.experiment.tables import Columns

CONFIG = "config.yaml"
SUMMARY = "summary.csv"
FIGURES = "figures"


@dataclass(frozen=True)
class Store:
    """The files of one run.

    Attributes
    ----------
    folder
        The result folder.
    config
        The configuration of the run.
    """

    folder: Path
    config: Config

    @property
    def parts(self) -> Path:
        """Folder of the replicates finished so far."""
        return self.folder / "parts"

    def part(self, replicate: int) -> Path:
        """Folder of one finished replicate."""
        return self.parts / f"{replicate:07d}"

    def finished(self) -> list[int]:
        """Return the replicates that have a part."""
        return [each for each in range(self.config.run.replicates) if self.part(each).exists()]

    def is_complete(self, record: Manifest) -> bool:
        """Tell whether the run that `record` describes has ended and its tables are there."""
        expected = [*map(self._table, tables.names(self.config)), self.folder / SUMMARY]
        return record["state"] == manifest.COMPLETE and all(path.exists() for path in expected)

    def begin(self, record: Manifest) -> None:
        """Make the folder this run's, keeping the parts that are there.

        The manifest comes first: without it the folder would be taken for a stranger's.
        """
        files.remove_leftovers(self.folder)
        self._remove_results()
        manifest.write(self.folder, record)
        with files.replacing(self.folder / CONFIG) as file:
            file.write(to_yaml(self.config).encode())
        files.make_folder(self.parts)
        files.remove_leftovers(self.parts)

    def clear(self) -> None:
        """Remove what an earlier run left; files that are not killzone's stay."""
        files.remove_folder(self.parts)
        self._remove_results()

    def reopen(self, replicates: int) -> None:
        """Make parts again of the first `replicates` of a complete run, to add more."""
        files.make_folder(self.parts)
        for replicate in range(replicates):
            chosen = {
                name: pq.read_table(self._table(name), filters=[("replicate", "==", replicate)])
                for name in tables.names(self.config)
            }
            if not self.part(replicate).exists():
                self.commit(replicate, self._stage(replicate, chosen))

    def stage(self, replicate: int, columns: Mapping[str, Columns]) -> Path:
        """Write the tables of a finished replicate under a hidden name and return it."""
        return self._stage(
            replicate,
            {
                name: tables.table(name, columns[name], replicate, self.config)
                for name in tables.names(self.config)
            },
        )

    def commit(self, replicate: int, staged: Path) -> None:
        """Make staged tables the part of `replicate`; from here on it is never run again."""
        staged.rename(self.part(replicate))
        files.flush_folder(self.parts)

    def read_part(self, replicate: int, name: str) -> pa.Table:
        """Return one table of a finished replicate.

        Raises
        ------
        DiskError
            If the disk gives back something else than was written.
        """
        part = self.part(replicate)
        try:
            return tables.read(part / f"{name}.parquet")
        except (OSError, pa.ArrowInvalid) as error:
            raise DiskError(
                f"{part} is damaged ({error}); remove it to have it run anew"
            ) from error

    def assemble(self) -> None:
        """Write the tables of all replicates, in their order, from the parts."""
        for name in tables.names(self.config):
            parts = (self.read_part(each, name) for each in range(self.config.run.replicates))
            with files.replacing(self._table(name)) as file:
                tables.write(file, tables.schema(name, self.config), parts)

    def complete(self, record: Manifest) -> None:
        """Declare the run complete and remove its parts."""
        manifest.write(self.folder, record)
        self.tidy()

    def tidy(self) -> None:
        """Remove what a complete run does not need."""
        files.remove_folder(self.parts)
        files.remove_leftovers(self.folder)

    def _table(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _stage(self, replicate: int, contents: Mapping[str, pa.Table]) -> Path:
        staged = files.hidden(self.part(replicate))
        staged.mkdir()
        for name, content in contents.items():
            with files.replacing(staged / f"{name}.parquet") as file:
                tables.write(file, content.schema, [content])
        return staged

    def _remove_results(self) -> None:
        for path in (*map(self._table, TABLES), self.folder / SUMMARY):
            path.unlink(missing_ok=True)
        files.remove_folder(self.folder / FIGURES)
        files.flush_folder(self.folder)
