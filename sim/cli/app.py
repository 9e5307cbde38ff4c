"""The command itself, what its parts share, and how they end."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.doubts import doubts_for_people
from sim.experiment.errors import RunError
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

INVALID = 2
INTERRUPTED = 130

app = typer.Typer(
    name="killzone",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

RESULTS = Path("results")


def place(given: str) -> Path:
    """Return the absolute place that a path means, or end with what is wrong with it."""
    from sim.config.paths import PathError, absolute

    try:
        return absolute(given)
    except PathError as error:
        typer.echo(error, err=True)
        raise typer.Exit(INVALID) from None


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A result folder.", parser=place)]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Set one parameter; may be repeated."),
]
Config = Annotated[
    str, typer.Argument(metavar="CONFIG", help="A YAML file, or a name that killzone ships.")
]
Days = Annotated[str | None, typer.Option(metavar="N", help="Short for --set run.days=N.")]
Workers = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes; as many as cores, if not given."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace results that are there.")]
ReplaceAnswer = Annotated[bool, typer.Option("--force", help="Replace the answer that is there.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with what was stopped, or add replicates.")
]


def _allow(modules: list[str] | None) -> None:
    from sim.config.behaviours import allow

    allow(modules or ())


Behaviours = Annotated[
    list[str] | None,
    typer.Option(
        "--behaviours",
        metavar="MODULE",
        help="Let the configuration load this module of yours; may be repeated.",
        callback=_allow,
        is_eager=True,
    ),
]
AcceptCodeChange = Annotated[
    bool,
    typer.Option("--accept-code-change", help="Resume even though the software has changed."),
]


def out_option(otherwise: str) -> Any:
    """Return the option for the folder of results, which is `otherwise` if it is not given."""
    text = f"Folder for the results; {otherwise}, if not given."
    return typer.Option(metavar="DIR", help=text, parser=place)


def examples(*lines: str) -> str:
    """Return the end of a help page."""
    return "\n\n".join(["[bold]Examples[/bold]", *lines])


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"killzone {__version__}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        "killzone run baseline",
        "killzone run baseline --set race.obsolescence_days=45 --out results/faster",
        "killzone sweep speed-vs-scale",
        "killzone lesson",
        "killzone init my-study",
    )
)
def killzone(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Simulate drone warfare as a race of adaptation: YAML in, tables and figures out."""


def shown(text: object) -> str:
    """Return a text in which paths below the working folder are told from there.

    But for those that would then begin as an option or a home folder does.
    """
    try:
        here = str(Path.cwd())
    except FileNotFoundError:
        return str(text)
    if here == os.sep:
        return str(text)
    return re.sub(rf"(?<![\w./~-]){re.escape(here)}/(?=[^\s/~-])", "", str(text))


def say(text: object) -> None:
    """Print a line, with paths as `shown` has them."""
    typer.echo(shown(text))


def say_lines(lines: Iterable[object]) -> None:
    """Print lines as `say` does."""
    for line in lines:
        say(line)


def say_files(folder: Path, written: Iterable[Path]) -> None:
    """Print which files were written into a folder."""
    say(f"{folder}: {', '.join(path.name for path in written)}")


def argument(path: Path) -> str:
    """Return a path as it is written in a command that people are to type."""
    return shlex.quote(shown(path))


def no_cure() -> str:
    """Return that nothing is to be gone on with."""
    return ""


@contextlib.contextmanager
def errors_for_people(cure: Callable[[], str] = no_cure) -> Iterator[None]:
    """End with a message and an exit code where the fault is not the program's.

    What `cure` returns is printed where what was stopped can go on.
    """
    from sim.config import ConfigError

    try:
        with doubts_for_people():
            yield
    except ConfigError as error:
        typer.echo(error, err=True)
        raise typer.Exit(INVALID) from None
    except RunError as error:
        typer.echo(shown(error), err=True)
        _tell(cure() if error.resumable else "")
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
        _tell(cure())
        raise typer.Exit(INTERRUPTED) from None


def _tell(cure: str) -> None:
    if cure:
        typer.echo(cure, err=True)


def resume_command() -> str:
    """Return the line that tells how to go on with what was stopped."""
    words = [word for word in sys.argv[1:] if word not in {"--force", "--resume"}]
    end = words.index("--") if "--" in words else len(words)
    command = shlex.join(["killzone", *words[:end], "--resume", *words[end:]])
    return f"Finished runs are kept; go on with\n  {command}"
