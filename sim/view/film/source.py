"""What a film is made of: a replicate of a configuration, or of a point in a result folder."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.config import Config, load
from sim.experiment.errors import FilmError, FolderError
from sim.experiment.results import rerunning
from sim.experiment.store import files, manifest
from sim.experiment.store.folder import experiment_in
from sim.experiment.store.ledger_view import LedgerView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.config.paths import Given
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.plan import Run
    from sim.experiment.store.tables import Columns

RESULTS = Path("results")
FILM = "film.gif"


@dataclass(frozen=True)
class FilmedRun:
    """A run to be filmed.

    Attributes
    ----------
    out : Path
        Where its film goes by default.
    levels : str
        What factors are set to, of a point of a sweep.
    stored : StoredRun, optional
        Where its rows are, if it was done before.
    """

    name: str
    config: Config
    replicate: int
    out: Path
    levels: str = ""
    stored: StoredRun | None = None

    def title(self) -> str:
        """Return what the run is, in a line."""
        levels = f": {self.levels}" if self.levels else ""
        return f"{self.name}, replicate {self.replicate}, seed {self.config.run.seed}{levels}"


@dataclass(frozen=True)
class StoredRun:
    """A run in a result folder."""

    folder: Path
    experiment: Experiment
    run: Run

    def compare(self, config: Config, recorded: Mapping[str, Columns]) -> None:
        """Warn if the rows in the folder differ from those of the run as simulated now."""
        with LedgerView.read(self.folder) as ledger:
            before = ledger.digest(self.run.id)
        if before is None:
            warnings.warn(f"{self.folder}: run {self.run.id} is not done there yet", stacklevel=2)
        elif before != rerunning.digest(self.experiment, self.run, config, recorded):
            warnings.warn(
                f"{self.folder}: the film does not match the tables there, because the same run "
                f"now gives other numbers{_differences(self.folder, self.experiment)}",
                stacklevel=2,
            )


def find_run(
    source: Given | Config, settings: Iterable[str], replicate: int, point: int | None
) -> FilmedRun:
    """Return the run that is meant: a replicate of a configuration, or of a point in a folder.

    Raises
    ------
    ConfigError
        If the configuration is not valid.
    FolderError
        If there is no such result, point or replicate.
    FilmError
        If `settings` are given for results, or a point for a configuration.
    """
    if isinstance(source, Config):
        _refuse_point("this", point)
        return FilmedRun("run", source, replicate, RESULTS / "run.gif")
    text = os.fsdecode(source)
    folder = files.folder_there(text)
    if folder is not None:
        if [*settings]:
            raise FilmError(f"{text} holds results: what was run there cannot be set differently")
        return _stored(folder, replicate, point or 0)
    _refuse_point(text, point)
    name = Path(text).stem
    return FilmedRun(name, load(text, settings), replicate, RESULTS / f"{name}.gif")


def _refuse_point(name: str, point: int | None) -> None:
    if point is not None:
        raise FilmError(f"{name} is a configuration: only the results of a sweep have points")


def _stored(folder: Path, replicate: int, number: int) -> FilmedRun:
    experiment = experiment_in(folder)
    with LedgerView.read(folder) as ledger:
        planned = list(ledger.runs())
    points = [run for run in planned if run.replicate == 0]
    if not 0 <= number < len(points):
        raise FolderError(f"{folder} has points 0 to {len(points) - 1}, not {number}")
    point = points[number]
    config = experiment.config_at(point.levels)
    run = _planned(folder, [each for each in planned if each.point == point.point], replicate)
    name = f"{experiment.name}, point {number}" if experiment.factors else experiment.name
    levels = ", ".join(
        f"{factor}={level:g}" if isinstance(level, float) else f"{factor}={level}"
        for factor, level in zip(_short_names(experiment), point.levels, strict=True)
    )
    stored = StoredRun(folder, experiment, run)
    return FilmedRun(name, config, replicate, folder / FILM, levels, stored)


def _short_names(experiment: Experiment) -> list[str]:
    """Return the factors' names without their components, unless two would be the same."""
    names = [factor.name for factor in experiment.factors]
    short = [name.rpartition(".")[2] for name in names]
    return short if len(set(short)) == len(short) else names


def _planned(folder: Path, of_point: Iterable[Run], replicate: int) -> Run:
    runs = {run.replicate: run for run in of_point}
    if replicate not in runs:
        raise FolderError(f"{folder} has replicates 0 to {len(runs) - 1}, not {replicate}")
    return runs[replicate]


def _differences(folder: Path, experiment: Experiment) -> str:
    """Return which software has changed, as the end of a sentence."""
    recorded, current = manifest.require(folder), manifest.begin(experiment)
    changes = [*manifest.software_changes(recorded, current)]
    return f" ({'; '.join(changes)})" if changes else ""
