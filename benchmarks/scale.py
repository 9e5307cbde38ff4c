"""Print time and memory of one replicate of the baseline at scale 1, 10 and 100.

Each scale runs in a process of its own, so that memory is its own. Larger scales run fewer days;
the table gives seconds a simulated day and, for scale 1, the seconds of the whole 730 days. The
time that a plain Python loop takes meanwhile tells how fast the machine is at the moment.

    python benchmarks/scale.py [SCALE:DAYS ...]
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

DEFAULT = ("1:730", "10:60", "100:3")


def measure(scale: int, days: int) -> None:
    """Run one replicate and print a row of the table."""
    from sim.config import load
    from sim.war.model import Simulation, warm_up
    from sim.war.record import Recorder

    started = time.perf_counter()
    warm_up()
    ready = time.perf_counter()
    config = load("baseline", [f"scale={scale}", f"run.days={days}"])
    model = Simulation(config)
    Recorder(model)
    built = time.perf_counter()
    model.run()
    seconds = time.perf_counter() - built
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{scale:>5} {len(model.agents):>8} {days:>5} {ready - started:>10.2f} "
        f"{built - ready:>8.2f} {seconds:>8.2f} {1000 * seconds / days:>10.1f} {memory:>8.0f}",
        flush=True,
    )


def loop_seconds() -> float:
    """Return how long two million additions take the interpreter."""
    started = time.perf_counter()
    total = 0
    for number in range(2_000_000):
        total += number
    return time.perf_counter() - started


def main() -> None:
    """Print the table, a process a row."""
    rows = sys.argv[1:] or DEFAULT
    print(f"two million additions in plain Python: {loop_seconds():.3f} s", flush=True)
    print("scale   agents  days  kernels s  build s    run s     ms/day      MiB", flush=True)
    for row in rows:
        subprocess.run([sys.executable, __file__, "--one", row], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(*(int(part) for part in sys.argv[2].split(":")))
    else:
        main()
