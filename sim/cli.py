"""The command: parse, call the API, print.

Heavy modules are imported where they are used, so that ``killzone --version`` and the checking
of a configuration start at once.
"""

from __future__ import annotations

import contextlib
import enum
import math
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import sim
from sim.experiment.errors import RunError, disk_errors
from sim.experiment.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from rich.console import Console
    from rich.progress import Progress

    from sim.analysis.comparison import Comparison
    from sim.config import Config
    from sim.config.reference import Row

INVALID = 2
INTERRUPTED = 130
PIPE_WIDTH = 150
"""Columns of a table that goes to a file, where no terminal says how wide it is."""

app = typer.Typer(
    name="killzone",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(enum.StrEnum):
    """Ways to print the parameters."""

    TABLE = "table"
    MARKDOWN = "md"
    JSON = "json"


def examples(*lines: str) -> str:
    """Return the end of a help page."""
    return "\n\n".join(["[bold]Examples[/bold]", *lines])


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"killzone {sim.__version__}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        "killzone run baseline",
        "killzone run baseline --set race.obsolescence_days=45 --out results/faster",
        "killzone init my-configs",
    )
)
def killzone(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Simulate drone warfare as a race of adaptation: one YAML file in, tables and figures out."""


Source = Annotated[
    str, typer.Argument(metavar="CONFIG", help="A YAML file, or a name that killzone ships.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Set one parameter; may be repeated."),
]
Replicates = Annotated[
    str | None, typer.Option(metavar="N", help="Short for --set run.replicates=N.")
]
Days = Annotated[str | None, typer.Option(metavar="N", help="Short for --set run.days=N.")]
Seed = Annotated[str | None, typer.Option(metavar="N", help="Short for --set run.seed=N.")]
Workers = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes; as many as cores, if not given."),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for the results; results/CONFIG, if not given."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace results that are there.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with a run that was stopped, or add replicates.")
]


@app.command(
    epilog=examples(
        "killzone run baseline",
        "killzone run configs/baseline.yaml --replicates 20 --workers 4",
        "killzone run baseline --set race.obsolescence_days=45 --out results/faster",
        "killzone run baseline --resume",
    )
)
def run(
    config: Source,
    *,
    settings: Settings = None,
    replicates: Replicates = None,
    days: Days = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    force: Force = False,
    resume: Resume = False,
) -> None:
    """Simulate replicates of CONFIG; write tables and figures; print the main responses."""
    short = {"replicates": replicates, "days": days, "seed": seed}
    given = [f"run.{name}={value}" for name, value in short.items() if value is not None]
    folder = out or Path("results") / Path(config).stem
    with _errors_for_people(_resume_command()):
        chosen = sim.load(config, [*(settings or []), *given])
        with _bar(chosen) as bar:
            results = sim.run(
                chosen, workers=workers, out=folder, force=force, resume=resume, observer=bar
            )
        _print_headline(results.headline, results.config)
        typer.echo(f"{folder}: {', '.join(sorted(path.name for path in folder.glob('[!.]*')))}")


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
        typer.Option(metavar="DIR", help="Write comparison.csv and comparison.png there too."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a comparison in DIR.")] = False,
) -> None:
    """Set results of one seed beside the first, pair by pair of replicates."""
    from sim.experiment import comparing

    with _errors_for_people():
        if out and not force:
            comparing.refuse_overwriting(out)
        compared = comparing.open_comparison(results, response, from_day, to_day)
        written = comparing.write(compared, out, curve) if out else []
        _print_comparison(compared)
        for path in written:
            typer.echo(path)


@app.command(epilog=examples("killzone check configs/baseline.yaml my-configs/*.yaml"))
def check(
    configs: Annotated[
        list[str], typer.Argument(metavar="CONFIG...", help="YAML files, or names killzone ships.")
    ],
) -> None:
    """Check configurations and list everything that is wrong with each."""
    from sim.config import ConfigError

    valid = True
    for config in configs:
        try:
            sim.load(config)
        except ConfigError as error:
            valid = False
            typer.echo(error, err=True)
        else:
            typer.echo(f"{config}: valid")
    if not valid:
        raise typer.Exit(INVALID)


@app.command(epilog=examples("killzone params", "killzone params --format md > parameters.md"))
def params(
    format_: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
) -> None:
    """List every parameter with unit, range, default, source, and whether events may change it."""
    from sim.config import reference

    if format_ is Format.MARKDOWN:
        typer.echo(reference.as_markdown(), nl=False)
    elif format_ is Format.JSON:
        typer.echo(reference.as_json(), nl=False)
    else:
        _print_parameters(reference.rows())


@app.command(epilog=examples("killzone init my-configs", "killzone run my-configs/baseline.yaml"))
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; made if missing.")],
) -> None:
    """Copy the configurations that killzone ships to DIR, for editing; nothing is overwritten."""
    from sim.config import shipped_folder

    with _errors_for_people(), disk_errors(folder):
        origin = shipped_folder()
        for source in sorted(path for path in origin.rglob("*") if path.is_file()):
            target = folder / source.relative_to(origin)
            if target.exists():
                typer.echo(f"{target}: kept as it is")
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            typer.echo(f"{target}: written")


@contextlib.contextmanager
def _errors_for_people(cure: str = "") -> Iterator[None]:
    """End with a message and an exit code where it is not the code that is wrong.

    `cure` is printed where what was stopped can go on.
    """
    from sim.config import ConfigError

    try:
        yield
    except ConfigError as error:
        typer.echo(error, err=True)
        raise typer.Exit(INVALID) from None
    except RunError as error:
        typer.echo(error, err=True)
        if error.resumable and cure:
            typer.echo(cure, err=True)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
        if cure:
            typer.echo(cure, err=True)
        raise typer.Exit(INTERRUPTED) from None


def _resume_command() -> str:
    words = [word for word in sys.argv[1:] if word not in {"--force", "--resume"}]
    command = shlex.join(["killzone", *words, "--resume"])
    return f"Finished replicates are kept; go on with\n  {command}"


def _print_headline(rows: pd.DataFrame, config: Config) -> None:
    from rich.table import Table

    run_ = config.run
    count = "1 replicate" if run_.replicates == 1 else f"{run_.replicates} replicates"
    span = f"means from day {run_.days // 2 + 1} on unless a row says otherwise"
    table = Table(title=f"{count} of {run_.days} days; {span}", title_justify="left")
    table.add_column("response")
    table.add_column("unit")
    table.add_column("mean", justify="right")
    table.add_column("95% interval", justify="right")
    table.add_column("for comparison")
    for response, unit, mean, low, high, reference in rows.to_numpy():
        shown = "" if unit == "1" else unit
        table.add_row(response, shown, _number(mean), _ends(low, high), reference)
    _console().print(table)


def _print_comparison(compared: Comparison) -> None:
    from rich.table import Table

    for result, rows in compared.table().groupby("result", sort=False):
        title = (
            f"{result} less {compared.reference.folder}, in pairs of replicates; "
            f"means over days {compared.first_day} to {compared.last_day}"
        )
        table = Table(title=title, title_justify="left")
        for name in ("response", "unit"):
            table.add_column(name, overflow="fold")
        for name in ("pairs", "reference", "mean", "difference", "95% interval", "variance ratio"):
            table.add_column(name, justify="right", overflow="fold")
        for _, response, unit, pairs, *numbers, low, high, ratio in rows.to_numpy():
            means, ends = map(_number, numbers), _ends(low, high)
            named = response, "" if unit == "1" else unit
            table.add_row(*named, str(pairs), *means, ends, _number(ratio))
        _console().print(table)
    typer.echo("variance ratio: how many times as many replicates independent runs would take")
    for note in compared.notes():
        typer.echo(note)


def _print_parameters(rows: Iterable[Row]) -> None:
    from rich.table import Table

    table = Table()
    table.add_column("parameter", no_wrap=True)
    for name in ("default", "unit", "legal", "changes", "meaning", "source"):
        table.add_column(name)
    for row in rows:
        cells = row.legal, row.changes, row.description, row.source
        table.add_row(row.path, row.default, row.unit, *cells)
    _console().print(table)


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(width=width, markup=False, highlight=False)


def _ends(low: float, high: float) -> str:
    return "" if math.isnan(low) else f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "not reached"
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{min(digits, 6)}f}"


class Bar(Observer):
    """The progress of a run: a bar on a terminal, and nothing elsewhere."""

    def __init__(self, config: Config, progress: Progress | None) -> None:
        self._replicates, days = config.run.replicates, config.run.replicates * config.run.days
        self._progress = progress
        self._task = progress.add_task("", total=days, text="starting") if progress else None

    def found(self, finished: int) -> None:
        """Say how much was there before."""
        typer.echo(f"{finished} of {self._replicates} replicates are there already.", err=True)

    def advanced(self, replicates: int, days: int) -> None:
        """Move the bar."""
        if self._progress and self._task is not None:
            text = f"{replicates}/{self._replicates} replicates, {days:,} days"
            if replicates == self._replicates:
                text = "writing tables and figures"
            self._progress.update(self._task, completed=days, text=text)


@contextlib.contextmanager
def _bar(config: Config) -> Iterator[Bar]:
    if not sys.stderr.isatty():
        yield Bar(config, None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.fields[text]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Bar(config, progress)


def main() -> None:
    """Run the command."""
    app()
