"""Time and memory of a replicate of the baseline with more and more agents.

    python -m benchmarks.scale [SCALE:DAYS ...] [--json FILE]

Each scale runs in a process of its own, so that its memory is its own; larger ones run fewer days.
Days are measured without the spin-up, which would take longer than they do; a year's run is told
with it, as so many days more. The exponent is that of time over the number of agents between a
scale and the first.
"""

from __future__ import annotations

import math

import sim
from benchmarks.measured import NO_SPIN_UP, Row, options, replicate, report

YEAR_DAYS = 365
DEFAULT = ("1:730", "3:300", "10:100", "30:40", "100:16")


def main() -> None:
    """Measure and tell."""
    parser = options(__doc__)
    parser.add_argument("cases", nargs="*", default=DEFAULT, metavar="SCALE:DAYS")
    given = parser.parse_args()
    rows: list[Row] = []
    year = YEAR_DAYS + sim.Config().run.spin_up_days
    for case in given.cases:
        scale, days = map(int, case.split(":"))
        ms, memory, agents = replicate(scale, days, NO_SPIN_UP)
        exponent = math.nan
        if rows:
            first = rows[0]
            exponent = math.log(ms / first["ms/day"]) / math.log(agents / first["agents"])
        rows.append(
            {
                "scale": scale,
                "agents": int(agents),
                "days": days,
                "ms/day": ms,
                "s/year with spin-up": year * ms / 1000,
                "MiB above imports": memory,
                "exponent": exponent,
            }
        )
    report(rows, given.json)


if __name__ == "__main__":
    main()
