"""Figure: how an index of each factor settles as more of the sample is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from sim.view.figures import pages, style
from sim.view.figures.factors import fold
from sim.view.figures.index_bars import NAME_LINES

if TYPE_CHECKING:
    from sim.analysis.sensitivity.answer import Movers
    from sim.view.figures.pages import Plate
    from sim.war.columns import Column

MOST_LINES = 6
LABEL_IN, NAME_CHARACTERS = 2.3, 26
SPREAD = 0.05
"""How far lines stand apart, in doublings, so that their bars do not hide each other."""


def draw(answer: Movers, response: Column, sample: str) -> Plate:
    """Draw the index of the factors with the largest, with 95% intervals, against n.

    `sample` is what n counts.
    """
    table, what = answer.convergence, "total order"
    if "mu_star" in answer.indices:
        largest = float(table["value"].max())
        divisor, unit = style.scaled(response.unit, largest)
        table = table.assign(
            value=table["value"] / divisor, half_width=table["half_width"] / divisor
        )
        what = f"mu* ({unit})"
    last = table[table["n"] == table["n"].max()].sort_values("value", ascending=False)
    factors = list(last["factor"].head(MOST_LINES))
    figure, grid = pages.frame(
        1,
        1,
        f"How the answer for {style.plain(response.name)} settles",
        f"The {len(factors)} largest of {len(last)}; bars: 95% intervals. An index that still "
        "moves by more than its bar at the right end wants a larger sample; bars that don't narrow "
        "want more replicates.",
        height_in=2.6,
        right_in=LABEL_IN,
    )
    axes = grid[0, 0]
    axes.set_label(f"{pages.LETTERED}convergence")
    colours = mpl.colormaps["viridis"](np.linspace(0, 0.85, len(factors)))
    for place, factor in enumerate(factors):
        rows = table[table["factor"] == factor]
        at = np.log2(rows["n"]) + SPREAD * (place - (len(factors) - 1) / 2)
        axes.errorbar(
            *(at, rows["value"], rows["half_width"]),
            color=colours[place],
            marker="o",
            capsize=2.5,
            elinewidth=1.0,
            label=fold(factor, NAME_CHARACTERS, NAME_LINES),
        )
    sizes = sorted(table["n"].unique())
    axes.xaxis.set_major_locator(FixedLocator(list(np.log2(sizes))))
    axes.xaxis.set_major_formatter(FixedFormatter([f"{n:,}" for n in sizes]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set(xlabel=sample, ylabel=what)
    axes.set_ylim(bottom=min(0.0, float(table["value"].min())))
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure
