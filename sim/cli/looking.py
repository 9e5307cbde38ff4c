"""The commands that look at results, from compare to verify-results."""

from __future__ import annotations

import contextlib
import enum
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import (
    Folder,
    Force,
    app,
    argument,
    errors_for_people,
    examples,
    place,
    say,
    shown,
)
from sim.cli.printing import (
    print_alike,
    print_comparison,
    print_overview,
    print_points,
    print_precision,
    print_shortages,
    print_status,
    print_summary,
)

if TYPE_CHECKING:
    from sim.experiment.results.results import Results

FLAWED = 1
MANIFEST = "manifest.json"
"""As in `store.manifest`, whose import takes longer than a reader waits without a word."""


@app.command(
    epilog=examples(
        "killzone compare results/baseline results/faster",
        "killzone compare results/baseline results/faster --response losses_ru --from-day 91",
        "killzone compare results/baseline results/faster results/slower --out comparison",
    )
)
def compare(
    results: Annotated[
        list[str],
        typer.Argument(metavar="RESULT...", help="Result folders, the reference first."),
    ],
    *,
    response: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Daily column; may be repeated. The main ones, if not given."
        ),
    ] = None,
    from_day: Annotated[int, typer.Option(metavar="N", help="First day that counts.")] = 1,
    to_day: Annotated[
        int | None,
        typer.Option(metavar="N", help="Last day that counts; the last in all, if not given."),
    ] = None,
    curve: Annotated[
        str, typer.Option(metavar="NAME", help="Daily column that the picture follows by day.")
    ] = "kill_zone_km",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Also write comparison.csv and comparison.png there.", parser=place
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Compare results of one seed with the first, replicate by replicate."""
    from sim.experiment.results.exporting import refuse_overwriting
    from sim.view import comparing

    with errors_for_people():
        if out:
            refuse_overwriting([out / comparing.TABLE, out / comparing.PICTURE], force=force)
        compared = comparing.open_comparison(results, response, from_day, to_day)
        written = comparing.write(compared, out, curve) if out else []
        print_comparison(compared)
        for path in written:
            say(path)


class ExportFormat(enum.StrEnum):
    """Formats that other programs read."""

    CSV = "csv"
    NETCDF = "netcdf"


@app.command(epilog=examples("killzone status results/speed-vs-scale"))
def status(folder: Folder) -> None:
    """Show how far a sweep is, from another terminal while it runs or afterwards."""
    from sim.experiment.results.status import status as look

    with errors_for_people():
        print_status(look(folder))


@app.command(
    epilog=examples(
        "killzone summarize results/speed-vs-scale",
        "killzone summarize results/speed-vs-scale --response zone_ua --out summary.csv",
    )
)
def summarize(
    folder: Folder,
    *,
    response: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Response; may be repeated. All, if not given."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write the table there as CSV.", parser=place),
    ] = None,
    force: Force = False,
) -> None:
    """Print where each response of a sweep lies; with --response, its intervals at each point."""
    from sim.analysis.censoring import notes
    from sim.experiment.results.alike import alike
    from sim.experiment.results.exporting import write_frame
    from sim.experiment.results.shortages import shortages
    from sim.experiment.results.summarising import overview, summarise

    with errors_for_people():
        results = read_results(folder)
        table = summarise(results, response)
        if not results.factors:
            print_summary(table)
        elif response:
            print_points(table, results.factor_units)
        else:
            print_overview(overview(results, list(results.responses)))
            print_alike(alike(results))
            typer.echo("Mean, 95% interval and quantiles at each point: --response NAME")
        print_shortages(shortages(results))
        print_precision(results.precision)
        for note in notes(table):
            typer.echo(note)
        if out is not None:
            say(write_frame(out, table, force=force))


@app.command(
    epilog=examples(
        "killzone export results/speed-vs-scale --out csv",
        "killzone export results/speed-vs-scale --format netcdf --out speed-vs-scale.nc",
        "killzone export experiments/speed-vs-scale.yaml --out design.csv",
    )
)
def export(
    source: Annotated[
        str, typer.Argument(metavar="DIR|FILE", help="A result folder, or an experiment in YAML.")
    ],
    *,
    out: Annotated[
        Path,
        typer.Option(metavar="PLACE", help="Folder for CSV of results, else a file.", parser=place),
    ],
    format_: Annotated[
        ExportFormat, typer.Option("--format", help="What to write.")
    ] = ExportFormat.CSV,
    force: Force = False,
) -> None:
    """Write results as CSV or NetCDF, or the rows of an experiment's design as CSV."""
    from sim.experiment.results.exporting import design_as_csv, export_results
    from sim.experiment.results.netcdf import results_as_netcdf
    from sim.experiment.store.files import folder_there

    with errors_for_people():
        folder = folder_there(source)
        if folder is None:
            written = [design_as_csv(source, out, force=force)]
        elif format_ is ExportFormat.NETCDF:
            written = [results_as_netcdf(_whole(folder), out, force=force)]
        else:
            written = export_results(_whole(folder), out, force=force)
        for path in written:
            say(path)


@app.command(
    epilog=examples(
        "killzone report results/baseline",
        "killzone report results/speed-vs-scale --out speed-vs-scale.html",
    )
)
def report(
    folder: Folder,
    *,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file; DIR/report.html, if not given.", parser=place),
    ] = None,
    force: Force = False,
) -> None:
    """Write a run or a sweep as one HTML file that opens without a network."""
    with contextlib.suppress(OSError):
        (folder / MANIFEST).stat()
        typer.echo(f"Writing the report of {shown(folder)} ...", err=True)
    from sim.view.report import report as write_report

    with errors_for_people():
        say(write_report(folder, out, force=force))


class FigureFormat(enum.StrEnum):
    """Formats that journals take."""

    PDF = "pdf"
    SVG = "svg"
    PNG = "png"


@app.command(
    epilog=examples(
        "killzone figures results/baseline",
        "killzone figures results/speed-vs-scale --format svg --format png --columns 1 --out paper",
    )
)
def figures(
    folder: Folder,
    *,
    format_: Annotated[
        list[FigureFormat] | None,
        typer.Option("--format", help="Format; may be repeated. PDF, if not given."),
    ] = None,
    columns: Annotated[
        int,
        typer.Option(
            min=1, max=2, help="Columns of the journal that they take: 89 mm, or both, 183 mm."
        ),
    ] = 2,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the files; figures in DIR, if not given."),
    ] = None,
    force: Force = False,
) -> None:
    """Draw the figures of a run or a sweep for an article, complete or not, with captions."""
    from sim.view.journal import figures as draw

    formats = [each.value for each in format_ or [FigureFormat.PDF]]
    with errors_for_people():
        for path in draw(folder, out, formats=formats, columns=columns, force=force):
            say(path)


@app.command("verify-results", epilog=examples("killzone verify-results results/speed-vs-scale"))
def verify_results(folder: Folder) -> None:
    """Check every byte of a result folder (verify holds the model against theory)."""
    from sim.experiment.store import manifest
    from sim.experiment.store.verify import verify

    with errors_for_people():
        record = manifest.require(folder)
        flaws = list(verify(folder))
    for flaw in flaws:
        typer.echo(shown(flaw), err=True)
    if flaws:
        raise typer.Exit(FLAWED)
    say(f"{folder}: every byte is as it was written")
    if record["state"] != manifest.COMPLETE:
        say(f"it is not complete; killzone status {argument(folder)} tells how far it is")


def read_results(folder: Path) -> Results:
    """Open results; of some that are not complete, say so."""
    from sim.experiment.results.results import read

    with warnings.catch_warnings(record=True) as told:
        results = read(folder)
    for warning in told:
        typer.echo(shown(warning.message), err=True)
    return results


def _whole(folder: Path) -> Results:
    from sim.experiment.results.results import Results
    from sim.experiment.store.verify import require_sound

    results = Results(folder)
    results.require_complete()
    require_sound(folder)
    return results
