"""The report of a result folder: what it shows, put into the template, and written as a file."""

from __future__ import annotations

import base64
import shlex
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.analysis.numerals import INTERVALS
from sim.experiment.design.writing import design_text
from sim.experiment.errors import disk_errors
from sim.experiment.results.alike import alike
from sim.experiment.results.exporting import refuse_overwriting
from sim.experiment.results.results import Results
from sim.experiment.store import files, manifest
from sim.experiment.store.folder import REPORT, SENSITIVITY
from sim.view.report import provenance, run_page, sweep_page
from sim.view.report.asked import asked_sections
from sim.view.report.levels import Levels
from sim.view.report.table import Cells, Table, textual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.paths import Given

MOST_FAILURES = 100


def report(
    folder: Given,
    out: Given | None = None,
    *,
    force: bool = False,
    title: str | None = None,
) -> Path:
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
    title
        Heading of the page; the name of the experiment or of the folder, if not given.

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

    Examples
    --------
    >>> import sim
    >>> results = sim.run("one-race", days=20, replicates=2, workers=1, out="mine")
    >>> sim.report("mine").name
    'report.html'
    """
    results = Results(folder)
    manifest.require(results.folder)
    target = results.folder / REPORT if out is None else files.located(out)
    refuse_overwriting([target], force=force)
    with disk_errors(results.folder):
        page = render(results, title)
        files.make_folder(target.parent)
        with files.replacing(target) as file:
            file.write(page.encode())
    return target


def render(results: Results, title: str | None) -> str:
    """Return the page of a run or a sweep; the same folder gives the same text."""
    named = title or (results.experiment.name if results.factors else _name(results))
    shown = _shared(results) | (_of_sweep(results) if results.factors else _of_run(results))
    page: str = _environment().get_template("page.html").render(shown, title=named)
    return page


def _shared(results: Results) -> dict[str, Any]:
    """Return what the pages of runs and sweeps both show."""
    varied = {path for factor in results.experiment.factors for path in factor.driven}
    return {
        "folder": _name(results),
        "version": results.manifest.get("killzone"),
        "digest": results.manifest.get("config_digest"),
        "seed": results.config.run.seed,
        "intervals": INTERVALS,
        "notices": list(_notices(results)),
        "facts": list(provenance.facts(results)),
        "differences": provenance.differences(results.config),
        "events": provenance.events(results.config),
        "repeat": provenance.repeat(results),
        "parameters": provenance.parameters_table(results.config, varied),
        "failures": _failures(results),
    }


def _of_run(results: Results) -> dict[str, Any]:
    return {
        "kind": "run",
        "headline": run_page.headline_table(results),
        "exhibits": list(run_page.exhibits(results)),
    }


def _of_sweep(results: Results) -> dict[str, Any]:
    some = not results.runs.empty
    effects = sweep_page.effects_by_response(results) if some else {}
    responses = list(sweep_page.responses(results, effects)) if some else []
    levels = Levels(results.runs, results.factors)
    sensitivity = sweep_page.sensitivity_section(results) if some else None
    return {
        "kind": "sweep",
        "factors": sweep_page.factors_table(results),
        "design": design_text(results.experiment),
        "points": len(results.plan),
        "overview": sweep_page.overview_table(responses, list(effects.values()), levels),
        "sensitivity": sensitivity,
        "asked": list(asked_sections(results, without=[SENSITIVITY] if sensitivity else [])),
        "alike": [each.words for each in alike(results)] if some else [],
        "responses": responses,
        "most_drawn": sweep_page.MOST_DRAWN,
    }


def _name(results: Results) -> str:
    return results.folder.resolve().name


def _notices(results: Results) -> Iterator[str]:
    counts = results.counts
    if not results.is_complete:
        yield (
            f"Not complete: {counts.done:,} of {counts.planned:,} runs are done. What follows is "
            "about these alone; --resume goes on with the others."
        )
    if counts.failed:
        yield (
            f"{counts.failed:,} of {counts.planned:,} runs failed and are not in the numbers "
            "below; the section on failures names them."
        )


def _failures(results: Results) -> Table | None:
    failed = results.failures
    rows: list[Cells] = [
        (
            row["run"],
            row["point"],
            str(row["replicate"]),
            f"{row['exception']}: {row['message']}",
            row["stage"],
            shlex.join(["killzone", "rerun", _name(results), row["run"]]),
        )
        for row in failed.head(MOST_FAILURES).to_dict("records")
    ]
    caption = f"{len(failed):,} runs that failed"
    if len(failed) > MOST_FAILURES:
        caption += f", the first {MOST_FAILURES} of them; failures.parquet has all"
    headings = textual("run", "point", "replicate", "error", "while", "command that repeats it")
    return Table.of("failed", caption, headings, rows) if rows else None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["base64"] = lambda text: base64.b64encode(text.encode()).decode()
    return environment
