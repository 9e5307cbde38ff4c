"""How fast a replicate runs: killzone, version 0.1.0, and the front race in plain Mesa.

    python -m benchmarks.speed [--scales 1 10] [--days 730 100] [--rounds 5] [--json FILE]

All take turns, a process each, so that they meet the same machine; the table has medians of
milliseconds a day. Version 0.1.0 is its own commit in a worktree, run on the baseline; the peer
(`benchmarks/plain_mesa.py`) is run on the baseline without what it does not have, over a tenth of
the days, and so is killzone beside it, over all of them. Those two begin without a spin-up, which
would take the peer far longer than the days do.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from benchmarks.docking import FRONT_ALONE
from benchmarks.measured import (
    NO_SPIN_UP,
    VERSION_0_1_0,
    Row,
    options,
    python,
    replicate,
    report,
    worktree,
)

if TYPE_CHECKING:
    from pathlib import Path

PEER = """
import sys, time
import sim
from benchmarks.plain_mesa import FrontRace
scale, days, *changes = sys.argv[1:]
model = FrontRace(sim.load("baseline", [f"scale={scale}", f"run.days={days}", *changes]))
begun = time.perf_counter()
for _ in range(int(days)):
    model.step()
print(1000 * (time.perf_counter() - begun) / int(days))
"""


FRONT = (*FRONT_ALONE, NO_SPIN_UP)


def turn(scale: int, days: int, before: Path) -> dict[str, float]:
    """Return the milliseconds a day of each, measured one after the other."""
    return {
        "killzone": replicate(scale, days)[0],
        "version 0.1.0": replicate(scale, days, checkout=before)[0],
        "killzone, front": replicate(scale, days, *FRONT)[0],
        "plain Mesa, front": float(python(PEER, scale, max(days // 10, 10), *FRONT)),
    }


def row(scale: int, days: int, rounds: int, before: Path) -> Row:
    """Return the medians of a scale, and their ratios."""
    turns = [turn(scale, days, before) for _ in range(rounds)]
    ms = {name: statistics.median(each[name] for each in turns) for name in turns[0]}
    return {
        "scale": scale,
        "days": days,
        **{f"{name} ms/day": value for name, value in ms.items()},
        "0.1.0 / killzone": ms["version 0.1.0"] / ms["killzone"],
        "Mesa / killzone": ms["plain Mesa, front"] / ms["killzone, front"],
    }


def main() -> None:
    """Measure and tell."""
    parser = options(__doc__)
    parser.add_argument("--scales", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--days", type=int, nargs="+", default=[730, 100])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with worktree(VERSION_0_1_0) as before:
        cases = zip(given.scales, given.days, strict=True)
        report([row(*case, given.rounds, before) for case in cases], given.json)


if __name__ == "__main__":
    main()
