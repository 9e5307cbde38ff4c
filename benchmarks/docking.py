"""Docking: the front race of killzone and of a second model written from docs/odd.md alone.

Axtell et al. 1996 (doi:10.1007/BF01299065) call it docking to check whether two models that were
written apart give the same results. Their numbers cannot be the same here, since each model draws
its own, so what is compared are the distributions of 22 responses over replicates of the baseline
with all but the front switched off.

Two models agree on a response when a difference that would matter is ruled out: two one-sided
Welch t-tests at 5% each (Schuirmann 1987) must put the difference of the means inside a tolerance
of one standard deviation between killzone's own replicates, or 1% of its mean if that is more. So
the mean of one model is no further from the other's than a typical run is, and what hardly varies
is not held to less than 1%. That two means do not differ significantly would prove nothing, since
few enough replicates hide any difference; but where Welch's two-sided test does find one, at 5%
shared out over the 22 responses (Bonferroni), the models differ. What neither test decides takes
more replicates, and does not count as agreeing: with 20 the first test has a power of 0.86 for two
models that are alike, with 40 of 0.995.

    python -m benchmarks.docking [--replicates 40] [--days 365] [--set KEY=VALUE] [--json FILE]

The exit code is 1 if the models do not agree on all responses.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import stats

import sim
from benchmarks import plain_mesa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Series = Mapping[str, Floats]

FRONT_ALONE = (
    "ukraine.interceptor.producers=0",
    "ukraine.deep_strike.producers=0",
    "russia.strike.producers=0",
    "russia.strike.missiles.launched_per_month=0",
    "ukraine.bomb_losses_per_target=0",
    "russia.bomb_losses_per_target=0",
)
LEVEL = 0.05
LEAST_TOLERANCE = 0.01  # of killzone's mean


def mean(series: Floats) -> float:
    """Return the mean over all days that have a value, without day 0."""
    return float(np.nanmean(series[1:]))


def total(series: Floats) -> float:
    """Return the sum over all days."""
    return float(np.nansum(series[1:]))


def last(series: Floats) -> float:
    """Return the value of the last day."""
    return float(series[-1])


class Response(NamedTuple):
    """One number of a run: what is made of which column."""

    name: str
    unit: str
    column: str
    reduce: Callable[[Floats], float]


OF_BOTH_SIDES = (
    Response("kill zone depth, mean", "km", "kill_zone_{}_km", mean),
    Response("sorties, mean", "1/day", "sorties_{}", mean),
    Response("hits, mean", "1/day", "hits_{}", mean),
    Response("pass rate, mean", "1", "pass_rate_{}", mean),
    Response("losses, mean", "soldiers/day", "losses_{}", mean),
    Response("losses to artillery, mean", "soldiers/day", "losses_artillery_{}", mean),
    Response("designs released, total", "designs", "designs_released_{}", total),
    Response("obsolescence, median at the end", "days", "obsolescence_days_{}", last),
    Response("stale stock, mean", "1", "stale_stock_share_{}", mean),
    Response("price at the end", "USD", "unit_cost_usd_fpv_{}", last),
)
RESPONSES = (
    Response("kill zone width, mean", "km", "kill_zone_km", mean),
    Response("area change, total", "km2", "area_change_km2", total),
    *(
        one._replace(name=f"{one.name}, {side}", column=one.column.format(side))
        for one in OF_BOTH_SIDES
        for side in ("ua", "ru")
    ),
)


class Comparison(NamedTuple):
    """What two models say of one response; the numbers are missing where hardly a run has one."""

    response: str
    unit: str
    killzone: float | None
    peer: float | None
    difference: float | None
    tolerance: float | None
    verdict: str


def run_killzone(config: sim.Config, replicate: int) -> Series:
    """Return the daily series of one replicate of killzone."""
    model = sim.Simulation(config, replicate)
    recorder = sim.Recorder(model)
    model.run()
    daily: Series = recorder.tables()["daily"]
    return daily


def reduced(
    run: Callable[[sim.Config, int], Series], config: sim.Config, replicates: int
) -> Floats:
    """Return the responses of all replicates, a row each."""
    rows = []
    for replicate in range(replicates):
        series = run(config, replicate)
        rows.append([one.reduce(np.asarray(series[one.column], float)) for one in RESPONSES])
    return np.array(rows)


def compare(response: Response, killzone: Floats, peer: Floats) -> Comparison:
    """Compare two samples of a response by the rule at the top of this file."""
    name, unit = response.name, response.unit
    killzone, peer = killzone[np.isfinite(killzone)], peer[np.isfinite(peer)]
    if min(killzone.size, peer.size) < 2:  # as of medians in runs too short to have one
        return Comparison(name, unit, None, None, None, None, "undecided")
    ours, theirs = float(killzone.mean()), float(peer.mean())
    tolerance = max(float(killzone.std(ddof=1)), LEAST_TOLERANCE * abs(ours))
    judgement = verdict(killzone, peer, tolerance)
    return Comparison(name, unit, ours, theirs, theirs - ours, tolerance, judgement)


def verdict(killzone: Floats, peer: Floats, tolerance: float) -> str:
    """Return whether two samples agree or differ, if either can be told."""
    above = p_value(peer + tolerance, killzone, "greater")
    below = p_value(peer - tolerance, killzone, "less")
    if max(above, below) < LEVEL:
        return "agrees"
    differs = p_value(peer, killzone, "two-sided") < LEVEL / len(RESPONSES)
    return "differs" if differs else "undecided"


def p_value(one: Floats, other: Floats, alternative: str) -> float:
    """Return the p-value of Welch's t-test."""
    test = stats.ttest_ind(one, other, equal_var=False, alternative=alternative)
    return float(test.pvalue)


def table(comparisons: Sequence[Comparison]) -> str:
    """Return the comparisons as text, a line each."""
    head = ("response", "unit", *Comparison._fields[2:6], "verdict")
    lines = ["{:36s} {:13s} {:>10s} {:>10s} {:>10s} {:>10s}  {}".format(*head)]
    for name, unit, *numbers, judgement in comparisons:
        shown = " ".join(
            f"{'-' if number is None else format(number, '.5g'):>10s}" for number in numbers
        )
        lines.append(f"{name:36s} {unit:13s} {shown}  {judgement}")
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.docking")
    parser.add_argument("--replicates", type=int, default=40, help="of each model")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args()


def main() -> int:
    """Run both models, print how they compare, and return the exit code."""
    given = arguments()
    config = sim.load("baseline", [*FRONT_ALONE, f"run.days={given.days}", *given.set])
    killzone = reduced(run_killzone, config, given.replicates)
    peer = reduced(plain_mesa.run, config, given.replicates)
    comparisons = [compare(*all_of) for all_of in zip(RESPONSES, killzone.T, peer.T, strict=True)]
    agreeing = sum(one.verdict == "agrees" for one in comparisons)
    print(table(comparisons))
    print(
        f"{agreeing} of {len(comparisons)} responses agree; {given.replicates} replicates of each"
    )
    if given.json:
        result = {**vars(given), "json": str(given.json), "agreeing": agreeing}
        result["responses"] = [one._asdict() for one in comparisons]
        given.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0 if agreeing == len(comparisons) else 1


if __name__ == "__main__":
    sys.exit(main())
