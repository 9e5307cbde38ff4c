"""The commands that look at results, from compare to verify-results."""

from __future__ import annotations

import enum
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import Folder, Force, app, errors_for_people, examples
from sim.cli.printing import print_comparison, print_points, print_precision, print_status

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
        list[Path],
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
        typer.Option(metavar="DIR", help="Also write comparison.csv and comparison.png there."),
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
            typer.echo(path)


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
        Path | None, typer.Option(metavar="FILE", help="Also write the table there as CSV.")
    ] = None,
    force: Force = False,
) -> None:
    """Print mean, 95% interval and quantiles of each response at each point."""
    from sim.experiment.results.exporting import write_frame
    from sim.experiment.results.summarising import summarise

    with errors_for_people():
        results = _results(folder)
        table = summarise(results, response)
        print_points(table, results.factor_units)
        print_precision(results.precision)
        if out is not None:
            typer.echo(write_frame(out, table, force=force))


@app.command(
    epilog=examples(
        "killzone export results/speed-vs-scale --out csv",
        "killzone export results/speed-vs-scale --format netcdf --out speed-vs-scale.nc",
        "killzone export experiments/speed-vs-scale.yaml --out design.csv",
    )
)
def export(
    source: Annotated[
        Path, typer.Argument(metavar="DIR|FILE", help="A result folder, or an experiment in YAML.")
    ],
    *,
    out: Annotated[
        Path, typer.Option(metavar="PLACE", help="Folder for CSV of results, else a file.")
    ],
    format_: Annotated[
        ExportFormat, typer.Option("--format", help="What to write.")
    ] = ExportFormat.CSV,
    force: Force = False,
) -> None:
    """Write results as CSV or NetCDF, or the points of an experiment's design as CSV."""
    from sim.experiment.results.exporting import design_as_csv, export_csv
    from sim.experiment.results.netcdf import results_as_netcdf

    with errors_for_people():
        if not source.is_dir():
            written = [design_as_csv(source, out, force=force)]
        elif format_ is ExportFormat.NETCDF:
            written = [results_as_netcdf(_whole(source), out, force=force)]
        else:
            results = _whole(source)
            written = export_csv(results.folder, out, results.factors, force=force)
        for path in written:
            typer.echo(path)


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
        typer.Option(metavar="FILE", help="The file; DIR/report.html, if not given."),
    ] = None,
    force: Force = False,
) -> None:
    """Write a run or a sweep as one HTML file that opens without a network."""
    if (folder / MANIFEST).exists():
        typer.echo(f"Writing the report of {folder} ...", err=True)
    from sim.view.report import report as write_report

    with errors_for_people():
        typer.echo(write_report(folder, out, force=force))


@app.command("verify-results", epilog=examples("killzone verify-results results/speed-vs-scale"))
def verify_results(folder: Folder) -> None:
    """Check every byte of a result folder: tables, configuration, summary and figures."""
    from sim.experiment.results.results import Results
    from sim.experiment.store import manifest
    from sim.experiment.store.verify import verify

    with errors_for_people():
        manifest.require(folder)
        flaws = list(verify(folder))
        is_complete = Results(folder).is_complete
    for flaw in flaws:
        typer.echo(flaw, err=True)
    if flaws:
        raise typer.Exit(FLAWED)
    typer.echo(f"{folder}: every byte is as it was written")
    if not is_complete:
        typer.echo(f"it is not complete; killzone status {folder} tells how far it is")


def _results(folder: Path) -> Results:
    from sim.experiment.results.results import read

    with warnings.catch_warnings(record=True) as told:
        results = read(folder)
    for warning in told:
        typer.echo(warning.message, err=True)
    return results


def _whole(folder: Path) -> Results:
    from sim.experiment.results.results import Results
    from sim.experiment.store.verify import require_sound

    results = Results(folder)
    results.require_complete()
    require_sound(folder)
    return results
