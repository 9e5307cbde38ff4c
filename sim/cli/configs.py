"""The commands about configurations: check, params and init."""

from __future__ import annotations

import enum
import shutil
from pathlib import Path
from typing import Annotated

import typer

import sim
from sim.cli.app import INVALID, app, errors_for_people, examples
from sim.cli.printing import print_parameters
from sim.experiment.errors import disk_errors


class Format(enum.StrEnum):
    """Ways to print the parameters."""

    TABLE = "table"
    MARKDOWN = "md"
    JSON = "json"


@app.command(epilog=examples("killzone check configs/baseline.yaml my-configs/*.yaml"))
def check(
    configs: Annotated[
        list[str], typer.Argument(metavar="CONFIG...", help="YAML files, or names killzone ships.")
    ],
) -> None:
    """Check configurations and list everything that is wrong with each."""
    from sim.config import ConfigError

    valid = True
    for config in configs:
        try:
            sim.load(config)
        except ConfigError as error:
            valid = False
            typer.echo(error, err=True)
        else:
            typer.echo(f"{config}: valid")
    if not valid:
        raise typer.Exit(INVALID)


@app.command(epilog=examples("killzone params", "killzone params --format md > parameters.md"))
def params(
    format_: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
) -> None:
    """List every parameter with unit, range, default, source, and whether events may change it."""
    from sim.config import reference

    if format_ is Format.MARKDOWN:
        typer.echo(reference.as_markdown(), nl=False)
    elif format_ is Format.JSON:
        typer.echo(reference.as_json(), nl=False)
    else:
        print_parameters(reference.rows())


@app.command(epilog=examples("killzone init my-configs", "killzone run my-configs/baseline.yaml"))
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; made if missing.")],
) -> None:
    """Copy the configurations that killzone ships to DIR, for editing; nothing is overwritten."""
    from sim.config import shipped_folder

    with errors_for_people(), disk_errors(folder):
        origin = shipped_folder()
        for source in sorted(path for path in origin.rglob("*") if path.is_file()):
            target = folder / source.relative_to(origin)
            if target.exists():
                typer.echo(f"{target}: kept as it is")
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            typer.echo(f"{target}: written")
