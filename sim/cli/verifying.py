"""The command that holds the model against theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.analysis.numerals import number
from sim.cli.app import app, errors_for_people, examples
from sim.cli.layout import Sheet
from sim.cli.printing import console
from sim.cli.progress import Bar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.verification.law import Comparison, Inexpressible, Law

FAILED = 1
SMALLEST = 1e-4
"""Below it a number is told by its power of ten."""


@app.command(
    epilog=examples("killzone verify", "killzone verify square-law salvo", "killzone verify --full")
)
def verify(
    laws: Annotated[
        list[str] | None,
        typer.Argument(metavar="LAW...", help="Names of laws; all of them, if not given."),
    ] = None,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Take ten times the replicates, which takes minutes.")
    ] = False,
) -> None:
    """Hold the model against laws of theory (verify-results checks the files of results)."""
    with errors_for_people(), Bar("law", ending="done") as bar:
        from sim.verification.verify import FULL, INEXPRESSIBLE, chosen

        asked = chosen(laws or ())
        lines = list(_compare(asked, FULL if full else 1, bar))
    _print_table(lines)
    if not laws:
        _print_inexpressible(INEXPRESSIBLE)
    _end(lines)


def _compare(laws: Sequence[Law], effort: int, bar: Bar) -> Iterable[Comparison]:
    from sim.war.numerics.compiled import telling_of_compilation

    bar.planned(len(laws), days=1, found=0)
    with telling_of_compilation(bar.compiling):
        for done, law in enumerate(laws, start=1):
            yield from law.compare(effort)
            bar.advanced(done, failed=0, days=0)


def _print_table(lines: Iterable[Comparison]) -> None:
    numeric = ("theory", "simulated", "n", "tolerance")
    sheet = Sheet("", ("law", "quantity"), numeric, ("tolerance is", "passes"))
    for line in lines:
        sheet.add(*cells(line))
    sheet.print(console())


def cells(line: Comparison) -> list[str]:
    """Return what the table says of one comparison."""
    theory = number(line.theory)
    if line.relation != "equal":
        theory = f"{line.relation} {theory}"
    numbers = theory, number(line.simulated), f"{line.n:,}", number(line.tolerance)
    return [line.law, line.quantity, *numbers, line.reason, "yes" if line.passed else "NO"]


def _print_inexpressible(forms: Iterable[Inexpressible]) -> None:
    for each in forms:
        typer.echo(f"cannot be expressed: {each.name}: {each.reason}")


def _end(lines: Sequence[Comparison]) -> None:
    """Say what came of it, and end with an exit code that tells."""
    failed = [line for line in lines if not line.passed]
    if not failed:
        typer.echo(f"All {len(lines)} comparisons pass")
        return
    names = ", ".join(dict.fromkeys(line.law for line in failed))
    typer.echo(f"{len(failed)} of {len(lines)} comparisons fail: {names}", err=True)
    raise typer.Exit(FAILED)
