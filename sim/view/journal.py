"""The figures of a result folder for an article: no titles, a journal's sizes and formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.experiment.errors import FolderError, disk_errors
from sim.experiment.results.exporting import refuse_overwriting
from sim.experiment.results.results import Results
from sim.experiment.results.summarising import main_responses
from sim.experiment.store import files, manifest
from sim.experiment.store.folder import FIGURES
from sim.view.concluding import article_levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.view.figures.pages import Plate

CAPTIONS = "captions"


def figures(
    folder: str | Path,
    out: str | Path | None = None,
    *,
    formats: Iterable[str] = ("pdf",),
    columns: int = 2,
    force: bool = False,
) -> list[Path]:
    """Draw the figures of a run or a sweep for an article, and their captions as a text.

    Titles are left to the captions; panels have letters. The same folder gives the same bytes.
    Of results that are not complete it draws what is done.

    Parameters
    ----------
    folder
        A result folder.
    out
        Folder for the files; figures in the result folder, if not given.
    formats
        Some of "pdf", "svg" and "png" (600 dots an inch).
    columns
        1 for figures 89 mm wide, as wide as a column of most journals, or 2 for 183 mm.
    force
        Replace files that are there already.

    Returns
    -------
    list of Path
        The files, the captions last.

    Raises
    ------
    FolderError
        If the folder holds no results or no run is done, or a file is there and `force` is not
        given.
    ValueError
        If there is no such format or number of columns.

    Examples
    --------
    >>> import sim
    >>> results = sim.run("one-race", days=20, replicates=2, workers=1, out="mine")
    >>> for file in sim.figures("mine", formats=["svg"], columns=1)[-1:]:
    ...     print(file.name)
    captions-1-column.md
    """
    from sim.view.figures import pages, run_figures  # noqa: PLC0415 (matplotlib is slow to import)

    chosen, sizes = list(dict.fromkeys(formats)), {1: pages.ONE_COLUMN, 2: pages.TWO_COLUMNS}
    if columns not in sizes or not run_figures.METADATA.keys() >= set(chosen):
        raise ValueError("columns is 1 or 2, and formats are of pdf, svg and png")
    results = Results(Path(folder))
    manifest.require(results.folder)
    target = results.folder / FIGURES if out is None else Path(out)
    with disk_errors(results.folder), pages.house_style(sizes[columns]):
        plates = dict(_plates(results))
        size = "1-column" if columns == 1 else "2-columns"
        places = {
            target / f"{name}-{size}.{kind}": plate
            for name, plate in plates.items()
            for kind in chosen
        }
        refuse_overwriting([*places, target / f"{CAPTIONS}-{size}.md"], force=force)
        files.make_folder(target)
        written = [run_figures.save(plate, path) for path, plate in places.items()]
        return [*written, _write_captions(plates, target / f"{CAPTIONS}-{size}.md")]


def _plates(results: Results) -> Iterator[tuple[str, Plate]]:
    """Yield name and figure of each, without those that have nothing to show."""
    from sim.view.figures.run_figures import FIGURES as OF_RUNS  # noqa: PLC0415
    from sim.view.figures.run_tables import RunTables  # noqa: PLC0415
    from sim.view.figures.sweep_figures import figures as of_sweep  # noqa: PLC0415

    if results.runs.empty:
        raise FolderError(f"{results.folder}: no run is done yet, so there is nothing to draw")
    if results.factors:
        columns, article = main_responses(results), article_levels(results)
        drawn = of_sweep(results.runs, results.factors, columns, article)
    else:
        run = RunTables.of(results)
        drawn = ((name, draw(run)) for name, draw in OF_RUNS.items())
    for name, plate in drawn:
        if plate is not None:
            yield name, plate


def _write_captions(plates: dict[str, Plate], path: Path) -> Path:
    text = "\n".join(f"## {name}\n\n{plate.told}\n" for name, plate in plates.items())
    with files.replacing(path) as file:
        file.write(text.encode())
    return path
