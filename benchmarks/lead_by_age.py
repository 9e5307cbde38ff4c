"""How long the lead of a breakthrough lasts: `python -m benchmarks.lead_by_age RESULTS --out PNG`.

RESULTS is what `killzone sweep breakthroughs` wrote. A lead is the depth of a side's kill zone less
that of the same replicate without breakthroughs, by days since the side first had one; drawn are
the mean over replicates and its 95% interval by Student's t. Printed is the share of the variance
of the second year's depth that having had one in the first two years explains.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

import sim
from sim.analysis.interval import intervals
from sim.view.figures import style
from sim.view.figures.pages import frame, house_style
from sim.view.figures.run_figures import save
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from sim.view.figures.pages import Plate

FACTOR = "race.breakthroughs_per_year"
SECOND_YEAR = 366
MOST_DAYS, SMOOTHED_DAYS, FEWEST = 480, 7, 8
"""Ages that are drawn, over how many days each, and from how many replicates."""


class Leads(NamedTuple):
    """What a side's breakthroughs did.

    Attributes
    ----------
    by_age : DataFrame
        Lead in km, a row for each age in days and a column for each replicate that had one; missing
        after the run's last day.
    explained : float
        Share of the variance of the second year's depth.
    """

    by_age: pd.DataFrame
    explained: float


def first_days(designs: pd.DataFrame, side: str) -> pd.Series:
    """Return the day of a side's first breakthrough by replicate, of those that had one."""
    new = designs[(designs["side"] == side) & (designs["role"] == "fpv") & (designs["family"] > 0)]
    return new.groupby("replicate")["released"].min()


def leads(results: sim.Results, side: str) -> Leads:
    """Return what the breakthroughs of a side did."""
    runs = results.runs.set_index(["point", "replicate"])
    with_them = runs.index[runs[FACTOR] > 0].unique("point")[0]
    without = runs.index[runs[FACTOR] == 0].unique("point")[0]
    daily = results.daily.set_index(["point", "replicate", "day"])[f"kill_zone_{side}_km"]
    depth, other = daily.loc[with_them].unstack(), daily.loc[without].unstack()
    designs = results.designs
    first = first_days(designs[designs["point"] == with_them], side)
    ahead = depth - other
    by_age = {
        replicate: ahead.loc[replicate].loc[day:].reset_index(drop=True)
        for replicate, day in first.items()
    }
    second_year = depth.loc[:, SECOND_YEAR:].mean(axis="columns")
    explained = second_year.groupby(second_year.index.isin(first.index)).transform("mean")
    return Leads(pd.DataFrame(by_age), explained.var(ddof=0) / second_year.var(ddof=0))


def draw(found: dict[str, Leads]) -> Plate:
    """Return the picture: the lead by age, one panel a side."""
    caption = (
        "Depth of a side's kill zone less that of the same war without breakthroughs, means over "
        f"{SMOOTHED_DAYS} days and over the wars that had one, with 95% intervals."
    )
    figure, axes = frame(1, 2, "The lead of a breakthrough", caption)
    for panel, (side, lead) in zip(axes[0], found.items(), strict=True):
        smooth = lead.by_age.rolling(SMOOTHED_DAYS, center=True).mean().loc[:MOST_DAYS]
        weeks = smooth[smooth.count(axis="columns") >= FEWEST].iloc[::SMOOTHED_DAYS]
        curve, color = intervals(weeks), style.SIDE_STROKES[side].colour
        panel.plot(curve.index, curve["mean"], color=color)
        panel.fill_between(curve.index, curve["low"], curve["high"], color=color, alpha=0.2, lw=0)
        panel.axhline(0, color="0.4", linewidth=0.8)
        panel.set_title(f"{SIDES[side]}, {lead.by_age.shape[1]} wars")
        panel.set_xlabel("days since the first breakthrough")
        panel.set_ylabel("lead (km)")
    ends = [panel.get_ylim() for panel in axes[0]]
    for panel in axes[0]:
        panel.set_ylim(min(low for low, _ in ends), max(high for _, high in ends))
    return figure


def main() -> None:
    """Draw the lead, and print it by month, and what having had one explains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    results = sim.read(given.results)
    found = {side: leads(results, side) for side in SIDES}
    with house_style():
        save(draw(found), given.out)
    for side, lead in found.items():
        months = lead.by_age.groupby(lead.by_age.index // 30).mean().loc[: MOST_DAYS // 30]
        print(
            f"{SIDES[side]}: {lead.by_age.shape[1]} wars had one; lead by month (km):",
            " ".join(f"{value:.1f}" for value in months.mean(axis="columns")),
        )
        print(f"  having had one explains {lead.explained:.1%} of the second year's variance")


if __name__ == "__main__":
    main()
