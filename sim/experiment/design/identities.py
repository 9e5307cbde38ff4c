"""What a configuration is told by: identities, and the ids of points and runs that follow."""

from __future__ import annotations

import functools
import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.config.catalogue import join
from sim.config.generated.writing import normalised
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sim.config import Config

POINT_DIGITS = 12
RUN_DIGITS = 16
HEAD_BITS = 64
NOT_PART = ("run.replicates", "outputs.sectors", "outputs.figures")
"""Parameters that say how often a configuration is run and what is written of it."""


class Identities:
    """The identities of a configuration and of those that differ from it at a few paths.

    An identity is the SHA-256 of the typed values without `NOT_PART`. In JSON 1, 1.0, true and "1"
    differ, and 0.0 from -0.0.
    """

    def __init__(self, base: Config) -> None:
        entries = dict(_entries(normalised(base), ""))
        self._entries = {path: entries[path] for path in sorted(entries.keys() - {*NOT_PART})}
        self._constants = functools.cache(self._constants_around)

    def at(self, values: Mapping[str, Any]) -> str:
        """Return the identity of the base with other values, typed as the schema has them."""
        paths = tuple(sorted(values))
        beginning, others = self._constants(paths)
        digest = beginning.copy()
        for path, constant in zip(paths, others, strict=True):
            digest.update(_text(values[path]).encode() + constant)
        return digest.hexdigest()

    def _constants_around(self, paths: tuple[str, ...]) -> tuple[hashlib._Hash, list[bytes]]:
        """Return the digest of what is before the first of some values, and what follows each."""
        parts = [""]
        for path, text in self._entries.items():
            parts[-1] += f"\n{path}: "
            if path in paths:
                parts.append("")
            else:
                parts[-1] += text
        first, *others = (part.encode() for part in parts)
        return hashlib.sha256(first.removeprefix(b"\n")), others


class Heads(NamedTuple):
    """How many identities there are, and the beginnings of those that several rows have.

    Eight bytes of each are enough to tell: what they say is alike is looked at whole.
    """

    points: int
    repeated: frozenset[int]

    @classmethod
    def of(cls, identities: Iterable[str]) -> Heads:
        """Return what the identities of all rows come to.

        Raises
        ------
        ValueError
            If two points would have one id.
        """
        each = np.fromiter(map(head, identities), np.uint64)
        heads, counts = np.unique(each, return_counts=True)
        if np.unique(heads >> np.uint64(HEAD_BITS - 4 * POINT_DIGITS)).size < heads.size:
            raise ValueError(
                f"of {heads.size:,} points two have the same id of {POINT_DIGITS} digits, and no "
                "result could tell them apart; change a level a little"
            )
        return cls(heads.size, frozenset(heads[counts > 1].tolist()))


def head(identity: str) -> int:
    """Return the first 64 bits of an identity."""
    return int(identity[: HEAD_BITS // 4], 16)


def point_id(identity: str) -> str:
    """Return the id of the point that a configuration is."""
    return identity[:POINT_DIGITS]


def run_id(identity: str, replicate: int) -> str:
    """Return the id of a run: it follows from configuration, replicate and version."""
    text = f"{identity} {replicate} {__version__}"
    return hashlib.sha256(text.encode()).hexdigest()[:RUN_DIGITS]


def _entries(values: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        at = join(path, key)
        if isinstance(value, dict):
            yield from _entries(value, at)
        else:
            yield at, _text(value)


_text = json.JSONEncoder(sort_keys=True, default=str).encode
