"""The command that asks what a unit of one factor is worth in units of another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import (
    Folder,
    ReplaceAnswer,
    app,
    errors_for_people,
    examples,
    out_option,
    say,
    say_files,
    say_lines,
)
from sim.cli.layout import Sheet

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from typing import Any

    from sim.analysis.exchange.answer import Exchange

OPEN = "beyond"


@app.command(
    epilog=examples(
        "killzone exchange results/speed-vs-scale --response zone_ua "
        "--between race.obsolescence_days output_multiplier_ua",
        "killzone exchange results/speed-vs-scale --response zone_ua "
        "--between race.obsolescence_days output_multiplier_ua "
        "--in ukraine.output_target_per_year --at 90 6e6 --out drones",
    )
)
def exchange(
    folder: Folder,
    *,
    response: Annotated[
        str, typer.Option(metavar="NAME", help="Response that stays as it is along a line.")
    ],
    between: Annotated[
        tuple[str, str],
        typer.Option(
            metavar="FACTOR FACTOR", help="A unit of the first is worth so much of the second."
        ),
    ],
    at: Annotated[
        tuple[float, float] | None,
        typer.Option(
            metavar="LEVEL LEVEL",
            help="Where the first line goes through; the base's levels, if not given.",
        ),
    ] = None,
    in_: Annotated[
        list[str] | None,
        typer.Option(
            "--in",
            metavar="PATH",
            help="Tell multipliers or a group in the unit of this parameter that they drive; "
            "may be repeated, for the other factor.",
        ),
    ] = None,
    out: Annotated[Path | None, out_option("DIR/exchange")] = None,
    force: ReplaceAnswer = False,
) -> None:
    """Tell what a unit of one factor of a sweep is worth in units of another, by a response.

    Along an iso-line the response stays as it is; its slope is the rate, with a 95% interval over
    replicates. The first line says whether the surface that it was had from is to be trusted.
    """
    from sim.experiment.store.folder import EXCHANGE
    from sim.view.answer import refuse_answered
    from sim.view.exchanging import exchange as ask

    target = out or folder / EXCHANGE
    with errors_for_people():
        refuse_answered(target, force=force)
        answer = ask(folder, response=response, between=between, at=at, in_units_of=in_ or ())
        written = answer.write(target, force=force)
        verdict, *words = answer.words
        say(verdict)
        _print_line(answer.found)
        say_lines(words)
        say_files(target, written)


def _print_line(found: Exchange) -> None:
    """Print the line through the reference."""
    from sim.analysis.exchange.answer import REFERENCE
    from sim.analysis.exchange.wording import figures
    from sim.analysis.numerals import level_text
    from sim.cli.printing import console

    first, second = found.axes
    heads = [f"{axis.name} ({axis.unit})" if axis.unit else axis.name for axis in found.axes]
    title = f"{found.response} stays as it is along these; more lines are in exchange.csv"
    sheet = Sheet(title, (), (*heads, "95% band", found.rate_unit, "95% interval"))
    table, is_open = found.table, False
    for row in table[table["line"] == REFERENCE].to_dict("records"):
        band, rate = _ends(row, second.name, OPEN), figures(row["rate"]) or "no rate"
        places = level_text(row[first.name]), figures(row[second.name])
        sheet.add(*places, band, rate, _ends(row, "rate", ""))
        is_open |= OPEN in band
    sheet.print(console())
    if is_open:
        say(f"{OPEN}: the band goes on past what was run")


def _ends(row: Mapping[Hashable, Any], name: str, missing: str) -> str:
    """Return the ends of an interval with what is said of one that is missing."""
    from sim.analysis.exchange.wording import figures

    low, high = (figures(row[f"{name}_{end}"]) or missing for end in ("low", "high"))
    return f"{low} to {high}" if low or high else ""
