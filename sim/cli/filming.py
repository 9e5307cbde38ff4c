"""The command that makes films."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import (
    Behaviours,
    Days,
    Force,
    Settings,
    app,
    errors_for_people,
    examples,
    place,
    say,
    shown,
)
from sim.cli.progress import Bar

Source = Annotated[
    str,
    typer.Argument(
        metavar="DIR|CONFIG", help="A result folder, a YAML file, or a name killzone ships."
    ),
]
FilmFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        parser=place,
        help="A .gif, .webp or .mp4 (needs ffmpeg); DIR/film.gif or results/CONFIG.gif, if "
        "not given.",
    ),
]


@app.command(
    epilog=examples(
        "killzone film baseline",
        "killzone film results/baseline --replicate 3 --out chase.webp",
        "killzone film results/speed-vs-scale --point 5 --every 1",
        "killzone film one-race --set race.obsolescence_days=30 --days 365 --out race.gif",
    )
)
def film(
    source: Source,
    *,
    settings: Settings = None,
    _behaviours: Behaviours = None,
    days: Days = None,
    out: FilmFile = None,
    every: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Days per frame; for a film of 30 seconds, if not given."
        ),
    ] = None,
    fps: Annotated[
        int | None,
        typer.Option(min=1, max=50, metavar="N", help="Frames per second; 12, if not given."),
    ] = None,
    replicate: Annotated[int, typer.Option(min=0, metavar="N", help="Which replicate.")] = 0,
    point: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Which point of a sweep; the first, if not given."),
    ] = None,
    force: Force = False,
) -> None:
    """Make a film of one run: the chase in the design space, the kill zone, time series."""
    from sim.view import film as films

    given = [*(settings or []), *([] if days is None else [f"run.days={days}"])]
    with errors_for_people(), warnings.catch_warnings(record=True) as told:
        with Bar("frame", "writing the film") as observer:
            made = films.film(
                source,
                out,
                settings=given,
                replicate=replicate,
                point=point,
                every=every,
                fps=fps,
                force=force,
                observer=observer,
            )
        for warning in told:
            typer.echo(shown(warning.message), err=True)
        say(made)
