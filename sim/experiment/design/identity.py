"""What a configuration is, apart from how often it is run and what is written of it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sim.config.generated.writing import normalised
from sim.config.paths import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.config import Config

NOT_PART = ("run.replicates", "outputs.sectors", "outputs.figures")
"""Parameters that say how often a configuration is run and what is written of it."""


def identity(config: Config) -> str:
    """Return the SHA-256 of the typed values of `config` without `NOT_PART`.

    In JSON 1, 1.0, true and "1" differ, and 0.0 from -0.0.
    """
    return Identities(config).at({})


class Identities:
    """The identities of a configuration and of those that differ from it at a few paths.

    Parameters
    ----------
    base
        The configuration from which the others differ.
    """

    def __init__(self, base: Config) -> None:
        entries = dict(_entries(normalised(base), ""))
        self._entries = {path: entries[path] for path in sorted(entries.keys() - {*NOT_PART})}

    def at(self, values: Mapping[str, Any]) -> str:
        """Return the identity of the base with other values, typed as the schema has them."""
        entries = self._entries | {path: _text(value) for path, value in values.items()}
        lines = "\n".join(f"{path}: {text}" for path, text in entries.items())
        return hashlib.sha256(lines.encode()).hexdigest()


def _entries(values: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        at = join(path, key)
        if isinstance(value, dict):
            yield from _entries(value, at)
        else:
            yield at, _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
