"""The tables of single changes: `python -m benchmarks.one_change results/one-change`.

Of each change and response the mean difference from the baseline over pairs of replicates with the
same luck, and its 95% interval by Student's t. An interval that holds 0 is printed in brackets.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import sim
from sim.analysis.interval import interval
from sim.analysis.numerals import ends, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

BASE = "none"
FACTOR = "change"
MOST_COLUMNS = 6
"""Of a table that is still read at a glance."""


def effects(runs: pd.DataFrame, responses: Sequence[str]) -> dict[str, list[str]]:
    """Return a cell for each change and response, from a row a run."""
    by_change = runs.set_index([FACTOR, "replicate"])[list(responses)]
    base = by_change.loc[BASE]
    return {
        change: [cell(by_change.loc[change][name] - base[name]) for name in responses]
        for change in runs[FACTOR].unique()
        if change != BASE
    }


def cell(differences: pd.Series) -> str:
    """Return a mean difference with its interval, in brackets if that holds 0."""
    found = interval(differences)
    if found.low == found.high == 0:
        return "0"
    text = f"{'+' * (found.mean > 0)}{number(found.mean)} ({ends(found.low, found.high)})"
    return f"[{text}]" if found.low <= 0 <= found.high else text


def table(runs: pd.DataFrame, responses: Sequence[str]) -> str:
    """Return the effects on some responses as a table in Markdown."""
    means = runs[runs[FACTOR] == BASE][list(responses)].mean()
    rows = {"(baseline)": [number(value) for value in means], **effects(runs, responses)}
    lines = [
        f"| {FACTOR} | {' | '.join(responses)} |",
        "| --- " + "| ---: " * len(responses) + "|",
        *(f"| {change} | {' | '.join(cells)} |" for change, cells in rows.items()),
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results")
    runs = sim.read(parser.parse_args().results).runs
    responses = runs.columns[runs.columns.get_loc(FACTOR) + 1 :]
    for first in range(0, len(responses), MOST_COLUMNS):
        print(f"\n{table(runs, responses[first : first + MOST_COLUMNS])}")


if __name__ == "__main__":
    main()
