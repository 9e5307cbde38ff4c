"""Time `bell` of the race against the C library's exponential, both compiled into the same loop.

    python benchmarks/exponential.py

Prints nanoseconds a value, the fastest of many turns taken alternately, and their ratio.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from sim.war.equations.race import bell
from sim.war.numerics.compiled import Floats, kernel

if TYPE_CHECKING:
    from collections.abc import Callable

PAIRS, TURNS = 300, 2000


@kernel
def by_series(squares: Floats, out: Floats) -> None:
    """Write exp(-square / 2) by the package's series."""
    for i in range(out.size):
        out[i] = bell(squares[i])


@kernel
def by_library(squares: Floats, out: Floats) -> None:
    """Write exp(-square / 2) by the library's exponential."""
    for i in range(out.size):
        out[i] = math.exp(-0.5 * squares[i])


def nanoseconds(fill: Callable[[Floats, Floats], None], squares: Floats, out: Floats) -> float:
    """Return the time for one value in one turn."""
    started = time.perf_counter_ns()
    fill(squares, out)
    return (time.perf_counter_ns() - started) / out.size


def main() -> None:
    """Print both times and the ratio."""
    squares = np.random.default_rng(1).uniform(0, 20, PAIRS)
    out = np.empty(PAIRS)
    for fill in (by_series, by_library):
        fill(squares, out)
    turns = [
        (nanoseconds(by_series, squares, out), nanoseconds(by_library, squares, out))
        for _ in range(TURNS)
    ]
    series, library = (min(times) for times in zip(*turns, strict=True))
    print(f"series {series:.2f} ns, library {library:.2f} ns, ratio {library / series:.1f}")


if __name__ == "__main__":
    main()
