"""The tables of runs as pandas frames, read when first asked for."""

from __future__ import annotations

import contextlib
import os
import warnings
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pyarrow as pa

from sim.analysis.censoring import with_censored
from sim.analysis.measures import TIME_TO
from sim.analysis.points import summarise
from sim.analysis.summary import headline
from sim.config import load
from sim.config.catalogue import unit_of
from sim.experiment import experiment_tables
from sim.experiment.design.experiment import Auto
from sim.experiment.errors import FolderError, QuestionError
from sim.experiment.replicating import precision
from sim.experiment.results.sampled import rows_of_sample
from sim.experiment.store import assembly, files, ledger_tables, manifest, tables
from sim.experiment.store.folder import CONFIG, SUMMARY, experiment_in
from sim.experiment.store.ledger_view import LedgerView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import xarray as xr

    from sim.config import Config
    from sim.config.paths import Given
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.plan import Run
    from sim.experiment.replicating import Precision
    from sim.experiment.store.ledger_rows import Counts, Edition
    from sim.experiment.store.manifest import Manifest
    from sim.war.columns import Column


ASKED = ("experiment_digest", "config_digest", "replicates", "points", "days")
"""What of a manifest says which experiment it is, and how large."""


class _Opened(NamedTuple):
    """What a folder held when it was first looked into."""

    manifest: Manifest
    edition: Edition
    counts: Counts


class Results:
    """What a run or a sweep wrote; of one that goes on or was stopped, what was done by then.

    It stands for one result, as it was when it was first asked for anything. Once its folder holds
    another one, has grown or is gone, whatever was not read before is refused with a `RunError`.

    Units and definitions of the columns are in the files' own metadata.

    Attributes
    ----------
    folder : Path
        Where the files are, absolute.
    label : str
        The folder as it was named, which tells results apart where several are compared.

    Examples
    --------
    >>> import sim
    >>> results = sim.run("one-race", days=60, replicates=2, workers=1)
    >>> results.daily.groupby("day")["kill_zone_km"].mean().loc[0]
    np.float64(...)
    >>> results.units["kill_zone_km"]
    'km'
    """

    def __init__(self, folder: Given) -> None:
        self.folder, self.label = files.located(folder), os.fsdecode(folder)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row for each run: its id, point and replicate, the factors and the responses."""
        return self._table("runs")

    @cached_property
    def sample(self) -> pd.DataFrame:
        """The responses for each row of the design, in its order; see `sampled.rows_of_sample`."""
        return rows_of_sample(self)

    @cached_property
    def plan(self) -> list[Run]:
        """The points in the order of the plan, each as its first replicate, done or not."""
        with self._ledger() as ledger:
            return [run for run in ledger.runs() if run.replicate == 0]

    @cached_property
    def daily(self) -> pd.DataFrame:
        """A row for each run and day."""
        return self._table("daily")

    @cached_property
    def designs(self) -> pd.DataFrame:
        """A row for each drone design of a run."""
        return self._table("designs")

    @cached_property
    def space(self) -> pd.DataFrame:
        """Places in the design space on three dates."""
        return self._table("space")

    @cached_property
    def sectors(self) -> pd.DataFrame:
        """A row for each run, day and sector, if it was asked for."""
        return self._table("sectors")

    @cached_property
    def timings(self) -> pd.DataFrame:
        """A row for each run: seconds, worker and attempt, which differ between machines."""
        return self._extra("timings")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """A row for each run that failed: where, why, and the command that does it again."""
        return self._extra("failures")

    @cached_property
    def summary(self) -> pd.DataFrame:
        """A row for each replicate of a run of one configuration: the main responses."""
        with self._unchanged(), self._existing(SUMMARY).open("rb") as file:
            return pd.read_csv(file)

    @cached_property
    def headline(self) -> pd.DataFrame:
        """The main responses with 95% intervals over replicates, beside the article's figures.

        Of a sweep, which has several configurations, this is a `QuestionError`.
        """
        self.require_one_configuration()
        return headline(self.daily, self.designs, self.config)

    @cached_property
    def schemas(self) -> dict[str, pa.Schema]:
        """The columns of each table, with unit and definition, as they are stored."""
        with self._ledger() as ledger:
            return assembly.schemas(ledger)

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit of each column of `daily`, "1" for a share."""
        if "daily" not in self.schemas:
            raise FolderError(f"{self.folder} does not keep the table daily")
        return tables.units(self.schemas["daily"])

    @cached_property
    def config(self) -> Config:
        """The configuration of the run, or the base of the sweep."""
        with self._unchanged():
            return load(self._existing(CONFIG), resolve=False)

    @cached_property
    def experiment(self) -> Experiment:
        """The experiment; of a run of one configuration, that of its one point."""
        with self._unchanged():
            return experiment_in(self.folder)

    @property
    def manifest(self) -> Manifest:
        """Versions, seed, digest, start, seconds and state of the run."""
        return self._opened.manifest

    @property
    def counts(self) -> Counts:
        """How many runs are planned, done and failed."""
        return self._opened.counts

    @property
    def factors(self) -> list[str]:
        """Columns of `runs` that are factors."""
        return list(self.factor_units)

    @property
    def factor_units(self) -> dict[str, str]:
        """Factors with the unit of each, empty where levels have none."""
        return {factor.name: unit_of(factor.unit) for factor in self.experiment.factors}

    @property
    def responses(self) -> dict[str, str]:
        """Columns of `runs` that are responses, with the unit of each."""
        return {name: column.unit for name, column in self.response_columns.items()}

    @property
    def response_columns(self) -> dict[str, Column]:
        """Columns of `runs` that are responses, each with unit, definition and bounds."""
        first = len(tables.KEYS) + len(self.experiment.factors)
        return {
            field.name: tables.column(field) for field in list(self.schemas[tables.RUNS])[first:]
        }

    @cached_property
    def points(self) -> pd.DataFrame:
        """A row for each point and response: means, intervals, quantiles over replicates."""
        times = [each.name for each in self.experiment.measures if each.statistic == TIME_TO]
        summary = summarise(self.runs, self.factors, self.response_columns)
        return with_censored(summary, self.runs, times)

    def to_xarray(self) -> xr.Dataset:
        """Return responses, and days if kept, by named dimensions; see `netcdf.to_xarray`.

        Raises
        ------
        ExtraError
            If xarray is not installed.
        """
        from sim.experiment.results.netcdf import dataset_of  # noqa: PLC0415 (an extra)

        return dataset_of(self)

    @property
    def precision(self) -> Precision | None:
        """How many points know their response as well as asked, where replicates are automatic.

        Of results that are not complete nothing is told.
        """
        auto = self.experiment.replicates
        if not isinstance(auto, Auto) or not self.is_complete:
            return None
        points = self.experiment.point_count
        return precision(self.runs, auto, self.responses[auto.response], points)

    @property
    def is_complete(self) -> bool:
        """Whether all that was planned is done or has failed, and the tables are final."""
        return bool(self.manifest["state"] == manifest.COMPLETE)

    def require_one_configuration(self) -> None:
        """Refuse a sweep, where one configuration is asked for, by a `QuestionError`."""
        if self.factors:
            raise QuestionError(
                f"{self.folder} is a sweep over {', '.join(self.factors)}, not a run of one "
                "configuration; killzone summarize shows its points side by side"
            )

    def require_complete(self) -> None:
        """Refuse a result that is not complete.

        Raises
        ------
        FolderError
            It names the cure.
        """
        if not self.is_complete:
            raise FolderError(f"{self.folder}: not complete; resume it first (--resume)")

    def __repr__(self) -> str:
        """Return size, state and place of the runs."""
        counts = self.counts
        return f"<Results: {counts.done} of {counts.planned} runs, in {self.folder}>"

    @cached_property
    def _opened(self) -> _Opened:
        record = manifest.require(self.folder)
        with LedgerView.read(self.folder) as ledger:
            opened = _Opened(record, ledger.edition(), ledger.counts())
        self._require(opened)
        return opened

    def _ledger(self) -> LedgerView:
        return LedgerView.read(self.folder, self._opened.edition)

    @contextlib.contextmanager
    def _unchanged(self) -> Iterator[None]:
        """Refuse what the block reads, or misses, if the folder holds something else by its end."""
        opened = self._opened
        try:
            yield
        finally:
            self._require(opened)

    def _require(self, opened: _Opened) -> None:
        """Refuse to go on with a folder that is not what was opened.

        The files of the next results are written once the ledger of these is gone; those of the
        same results with more runs before it changes.
        """
        LedgerView.read(self.folder, opened.edition).close()
        now = manifest.require(self.folder)
        if any(now.get(name) != opened.manifest.get(name) for name in ASKED):
            raise FolderError(f"{self.folder}: its results are being replaced; read them again")

    def _table(self, name: str) -> pd.DataFrame:
        return tables.frame(assembly.read_table(self.folder, name, self._opened.edition))

    def _extra(self, name: str) -> pd.DataFrame:
        origin = experiment_tables.origins(self.experiment, self.folder)
        with self._ledger() as ledger:
            schema, groups = ledger_tables.tables_of(ledger, origin)[name]
            return tables.frame(pa.concat_tables([schema.empty_table(), *groups]))

    def _existing(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            raise FolderError(f"{path} is not there: the run is not complete or does not write it")
        return path


def read(folder: Given) -> Results:
    """Open the result folder of an earlier run or sweep, complete or not.

    Of one that is not complete the tables hold the runs that are done by now; a warning says so.

    Raises
    ------
    FolderError
        If it is not one.

    Examples
    --------
    >>> import sim
    >>> results = sim.run("one-race", days=10, replicates=2, workers=1, out="mine")
    >>> sim.read("mine").daily.equals(results.daily)
    True
    """
    results = Results(folder)
    if not results.is_complete:
        done, planned = results.counts.done, results.counts.planned
        warnings.warn(
            f"{results.folder} is not complete: {done:,} of {planned:,} runs are done",
            stacklevel=2,
        )
    return results
