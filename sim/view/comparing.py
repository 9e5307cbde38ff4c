"""Result folders compared: from their places to a table and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.errors import disk_errors
from sim.experiment.results.comparison import check_response, comparison
from sim.experiment.results.exporting import write_frame
from sim.experiment.results.results import Results

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from sim.config.paths import Given
    from sim.experiment.results.comparison import Comparison

TABLE = "comparison.csv"
PICTURE = "comparison.png"


def compare(
    reference: Given | Results,
    *others: Given | Results,
    responses: Iterable[str] | None = None,
    from_day: int = 1,
    to_day: int | None = None,
) -> pd.DataFrame:
    """Compare results with a reference, pair by pair of replicates of the same number.

    Parameters
    ----------
    reference, others
        Result folders, or what `sim.run` and `sim.read` return, all of one `run.seed`.
        Replicates that only one of two has are left out.
    responses
        Daily columns to compare (docs/columns.md); if not given, those that the table at the
        end of a run is about.
    from_day, to_day
        Days to average over, both included, but for running medians, which are those of the last
        day; to the last that all runs have, if not given. A
        day that has no value in one run of a pair counts in neither.

    Returns
    -------
    DataFrame
        One row per result and response: ``result``, ``response``, ``unit``, ``pairs``,
        ``reference_mean``, ``mean``, ``difference`` (result minus reference) with the ends
        ``low`` and ``high`` of its 95% Student interval over pairs, and ``variance_ratio``,
        how many times as many replicates it would take without pairs.

    Raises
    ------
    FolderError
        If a folder is not a result, or its run is not complete.
    QuestionError
        If the results cannot be compared as asked; both are a `RunError`.

    Examples
    --------
    >>> import sim
    >>> usual = sim.run("one-race", days=60, replicates=2, workers=1)
    >>> faster = sim.load("one-race", ["race.obsolescence_days=30"])
    >>> fast = sim.run(faster, days=60, replicates=2, workers=1)
    >>> table = sim.compare(usual, fast, responses=["pass_rate_ua"], from_day=31)
    >>> table[["response", "unit", "pairs"]].values.tolist()
    [['pass_rate_ua', '1', 2]]
    """
    return open_comparison((reference, *others), responses, from_day, to_day).table()


def open_comparison(
    results: Sequence[Given | Results],
    responses: Iterable[str] | None,
    from_day: int,
    to_day: int | None,
) -> Comparison:
    """Read result folders and compare them with the first, as `compare` does."""
    opened = [each if isinstance(each, Results) else _read(each) for each in results]
    return comparison(opened, responses, from_day, to_day)


def write(compared: Comparison, folder: Path, curve: str) -> list[Path]:
    """Write table and picture, with the course of the response `curve`; return their paths."""
    from sim.view.figures import comparison as view  # noqa: PLC0415 (matplotlib is slow to import)
    from sim.view.figures.pages import house_style  # noqa: PLC0415
    from sim.view.figures.run_figures import save  # noqa: PLC0415

    check_response((compared.reference, *compared.others), curve)
    table = compared.table()
    with house_style(), disk_errors(folder):
        figure = view.draw(compared, table, curve)
        return [write_frame(folder / TABLE, table), save(figure, folder / PICTURE)]


def _read(folder: Given) -> Results:
    results = Results(folder)
    with disk_errors(results.folder):
        results.require_complete()
    results.require_one_configuration()
    return results
