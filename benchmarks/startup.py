"""How long the command takes to answer and a configuration to be read, in several checkouts.

They take turns, so that all meet the same machine.

    python -m benchmarks.startup [CHECKOUT ...]

Prints the median of each over several rounds, in milliseconds, and the ratio to the first checkout.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
READS = 20
HERE = Path(__file__).parents[1]

READ = f"""
import time
from sim.config import load
load("baseline")
begun = time.perf_counter()
for _ in range({READS}):
    load("baseline")
print((time.perf_counter() - begun) / {READS})
"""


def command(checkout: Path, *arguments: str) -> float:
    """Return the seconds that the command of a checkout takes."""
    begun = time.perf_counter()
    _python(checkout, "-m", "sim", *arguments)
    return time.perf_counter() - begun


def reading(checkout: Path) -> float:
    """Return the seconds that reading and checking the baseline takes, once all is imported."""
    return float(_python(checkout, "-c", READ))


MEASURED = {
    "killzone --help": lambda checkout: command(checkout, "--help"),
    "killzone check baseline": lambda checkout: command(checkout, "check", "baseline"),
    "killzone check speed-vs-scale": lambda checkout: command(checkout, "check", "speed-vs-scale"),
    "reading the baseline": reading,
}


def _python(checkout: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=checkout,
        env={"PYTHONPATH": str(checkout), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def main(checkouts: list[Path]) -> None:
    """Print a line a measurement."""
    for what, measure in MEASURED.items():
        for checkout in checkouts:
            measure(checkout)  # compiles to bytecode
        rounds = [[measure(checkout) for checkout in checkouts] for _ in range(ROUNDS)]
        medians = [statistics.median(times) for times in zip(*rounds, strict=True)]
        told = "".join(f"{1000 * each:9.1f} ms ({each / medians[0]:.2f})" for each in medians)
        print(f"{what:30}{told}")


if __name__ == "__main__":
    main([Path(each).resolve() for each in sys.argv[1:]] or [HERE])
