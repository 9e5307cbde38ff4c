"""The command that shows the war live in a browser."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer

from sim.cli.app import INVALID, Behaviours, Config, app, errors_for_people, examples

MISSING = "the live page needs the extra packages of killzone: pip install 'killzone[dashboard]'"


@app.command(
    epilog=examples(
        "killzone serve",
        "killzone serve us-deal --open",
        "killzone serve my-configs/mine.yaml --port 9000",
    )
)
def serve(
    config: Config = "baseline",
    *,
    port: Annotated[
        int | None,
        typer.Option(
            min=1, max=65535, metavar="N", help="8080 or the next free one, if not given."
        ),
    ] = None,
    _behaviours: Behaviours = None,
    opens: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Show runs live in a browser, on this machine only, until Ctrl-C."""
    if importlib.util.find_spec("nicegui") is None:
        typer.echo(MISSING, err=True)
        raise typer.Exit(INVALID)
    typer.echo("Starting the live page ...", err=True)
    from sim.view.dashboard.serving import serve as run_server

    with errors_for_people():
        run_server(config, port, _announce, opens=opens)


def _announce(address: str) -> None:
    typer.echo(f"The live page is at\n  {address}\nCtrl-C ends it.")
