"""The files that come with killzone, and how a name leads to one of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.config.errors import Place, Problem, UnreadableError, quote
from sim.config.nearness import closest
from sim.config.paths import PathError, expanded

if TYPE_CHECKING:
    from sim.config.paths import Given


class Kind(NamedTuple):
    """A kind of files that come with killzone.

    Attributes
    ----------
    folder : str
        Where they lie: beside the package in a source checkout, inside it once installed.
    noun : str
        What one is called in messages.
    pattern : str
        Which files of the folder have a name of their own.
    command : str
        The command that runs one.
    """

    folder: str
    noun: str
    pattern: str
    command: str

    @property
    def one(self) -> str:
        """What one is called, with its article."""
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"


CONFIGURATIONS = Kind("configs", "configuration", "**/*.yaml", "killzone run")
EXPERIMENTS = Kind("experiments", "experiment", "*.yaml", "killzone sweep")
OTHER = {CONFIGURATIONS: EXPERIMENTS, EXPERIMENTS: CONFIGURATIONS}
LESSON = "lesson.yaml"
"""The file of a lesson, in a folder of its own."""


def shipped_folder(kind: Kind = CONFIGURATIONS) -> Path:
    """Return the folder of the files of a kind that come with killzone."""
    package = Path(__file__).resolve().parents[2]
    packed = package / kind.folder
    return packed if packed.is_dir() else package.parent / kind.folder


def shipped(kind: Kind = CONFIGURATIONS) -> dict[str, Path]:
    """Return the files of a kind that come with killzone, by name, as "lessons/one-race"."""
    folder = shipped_folder(kind)
    files = sorted(folder.glob(kind.pattern))
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in files}


def find(name: Given, folder: Path = Path(), kind: Kind = CONFIGURATIONS) -> Path:
    """Return the file that `name` means: a path from `folder`, or a shipped name.

    A shipped name may go without its folder ("one-race") where that is unique; `~` is the home
    folder.

    Raises
    ------
    UnreadableError
        If there is no such file; the problem names the nearest shipped names.
    """
    text = os.fsdecode(name)
    if found := _by_name(text, shipped(kind)):
        return found
    try:
        path = folder / expanded(name)
    except PathError as error:
        raise UnreadableError(Problem(Place(text), error.what)) from None
    if not _exists(path):
        raise UnreadableError(_missing(text, kind))
    if path.is_dir():
        raise UnreadableError(
            Problem(Place(os.fspath(path)), "this is a folder", cure="name a YAML file")
        )
    return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name longer than any file's, or with a NUL
        return False


def _by_name(name: str, known: dict[str, Path]) -> Path | None:
    endings = [path for full, path in known.items() if _last(full) == name]
    return known.get(name) or (endings[0] if len(endings) == 1 else None)


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def taken_for(place: Place, name: str, kind: Kind, where: str = "") -> Problem:
    """Return that `name` is of a kind, and not of the other one that is asked for here."""
    what = f"{quote(name)} is {kind.one}{where}, not {OTHER[kind].one}"
    return Problem(place, what, cure=f"run it with {kind.command} {quote(name)}")


def _missing(name: str, kind: Kind) -> Problem:
    if _by_name(name, shipped(OTHER[kind])):
        return taken_for(Place(name), name, OTHER[kind])
    known = shipped(kind)
    names = sorted({*known, *map(_last, known)})
    stem = _last(name).removesuffix(".yaml").removesuffix(".yml")
    near = closest(stem, names)
    return Problem(
        Place(name),
        f"there is no file {quote(name)}, nor a shipped {kind.noun} of that name",
        nearest=", ".join(near),
        cure=f"shipped are: {', '.join(known)}",
    )
