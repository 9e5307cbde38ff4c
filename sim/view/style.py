"""House style of the figures: readable in grey, units on axes, intervals shaded."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from sim.analysis import intervals

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes

STYLE: dict[str, Any] = {
    "figure.dpi": 140,
    "savefig.dpi": 140,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titlepad": 20,
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
    "hatch.color": "0.75",
    "hatch.linewidth": 0.6,
}
WIDTH_IN = 8.6
CAPTION_CHARACTERS = 118
MARKS = 9


@dataclass(frozen=True)
class Stroke:
    """How a curve is drawn; colour, dashes and marker each tell it from the others."""

    label: str
    colour: str
    dashes: str
    marker: str


# Colours differ in lightness and stay apart for the colour-blind (after Okabe and Ito 2008).
SIDES = {
    "ua": Stroke("Ukraine", "#0b4f8a", "-", "o"),
    "ru": Stroke("Russia", "#d07a1c", "--", "s"),
}
FIRST = ("#000000", "-", "o")
SECOND = ("#00916e", "--", "^")
THIRD = ("#b8679a", ":", "D")


def frame(
    rows: int, columns: int, title: str, caption: str, *, row_in: float = 2.5
) -> tuple[Figure, np.ndarray]:
    """Return a titled figure and its axes, shape (rows, columns), with a caption below."""
    figure = Figure(figsize=(WIDTH_IN, 1.0 + row_in * rows), layout="constrained")
    figure.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold")
    lines = textwrap.fill(caption, CAPTION_CHARACTERS)
    figure.supxlabel(lines, x=0.01, ha="left", fontsize=8, color="0.25")
    return figure, figure.subplots(rows, columns, squeeze=False)


def over_replicates(count: int) -> str:
    """Return the part of a caption that says what lines and shading are."""
    if count == 1:
        return "One replicate, so there are no intervals."
    return f"Lines: means over {count} replicates; shading: their 95% intervals (Student)."


def panel(axes: Axes, title: str, label: str) -> None:
    """Set a panel's title and its vertical label."""
    axes.set_title(title)
    axes.set_ylabel(label)


def curve(axes: Axes, table: pd.DataFrame, stroke: Stroke, *, shaded: bool = True) -> None:
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
        markevery=_marks(len(band)),
        markerfacecolor="white",
    )
    if shaded and band["low"].notna().any():
        axes.fill_between(
            dates, band["low"], band["high"], color=stroke.colour, alpha=0.22, linewidth=0
        )


def anchor(axes: Axes, value: float, label: str) -> None:
    """Draw a horizontal line at a figure of the article."""
    axes.axhline(value, color="0.35", linestyle=(0, (1, 1.5)), linewidth=1.2, label=label)


def reference_band(axes: Axes, span: tuple[float, float], label: str) -> None:
    """Hatch a reported range across the panel."""
    axes.axhspan(*span, facecolor="none", edgecolor="0.75", hatch="////", lw=0, label=label)


def reference_wedge(axes: Axes, ends: pd.DataFrame, label: str) -> None:
    """Hatch what lies between two reported courses: the columns of `ends`, by date."""
    low, high = ends.to_numpy().T
    axes.fill_between(
        ends.index.to_numpy(), low, high, facecolor="none", hatch="////", lw=0, label=label
    )


def nothing(axes: Axes, why: str) -> None:
    """Say plainly why a panel is empty."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, why, ha="center", va="center", color="0.35", transform=axes.transAxes)


def legend(axes: Axes, columns: int = 4) -> None:
    """Put the legend between the title and the panel, where it covers no data."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=columns,
        borderaxespad=0.1,
        borderpad=0.2,
        handlelength=2.6,
        columnspacing=1.4,
    )


def date_axes(grid: np.ndarray, span: tuple[np.datetime64, np.datetime64]) -> None:
    """Give all panels the same readable date axis."""
    for axes in grid.flat:
        locator = AutoDateLocator(minticks=3, maxticks=8)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
        axes.set_xlim(*span)


def from_zero(axes: Axes) -> None:
    """Let the vertical axis begin at 0, with room above the data."""
    axes.margins(y=0.08)
    axes.set_ylim(bottom=0)


def _marks(points: int) -> int:
    return max(1, points // MARKS)
