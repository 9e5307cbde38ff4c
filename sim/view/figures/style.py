"""House style of the figures: readable in grey, units on axes, intervals shaded."""

from __future__ import annotations

import contextlib
import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from sim.analysis.interval import intervals
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

RC: dict[Any, Any] = {
    "figure.dpi": 140,
    "savefig.dpi": 140,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "0.9",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.5,
    "lines.markersize": 4.5,
    "hatch.color": "0.7",
    "hatch.linewidth": 0.6,
}
WIDTH_IN = 8.6
LEFT_IN, RIGHT_IN, COLUMN_GAP_IN = 0.9, 0.3, 0.95
TITLE_IN, ROW_GAP_IN, TICKS_IN, CAPTION_LINE_IN = 0.85, 0.9, 0.6, 0.145
TITLE_ABOVE_LEGEND_PT = 20
CAPTION_CHARACTERS = 140
MARKS = 9
SCALES = ((1e9, 1e9, "billion"), (1e6, 1e6, "million"), (1e5, 1e3, "thousand"))


@dataclass(frozen=True)
class Stroke:
    """How a curve is drawn: colour, dashes and marker each tell it from its neighbours."""

    label: str
    colour: str
    dashes: str
    marker: str


# Apart in lightness, so in grey, and for the colour-blind (after Okabe and Ito 2008).
SIDE_STROKES = {
    "ua": Stroke(SIDES["ua"], "#0b4f8a", "-", "o"),
    "ru": Stroke(SIDES["ru"], "#d07a1c", "--", "s"),
}
FIRST = ("#000000", "-", "o")
SECOND = ("#00916e", "--", "^")
THIRD = ("#b8679a", ":", "D")
LOOKS = (FIRST, SECOND, THIRD, ("#d07a1c", "-.", "s"))
"""Colour, dashes and marker of curves that share a panel."""

# Markers of curves that run together fall in different places.
MARK_PHASE = {"o": 0.0, "s": 0.5, "^": 0.35, "D": 0.7}


@contextlib.contextmanager
def house_style() -> Iterator[None]:
    """Draw in house style, whatever a reader's own matplotlibrc says."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)
        yield


def frame(
    rows: int,
    columns: int,
    title: str,
    caption: str,
    *,
    height_in: float | Sequence[float] = 2.0,
    left_in: float = LEFT_IN,
    right_in: float = RIGHT_IN,
    above_in: float = TITLE_IN,
    below_in: float = TICKS_IN,
    column_gap_in: float = COLUMN_GAP_IN,
    row_gap_in: float = ROW_GAP_IN,
) -> tuple[Figure, np.ndarray]:
    """Return a titled figure with a caption below, and its axes, shape (rows, columns).

    The layout is in inches rather than fitted to the text, so that panels line up and the room
    for title and legend is the same everywhere; `height_in` is the height of a panel, or of
    those in each row, and `left_in`, `right_in`, `above_in` and `below_in` the room for what is
    written around the panels.
    """
    lines = textwrap.wrap(caption, CAPTION_CHARACTERS)
    bottom = below_in + CAPTION_LINE_IN * len(lines)
    heights = np.broadcast_to(height_in, rows)
    height = above_in + heights.sum() + (rows - 1) * row_gap_in + bottom
    width = (WIDTH_IN - left_in - right_in - (columns - 1) * column_gap_in) / columns
    figure = Figure(figsize=(WIDTH_IN, height))
    figure.text(0.012, 1 - 0.1 / height, title, va="top", fontsize=13, fontweight="bold")
    figure.text(0.012, 0.08 / height, "\n".join(lines), va="bottom", fontsize=8, color="0.25")
    figure.subplots_adjust(
        left=left_in / WIDTH_IN,
        right=1 - right_in / WIDTH_IN,
        top=1 - above_in / height,
        bottom=bottom / height,
        wspace=column_gap_in / width,
        hspace=row_gap_in / heights.mean(),
    )
    return figure, figure.subplots(
        rows, columns, squeeze=False, gridspec_kw={"height_ratios": heights}
    )


def unit_label(unit: str) -> str:
    """Return a unit of a result table as an axis shows it."""
    return "share" if unit == "1" else unit.replace("km2", "km²")


def scaled(unit: str, largest: float) -> tuple[float, str]:
    """Return what to divide values by, and their unit then, so that few digits are written."""
    for least, divisor, word in SCALES:
        if largest >= least:
            return divisor, f"{word} {unit_label(unit)}".strip()
    return 1.0, unit_label(unit)


def plain(text: str) -> str:
    """Return text that is drawn as it is: matplotlib takes what is between dollars for formulas."""
    return text.replace("$", r"\$")


def over_replicates(count: int) -> str:
    """Return the part of a caption that says what lines and shading are."""
    if count == 1:
        return "One replicate, so there are no intervals."
    return f"Lines: means over {count} replicates; shading: their 95% intervals (Student)."


def panel(axes: Axes, title: str, unit: str) -> None:
    """Set a panel's title, leaving room for the legend below it, and the unit of its values."""
    axes.set_title(title, pad=TITLE_ABOVE_LEGEND_PT)
    axes.set_ylabel(unit)
    axes.yaxis.set_major_formatter(number)


def curve(axes: Axes, table: pd.DataFrame, stroke: Stroke) -> None:
    """Draw the mean of `table` over its columns (replicates) by date, with its interval."""
    band = intervals(table)
    dates = band.index.to_numpy()
    axes.plot(
        dates,
        band["mean"],
        label=stroke.label,
        color=stroke.colour,
        linestyle=stroke.dashes,
        marker=stroke.marker,
        markevery=_marks(len(band), stroke.marker),
        markerfacecolor="white",
    )
    if band["low"].notna().any():
        axes.fill_between(
            dates, band["low"], band["high"], color=stroke.colour, alpha=0.22, linewidth=0
        )


def draw_curves(
    axes: Axes,
    title: str,
    unit: str,
    curves: Iterable[tuple[pd.DataFrame, Stroke]],
    *,
    most: float = math.inf,
    empty: str = "",
) -> None:
    """Draw tables as curves into a panel that begins at 0; without any, say `empty` instead."""
    drawn = list(curves)
    if not drawn:
        nothing(axes, empty)
        return
    panel(axes, title, unit)
    for table, stroke in drawn:
        curve(axes, table, stroke)
    from_zero(axes, most)
    legend(axes)


def error_bars(
    axes: Axes, places: pd.Series[Any], rows: pd.DataFrame, stroke: Stroke, *, joined: bool
) -> None:
    """Draw the means of `rows` with the ends of their intervals, and a line if they are joined."""
    axes.errorbar(
        places,
        rows["mean"],
        yerr=[rows["mean"] - rows["low"], rows["high"] - rows["mean"]],
        label=stroke.label,
        color=stroke.colour,
        linestyle=stroke.dashes if joined else "",
        marker=stroke.marker,
        markerfacecolor="white",
        elinewidth=1.1,
        capsize=3,
    )


def anchor(axes: Axes, value: float, label: str) -> None:
    """Draw a horizontal line at a figure of the article."""
    axes.axhline(value, color="0.35", linestyle=(0, (1, 1.5)), linewidth=1.2, label=label)


def reference_band(axes: Axes, span: tuple[float, float], label: str) -> None:
    """Hatch a reported range across the panel."""
    axes.axhspan(*span, facecolor="none", edgecolor="0.7", hatch="////", lw=0, label=label)


def reference_wedge(axes: Axes, ends: pd.DataFrame, label: str) -> None:
    """Hatch what lies between two reported courses: the columns of `ends`, by date."""
    low, high = ends.to_numpy().T
    dates = ends.index.to_numpy()
    axes.fill_between(
        dates, low, high, facecolor="none", edgecolor="0.7", hatch="////", lw=0, label=label
    )


def nothing(axes: Axes, why: str) -> None:
    """Say plainly why a panel is empty."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, why, ha="center", va="center", color="0.35", transform=axes.transAxes)


def legend(axes: Axes) -> None:
    """Put the legend between the title and the panel, where it covers no data."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=4,
        borderaxespad=0.1,
        borderpad=0.2,
        handlelength=2.5,
        columnspacing=1.2,
    )


def date_axes(grid: np.ndarray, span: tuple[np.datetime64, np.datetime64]) -> None:
    """Give all panels the same readable date axis."""
    days = int((span[1] - span[0]) / np.timedelta64(1, "D"))
    for axes in grid.flat:
        # With fewer ticks asked for than days, none falls between days.
        locator = AutoDateLocator(minticks=min(days, 3), maxticks=8)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_formatter(formatter)
        axes.set_xlim(*span)


def from_zero(axes: Axes, most: float = math.inf) -> None:
    """Let the vertical axis begin at 0 and end above the data, but not above `most`."""
    top = 1.08 * axes.dataLim.ymax
    axes.set_ylim(0, min(top, most) if top > 0 else 1)


def number(value: float, _: float) -> str:
    """Format a tick: thousands apart, and a minus as wide as a plus."""
    return f"{value:,.10g}".replace("-", "\N{MINUS SIGN}")


def _marks(points: int, marker: str) -> tuple[int, int]:
    step = max(1, points // MARKS)
    return int(MARK_PHASE[marker] * step), step
