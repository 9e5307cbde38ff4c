"""The least that a day can cost: its bare random blocks and exponentials, and nothing else.

    python -m benchmarks.floor [--days 400] [--json FILE]

Counted over some days of the baseline that run uncompiled, where each call of `philox` and `bell`
can be seen; then as many are computed in a bare loop, blocks one by one as most of the model
draws them. A replicate that is timed beside it says how many times that floor a day costs.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks.measured import Row, options, python, replicate, report
from sim.war.equations.race import bell
from sim.war.numerics.compiled import Floats, kernel
from sim.war.numerics.streams import Key, uniform_pair

COUNT = """
import sys
import sim
from sim.war.equations import race
from sim.war.numerics import streams
counts = {"philox": 0, "bell": 0}

def counting(module, name):
    function = getattr(module, name)
    def counted(*given):
        counts[name] += 1
        return function(*given)
    setattr(module, name, counted)

model = sim.Simulation(sim.load("baseline", ["run.days=30", "run.spin_up_days=0"]))
for _ in range(8):
    model.step()
counting(streams, "philox")
counting(race, "bell")
days = int(sys.argv[1])
for _ in range(days):
    model.step()
print(counts["philox"] / days, counts["bell"] / days)
"""
COUNTED_DAYS = 4
ROUNDS = 200


@kernel
def draw(stream: Key, blocks: int) -> float:
    """Return the sum of the first uniforms of some blocks."""
    found = 0.0
    for block in range(blocks):
        found += uniform_pair(stream, block, 0)[0]
    return found


@kernel
def cover(squares: Floats, out: Floats) -> None:
    """Write the bell of each square."""
    for i in range(out.size):
        out[i] = bell(squares[i])


def fastest(work: object, *given: object) -> float:
    """Return the milliseconds of the fastest of many turns."""
    work(*given)
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work(*given)
        times.append(1000 * (time.perf_counter() - begun))
    return min(times)


def main() -> None:
    """Measure and tell."""
    parser = options(__doc__)
    parser.add_argument("--days", type=int, default=400)
    given = parser.parse_args()
    words = python(COUNT, COUNTED_DAYS, NUMBA_DISABLE_JIT="1").split()
    blocks, bells = (round(float(word)) for word in words)
    squares = np.random.default_rng(1).uniform(0, 20, bells)
    drawing = fastest(draw, np.arange(1, 4, dtype=np.uint64), blocks)
    covering = fastest(cover, squares, np.empty(bells))
    day = replicate(1, given.days)[0]
    row: Row = {
        "blocks a day": blocks,
        "exponentials a day": bells,
        "blocks ms": drawing,
        "exponentials ms": covering,
        "floor ms": drawing + covering,
        "a day ms": day,
        "day / floor": day / (drawing + covering),
    }
    report([row], given.json)


if __name__ == "__main__":
    main()
