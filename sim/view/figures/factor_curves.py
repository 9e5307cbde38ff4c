"""Figure: a response as one factor goes its way and all others stay half-way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.analysis.numerals import level_text
from sim.view.figures import pages, style
from sim.view.figures.factors import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes

    from sim.experiment.design.factors import Factor
    from sim.view.figures.pages import Plate
    from sim.war.columns import Column

COLUMNS, PANEL_IN, ABOVE_IN, BELOW_IN, NAME_CHARACTERS = 3, 1.4, 0.5, 0.75, 30
ENDS = 0.0, 0.5, 1.0
LINE, BAND_ALPHA = "#0b4f8a", 0.22


def draw(curves: pd.DataFrame, factors: Mapping[str, Factor], response: Column) -> Plate:
    """Draw a panel a factor: the mean over replicates and what lies between 90% of them."""
    divisor, unit = style.scaled(response.unit, float(curves["value"].abs().max()))
    curves = curves.assign(value=curves["value"] / divisor)
    names = list(curves["factor"].unique())
    columns = min(COLUMNS, len(names), pages.page().columns)
    figure, grid = pages.frame(
        math.ceil(len(names) / columns),
        columns,
        f"{style.plain(response.name)}, one factor at a time",
        "The other factors are half-way, by the surrogate. Line: mean over replicates; band: "
        "between the 5% and 95% quantiles of the replicates.",
        height_in=PANEL_IN,
        column_gap_in=0.35,
        row_gap_in=0.75,
        above_in=ABOVE_IN,
        below_in=BELOW_IN,
    )
    low, high = curves["value"].min(), curves["value"].max()
    margin = 0.05 * (high - low)
    for place, axes in enumerate(grid.flat):
        if place >= len(names):
            axes.remove()
            continue
        _panel(axes, curves[curves["factor"] == names[place]], factors[names[place]])
        axes.set_ylim(low - margin, high + margin)
        axes.tick_params(labelleft=place % columns == 0)
        if place % columns == 0:
            style.name_values(axes, response.name, unit)
    return figure


def _panel(axes: Axes, curves: pd.DataFrame, factor: Factor) -> None:
    by_share = curves.groupby("share")["value"]
    mean = by_share.mean()
    axes.fill_between(
        mean.index,
        by_share.quantile(0.05),
        by_share.quantile(0.95),
        color=LINE,
        alpha=BAND_ALPHA,
        lw=0,
    )
    axes.plot(mean.index, mean, color=LINE)
    axes.set_label(f"{pages.LETTERED}{factor.name}")
    axes.set_xticks(ENDS, [level_text(factor.at(share), factor.name) for share in ENDS])
    axes.set_xlabel(fold(factor.name, NAME_CHARACTERS, 2))
    axes.yaxis.set_major_formatter(style.number)
