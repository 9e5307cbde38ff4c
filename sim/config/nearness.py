"""Which valid names a misspelt one may stand for."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from sim.config.errors import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NEAREST = 3
LONGEST_NAME = 80
ALIKE = 0.6
SHORTEST_PART = 3
"""Letters that two names must share to be told of each other: fewer are in many names."""


def closest(
    written: str, choices: Iterable[str], most: int = MOST_NEAREST, alike: float = ALIKE
) -> list[str]:
    """Return the choices that are near `written`, the nearest first; may be empty.

    Only where none is alike in its parts, those that are spelt alike, by a ratio of `alike` (from 0
    to 1) or more.
    """
    known = {_plainly(each): each for each in choices}
    name = _plainly(written[:LONGEST_NAME])
    spelt = difflib.get_close_matches(name, known, n=most, cutoff=alike)
    return alike_in_parts(written, known.values())[:most] or [known[each] for each in spelt]


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return that there is no such thing as `name`, with the nearest, or all that there are."""
    choices = list(known)
    near = closest(name, choices)
    told = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(choices) or 'none'}"
    return f"there is no {what} {quote(name)}; {told}"


def alike_in_parts(written: str, choices: Iterable[str]) -> list[str]:
    """Return the choices that share parts with `written`, the nearest first; may be empty.

    Those that begin with it come first, or whose words it begins with, then those that hold it,
    then those that hold all of its words.
    """
    name = _plainly(written[:LONGEST_NAME])
    ordered = sorted(choices, key=lambda each: abs(len(each) - len(name)))
    tests = (_begins_alike, _holds, _holds_words)
    found = (each for is_near in tests for each in ordered if is_near(name, _plainly(each)))
    return list(dict.fromkeys(found))


def _plainly(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")


def _begins_alike(name: str, choice: str) -> bool:
    if min(len(name), len(choice)) < SHORTEST_PART:
        return False
    return choice.startswith(name) or name.startswith((f"{choice}_", f"{choice}."))


def _holds(name: str, choice: str) -> bool:
    return len(name) > SHORTEST_PART and name in choice


def _holds_words(name: str, choice: str) -> bool:
    words, there = ({*re.split(r"[._]", each)} - {""} for each in (name, choice))
    return bool(words) and len(name) > SHORTEST_PART and words <= there
