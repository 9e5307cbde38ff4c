"""What a path means: one absolute place, whatever a library would read into its text."""

from __future__ import annotations

import os
from pathlib import Path

from sim.config.errors import quote

Given = str | bytes | os.PathLike[str] | os.PathLike[bytes]
"""A path as people give it."""


class PathError(ValueError):
    """A text that names no place.

    Attributes
    ----------
    what : str
        Why, with the cure.
    """

    def __init__(self, path: str, what: str) -> None:
        self.what = what
        super().__init__(f"{quote(path) or '(empty)'}: {what}")


def expanded(given: Given) -> Path:
    """Return a path whose `~` at the beginning is the home folder; it may still be relative.

    Nothing else is read into its text: ``a:b``, ``file:x`` and ``s3://x`` are names like others.

    Raises
    ------
    PathError
        If it is empty, names the home of nobody, or is no text in UTF-8.
    """
    text = _checked(os.fsdecode(given))
    if not text.startswith("~"):
        return Path(text)
    try:
        return Path(text).expanduser()
    except RuntimeError:
        home = text.partition("/")[0]
        what = f"{quote(home)} is nobody's home folder; write ./{quote(text)} for a name with ~"
        raise PathError(text, what) from None


def absolute(given: Given) -> Path:
    """Return the place that a path means now, wherever the process works later.

    Links and ``..`` stay as they are.

    Raises
    ------
    PathError
        As `expanded`, or if it is relative and the working folder is gone.
    """
    path = expanded(given)
    try:
        whole = path.absolute()
    except FileNotFoundError:
        what = "the working folder is gone; go to one that is there, or write the whole path"
        raise PathError(str(path), what) from None
    _checked(str(whole))
    return whole


def _checked(path: str) -> str:
    if not path:
        raise PathError(path, "this is empty; write a path")
    if "\0" in path:
        raise PathError(path, "no name of a file has a NUL in it; leave it out")
    try:
        path.encode()
    except UnicodeEncodeError:
        raise PathError(path, "this name is not UTF-8; rename it, or name another") from None
    return path
