"""Time and memory of a replicate of the baseline with more and more agents.

    python -m benchmarks.scale [SCALE:DAYS ...] [--json FILE]

Each scale runs in a process of its own, so that its memory is its own; larger ones run fewer days.
The exponent is that of time over the number of agents between a scale and the first.
"""

from __future__ import annotations

import math

from benchmarks.measured import Row, options, replicate, report

DEFAULT = ("1:730", "3:300", "10:100", "30:40", "100:16")


def main() -> None:
    """Measure and tell."""
    parser = options(__doc__)
    parser.add_argument("cases", nargs="*", default=DEFAULT, metavar="SCALE:DAYS")
    given = parser.parse_args()
    rows: list[Row] = []
    for case in given.cases:
        scale, days = map(int, case.split(":"))
        ms, memory, agents = replicate(scale, days)
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
                "MiB above imports": memory,
                "exponent": exponent,
            }
        )
    report(rows, given.json)


if __name__ == "__main__":
    main()
