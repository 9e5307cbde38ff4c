"""Figure: how much each factor moves a response, and how unevenly, by Morris's effects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.sensitivity.answer import DUMMY, LUCK
from sim.view.figures import pages, style
from sim.view.figures.index_bars import NAME_IN, ROW_IN, in_order, name_rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.analysis.sensitivity.answer import Movers
    from sim.view.figures.pages import Plate
    from sim.war.columns import Column

NAMED = 6
GAP_IN = 0.75
DOT = "#0b4f8a"
ABOVE, BELOW = 3, -9
PLACES = ((True, ABOVE), (True, BELOW), (False, ABOVE), (False, BELOW))
"""Of a name: whether to the right of its dot, and how many points above it."""
LETTER, LINE = 0.017, 0.03
"""Width of a letter and height of a line, of the panel's."""


def draw(answer: Movers, response: Column) -> Plate:
    """Draw mu* with its 95% interval, the largest at the top, and sigma against mu*."""
    table = answer.indices
    divisor, unit = style.scaled(response.unit, float(table["mu_star"].max()))
    columns = ["mu", "mu_star", "mu_star_half_width", "sigma"]
    table = table.assign(**{name: table[name] / divisor for name in columns})
    rows = in_order(table, "mu_star")
    figure, grid = pages.frame(
        1,
        2,
        f"What moves {style.plain(response.name)}",
        "mu*: mean size of the effect of a factor's whole way; sigma: how much the effect differs "
        "from place to place. On the dashed line sigma is mu*: above it the effect depends on the "
        "other factors, or on where the factor is. Bars: 95% intervals.",
        height_in=max(ROW_IN * 0.75 * len(rows), 2.0),
        left_in=NAME_IN,
        column_gap_in=GAP_IN,
    )
    _sizes(grid[0, 0], rows, unit)
    _plane(grid[0, 1], rows[~rows["factor"].isin([DUMMY, LUCK])], unit)
    return figure


def _sizes(axes: Axes, rows: pd.DataFrame, unit: str) -> None:
    style.name_panel(axes, "mean size of the effect")
    half = rows["mu_star_half_width"].fillna(0.0)
    axes.errorbar(
        *(rows["mu_star"], -np.arange(len(rows))),
        xerr=half,
        color=DOT,
        marker="o",
        linestyle="",
        capsize=2.5,
        elinewidth=1.0,
    )
    name_rows(axes, rows["factor"])
    axes.set_xlim(left=0)
    style.name_coordinate(axes, "x", "mu*", unit)


def _plane(axes: Axes, rows: pd.DataFrame, unit: str) -> None:
    style.name_panel(axes, "evenness of the effect")
    axes.plot(rows["mu_star"], rows["sigma"], color=DOT, marker="o", linestyle="")
    most = 1.08 * max(rows["mu_star"].max(), rows["sigma"].max())
    axes.plot([0, most], [0, most], color="0.6", linestyle="--", linewidth=0.9)
    _name_dots(axes, rows.head(NAMED), (1.25 * most, most))
    axes.set(xlim=(0, 1.25 * most), ylim=(0, most))
    style.name_coordinate(axes, "x", "mu*", unit)
    style.name_coordinate(axes, "y", "sigma", unit)


def _name_dots(axes: Axes, rows: pd.DataFrame, ends: tuple[float, float]) -> None:
    """Write names beside dots, the largest first, each where none is yet; else leave it out."""
    taken: list[tuple[float, float, float]] = []
    for factor, *dot in rows[["factor", "mu_star", "sigma"]].to_numpy():
        name = style.plain(str(factor).rpartition(".")[2])
        x, y, width = dot[0] / ends[0], dot[1] / ends[1], LETTER * len(name)
        for to_right, points in PLACES:
            left, level = (x if to_right else x - width), y + LINE * points / ABOVE
            if all(
                abs(level - other) > LINE or left > end or left + width < start
                for start, end, other in taken
            ):
                taken.append((left, left + width, level))
                axes.annotate(
                    name,
                    (dot[0], dot[1]),
                    xytext=(4 if to_right else -4, points),
                    textcoords="offset points",
                    ha="left" if to_right else "right",
                    fontsize=7.5,
                )
                break
