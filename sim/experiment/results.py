"""The tables of a run as pandas frames, read when first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.analysis.summary import headline
from sim.config import load
from sim.experiment import manifest, store, tables
from sim.experiment.errors import DiskError, FolderError

if TYPE_CHECKING:
    from sim.config import Config
    from sim.experiment.manifest import Manifest


class Results:
    """What a run wrote.

    Units and definitions of the columns are in the files' own metadata.

    Attributes
    ----------
    folder : Path
        Where the files are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def daily(self) -> pd.DataFrame:
        """A row for each replicate and day."""
        return self._table("daily")

    @cached_property
    def designs(self) -> pd.DataFrame:
        """A row for each design of a replicate."""
        return self._table("designs")

    @cached_property
    def space(self) -> pd.DataFrame:
        """Places in the design space on three dates."""
        return self._table("space")

    @cached_property
    def sectors(self) -> pd.DataFrame:
        """A row for each replicate, day and sector, if `outputs.sectors` is on."""
        return self._table("sectors")

    @cached_property
    def summary(self) -> pd.DataFrame:
        """A row for each replicate: the main responses."""
        return pd.read_csv(self._existing(store.SUMMARY))

    @cached_property
    def headline(self) -> pd.DataFrame:
        """The main responses with 95% intervals over replicates, beside the article's figures."""
        return headline(self.daily, self.designs, self.config)

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit of each column of `daily`, "1" for a share."""
        return tables.units(pq.read_schema(self._existing("daily.parquet")))

    @cached_property
    def config(self) -> Config:
        """The configuration of the run."""
        return load(self._existing(store.CONFIG))

    @cached_property
    def manifest(self) -> Manifest:
        """Versions, seed, digest, start, seconds and state of the run."""
        record = manifest.read(self.folder)
        if record is None:
            raise FolderError(f"{self.folder}: not a result of killzone (no {manifest.NAME})")
        return record

    def __repr__(self) -> str:
        """Return size, state and place of the run."""
        run = f"{self.manifest['replicates']} replicates of {self.manifest['days']} days"
        return f"<Results: {run}, {self.manifest['state']}, in {self.folder}>"

    def _table(self, name: str) -> pd.DataFrame:
        path = self._existing(f"{name}.parquet")
        try:
            return tables.frame(tables.read(path))
        except (OSError, pa.ArrowInvalid) as error:
            raise DiskError(f"{path} is damaged ({error})") from error

    def _existing(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            raise FolderError(f"{path} is not there: the run is not complete or does not write it")
        return path


def read(folder: str | Path) -> Results:
    """Open the result folder of an earlier run.

    Raises
    ------
    FolderError
        If it is not one, or its run is not complete.
    """
    results = Results(Path(folder))
    if results.manifest["state"] != manifest.COMPLETE:
        raise FolderError(f"{folder}: the run is not complete; resume it first (--resume)")
    return results
