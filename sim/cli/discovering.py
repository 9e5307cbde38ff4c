"""The commands that tell where something happens, and what can happen: discover and explore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import (
    RESULTS,
    AcceptCodeChange,
    Behaviours,
    Folder,
    Force,
    ReplaceAnswer,
    Resume,
    Settings,
    Workers,
    app,
    errors_for_people,
    examples,
    out_option,
    resume_command,
    say_files,
    say_lines,
)
from sim.cli.looking import read_results
from sim.cli.printing import print_estimate
from sim.cli.progress import Bar

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
    force: ReplaceAnswer = False,
) -> None:
    """Find the levels of the factors at which something happens: boxes by PRIM, and a tree."""
    from sim.experiment.store.folder import DISCOVERY
    from sim.view.answer import refuse_answered
    from sim.view.discovering import discover as find

    with errors_for_people():
        target = out or folder / DISCOVERY
        answer = find(read_results(folder), when, density)
        refuse_answered(target, force=force)
        typer.echo("Looking for boxes, and for them again in resampled points ...", err=True)
        written = answer.write(target, force=force)
        say_lines(answer.words)
        say_files(target, written)


@app.command(
    epilog=examples(
        "killzone explore outcomes --dry-run",
        "killzone explore experiments/outcomes.yaml --workers 8",
        "killzone explore outcomes --resume",
    )
)
def explore(
    experiment: Annotated[
        str,
        typer.Argument(metavar="EXPERIMENT", help="A YAML file, or a name that killzone ships."),
    ],
    *,
    settings: Settings = None,
    _behaviours: Behaviours = None,
    workers: Workers = None,
    out: Annotated[Path | None, out_option("results/NAME")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only estimate points, runs, time and disk space.")
    ] = False,
    force: Force = False,
    resume: Resume = False,
    accept_code_change: AcceptCodeChange = False,
) -> None:
    """Look for all pairs of outcomes that are possible: Pattern Space Exploration."""
    from sim.experiment.design.reading import read_experiment
    from sim.experiment.exploring import require_patterns
    from sim.experiment.store.folder import PATTERNS

    observer = Bar("run")
    with errors_for_people(lambda: resume_command() if observer.has_begun else ""):
        chosen = read_experiment(experiment, settings or [])
        require_patterns(chosen)
        folder = out or RESULTS / chosen.name
        if dry_run:
            from sim.experiment.results.estimating import estimate

            print_estimate(estimate(chosen, workers, folder if resume else None))
            return
        from sim.view import exploring

        with observer:
            explored = exploring.explore(
                chosen,
                workers=workers,
                out=folder,
                force=force,
                resume=resume,
                accept_code_change=accept_code_change,
                observer=observer,
            )
        say_lines(explored.words)
        say_files(folder / PATTERNS, explored.write(folder / PATTERNS, force=True))
