"""The commands that simulate: run, sweep and rerun."""

from __future__ import annotations

import enum
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import (
    RESULTS,
    AcceptCodeChange,
    Behaviours,
    Config,
    Days,
    Folder,
    Force,
    Resume,
    Settings,
    Workers,
    app,
    argument,
    errors_for_people,
    examples,
    out_option,
    resume_command,
    say,
)
from sim.cli.printing import (
    print_alike,
    print_estimate,
    print_headline,
    print_overview,
    print_precision,
    print_shortages,
)
from sim.cli.progress import Bar

if TYPE_CHECKING:
    from sim.experiment.results.results import Results

MOST_RESPONSES = 7
"""Of those that the end of a sweep tells."""

Replicates = Annotated[
    str | None, typer.Option(metavar="N", help="Short for --set run.replicates=N.")
]
Seed = Annotated[str | None, typer.Option(metavar="N", help="Short for --set run.seed=N.")]
Figures = Annotated[bool, typer.Option("--figures", help="Draw figures of it at the end.")]


class OnError(enum.StrEnum):
    """What a failed run does to the others."""

    CONTINUE = "continue"
    STOP = "stop"


@app.command(
    epilog=examples(
        "killzone run baseline --figures",
        "killzone run configs/baseline.yaml --replicates 20 --workers 4",
        "killzone run baseline --set race.obsolescence_days=45 --out results/faster",
        "killzone run baseline --resume",
    )
)
def run(
    config: Config,
    *,
    settings: Settings = None,
    _behaviours: Behaviours = None,
    replicates: Replicates = None,
    days: Days = None,
    seed: Seed = None,
    figures: Figures = False,
    workers: Workers = None,
    out: Annotated[Path | None, out_option("results/CONFIG")] = None,
    force: Force = False,
    resume: Resume = False,
    accept_code_change: AcceptCodeChange = False,
) -> None:
    """Simulate replicates of CONFIG; write tables; print the main responses."""
    from sim.config import load

    short = {"replicates": replicates, "days": days, "seed": seed}
    given = [f"run.{name}={value}" for name, value in short.items() if value is not None]
    given += ["outputs.figures=true"] if figures else []
    observer = Bar("replicate")
    with errors_for_people(lambda: resume_command() if observer.has_begun else ""):
        chosen = load(config, [*(settings or []), *given])
        from sim.experiment.results.shortages import shortages
        from sim.view import concluding  # takes a second; a mistake is told before

        with observer:
            results = concluding.run(
                chosen,
                workers=workers,
                out=out or RESULTS / Path(config).stem,
                force=force,
                resume=resume,
                accept_code_change=accept_code_change,
                observer=observer,
            )
        print_headline(results.headline, results.config)
        print_shortages(shortages(results))
        _name_files(results.folder)
        _tell_of_report(results)


@app.command(
    epilog=examples(
        "killzone sweep speed-vs-scale --dry-run",
        "killzone sweep experiments/speed-vs-scale.yaml --workers 8",
        "killzone sweep speed-vs-scale --resume",
        "killzone sweep feedback --set run.days=1095 --out results/three-years",
        "killzone sweep feedback --scheduler tcp://10.0.0.1:8786",
    )
)
def sweep(
    experiment: Annotated[
        str,
        typer.Argument(metavar="EXPERIMENT", help="A YAML file, or a name that killzone ships."),
    ],
    *,
    settings: Settings = None,
    _behaviours: Behaviours = None,
    workers: Workers = None,
    out: Annotated[Path | None, out_option("results/NAME")] = None,
    figures: Figures = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only estimate points, runs, time and disk space.")
    ] = False,
    force: Force = False,
    resume: Resume = False,
    on_error: Annotated[
        OnError, typer.Option("--on-error", help="Whether other runs go on when one fails.")
    ] = OnError.CONTINUE,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers do the runs."),
    ] = None,
    accept_code_change: AcceptCodeChange = False,
) -> None:
    """Simulate every run of an experiment; write its tables."""
    from sim.experiment.design.reading import read_experiment

    observer = Bar("run")
    with errors_for_people(lambda: resume_command() if observer.has_begun else ""):
        chosen = read_experiment(experiment, settings or [])
        chosen = replace(chosen, figures=figures or chosen.figures)
        folder = out or RESULTS / chosen.name
        if dry_run:
            from sim.experiment.results.estimating import estimate

            print_estimate(estimate(chosen, workers, folder if resume else None))
            return
        from sim.view import concluding

        with observer:
            results = concluding.sweep(
                chosen,
                workers=workers,
                out=folder,
                force=force,
                resume=resume,
                on_error=on_error.value,
                scheduler=scheduler,
                accept_code_change=accept_code_change,
                observer=observer,
            )
        _print_end(results)


def _print_end(results: Results) -> None:
    """Print what a sweep came to, and what comes next."""
    from sim.analysis.censoring import notes
    from sim.experiment.results.alike import alike
    from sim.experiment.results.shortages import shortages
    from sim.experiment.results.summarising import main_responses, overview

    responses = list(main_responses(results))
    print_overview(overview(results, responses[:MOST_RESPONSES]))
    if more := responses[MOST_RESPONSES:]:
        typer.echo(f"killzone summarize tells of {len(more)} more: {', '.join(more)}")
    print_alike(alike(results))
    print_shortages(shortages(results))
    print_precision(results.precision)
    for note in notes(results.points):
        say(note)
    _name_files(results.folder)
    again = f"killzone summarize {argument(results.folder)} --response NAME"
    say(f"Means and intervals by point: {again}")
    _tell_of_report(results)


@app.command(epilog=examples("killzone rerun results/speed-vs-scale 3fa9c2d17b60e845"))
def rerun(
    folder: Folder,
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="Id of a run, as tables have it.")],
    *,
    _behaviours: Behaviours = None,
) -> None:
    """Repeat one run of a sweep, here and alone, to see its failure or that its rows agree."""
    from sim.experiment import runner

    with errors_for_people():
        typer.echo(runner.rerun(folder, run_id))


def _tell_of_report(results: Results) -> None:
    """Say how to see figures, where none were asked for."""
    if not results.experiment.figures:
        page = f"killzone report {argument(results.folder)}"
        say(f"Figures: the same command with --resume --figures; on one page: {page}")


def _name_files(folder: Path) -> None:
    say(f"{folder}: {', '.join(sorted(path.name for path in folder.glob('[!.]*')))}")
