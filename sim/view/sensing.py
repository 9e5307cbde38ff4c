"""What moves the responses of a sweep: tables, pictures and words in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.sensitivity.answer import WANTED
from sim.experiment.errors import disk_errors
from sim.experiment.experiment_tables import measures
from sim.experiment.results.exporting import refuse_overwriting, write_frame
from sim.experiment.results.results import Results
from sim.experiment.results.sensitivity import require_independent_factors
from sim.experiment.results.sensitivity import sensitivity as analyse
from sim.experiment.results.summarising import require_responses
from sim.experiment.store import files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sim.config.paths import Given
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.results.sensitivity import Sensitivity

WORDS = "answer.txt"


@dataclass(frozen=True)
class Sensed:
    """What moves the responses of a sweep, and where it was written.

    Attributes
    ----------
    found : Sensitivity
        The numbers.
    files : list of Path
        What was written.
    """

    found: Sensitivity
    files: list[Path]


def sensitivity(
    results: Given | Results,
    responses: Sequence[str] | None = None,
    *,
    half_width: float = WANTED,
) -> Sensitivity:
    """Return what moves the responses of a sweep, whatever its design is.

    Morris designs give elementary effects, Saltelli designs Sobol indices; any other gives Sobol
    indices by a Gaussian process (needs ``killzone[analysis]``). Luck is a factor of its own, and a
    dummy shows what a factor has that does nothing.

    Parameters
    ----------
    results
        The folder of a sweep, or what `sim.sweep` and `sim.read` return.
    responses
        Names of responses; all that the experiment asks for, if not given.
    half_width
        Of the 95% interval of a total order index, that is narrow enough for the checks.

    Returns
    -------
    Sensitivity
        With the tables ``indices``, ``convergence``, ``interactions``, ``curves`` and ``gates``.

    Raises
    ------
    RunError
        If there is no such response, no factor, or what it takes is not installed.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "screening",
    ...     base="one-race",
    ...     set={"run.days": 60},
    ...     factors={"race.obsolescence_days": {"range": [30, 90]}},
    ...     design={"kind": "morris", "trajectories": 4},
    ...     replicates=2,
    ...     responses={"pass_rate": {"column": "pass_rate_ua", "statistic": "mean"}},
    ... )
    >>> found = sim.sensitivity(sim.sweep(experiment, workers=1))
    >>> list(found.indices["factor"])
    ['race.obsolescence_days', '(dummy)', '(luck)']
    """
    opened = results if isinstance(results, Results) else Results(results)
    opened.require_complete()
    return analyse(opened, responses, half_width)


def refuse_in_vain(
    experiment: Experiment, responses: Sequence[str] | None, folder: Path, *, force: bool
) -> None:
    """Refuse what `sense` would refuse once all runs of an experiment are done.

    Raises
    ------
    RunError
        If there is no such response, or the answer is there already.
    """
    known = [each.name for each in measures(experiment)]
    require_responses(experiment.name, known, responses or ())
    require_independent_factors(experiment.name, experiment)
    refuse_overwriting([folder / WORDS], force=force)


def sense(
    results: Results,
    responses: Sequence[str] | None,
    half_width: float,
    folder: Path,
    *,
    force: bool,
) -> Sensed:
    """Analyse results and write tables (CSV and Parquet), pictures and words into a folder."""
    refuse_overwriting([folder / WORDS], force=force)
    found = sensitivity(results, responses, half_width=half_width)
    with disk_errors(folder):
        files.make_folder(folder)
        written = [*_write_tables(found, folder), *_draw(results, found, folder)]
        with files.replacing(folder / WORDS) as file:
            file.write("\n".join(found.words).encode() + b"\n")
    return Sensed(found, [folder / WORDS, *written])


def _write_tables(found: Sensitivity, folder: Path) -> Iterator[Path]:
    import pyarrow as pa  # noqa: PLC0415 (slow to import)
    import pyarrow.parquet as pq  # noqa: PLC0415

    for name, table in found.tables().items():
        yield write_frame(folder / f"{name}.csv", table)
        path = folder / f"{name}.parquet"
        with files.replacing(path) as file:
            pq.write_table(pa.Table.from_pandas(table, preserve_index=False), file)
        yield path


def _draw(results: Results, found: Sensitivity, folder: Path) -> Iterator[Path]:
    from sim.view.figures.pages import house_style  # noqa: PLC0415 (matplotlib is slow to import)
    from sim.view.figures.run_figures import save  # noqa: PLC0415
    from sim.view.figures.sensitivity_figures import figures  # noqa: PLC0415

    with house_style():
        for name, figure in figures(results, found):
            yield save(figure, folder / f"{name}.png")
