"""The command that tells where something happens in a sweep: discover."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import Folder, Force, app, errors_for_people, examples, out_option, say
from sim.cli.looking import read_results

DENSITY = 0.8
"""As in `results.discovery`, whose import takes longer than a reader waits for help."""


@app.command(
    epilog=examples(
        'killzone discover results/speed-vs-scale --when "zone_ua > 12"',
        'killzone discover results/mine --when "zone_ua > 12 and losses_ru < 3e5" --density 0.7',
    )
)
def discover(
    folder: Folder,
    *,
    when: Annotated[
        str,
        typer.Option(
            metavar="CONDITION",
            help='What is to happen, as "zone_ua > 12": a response, one of < <= > >= and a '
            "number; join several by and.",
        ),
    ],
    density: Annotated[
        float,
        typer.Option(metavar="SHARE", help="Share of runs that is to meet it within a box."),
    ] = DENSITY,
    out: Annotated[Path | None, out_option("DIR/discovery")] = None,
    force: Force = False,
) -> None:
    """Find the levels of the factors at which something happens: boxes by PRIM, and a tree."""
    from sim.experiment.store.folder import DISCOVERY
    from sim.view.discovering import discover as find

    with errors_for_people():
        found = find(read_results(folder), when, density)
        target = out or folder / DISCOVERY
        found.refuse_overwriting(target, force=force)
        typer.echo("Looking for boxes, and for them again in resampled points ...", err=True)
        say(found.words)
        for path in found.write(target, force=force):
            say(path)
