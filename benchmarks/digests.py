"""Digests of every table of every shipped configuration, for a change that may change no result.

    python -m benchmarks.digests > before
    python -m benchmarks.digests | diff before -

One line a table: configuration, table, rows, columns, SHA-256 of names, types and values of its
columns, in the order of their names.
"""

from __future__ import annotations

import hashlib

import numpy as np

import sim
from sim.config.reading.files import shipped
from sim.war.replicate import simulate


def digest(table: dict[str, object]) -> tuple[int, str]:
    """Return the number of rows and the SHA-256 of a table's columns."""
    whole, rows = hashlib.sha256(), 0
    for name in sorted(table):
        values = np.asarray(table[name])
        rows = len(values)
        whole.update(f"{name} {values.dtype} {values.shape}\n".encode())
        whole.update(repr(values.tolist()).encode())
    return rows, whole.hexdigest()


def main() -> None:
    """Print the digests of one replicate of each configuration, with all tables switched on."""
    for name in shipped():
        for table, columns in simulate(sim.load(name, ["outputs.sectors=true"])).items():
            rows, sha = digest(columns)
            print(name, table, rows, len(columns), sha)


if __name__ == "__main__":
    main()
