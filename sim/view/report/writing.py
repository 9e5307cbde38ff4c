"""The report as a file."""

from __future__ import annotations

from pathlib import Path

from sim.experiment.errors import disk_errors
from sim.experiment.results.exporting import refuse_overwriting
from sim.experiment.results.results import Results
from sim.experiment.store import files, manifest
from sim.experiment.store.folder import REPORT
from sim.view.report.page import render


def report(folder: str | Path, out: str | Path | None = None, *, force: bool = False) -> Path:
    """Write a run or a sweep as one HTML file that opens from disk, without a network.

    The same folder gives the same bytes. Of results that are not complete it shows what is
    done, and says so.

    Parameters
    ----------
    folder
        A result folder.
    out
        The file; report.html in the folder, if not given.
    force
        Replace a file that is there already.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FolderError
        If the folder holds no results, or the file is there and `force` is not given.
    DiskError
        If a table is damaged, or the disk full.
    """
    results = Results(Path(folder))
    manifest.require(results.folder)
    target = results.folder / REPORT if out is None else Path(out)
    refuse_overwriting([target], force=force)
    with disk_errors(results.folder):
        page = render(results)
        files.make_folder(target.parent)
        with files.replacing(target) as file:
            file.write(page.encode())
    return target
