"""Where a day's time goes: the eleven lines of a day, and the compiled code in each.

    python -m benchmarks.phases [--scale 1] [--days 200] [--json FILE]

The lines are timed first, and then again with every call of a kernel from Python, which slows a
day a little. Beside each call an empty kernel gets the same arguments: what handing them over takes
is no work.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import numba
from numba.core.dispatcher import Dispatcher

import sim
from benchmarks.measured import NO_SPIN_UP, options, report

if TYPE_CHECKING:
    from collections.abc import Callable

PHASES = (
    "fund", "order", "produce", "supply", "engage", "strike", "move", "learn", "innovate",
    "recover", "observe",
)  # fmt: skip
SETTLING_DAYS = 50
"""Days before those that are timed, in which shelves fill."""


class Clock:
    """Seconds that lines of a day took, and kernels in them, and how often kernels were called."""

    def __init__(self) -> None:
        self.lines, self.kernels, self.handing = Counter[str](), Counter[str](), Counter[str]()
        self.calls, self._line = 0, ""

    def of_line(self, name: str, line: Callable[[], None]) -> Callable[[], None]:
        """Return a line of a day that is timed."""

        def timed() -> None:
            self._line, begun = name, time.perf_counter()
            line()
            self.lines[name] += time.perf_counter() - begun

        return timed

    def of_kernel(self, kernel: Callable[..., Any]) -> Callable[..., Any]:
        """Return a kernel that is timed."""
        empty = numba.njit(lambda *given: None)  # noqa: ARG005

        def timed(*given: Any) -> Any:
            begun = time.perf_counter()
            found = kernel(*given)
            done, known = time.perf_counter(), len(empty.overloads)
            empty(*given)
            if len(empty.overloads) == known:  # else it was compiled
                self.handing[self._line] += time.perf_counter() - done
            self.kernels[self._line] += done - begun
            self.calls += 1
            return found

        return timed


def measure(scale: int, days: int) -> tuple[Counter[str], Clock]:
    """Return what the lines took untroubled, and what lines and kernels took together."""
    whole = 2 * days + SETTLING_DAYS
    settings = [f"scale={scale}", f"run.days={whole}", NO_SPIN_UP]
    model = sim.Simulation(sim.load("baseline", settings))
    sim.Recorder(model)
    for _ in range(SETTLING_DAYS):
        model.step()
    clock = Clock()
    for name in PHASES:
        setattr(model, name, clock.of_line(name, getattr(model, name)))
    for _ in range(days):
        model.step()
    lines = clock.lines.copy()
    for module in [each for name, each in sys.modules.items() if name.startswith("sim.war")]:
        for name, kernel in list(vars(module).items()):
            if isinstance(kernel, Dispatcher):
                setattr(module, name, clock.of_kernel(kernel))
    for _ in range(days):
        model.step()
    return lines, clock


def main() -> None:
    """Measure and tell."""
    parser = options(__doc__)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--days", type=int, default=200)
    given = parser.parse_args()
    lines, clock = measure(given.scale, given.days)
    for counted in (lines, clock.kernels, clock.handing):
        counted["all"] = counted.total()
    rows = [
        {
            "line": name,
            "us/day": 1e6 * lines[name] / given.days,
            "share": lines[name] / lines["all"],
            "in kernels us/day": 1e6 * clock.kernels[name] / given.days,
            "handing over us/day": 1e6 * clock.handing[name] / given.days,
        }
        for name in (*PHASES, "all")
    ]
    report(rows, given.json)
    calls = clock.calls / given.days
    print(f"microseconds a simulated day of one replicate; {calls:.0f} calls of kernels a day")
    print("kernels and handing over are of a second pass; what is handed over is part of kernels")


if __name__ == "__main__":
    main()
