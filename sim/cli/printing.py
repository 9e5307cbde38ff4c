"""Tables for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from sim.analysis.numerals import duration, ends, number
from sim.cli.app import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    from sim.config import Config
    from sim.config.generated.reference import ParameterRow
    from sim.experiment.replicating import Precision
    from sim.experiment.results.comparison import Comparison
    from sim.experiment.results.estimating import Estimate
    from sim.experiment.results.status import Status

MOST_RESPONSES = 7
PIPE_WIDTH = 160
"""Columns of a table that goes to a file, where no terminal says how wide it is."""


def new_table(
    title: str | None = None, left: Sequence[str] = (), right: Sequence[str] = ()
) -> Table:
    """Return an empty table: columns of text, then columns of numbers, whose names may fold."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for names, justify in ((left, "left"), (right, "right")):
        for name in names:
            table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table


def shown_unit(unit: str) -> str:
    """Return a unit as a table shows it: a share has none."""
    return "" if unit == "1" else unit


def print_headline(rows: pd.DataFrame, config: Config) -> None:
    """Print the main responses with the article's figures to compare them with."""
    run_ = config.run
    count = "1 replicate" if run_.replicates == 1 else f"{run_.replicates} replicates"
    span = f"means from day {run_.days // 2 + 1} on unless a row says otherwise"
    title = f"{count} of {run_.days} days; {span}"
    table = new_table(title, ("response", "unit"), ("mean", "95% interval"))
    table.add_column("for comparison")
    for response, unit, mean, low, high, reference in rows.to_numpy():
        table.add_row(response, shown_unit(unit), number(mean), ends(low, high), reference)
    console().print(table)


def print_comparison(compared: Comparison) -> None:
    """Print what results differ by, one table per result."""
    numeric = ("pairs", "reference", "mean", "difference", "95% interval", "variance ratio")
    for result, rows in compared.table().groupby("result", sort=False):
        title = (
            f"{result} less {compared.reference.label}, in pairs of replicates; "
            f"means over days {compared.first_day} to {compared.last_day}"
        )
        table = new_table(title, ("response", "unit"), numeric)
        for _, response, unit, pairs, *numbers, low, high, ratio in rows.to_numpy():
            means, interval = map(number, numbers), ends(low, high)
            named = response, shown_unit(unit)
            table.add_row(*named, str(pairs), *means, interval, number(ratio))
        console().print(table)
    typer.echo("variance ratio: how many times as many replicates independent runs would take")
    for note in compared.notes():
        typer.echo(note)


def print_parameters(rows: Iterable[ParameterRow]) -> None:
    """Print every parameter."""
    from rich.table import Table

    table = Table()
    table.add_column("parameter", no_wrap=True)
    for name in ("default", "unit", "legal", "changes", "meaning", "source"):
        table.add_column(name)
    for row in rows:
        cells = row.legal, row.changes, row.description, row.source
        table.add_row(row.path, row.default, row.unit, *cells)
    console().print(table)


def console() -> Console:
    """Return where tables are printed; a file gets a fixed width."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(width=width, markup=False, highlight=False)


def print_estimate(cost: Estimate) -> None:
    """Print what a sweep will cost."""
    title = f"{cost.name}: nothing has been run but trials"
    table = new_table(title, ("what", "how much"))
    for factor, levels in cost.factors.items():
        table.add_row(f"factor {factor}", levels)
    table.add_row("points", f"{cost.points:,}")
    table.add_row("runs, at most", f"{cost.runs:,}")
    if cost.done:
        table.add_row("done already", f"{cost.done:,}")
    table.add_row("a run", f"{cost.seconds_per_run:.2f} s (mean of {cost.trials} trials)")
    table.add_row("start of the workers", duration(cost.seconds_to_start))
    table.add_row(f"time, {cost.workers} workers", f"{duration(cost.seconds)}, tables not counted")
    table.add_row("disk", f"{cost.bytes / 1e6:,.1f} MB")
    console().print(table)
    if cost.slowest > cost.limit:
        typer.echo(
            f"seconds_per_run is {cost.limit:g}, and a trial took {cost.slowest:.3g} s: such runs "
            "would be stopped and count as failed; raise it"
        )


def print_status(state: Status) -> None:
    """Print how far a sweep is."""
    counts = state.counts
    say(f"{state.folder}: {state.words}")
    typer.echo(f"{counts.done:,} of {counts.planned:,} runs done, {counts.failed:,} failed")
    if state.runs_per_second:
        rate = f"{number(state.runs_per_second)} runs a second"
        left = duration(counts.pending / state.runs_per_second)
        typer.echo(f"{rate}, {left} left")
    for name, why in state.failures:
        typer.echo(f"failed: {name}: {why}")
    if counts.failed > len(state.failures):
        typer.echo(
            f"and {counts.failed - len(state.failures):,} more, in failures.parquet at the end"
        )
    for part in state.discarded:
        say(f"damaged: {part.name}: {part.why}; its runs done again: {part.runs:,}")
    print_precision(state.precision)


def print_points(summary: pd.DataFrame, factors: Mapping[str, str]) -> None:
    """Print means and intervals, one table per response with one row per point.

    Without `factors`, which have their units, there is one point, and one table.
    """
    if not factors:
        _print_rows("one configuration", ["response", "unit"], summary)
        return
    named = _with_units(factors)
    for (response, unit), rows in summary.groupby(["response", "unit"], sort=False):
        title = f"{response}, {unit}".removesuffix(", 1")
        levels = rows.rename(columns=dict(zip(factors, named, strict=True)))
        _print_rows(title, named, levels)


def _print_rows(title: str, keys: Sequence[str], rows: pd.DataFrame) -> None:
    numeric = ("replicates", "mean", "95% interval", "5%", "median", "95%")
    table = new_table(title, keys, numeric)
    for row in rows.to_dict("records"):
        levels = [level_text(row[name]) for name in keys]
        spread = [number(row[name]) for name in ("quantile_5", "quantile_50", "quantile_95")]
        mean, interval = number(row["mean"]), ends(row["low"], row["high"])
        table.add_row(*levels, str(row["replicates"]), mean, interval, *spread)
    console().print(table)


def _with_units(factors: Mapping[str, str]) -> list[str]:
    return [f"{name} ({unit})" if unit else name for name, unit in factors.items()]


def print_extremes(found: pd.DataFrame, factors: Mapping[str, str]) -> None:
    """Print between which points each response lies, in a dozen lines at most."""
    from rich.table import Table

    table = Table()
    for name in ("response", "unit", "lowest", "at", "highest", "at"):
        table.add_column(name, no_wrap=True, justify="right" if name.endswith("est") else "left")
    for row in found.head(MOST_RESPONSES).to_dict("records"):
        cells = [row["response"], shown_unit(row["unit"])]
        for end in ("lowest", "highest"):
            cells += [number(row[end]), "; ".join(map(level_text, row[f"{end}_at"]))]
        table.add_row(*cells)
    typer.echo(f"Between which points each mean lies, at {'; '.join(_with_units(factors))}:")
    console().print(table)


def print_precision(known: Precision | None) -> None:
    """Print whether automatic replicates were enough, where they were asked for."""
    if known is None:
        return
    auto = known.auto
    width = f"{auto.half_width:g} {shown_unit(known.unit)}".rstrip()
    asked = f"{auto.response}: a half-width of {width}"
    if known.unmet:
        most = f"replicates end at maximum, {auto.maximum:,}"
        typer.echo(f"{asked} is not met at {known.unmet:,} of {known.points:,} points; {most}")
    else:
        typer.echo(f"{asked} is met at all {known.points:,} points")


def level_text(level: object) -> str:
    """Return a level of a factor as people write it."""
    if isinstance(level, float):
        return f"{float(f'{level:.5g}'):,.10g}"
    return f"{level:,}" if type(level) is int else str(level)
