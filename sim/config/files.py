"""The configurations that come with killzone, and how a name leads to a file."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from sim.config.errors import Place, Problem, UnreadableError, quote


def shipped_folder() -> Path:
    """Return the folder of the configurations that come with killzone."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "configs"
    return packed if packed.is_dir() else package.parent / "configs"


def shipped() -> dict[str, Path]:
    """Return the configurations that come with killzone, by name, as "lessons/one-race"."""
    folder = shipped_folder()
    files = sorted(folder.rglob("*.yaml"))
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in files}


def find(name: str | Path, folder: Path = Path()) -> Path:
    """Return the file that `name` means: a path from `folder`, or a shipped name.

    A shipped name may go without its folder ("one-race") where that is unique.

    Raises
    ------
    UnreadableError
        If there is no such file; the problem names the nearest shipped names.
    """
    text = os.fspath(name)
    if found := _by_name(text):
        return found
    path = folder / name
    if not _exists(path):
        raise UnreadableError(_missing(text))
    if path.is_dir():
        raise UnreadableError(
            Problem(Place(os.fspath(path)), "this is a folder", cure="name a YAML file")
        )
    return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than any file's
        return False


def _by_name(name: str) -> Path | None:
    configurations = shipped()
    endings = [path for full, path in configurations.items() if _last(full) == name]
    return configurations.get(name) or (endings[0] if len(endings) == 1 else None)


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _missing(name: str) -> Problem:
    names = sorted({*shipped(), *map(_last, shipped())})
    stem = _last(name).removesuffix(".yaml").removesuffix(".yml")
    near = difflib.get_close_matches(stem.lower(), names)
    return Problem(
        Place(name),
        f"there is no file {quote(name)}, nor a shipped configuration of that name",
        nearest=", ".join(near),
        cure=f"shipped are: {', '.join(shipped())}",
    )
