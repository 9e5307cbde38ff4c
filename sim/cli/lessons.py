"""The command about lessons."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.analysis.numerals import ends, number
from sim.cli.app import RESULTS, Force, app, errors_for_people, examples, out_option, say
from sim.cli.printing import console, new_table
from sim.cli.progress import Bar

if TYPE_CHECKING:
    from sim.lesson.lesson import Lesson
    from sim.view.lessons.running import LessonRun


@app.command(
    epilog=examples(
        "killzone lesson", "killzone lesson 3", "killzone lesson 3 --out results/monday"
    )
)
def lesson(
    which: Annotated[
        str | None,
        typer.Argument(metavar="LESSON", help="Number or name; all are listed, if not given."),
    ] = None,
    *,
    out: Annotated[Path | None, out_option("results/lesson-N")] = None,
    force: Force = False,
) -> None:
    """List the lessons, or run one: its experiment, and which prediction came true."""
    from sim.lesson.reading import read_lesson, shipped_lessons

    with errors_for_people():
        if which is None:
            _print_list(shipped_lessons())
            return
        chosen = read_lesson(which)
        _run(chosen, out or RESULTS / f"lesson-{chosen.number}", force=force)


def _run(chosen: Lesson, folder: Path, *, force: bool) -> None:
    from sim.view.lessons.running import run_lesson

    predicted = _ask_prediction(chosen)
    with Bar("run") as observer:
        outcome = run_lesson(chosen, folder, observer, force=force)
    _print_outcome(outcome, predicted)


def _print_list(lessons: list[Lesson]) -> None:
    table = new_table(left=("lesson", "title", "question"), right=("minutes",))
    for each in lessons:
        table.add_row(str(each.number), each.title, each.asks, str(each.minutes))
    console().print(table)
    typer.echo("All are on the live page too: killzone serve, then Lessons.")


def _ask_prediction(chosen: Lesson) -> str:
    """Ask for a prediction before the result, where there is someone to ask; say what it was."""
    from sim.lesson.wording import LETTERS

    typer.echo(f"Lesson {chosen.number}: {chosen.title}\n")
    typer.echo(f"{chosen.prediction.ask}\n")
    for letter, choice in zip(LETTERS, chosen.prediction.choices, strict=False):
        typer.echo(f"  {letter}  {choice.says}")
    if not chosen.prediction.choices or not sys.stdin.isatty():
        typer.echo("\nWrite your prediction down while it runs.\n")
        return ""
    letters = list(LETTERS[: len(chosen.prediction.choices)])

    def known(answer: str) -> str:
        if answer.strip().upper() not in letters:
            raise typer.BadParameter(f"choose one of {', '.join(letters)}")
        return answer.strip().upper()

    predicted = typer.prompt(f"\nYour prediction ({', '.join(letters)})", value_proc=known)
    typer.echo()
    return f"You predicted {predicted}. "


def _print_outcome(outcome: LessonRun, predicted: str) -> None:
    from sim.lesson.wording import EXPECTED

    count = outcome.results.experiment.most_replicates
    title = f"Means over {count} replicates"
    table = new_table(title, ("result",), ("mean", "95% interval", "expected"))
    for expected, (mean, low, high) in outcome.found:
        shown = f"{number(mean)} {expected.unit}".rstrip()
        table.add_row(expected.says, shown, ends(low, high), ends(*expected.interval))
    console().print(table)
    typer.echo(EXPECTED)
    typer.echo(f"{predicted}{outcome.verdict}")
    for what, path in outcome.files.items():
        say(f"{what}: {path}")
