"""Tables for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from sim.analysis.numerals import INTERVALS, duration, ends, level_text, listed, number
from sim.cli.app import say
from sim.cli.layout import Sheet, folded

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    from sim.config import Config
    from sim.config.generated.reference import ParameterRow
    from sim.experiment.replicating import Precision
    from sim.experiment.results.alike import Alike
    from sim.experiment.results.comparison import Comparison
    from sim.experiment.results.estimating import Estimate
    from sim.experiment.results.shortages import Shortage
    from sim.experiment.results.status import Status
    from sim.experiment.results.summarising import Overview

MOST_FACTORS = 3
STATISTICS = ("replicates", "mean", "95% interval", "5%", "median", "95%")
BY_CHANCE = (
    "moved by: what the means at a factor's levels span, all else averaged; by chance: what those "
    "of a factor that does nothing would span at most, in 19 cases of 20 (Tukey's range)"
)
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
    sheet = Sheet(title, ("response", "unit"), ("mean", "95% interval"), ("for comparison",))
    for response, unit, mean, low, high, reference in rows.to_numpy():
        sheet.add(response, shown_unit(unit), number(mean), ends(low, high), reference)
    sheet.print(console())
    _print_method(rows)


def print_comparison(compared: Comparison) -> None:
    """Print what results differ by, one table per result."""
    numeric = ("pairs", "reference", "mean", "difference", "95% interval", "variance ratio")
    for result, rows in compared.table().groupby("result", sort=False):
        title = (
            f"{result} less {compared.reference.label}, in pairs of replicates; "
            f"means over days {compared.first_day} to {compared.last_day}"
        )
        sheet = Sheet(title, ("response", "unit"), numeric)
        for _, response, unit, pairs, *numbers, low, high, ratio in rows.to_numpy():
            means, interval = map(number, numbers), ends(low, high)
            named = response, shown_unit(unit)
            sheet.add(*named, str(pairs), *means, interval, number(ratio))
        sheet.print(console())
    typer.echo("95% interval: Student's t over pairs")
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


def print_summary(summary: pd.DataFrame) -> None:
    """Print mean, interval and quantiles of each response of a run of one configuration."""
    sheet = Sheet("one configuration", ("response", "unit"), STATISTICS)
    for row in summary.to_dict("records"):
        sheet.add(row["response"], shown_unit(row["unit"]), *_statistics(row))
    sheet.print(console())
    _print_method(summary)


def print_points(summary: pd.DataFrame, factors: Mapping[str, str]) -> None:
    """Print a table for each response with a row for each point.

    Where the levels of `factors`, which have their units, do not fit beside the numbers, points
    are numbered, and a table at the end has the levels of each.
    """
    named = _with_units(factors)
    texts = {
        point: [level_text(row[name], name) for name in factors]
        for point, row in zip(summary["point"], summary.to_dict("records"), strict=True)
    }
    numbers = {point: str(number) for number, point in enumerate(texts, start=1)}
    tables = [_points_sheet(named, rows, texts) for _, rows in _by_response(summary)]
    where = console()
    if all(table.fits(where.width) for table in tables):
        for table in tables:
            table.print(where)
    else:
        for _, rows in _by_response(summary):
            places = {point: [number] for point, number in numbers.items()}
            _points_sheet(["point"], rows, places).print(where)
        levels = Sheet("the points", ("point", "levels"))
        for point, found in texts.items():
            pairs = zip(named, found, strict=True)
            levels.add(numbers[point], "; ".join(f"{name} {level}" for name, level in pairs))
        levels.print(where)
    _print_method(summary)


def _by_response(summary: pd.DataFrame) -> Iterable[tuple[Any, pd.DataFrame]]:
    return summary.groupby(["response", "unit"], sort=False)


def _points_sheet(
    keys: Sequence[str], rows: pd.DataFrame, texts: Mapping[str, Sequence[str]]
) -> Sheet:
    response, unit = rows[["response", "unit"]].iloc[0]
    sheet = Sheet(f"{response}, {unit}".removesuffix(", 1"), keys, STATISTICS)
    for row in rows.to_dict("records"):
        sheet.add(*texts[row["point"]], *_statistics(row))
    return sheet


def _statistics(row: Mapping[Hashable, Any]) -> list[str]:
    """Return the cells of `STATISTICS`."""
    spread = [number(row[name]) for name in ("quantile_5", "quantile_50", "quantile_95")]
    return [str(row["replicates"]), number(row["mean"]), ends(row["low"], row["high"]), *spread]


def _with_units(factors: Mapping[str, str]) -> list[str]:
    return [f"{name} ({unit})" if unit else name for name, unit in factors.items()]


def print_overview(found: Sequence[Overview]) -> None:
    """Print one row for each response: between what its means lie, and which factors move it."""
    title = "between what the means of each response at the points lie, and what moves it"
    numeric = ("points", "lowest mean", "highest mean")
    sheet = Sheet(title, ("response", "unit"), numeric, ("moved beyond chance by",))
    for each in found:
        numbers = f"{each.points:,}", number(each.lowest), number(each.highest)
        sheet.add(each.response, shown_unit(each.unit), *numbers, _movers(each))
    sheet.print(console())
    if any(each.is_noise_known for each in found):
        _print_text(BY_CHANCE)


def _movers(overview: Overview) -> str:
    """Return the factors whose means span more than chance gives, the widest span first."""
    if not overview.is_noise_known:
        return "not known: that takes replicates, or more points" if overview.spans else ""
    stand_out = [each for each in overview.spans if each.stands_out]
    texts = (
        f"{each.factor} {number(each.width)} (by chance {number(each.noise)})" for each in stand_out
    )
    return listed(texts, MOST_FACTORS) or "nothing"


def print_alike(found: Iterable[Alike]) -> None:
    """Print which levels of factors change no response, and what bound instead."""
    for each in found:
        typer.echo(each.words)


def print_shortages(found: Iterable[Shortage]) -> None:
    """Print who ran out of drones."""
    for each in found:
        typer.echo(each.words)


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


def _print_method(table: pd.DataFrame) -> None:
    """Say how the intervals of a table were had, if it has any."""
    if table["low"].notna().any():
        _print_text(f"95% intervals: {INTERVALS}")


def _print_text(text: str) -> None:
    where = console()
    where.print(folded(text, where.width))
