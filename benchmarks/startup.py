"""What commands take from the start of Python to their end, now and at version 0.1.0.

    python -m benchmarks.startup [--rounds 5] [--lesson] [--json FILE]

The two take turns, so that they meet the same machine; the table has medians: seconds, and seconds
of all processors, those of worker processes too; before is version 0.1.0, and a ratio below 1 is
less than that. With `--lesson`, lesson 1 too.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measured import HERE, VERSION_0_1_0, Row, options, report, worktree

ONE_DAY = "run baseline --days 1 --replicates 1 --out {out}"
COMMANDS = (
    "--help",
    "check baseline",
    "check speed-vs-scale",
    ONE_DAY,
    "run one-race --days 30 --replicates 8 --workers 2 --out {out}",
)
LESSON = "lesson 1 --out {out}"


def seconds(checkout: Path, line: str) -> tuple[float, float]:
    """Return seconds, and seconds of all processors, that a command of a checkout takes."""
    with tempfile.TemporaryDirectory() as place:
        words = line.format(out=Path(place, "out")).split()
        before, begun = _processors(), time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "sim", *words],
            cwd=place,
            env=os.environ | {"PYTHONPATH": str(checkout), "COLUMNS": "100"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
        return time.perf_counter() - begun, _processors() - before


def _processors() -> float:
    """Return the processor seconds of all processes that this one has seen the end of."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def row(line: str, rounds: int, before: Path) -> Row:
    """Return a row of the table: the medians of a command, and their ratios."""
    for checkout in (HERE, before):
        seconds(checkout, line)  # what is not compiled yet is compiled now
    turns = [(*seconds(HERE, line), *seconds(before, line)) for _ in range(rounds)]
    now, now_cpu, then, then_cpu = map(statistics.median, zip(*turns, strict=True))
    return {
        "killzone": line.removesuffix(" --out {out}"),
        "s": now,
        "before": then,
        "ratio": now / then,
        "processor s": now_cpu,
        "before ": then_cpu,
        "ratio ": now_cpu / then_cpu,
    }


def main() -> None:
    """Print the table."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lesson", action="store_true")
    given = parser.parse_args()
    lines = [*COMMANDS, LESSON] if given.lesson else COMMANDS
    with worktree(VERSION_0_1_0) as before:
        report([row(line, given.rounds, before) for line in lines], given.json)


if __name__ == "__main__":
    main()
