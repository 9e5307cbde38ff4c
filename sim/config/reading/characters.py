"""From the bytes of a file to text without comments, in which every character is visible."""

from __future__ import annotations

import re
import stat
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from sim.config.errors import MOST_PROBLEMS, Place, Problem, UnreadableError, code_point

if TYPE_CHECKING:
    from pathlib import Path

    from sim.config.errors import Findings, Locate

MOST_BYTES = 2**20


class Limits(NamedTuple):
    """How large a file may be.

    Attributes
    ----------
    characters : int
        Characters besides comments.
    nodes : int
        Keys and values.
    cure : str
        What to do with a larger one.
    """

    characters: int
    nodes: int
    cure: str


CONFIGURATION = Limits(2**15, 2000, "split the file with extends")
"""Several times the baseline, read in about 0.1 s."""

EXPERIMENT = Limits(2**20, 80_000, "sample the design, or list fewer values")
"""As large as a list of points that somebody might write."""

OTHER_ENCODINGS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
SAVE = "save the file as UTF-8"

COMMENT = re.compile(r"""(?m)(?:^|(?<=[ \t]))\#.*$|("[^"\n]*"|'[^'\n]*')""")
"""A comment, or (kept as group 1) a quoted text, in which # is an ordinary character."""

# Line breaks of YAML 1.1 end a comment, and marks of writing direction turn it round, where
# no editor shows it.
HIDDEN = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff"
    "\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# File names may hold any letter, and stand nowhere but after "extends:" and "base:".
STRANGE = re.compile(r"(?m)^(?!extends:|base:)([\x20-\x7e]*)([^\x20-\x7e\n])")
SPACE = re.compile(r"[^\S\n]")

SPECIAL = {
    "\t": ("a tab (U+0009)", "indent and separate with spaces"),
    "\u2212": ("the character U+2212 (MINUS SIGN)", "write the minus of the keyboard, -"),
    "\ufeff": ("a byte-order mark (U+FEFF) inside the file", f"delete it, or {SAVE} without one"),
}


def read_text(path: Path, label: str) -> str:
    """Return the text of a file: UTF-8, at most 1 MiB, without a byte-order mark.

    Line breaks are newlines, whatever the file has.

    Raises
    ------
    UnreadableError
        If it is too long, no UTF-8 text, or cannot be opened.
    """
    raw = _read_bytes(path, Place(label))
    for mark, encoding in OTHER_ENCODINGS.items():
        if raw.startswith(mark):
            raise UnreadableError(Problem(Place(label, 1, 1), f"the file is {encoding}", cure=SAVE))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte 0x{raw[error.start]:02X} is not UTF-8 (the file may be Latin-1)"
        raise UnreadableError(Problem(_place(label, raw[: error.start]), what, cure=SAVE)) from None
    if "\0" in text:
        what = "a NUL (U+0000), as in UTF-16 and in files that are not text"
        place = _place(label, raw[: raw.index(b"\0")])
        raise UnreadableError(Problem(place, what, cure=SAVE))
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def visible_content(
    text: str, locate: Locate, findings: Findings, limits: Limits = CONFIGURATION
) -> str:
    """Return `text` without comments; lines and columns stay as they are.

    Characters that are hidden, or strange outside comments, are added to `findings`, and
    replaced so that the rest can be read.

    Raises
    ------
    UnreadableError
        If there are too many characters besides comments.
    """
    content = COMMENT.sub(r"\1", text)
    if len(content) > limits.characters:
        what = f"{len(content)} characters besides comments; {limits.characters} is the most"
        raise UnreadableError(Problem(locate(0, 0), what, cure=limits.cure))
    for match in islice(HIDDEN.finditer(text), MOST_PROBLEMS):
        findings.spoil(_problem(locate, text, match.start()))
    for match in islice(STRANGE.finditer(content), MOST_PROBLEMS):
        findings.spoil(_problem(locate, content, match.start(2)))
    return SPACE.sub(" ", HIDDEN.sub("?", content))


def _read_bytes(path: Path, place: Place) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problem = Problem(place, "this is no regular file", cure="name a YAML file")
            raise UnreadableError(problem)
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}"
        raise UnreadableError(Problem(place, what)) from None
    if len(raw) > MOST_BYTES:
        what = f"the file has {max(status.st_size, len(raw))} bytes; 1 MiB is the most"
        raise UnreadableError(Problem(place, what, cure="a configuration fits into a few pages"))
    return raw


def _place(label: str, before: bytes) -> Place:
    lines = before.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Place(label, len(lines), len(lines[-1]) + 1)


def _problem(locate: Locate, text: str, at: int) -> Problem:
    place = locate(text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1)
    usual = f"the character {code_point(text[at])}", _cure(text[at])
    what, cure = SPECIAL.get(text[at], usual)
    return Problem(place, what, cure=cure)


def _cure(character: str) -> str:
    if character.isspace():
        return "write a plain space"
    if unicodedata.category(character) == "Pd":
        return "write the minus of the keyboard, -"
    return "write plain letters and digits" if character.isalnum() else "delete it"
