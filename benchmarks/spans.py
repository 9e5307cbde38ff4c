"""What every parameter does over its span: `python -m benchmarks.spans --out docs/spans.csv`.

Each parameter is set to either end of the span that docs/parameters.md documents for it, all else
as it was, in the first of some shipped configurations in which that changes any response. Written
is a row a parameter: where, the two values, and each response as a multiple of what it was without
the change. A value that contradicts others is drawn towards the default until it does not, and left
out if that does not help, as with shares of output that sum to 1 already.

    python -m benchmarks.spans --replicates 6 --only russia.strike. --out strike.csv
"""

from __future__ import annotations

import argparse
import csv
import math
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

import numpy as np

import sim
from sim.config.catalogue import Parameter, parameters
from sim.config.scalars import write_value
from sim.war.replicate import simulate

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES: dict[str, tuple[str, ...]] = {
    "baseline": (),
    "both-skies": (),
    "all-domains": (),
    "long-range-missiles": (),
    "us-deal": (),
    "loans-for-aid": ("finance.start=2025-12-01",),
    "durable-peace": (),
    "tinkering": ("race.update_days=25",),
}
"""Shipped configurations, and an experiment's point, in which something is on that others lack."""

RESPONSES = {
    "zone_ua": "kill_zone_ua_km",
    "zone_ru": "kill_zone_ru_km",
    "front_drones_ua": "delivered_fpv_ua",
    "front_drones_ru": "delivered_fpv_ru",
    "losses_ua": "losses_ua",
    "losses_ru": "losses_ru",
    "leaked_ru": "leaked_ru",
    "leaked_ua": "leaked_ua",
    "energy": "energy_offline_share",
    "refineries": "refinery_offline_share",
}
"""The core responses: columns, of which means are taken."""

DAYS, FROM_DAY = 210, 91
SETTINGS = (
    f"run.days={DAYS}",
    "run.spin_up_days=120",
    "ukraine.air_defence.groups.wander=0",
    "russia.air_defence.groups.wander=0",
)
"""Without the luck of groups, which moves what gets through more than most parameters do."""

NO_WAR = ("scale", "run.days", "run.replicates", "run.seed", "targets.", "outputs.")
"""What says how large, long, often or with which luck a war is fought, and what is written."""

LARGE = 2.0
"""By how much a response moves that is told of."""

Means = tuple[float, ...]


def acting() -> dict[str, Parameter]:
    """Return the parameters that a war depends on."""
    return {path: each for path, each in parameters().items() if not path.startswith(NO_WAR)}


def ends(parameter: Parameter) -> Iterator[Any]:
    """Yield the values at the ends of a span, without the default."""
    choices = get_args(parameter.kind) if get_origin(parameter.kind) else ()
    for value in choices or (parameter.low, parameter.high):
        if value != parameter.default:
            yield value


def towards_default(parameter: Parameter, value: Any) -> Iterator[Any]:
    """Yield a value, and values ever nearer to the default, if it is a number."""
    yield value
    if parameter.kind in (int, float):
        for share in (0.75, 0.5, 0.25):
            yield parameter.kind(parameter.default + share * (value - parameter.default))


@cache
def means(place: str, changes: tuple[str, ...], replicates: int) -> Means:
    """Return the means of the core responses in a place with some changes."""
    name = "baseline" if place == "tinkering" else place
    settings = dict(each.split("=") for each in (*SETTINGS, *PLACES[place], *changes))
    config = sim.load(name, [f"{path}={value}" for path, value in settings.items()])
    daily = [simulate(config, each)["daily"] for each in range(replicates)]
    return tuple(
        float(np.mean([np.nanmean(each[column][FROM_DAY:]) for each in daily]))
        for column in RESPONSES.values()
    )


def at_the_ends(place: str, path: str, replicates: int) -> Iterator[tuple[str, Means]]:
    """Yield the values that were taken, written, and the means with each."""
    parameter = parameters()[path]
    for end in ends(parameter):
        for value in towards_default(parameter, end):
            written = write_value(value)
            try:
                yield written, means(place, (f"{path}={written}",), replicates)
                break
            except sim.ConfigError:
                continue


def row(path: str, replicates: int) -> dict[str, str]:
    """Return what a parameter does, where it first does anything."""
    found: dict[str, str] = {"parameter": path, "place": ""}
    for place in PLACES:
        base = means(place, (), replicates)
        at = list(at_the_ends(place, path, replicates))
        if any(there != base for _, there in at):
            found["place"] = place
            break
    found["values"] = " ".join(written for written, _ in at)
    for index, name in enumerate(RESPONSES):
        found[name] = " ".join(times(there[index], base[index]) for _, there in at)
    return found


def times(value: float, base: float) -> str:
    """Return a value as a multiple of another."""
    if value == base:
        return "1"
    return f"{value / base:.3g}" if base else str(math.inf)


def largest(found: dict[str, str]) -> tuple[float, str]:
    """Return the largest factor between the responses at a span's ends and the base, and whose."""
    return max((_factor(found[name]), name) for name in RESPONSES)


def table(rows: list[dict[str, str]]) -> str:
    """Return what moves a response twofold or more as a table in Markdown, most first."""
    lines = ["| parameter | values | in | moves | times |", "| --- | --- | --- | --- | ---: |"]
    for found in sorted(rows, key=largest, reverse=True):
        factor, name = largest(found)
        if factor > LARGE:
            at = f"`{found['parameter']}` | {found['values']} | {found['place']}"
            lines.append(f"| {at} | {name} | {factor:.2g} |")
    return "\n".join(lines)


def _factor(multiples: str) -> float:
    values = [1.0, *map(float, multiples.split())]
    return max(values) / min(values) if min(values) > 0 else math.inf


def main() -> None:
    """Write all rows, and print what moves anything twofold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--replicates", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", action="append", help="parameters whose path begins so")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    paths = [path for path in acting() if not given.only or path.startswith(tuple(given.only))]
    with ProcessPoolExecutor(given.workers) as pool, given.out.open("w", newline="") as file:
        writer = csv.DictWriter(
            file, ["parameter", "place", "values", *RESPONSES], lineterminator="\n"
        )
        writer.writeheader()
        for found in pool.map(partial(row, replicates=given.replicates), paths):
            writer.writerow(found)
            file.flush()
    with given.out.open(newline="", encoding="utf-8") as file:
        print(table(list(csv.DictReader(file))))


if __name__ == "__main__":
    main()
