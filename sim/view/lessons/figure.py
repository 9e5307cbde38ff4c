"""Figure: what a lesson's experiment shows, as courses or over the levels of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.effects import is_ordered
from sim.analysis.measures import COLUMNS
from sim.experiment.store import files
from sim.view.figures import factors as factor_axis
from sim.view.figures import pages, style
from sim.view.figures.run_figures import save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from matplotlib.axes import Axes

    from sim.experiment.results.results import Results
    from sim.lesson.lesson import CurvePanel, ResultFigure

WEEK = 7
PANEL_IN, LOW_PANEL_IN, GAP_IN, BELOW_IN = 2.1, 1.4, 1.05, 0.78
PANELS_OF_TWO_COLUMNS = 4
ROOM = 0.08


def draw(picture: ResultFigure, results: Results, path: Path) -> Path:
    """Draw the figure of a lesson from its results and return its path."""
    files.make_folder(path.parent)
    count = len(picture.panels)
    columns = 2 if count == PANELS_OF_TWO_COLUMNS and _are_narrow(picture, results) else 1
    with pages.house_style():
        figure, grid = pages.frame(
            count // columns,
            columns,
            style.plain(picture.title),
            style.plain(f"{picture.caption} {_spread(results)}"),
            height_in=PANEL_IN if count // columns < PANELS_OF_TWO_COLUMNS else LOW_PANEL_IN,
            below_in=BELOW_IN,
            row_gap_in=GAP_IN,
        )
        for axes, panel in zip(grid.flat, picture.panels, strict=True):
            (_course if panel.course else _levels)(axes, panel, results)
        return save(figure, path)


def _are_narrow(picture: ResultFigure, results: Results) -> bool:
    """Tell whether panels fit side by side, with their levels below them."""
    if any(panel.course for panel in picture.panels):
        return False
    levels = results.points[results.factors[0]].drop_duplicates().map(_words)
    width_in = (pages.page().width_in - 2 * pages.page().left_in - pages.page().right_in) / 2
    return not factor_axis.tick_texts(levels, width_in).upright


def _spread(results: Results) -> str:
    count = int(results.runs["replicate"].nunique())
    if count < style.FEWEST_REPLICATES:
        return f"Means over {count} replicates; thin lines: the replicates. Bars: 95% intervals."
    return f"Means over {count} replicates with their 95% intervals (Student)."


def _course(axes: Axes, panel: CurvePanel, results: Results) -> None:
    """Draw weekly means of a daily column, a curve for each point."""
    column = str(panel.course)
    divisor, unit = style.scaled(COLUMNS[column].unit, float(results.daily[column].max()))
    style.panel(axes, style.plain(panel.title), unit)
    points = results.daily.groupby("point", sort=False)
    for (_, daily), (label, look) in zip(points, _strokes(results), strict=False):
        style.curve(axes, _by_week(daily, column) / divisor, style.Stroke(label, *look))
    _shade_truce(axes, results)
    axes.set_xlabel("day")
    axes.set_xlim(0, results.daily["day"].max())
    style.from_zero(axes)
    style.legend(axes)


def _by_week(daily: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return weekly means, labelled by the middle of the week, one column per replicate."""
    table = daily.pivot(index="day", columns="replicate", values=column).astype(float)
    table = table[table.index > 0]
    week = (table.index.to_numpy() - 1) // WEEK
    means = table.groupby(week).mean()
    means.index = means.index * WEEK + (WEEK + 1) / 2
    return means


def _shade_truce(axes: Axes, results: Results) -> None:
    quiet = results.daily.loc[results.daily["fighting"] == 0, "day"]
    quiet = quiet[quiet > 0]
    if len(quiet):
        span = quiet.min() - 0.5, quiet.max() + 0.5
        axes.axvspan(*span, facecolor="0.9", lw=0, label="ceasefire", zorder=0)


def _strokes(results: Results) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield label and look of each point, in the order of the experiment."""
    names = [factor.name for factor in results.experiment.factors]
    for point, look in zip(results.experiment.points(), style.LOOKS, strict=False):
        levels = zip(names, point.levels, strict=True)
        yield ", ".join(_level(name, level) for name, level in levels), look


def _level(name: str, level: object) -> str:
    """Return a level as a legend shows it: a word by itself, a number with what it is of."""
    return _words(level) if isinstance(level, str) else f"{name}: {factor_axis.text_of(level)}"


def _words(level: object) -> str:
    return factor_axis.text_of(level).replace("-", " ")


def _levels(axes: Axes, panel: CurvePanel, results: Results) -> None:
    """Draw means of a response over the first factor, a curve for each level of the second."""
    response, (first, *rest) = str(panel.levels), results.factors
    table = results.points
    table = table[table["response"] == response].copy()
    divisor, unit = style.scaled(table["unit"].iloc[0], float(table["mean"].max()))
    table[["mean", "low", "high"]] /= divisor
    style.panel(axes, style.plain(panel.title), unit)
    levels = table[first].drop_duplicates().infer_objects()
    ordered = is_ordered(levels)
    curves = list(table.groupby(rest[0], sort=False)) if rest else [("", table)]
    for place, ((level, rows), look) in enumerate(zip(curves, style.LOOKS, strict=False)):
        label = _level(rest[0], level) if rest else "mean"
        at = _places(rows[first], ROOM * (place - (len(curves) - 1) / 2))
        style.error_bars(axes, at, rows, style.Stroke(label, *look), joined=ordered)
    shown = levels if ordered else levels.map(_words)
    width_in = axes.get_position().width * pages.page().width_in
    factor_axis.draw_ticks(axes, shown, width_in, few=True)
    style.from_zero(axes)
    if rest:
        style.legend(axes)


def _places(levels: pd.Series[Any], shift: float) -> pd.Series[Any]:
    """Return where levels lie on the axis; words lie side by side, curves a little apart."""
    if is_ordered(levels.infer_objects()):
        return levels
    return pd.Series(np.arange(len(levels)) + shift, levels.index)
