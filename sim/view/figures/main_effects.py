"""Figure: what each factor of a sweep does to one response, over all else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.effects import BINS, is_ordered, is_sampled, main_effects
from sim.analysis.points import by_replicate, points_of
from sim.view.figures import factors as factor_axis
from sim.view.figures import pages, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.view.figures.pages import Plate
    from sim.war.columns import Column

MOST_COLUMNS, COLUMN_GAP_IN, PANEL_IN = 3, 0.35, 1.7
AIR_IN, LEGEND_IN = 0.3, 0.2
FEWEST_POINTS = 10
"""Drawn points for each factor, below which effects of others show in a factor's bins."""
MEAN, POINT_COLOUR, POINT_PT2 = style.Stroke("mean", *style.FIRST), "0.65", 5.0


@dataclass(frozen=True)
class Effects:
    """What is drawn: means by factor and level, and those of the points as ``value``, in one unit.

    The levels of `sampled` factors are drawn from ranges, and their means are over bins.
    """

    factors: list[str]
    response: str
    table: pd.DataFrame
    points: pd.DataFrame
    unit: str
    sampled: set[str]


def draw(runs: pd.DataFrame, factors: Sequence[str], response: Column) -> Plate | None:
    """Draw a panel for each factor that varies: means at its levels, or over bins of it.

    Where levels are drawn from ranges, the means of the points are drawn behind. None if no
    factor varies or no run has a value.
    """
    varying = [factor for factor in factors if runs[factor].nunique() > 1]
    if not varying or runs[response.name].isna().all():
        return None
    effects = _effects(runs, varying, response)
    count = len(effects.factors)
    columns = 2 if count in {2, 4} else min(MOST_COLUMNS, count)
    columns = min(columns, pages.page().columns)
    gaps_in = pages.page().left_in + pages.page().right_in + (columns - 1) * COLUMN_GAP_IN
    width_in = (pages.page().width_in - gaps_in) / columns
    below_in = [AIR_IN + _below_in(effects.points[each], width_in) for each in effects.factors]
    rows = math.ceil(count / columns)
    last_row = (rows - 1) * columns
    figure, grid = pages.frame(
        rows,
        columns,
        f"Main effects on {style.plain(response.name)}",
        _caption(effects),
        height_in=PANEL_IN,
        above_in=pages.page().above_in + (-LEGEND_IN if pages.page().is_titled else LEGEND_IN),
        below_in=max(below_in[last_row:]),
        column_gap_in=COLUMN_GAP_IN,
        row_gap_in=max(below_in[:last_row], default=0),
    )
    for axes, factor in zip(grid.flat, effects.factors, strict=False):
        _panel(axes, effects, factor, width_in)
    for axes in grid.flat[count:]:
        axes.remove()
    _share_values(grid.flat[:count], columns, effects)
    _legend(figure, grid[0, 0])
    return figure


def _effects(runs: pd.DataFrame, factors: Sequence[str], response: Column) -> Effects:
    points = points_of(runs, factors)
    values = by_replicate(runs, [response.name]).mean(axis=1).to_numpy()
    divisor, unit = style.scaled(response.unit, float(np.nanmax(np.abs(values), initial=0)))
    table = main_effects(runs, factors, response.name, response.bounds)
    table[["mean", "low", "high"]] /= divisor
    return Effects(
        list(factors),
        response.name,
        table,
        points.assign(value=values / divisor),
        unit,
        {factor for factor in factors if is_sampled(points, factors, factor)},
    )


def _below_in(levels: pd.Series[Any], width_in: float) -> float:
    """Return the room for the ticks of a factor and its name."""
    ticks_in = factor_axis.LINE_IN
    if not is_ordered(levels):
        ticks_in = factor_axis.tick_texts(levels.drop_duplicates(), width_in).height_in
    return ticks_in + factor_axis.name_of(levels, width_in).height_in


def _panel(axes: Axes, effects: Effects, factor: str, width_in: float) -> None:
    rows = effects.table[effects.table["factor"] == factor]
    levels = rows["level"].infer_objects().rename(factor)
    ordered = is_ordered(levels)
    places = levels if ordered else pd.Series(range(len(levels)), index=levels.index)
    if effects.sampled:
        own = effects.points[factor]
        at = own if ordered else own.map(dict(zip(levels, places, strict=True)))
        axes.scatter(
            at,
            effects.points["value"],
            s=POINT_PT2,
            color=POINT_COLOUR,
            linewidths=0,
            label="point",
        )
    style.error_bars(axes, places, rows, MEAN, joined=ordered)
    axes.set_label(f"{pages.LETTERED}{factor}")
    style.anchor(axes, effects.points["value"].mean(), "mean of all points")
    sampled = factor in effects.sampled
    shown = effects.points[factor].drop_duplicates() if sampled else levels
    factor_axis.draw_ticks(axes, shown, width_in, few=not sampled)


def _share_values(panels: np.ndarray, columns: int, effects: Effects) -> None:
    """Give all panels one vertical axis, so that effects can be compared."""
    drawn = [effects.table[["mean", "low", "high"]].to_numpy().ravel()]
    if effects.sampled:
        drawn.append(effects.points["value"].to_numpy())
    values = np.concatenate(drawn)
    low, high = np.nanmin(values), np.nanmax(values)
    margin = 0.06 * (high - low) or 0.05 * abs(high) or 1.0
    for number, axes in enumerate(panels):
        axes.set_ylim(low - margin, high + margin)
        axes.yaxis.set_major_formatter(style.number)
        axes.tick_params(labelleft=number % columns == 0)
    for axes in panels[::columns]:
        style.name_values(axes, effects.response, effects.unit)


def _legend(figure: Figure, first: Axes) -> None:
    """Put the legend of all panels, which may be wider than the first, above all and letters."""
    handles, labels = first.get_legend_handles_labels()
    box = first.get_position()
    letters_in = 0 if pages.page().is_titled else LEGEND_IN
    place = box.x0, box.y1 + letters_in / figure.get_figheight()
    figure.legend(handles, labels, loc="lower left", bbox_to_anchor=place, ncols=3, borderpad=0)


def _caption(effects: Effects) -> str:
    where = "at each level"
    if effects.sampled:
        where += f", or over {BINS} bins with equally many points at the median of each"
    most = int(effects.table["replicates"].max())
    bars = (
        f"Bars: 95% intervals over {most} replicates (Student), for these points."
        if most > 1
        else "One replicate, so there are no intervals."
    )
    count = f"{len(effects.points):,} points"
    warnings = f"{_uneven(effects)}{_few(effects)}"
    return f"{count}; means {where}, over all else. {bars}{warnings}"


def _few(effects: Effects) -> str:
    """Warn where bins of a factor differ by chance in the others."""
    if not effects.sampled or len(effects.points) >= FEWEST_POINTS * len(effects.factors):
        return ""
    return (
        f" Fewer than {FEWEST_POINTS} points a factor: what looks like the effect of one may be "
        "that of another, with which it goes together by chance."
    )


def _uneven(effects: Effects) -> str:
    """Warn where levels differ in other factors too, as where runs of a grid are missing."""
    counts = effects.table.groupby("factor")["points"].agg(["min", "max"])
    uneven = counts[counts["min"] < counts["max"]]
    if effects.sampled or uneven.empty:
        return ""
    name, (least, most) = next(zip(uneven.index, uneven.to_numpy(), strict=True))
    return (
        f" Levels of {style.plain(str(name))} have {least} to {most} points, so that they differ "
        "in the other factors as well."
    )
