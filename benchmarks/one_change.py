"""The table of single changes: `python -m benchmarks.one_change results/one-change`.

Of each change and response the mean difference from the baseline over pairs of replicates with the
same luck, and its 95% interval by Student's t. An interval that holds 0 is printed in brackets.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import sim
from sim.analysis.interval import interval

if TYPE_CHECKING:
    import pandas as pd

BASE = "none"
FACTOR = "change"


def effects(table: pd.DataFrame, responses: list[str]) -> dict[str, list[str]]:
    """Return a cell for each change and response, from a row a run."""
    runs = table.set_index([FACTOR, "replicate"])[responses]
    base = runs.loc[BASE]
    return {
        change: [cell(runs.loc[change][name] - base[name]) for name in responses]
        for change in table[FACTOR].unique()
        if change != BASE
    }


def cell(differences: pd.Series) -> str:
    """Return a mean difference with its interval, in brackets if that holds 0."""
    found = interval(differences)
    if found.low == found.high == 0:
        return "0"
    text = f"{found.mean:+.3g} ({found.low:.3g} to {found.high:.3g})"
    return f"[{text}]" if found.low <= 0 <= found.high else text


def main() -> None:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results")
    table = sim.read(parser.parse_args().results).runs
    responses = list(table.columns[table.columns.get_loc(FACTOR) + 1 :])
    print(f"| {FACTOR} | {' | '.join(responses)} |")
    print("| --- " * (len(responses) + 1) + "|")
    means = table[table[FACTOR] == BASE][responses].mean()
    print(f"| (baseline) | {' | '.join(f'{value:.4g}' for value in means)} |")
    for change, cells in effects(table, responses).items():
        print(f"| {change} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
