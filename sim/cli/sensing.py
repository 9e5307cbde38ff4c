"""The command that asks what moves the responses of a sweep."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import (
    RESULTS,
    Behaviours,
    ReplaceAnswer,
    Settings,
    Workers,
    app,
    errors_for_people,
    examples,
    out_option,
    resume_command,
    say,
    say_files,
    say_lines,
)
from sim.cli.printing import print_estimate
from sim.cli.progress import Bar
from sim.experiment.errors import ResumeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiment.design.experiment import Experiment
    from sim.experiment.results.results import Results


@app.command(
    epilog=examples(
        "killzone sensitivity screening --dry-run",
        "killzone sensitivity experiments/screening.yaml --workers 8",
        "killzone sensitivity results/speed-vs-scale --response zone_ua",
        "killzone sensitivity results/screening --half-width 0.1 --out indices",
    )
)
def sensitivity(
    source: Annotated[
        str,
        typer.Argument(
            metavar="EXPERIMENT|DIR",
            help="A YAML file, a name that killzone ships, or the folder of a sweep.",
        ),
    ],
    *,
    response: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Response; may be repeated. All, if not given."),
    ] = None,
    half_width: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            min=0.001,
            max=0.5,
            help="Half-width of the 95% interval of a total order that is narrow enough.",
        ),
    ] = 0.05,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell how many runs and how long that takes.")
    ] = False,
    settings: Settings = None,
    _behaviours: Behaviours = None,
    workers: Workers = None,
    out: Annotated[Path | None, out_option("DIR/sensitivity")] = None,
    force: ReplaceAnswer = False,
) -> None:
    """Tell what moves the responses of a sweep, and how much is luck; run what is missing of it.

    A Morris design gives elementary effects, a Saltelli design Sobol indices; any other gives Sobol
    indices by a Gaussian process. The first line says whether the answer passes its checks.
    """
    from sim.experiment.store.files import folder_there
    from sim.experiment.store.folder import SENSITIVITY

    observer = Bar("run")
    with errors_for_people(lambda: resume_command() if observer.has_begun else ""):
        folder = folder_there(source)
        experiment = None if folder else _experiment(source, settings)
        if dry_run and experiment:
            _print_plan(experiment, workers, half_width)
            return
        from sim.experiment.results.results import Results
        from sim.view.sensing import refuse_in_vain

        swept = _folder(experiment) if experiment else Path(folder or source)
        target = out or swept / SENSITIVITY
        if experiment:
            refuse_in_vain(experiment, response, target, force=force)
            results = _swept(experiment, source, workers, observer)
        else:
            results = Results(swept)
        _print_answer(results, response, half_width, target, force=force)


def _experiment(source: str, settings: list[str] | None) -> Experiment:
    from sim.experiment.design.reading import read_experiment

    return read_experiment(source, settings or [])


def _print_plan(experiment: Experiment, workers: int | None, half_width: float) -> None:
    from sim.experiment.results.estimating import estimate
    from sim.experiment.results.planning import advice

    print_estimate(estimate(experiment, workers))
    say(advice(experiment, half_width))


def _swept(experiment: Experiment, source: str, workers: int | None, observer: Bar) -> Results:
    """Run what is missing of an experiment."""
    from sim.view import concluding

    with observer, _pointing_to_sweep(source):
        return concluding.sweep(
            experiment,
            workers=workers,
            out=_folder(experiment),
            resume=True,
            observer=observer,
        )


@contextlib.contextmanager
def _pointing_to_sweep(source: str) -> Iterator[None]:
    """Say whose options those are that a refused resume names."""
    try:
        yield
    except ResumeError as error:
        again = f"killzone sweep {shlex.quote(source)}"
        raise ResumeError(f"{error}\nThese are options of {again}; after it, ask again.") from error


def _folder(experiment: Experiment) -> Path:
    return RESULTS / experiment.name


def _print_answer(
    results: Results,
    response: list[str] | None,
    half_width: float,
    folder: Path,
    *,
    force: bool,
) -> None:
    from sim.view.answer import refuse_answered
    from sim.view.sensing import sensitivity as ask

    refuse_answered(folder, force=force)
    answer = ask(results, response, half_width=half_width)
    written = answer.write(folder, force=force)
    say_lines(answer.words)
    say_files(folder, written)
