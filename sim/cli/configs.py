"""The commands about what is run: check, params and init."""

from __future__ import annotations

import enum
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import INVALID, Behaviours, app, errors_for_people, examples, place, say
from sim.cli.doubts import doubts_for_people
from sim.cli.printing import print_parameters
from sim.experiment.errors import BehaviourError, disk_errors

if TYPE_CHECKING:
    from sim.config import Config
    from sim.experiment.design.experiment import Experiment


class Format(enum.StrEnum):
    """Ways to print the parameters."""

    TABLE = "table"
    MARKDOWN = "md"
    JSON = "json"


@app.command(
    epilog=examples(
        "killzone check configs/baseline.yaml my-study/*/*.yaml", "killzone check feedback"
    )
)
def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="YAML files, or names killzone ships.")
    ],
    *,
    _behaviours: Behaviours = None,
) -> None:
    """Check configurations, experiments and lessons, and list everything that is wrong with each.

    Behaviours of your own run for a few weeks, twice, to see that they keep to seed and streams.
    """
    from sim.config import ConfigError

    valid = True
    for file in files:
        try:
            with doubts_for_people():
                _check(file)
        except (ConfigError, BehaviourError) as error:
            valid = False
            typer.echo(error, err=True)
        else:
            typer.echo(f"{file}: valid")
    if not valid:
        raise typer.Exit(INVALID)


def _check(file: str) -> None:
    from sim.config.reading.files import LESSON
    from sim.experiment.design import telling

    if Path(file).name == LESSON:
        from sim.lesson.reading import read_lesson

        read_lesson(Path(file).parent)
        return
    found = telling.read(file)
    if found.behaviours:
        _rehearse(found)


def _rehearse(found: Config | Experiment) -> None:
    """Rehearse what comes from outside; all that this takes is slow to import."""
    from sim.config import Config
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.rehearsal import rehearse

    rehearse(Experiment.of(found, "check") if isinstance(found, Config) else found)


@app.command(
    epilog=examples(
        "killzone params",
        "killzone params feedback",
        "killzone params 'ukraine.*_share'",
        "killzone params --format md > parameters.md",
    )
)
def params(
    pattern: Annotated[
        str | None,
        typer.Argument(
            metavar="PATTERN",
            help="Part of a path, or a whole one with * and ?; all are listed, if not given.",
        ),
    ] = None,
    *,
    format_: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
) -> None:
    """List parameters: unit, range, default, source, and whether events may change them.

    With PATTERN, those that it fits, each with all that bounds it.
    """
    from sim.config.generated import reference

    with errors_for_people():
        chosen = None if pattern is None else reference.matching(pattern)
    if format_ is Format.MARKDOWN:
        typer.echo(reference.as_markdown(chosen), nl=False)
    elif format_ is Format.JSON:
        typer.echo(reference.as_json(chosen), nl=False)
    elif chosen is None:
        print_parameters(reference.rows())
    else:
        typer.echo("\n\n".join(map(reference.in_full, chosen)))


@app.command(
    epilog=examples(
        "killzone init my-study",
        "killzone run my-study/configs/baseline.yaml",
        "killzone sweep my-study/experiments/feedback.yaml",
    )
)
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to; made if missing.", parser=place)
    ],
) -> None:
    """Copy the configurations and experiments that killzone ships to DIR, for editing.

    They go to DIR/configs and DIR/experiments, and nothing is overwritten.
    """
    from sim.config.reading.files import CONFIGURATIONS, EXPERIMENTS, shipped_folder

    with errors_for_people(), disk_errors(folder):
        for kind in (CONFIGURATIONS, EXPERIMENTS):
            _copy(shipped_folder(kind), folder / kind.folder)


def _copy(origin: Path, folder: Path) -> None:
    for source in sorted(path for path in origin.rglob("*") if path.is_file()):
        target = folder / source.relative_to(origin)
        if target.exists():
            say(f"{target}: kept as it is")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        say(f"{target}: written")
