"""Figure: one response over the levels of two factors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator
from pandas.api.types import is_datetime64_any_dtype

from sim.analysis.axis import is_geometric
from sim.analysis.effects import is_ordered, pair_means
from sim.view.figures import factors as factor_axis
from sim.view.figures import pages, style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure

    from sim.experiment.plan import Level
    from sim.view.figures.pages import Plate
    from sim.war.columns import Column

# Lightness rises steadily, so that it can be read in grey and by the colour-blind.
COLOURS = "cividis"
MOST_WRITTEN, MOST_TICKS = 10, 16
CELL_IN, LEAST_IN, MOST_IN = 0.5, 1.6, 5.0
MARKS_IN, AIR_IN, BESIDE_IN, BAR_GAP_IN, BAR_IN, MARK_IN = 0.25, 0.3, 1.4, 0.3, 0.16, 0.09
BESIDE_ON_JOURNAL_IN, LEAST_ABOVE_IN = 1.1, 0.28
WRITTEN_PT, LEAST_PT, CHARACTER_PART = 8.5, 4.5, 0.64
MIDDLE_LUMINANCE = 0.179
"""Relative luminance on which black and white have the same contrast (WCAG 2.1)."""

SRGB_OFFSET, SRGB_POWER, LUMINANCE = 0.055, 2.4, (0.2126, 0.7152, 0.0722)


def draw(
    runs: pd.DataFrame,
    factors: Sequence[str],
    pair: tuple[str, str],
    response: Column,
    article: Mapping[str, Level] | None = None,
) -> Plate | None:
    """Draw the mean of a response in a cell for each pair of levels; None if no run has a value.

    Parameters
    ----------
    runs, factors
        One row per run, and the columns of all factors; means are over those not in the pair.
    pair
        The factor along the horizontal axis, and that along the vertical one.
    response
        Column of the response.
    article
        Where a figure of the article lies on these factors.
    """
    table = pair_means(runs, factors, pair, response.name, response.bounds)
    if table["mean"].isna().all():
        return None
    divisor, unit = style.scaled(response.unit, float(table["mean"].abs().max()))
    table[["mean", "low", "high"]] /= divisor
    levels = tuple(table[factor].drop_duplicates(ignore_index=True) for factor in pair)
    marks = _marks(pair, levels, article or {})
    others = [each for each in factors if each not in pair and runs[each].nunique() > 1]
    upright = _upright_axis(levels[1])
    cells = _in_cells(table, levels, upright.width_in)
    caption = _caption(table, cells, others, marks)
    figure, axes = _page(levels, upright, response.name, caption)
    mesh = _cells(axes, table, levels)
    _colour_bar(figure, axes, mesh, _bar_label(response.name, unit))
    _write(axes, mesh, table, cells)
    _mark(axes, marks, pair, (upright.width_in, upright.height_in))
    return figure


class UprightAxis(NamedTuple):
    """The vertical axis of the panel: ticks and name, the room they take, and the panel's size."""

    ticks: pd.Series[Any]
    texts: list[str]
    name: str
    left_in: float
    width_in: float
    height_in: float


def _upright_axis(levels: pd.Series[Any]) -> UprightAxis:
    ticks = levels[:: math.ceil(len(levels) / MOST_TICKS)]
    height_in = min(max(CELL_IN * len(levels), LEAST_IN), MOST_IN)
    name = factor_axis.name_of(levels, height_in)
    texts = [
        factor_axis.fold(text, factor_axis.LONGEST_LINE, 2)
        for text in factor_axis.texts_of(ticks, name.divisor)
    ]
    longest = max(len(line) for text in texts for line in text.split("\n"))
    left_in = AIR_IN + factor_axis.CHARACTER_IN * longest + name.height_in
    width_in = pages.page().width_in - left_in - _beside_in()
    return UprightAxis(ticks, texts, name.text, left_in, width_in, height_in)


def _beside_in() -> float:
    return BESIDE_IN if pages.page().is_titled else BESIDE_ON_JOURNAL_IN


def _page(
    levels: tuple[pd.Series[Any], ...], upright: UprightAxis, response: str, caption: str
) -> tuple[Plate, Axes]:
    """Return a page with a panel that has its ticks and names."""
    across = levels[0][:: math.ceil(len(levels[0]) / MOST_TICKS)]
    below = factor_axis.name_of(levels[0], upright.width_in)
    ticks = factor_axis.tick_texts(across, upright.width_in, below.divisor)
    figure, grid = pages.frame(
        1,
        1,
        f"Mean of {style.plain(response)} at each pair of levels",
        caption,
        height_in=upright.height_in / pages.page().height_part,
        left_in=upright.left_in,
        right_in=_beside_in(),
        above_in=max(pages.page().above_in - MARKS_IN, LEAST_ABOVE_IN),
        below_in=AIR_IN + ticks.height_in + below.height_in,
    )
    axes: Axes = grid[0, 0]
    axes.set_xticks(0.5 + across.index.to_numpy(), ticks.texts)
    axes.set_yticks(0.5 + upright.ticks.index.to_numpy(), upright.texts)
    axes.tick_params(length=0, labelsize=factor_axis.TICK_PT)
    axes.tick_params(axis="x", labelrotation=90 if ticks.upright else 0)
    axes.set_xlabel(below.text)
    axes.set_ylabel(upright.name)
    return figure, axes


def _cells(axes: Axes, table: pd.DataFrame, levels: tuple[pd.Series[Any], ...]) -> QuadMesh:
    """Colour the cells, the lowest levels at the lower left, and hatch what has no value."""
    means = table["mean"].to_numpy().reshape([len(each) for each in levels]).T
    low, high = np.nanmin(means), np.nanmax(means)
    margin = 0.0 if high > low else 0.5 * abs(low) or 0.5
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.patch.set(hatch="////", edgecolor="0.7", linewidth=0)
    return axes.pcolormesh(
        means,
        cmap=COLOURS,
        vmin=low - margin,
        vmax=high + margin,
        edgecolors="white",
        linewidth=0.5,
    )


def _bar_label(response: str, unit: str) -> str:
    """Return the name of the colours: their unit, and the response where no title has it."""
    return unit if pages.page().is_titled else f"{style.plain(response)} ({unit})"


def _colour_bar(figure: Figure, axes: Axes, mesh: QuadMesh, label: str) -> None:
    box = axes.get_position()
    left = box.x1 + BAR_GAP_IN / pages.page().width_in
    place = figure.add_axes((left, box.y0, BAR_IN / pages.page().width_in, box.height))
    bar = figure.colorbar(mesh, cax=place, label=label, format=style.number)
    bar.locator = MaxNLocator(6)
    bar.outline.set_visible(False)
    place.tick_params(labelsize=factor_axis.TICK_PT)


class CellTexts(NamedTuple):
    """What is written into the cells, in the order of the table, and how large."""

    texts: list[str]
    points: float
    have_intervals: bool


def _in_cells(
    table: pd.DataFrame, levels: tuple[pd.Series[Any], ...], width_in: float
) -> CellTexts | None:
    """Return means with their intervals, means alone where these are too wide, or None."""
    if any(len(each) > MOST_WRITTEN for each in levels):
        return None
    decimals, room_pt = _decimals(table), 72 * 0.9 * width_in / len(levels[0])
    numbers = table[["mean", "low", "high"]].to_numpy(float)
    several = not np.isnan(numbers[:, 1]).all()
    for have_intervals in (True, False) if several else (False,):
        ends = numbers if have_intervals else numbers[:, [0]]
        texts = [_text(decimals, *row) for row in ends.tolist()]
        longest = max(len(line) for text in texts for line in text.split("\n"))
        points = min(WRITTEN_PT, room_pt / (CHARACTER_PART * longest))
        if points >= LEAST_PT:
            return CellTexts(texts, points, have_intervals)
    return None


def _write(axes: Axes, mesh: QuadMesh, table: pd.DataFrame, cells: CellTexts | None) -> None:
    """Write into each cell, in black or white, whichever is easier to read."""
    if cells is None:
        return
    rows = round(axes.get_ylim()[1])
    for number, (mean, text) in enumerate(zip(table["mean"], cells.texts, strict=True)):
        column, row = divmod(number, rows)
        dark = luminance(mesh.to_rgba(mean)) < MIDDLE_LUMINANCE  # type: ignore[arg-type]
        axes.text(
            column + 0.5,
            row + 0.5,
            text,
            ha="center",
            va="center",
            fontsize=cells.points,
            color="white" if dark else "black",
        )


def luminance(colour: Sequence[float]) -> float:
    """Return the relative luminance of an sRGB colour, from 0 to 1 (WCAG 2.1)."""
    channels = np.asarray(colour[:3])
    linear = np.where(
        channels <= 0.04045,
        channels / 12.92,
        ((channels + SRGB_OFFSET) / (1 + SRGB_OFFSET)) ** SRGB_POWER,
    )
    return float(linear @ LUMINANCE)


def _decimals(table: pd.DataFrame) -> int:
    """Return the decimals that show two digits of a usual half-width, or three of the values."""
    half_widths = (table["high"] - table["low"]) / 2
    widths = half_widths[half_widths > 0]
    usual = widths.median() if len(widths) else table["mean"].abs().max() / 10
    return int(np.clip(1 - math.floor(math.log10(usual)), 0, 6)) if usual > 0 else 0


def _text(decimals: int, mean: float, low: float = math.nan, high: float = math.nan) -> str:
    if math.isnan(mean):
        return ""
    value, *ends = (
        f"{round(each, decimals) + 0.0:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")
        for each in (mean, low, high)
    )
    between = "\N{EN DASH}" if low >= 0 else " to "
    return value if math.isnan(low) else f"{value}\n{between.join(ends)}"


def _marks(
    pair: tuple[str, str], levels: tuple[pd.Series[Any], ...], article: Mapping[str, Level]
) -> dict[str, tuple[float, Level]]:
    """Return where the article's values lie, in cells from the lower left, if inside."""
    marks = {}
    for factor, each in zip(pair, levels, strict=True):
        place = _place(each, article[factor]) if factor in article else None
        if place is not None:
            marks[factor] = (place, article[factor])
    return marks


def _place(levels: pd.Series[Any], value: Level) -> float | None:
    if not is_ordered(levels):
        return next((0.5 + row for row, level in enumerate(levels) if level == value), None)
    numbers, (at,) = (
        pd.to_numeric(each).to_numpy(float) for each in (levels, _like(levels, value))
    )
    if not numbers[0] <= at <= numbers[-1]:
        return None
    if is_geometric(levels):
        numbers, at = np.log(numbers), math.log(at)
    return float(np.interp(at, numbers, 0.5 + np.arange(len(numbers))))


def _like(levels: pd.Series[Any], value: Level) -> pd.Series[Any]:
    return pd.Series([value]).astype(levels.dtype if is_datetime64_any_dtype(levels) else float)


def _mark(
    axes: Axes,
    marks: Mapping[str, tuple[float, Level]],
    pair: tuple[str, str],
    size_in: tuple[float, float],
) -> None:
    """Point at the article's values from above and from the right."""
    across, up = (marks.get(factor, (None,))[0] for factor in pair)
    look: dict[str, Any] = {"color": "black", "linestyle": "", "clip_on": False, "markersize": 7}
    if across is not None:
        axes.plot(
            across,
            1 + MARK_IN / size_in[1],
            marker="v",
            transform=axes.get_xaxis_transform(),
            **look,
        )
    if up is not None:
        axes.plot(
            1 + MARK_IN / size_in[0], up, marker="<", transform=axes.get_yaxis_transform(), **look
        )


def _caption(
    table: pd.DataFrame,
    cells: CellTexts | None,
    others: Sequence[str],
    marks: Mapping[str, tuple[float, Level]],
) -> str:
    counts = table["replicates"][table["mean"].notna()]
    least, most = counts.min(), counts.max()
    replicates = "one replicate" if most == 1 else f"{most} replicates"
    parts = [f"Means over {replicates if least == most else f'{least} to {most} replicates'}"]
    if others:
        parts.append(" and over all levels of other factors")
    if cells is not None and cells.have_intervals:
        parts.append("; below each its 95% interval over replicates (Student)")
    parts.append(".")
    if table["mean"].isna().any():
        parts.append(" Hatched: no run has a value.")
    if marks:
        values = ", ".join(
            f"{name} {factor_axis.text_of(value)}" for name, (_, value) in marks.items()
        )
        parts.append(f" Triangles: the article's figure, {values}.")
    return style.plain("".join(parts))
