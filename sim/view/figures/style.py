"""How curves are drawn in the house: told apart in grey, units on axes, intervals shaded."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.patheffects import withStroke

from sim.analysis.interval import intervals
from sim.view.figures.pages import LETTERED, page
from sim.war.columns import AMOUNT, UNBOUNDED
from sim.war.sides import SIDES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from sim.war.columns import Bounds

TITLE_ABOVE_LEGEND_PT = 20
MARKS = 9
FEWEST_REPLICATES = 5
"""Below it the runs themselves are drawn: they say more than an interval over so few."""

QUANTILES = (0.05, 0.95)
INTERVAL_ALPHA, QUANTILES_ALPHA, EDGE_ALPHA, RUN_ALPHA = 0.3, 0.1, 0.6, 0.45
LONGEST_NAME, NAME_PT = 30, 6
CHARACTER_PT, FEWEST_IN_LINE, HANDLE_PT = 4.0, 12, 36
"""Room for a character and for the handle in a legend, on a journal's page."""

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
    if count < FEWEST_REPLICATES:
        return (
            f"Thick lines: means over {count} replicates; thin lines: the replicates themselves, "
            "too few for an interval."
        )
    return (
        f"Lines: means over {count} replicates; shading: their 95% intervals (Student); thin "
        "lines: 5% and 95% quantiles of the replicates."
    )


def panel(axes: Axes, title: str, unit: str) -> None:
    """Name a panel, leaving room for the legend below its title, and the unit of its values."""
    name_panel(axes, title, pad=TITLE_ABOVE_LEGEND_PT)
    name_values(axes, title, unit)
    axes.yaxis.set_major_formatter(number)


def name_values(axes: Axes, title: str, unit: str) -> None:
    """Name the vertical axis: by its unit, and on a journal's page by what it shows, too."""
    if page().is_titled:
        axes.set_ylabel(unit)
        return
    axes.set_ylabel(_in_lines(title, unit, axes.get_position().height * _size_in(axes)[1]))


def name_coordinate(axes: Axes, which: str, title: str, unit: str) -> None:
    """Name an axis, "x" or "y", by what it shows and its unit, folded if there is no room."""
    room_in = getattr(axes.get_position(), {"x": "width", "y": "height"}[which])
    room_in *= _size_in(axes)["xy".index(which)]
    text = f"{title} ({unit})" if page().is_titled else _in_lines(title, unit, room_in)
    axes.set(**{f"{which}label": text})


def _in_lines(title: str, unit: str, room_in: float) -> str:
    """Return a name with its unit, on a line of its own if both are too long for one."""
    room = max(int(72 * room_in / CHARACTER_PT), FEWEST_IN_LINE)
    *lines, last = textwrap.wrap(title, room)
    beside = f"{last} ({unit})" if unit else last
    lines += [beside] if len(beside) <= room else [last, f"({unit})"]
    return "\n".join(lines)


def name_panel(axes: Axes, name: str, **how: Any) -> None:
    """Name a panel: above it on a screen's page, in the caption on a journal's."""
    axes.set_label(f"{LETTERED}{name}")
    if page().is_titled:
        axes.set_title(name, **how)


def _size_in(axes: Axes) -> tuple[float, float]:
    """Return width and height of the figure of a panel."""
    width, height = axes.figure.get_figure(root=True).get_size_inches()
    return float(width), float(height)


def curve(axes: Axes, table: pd.DataFrame, stroke: Stroke, bounds: Bounds = UNBOUNDED) -> None:
    """Draw the mean of `table` over its columns (replicates) by date, with its interval.

    The interval stays inside `bounds`. Of few replicates the runs themselves are drawn instead.
    """
    band = intervals(table, bounds)
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
    if 1 < table.shape[1] < FEWEST_REPLICATES:
        thin: dict[str, Any] = {"color": stroke.colour, "linewidth": 0.5, "alpha": RUN_ALPHA}
        axes.plot(dates, table.to_numpy(), linestyle=stroke.dashes, zorder=1.8, **thin)
    elif band["low"].notna().any():
        how: dict[str, Any] = {"color": stroke.colour, "alpha": INTERVAL_ALPHA, "linewidth": 0}
        axes.fill_between(dates, band["low"], band["high"], **how)


def spread(axes: Axes, table: pd.DataFrame, stroke: Stroke) -> None:
    """Shade between the quantiles of the replicates of `table` by date, if there are enough."""
    if table.shape[1] >= FEWEST_REPLICATES:
        low, high = table.quantile(list(QUANTILES), axis=1).to_numpy()
        axes.fill_between(
            table.index.to_numpy(),
            low,
            high,
            facecolor=(stroke.colour, QUANTILES_ALPHA),
            edgecolor=(stroke.colour, EDGE_ALPHA),
            linewidth=0.5,
            zorder=1.7,
        )


def draw_curves(
    axes: Axes,
    title: str,
    unit: str,
    curves: Iterable[tuple[pd.DataFrame, Stroke]],
    *,
    bounds: Bounds = AMOUNT,
    empty: str = "",
) -> None:
    """Draw tables as curves into a panel that begins at 0; without any, say `empty` instead."""
    drawn = list(curves)
    if not drawn:
        nothing(axes, empty)
        return
    panel(axes, title, unit)
    for table, stroke in drawn:
        spread(axes, table, stroke)
    for table, stroke in drawn:
        curve(axes, table, stroke, bounds)
    from_zero(axes, bounds.high)
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
    axes.set_label(f"{LETTERED}{why}")
    axes.text(0.5, 0.5, why, ha="center", va="center", color="0.35", transform=axes.transAxes)


def legend(axes: Axes) -> None:
    """Put the legend between the title and the panel, where it covers no data."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=4 if page().is_titled else _columns_of_legend(axes),
        borderaxespad=0.1,
        borderpad=0.2,
        handlelength=2.5,
        columnspacing=1.2,
    )


def _columns_of_legend(axes: Axes) -> int:
    """Return how many entries fit side by side above a panel."""
    labels = axes.get_legend_handles_labels()[1]
    room_pt = 72 * axes.get_position().width * _size_in(axes)[0]
    widest = max((len(label) for label in labels), default=0) * CHARACTER_PT + HANDLE_PT
    together = sum(len(label) * CHARACTER_PT + HANDLE_PT for label in labels)
    return len(labels) if together <= room_pt else max(int(room_pt / widest), 1)


class Spell(NamedTuple):
    """The time for which an event runs: its name, the first date and the first that is after it."""

    name: str
    start: dt.date
    end: dt.date


def date_axes(
    grid: np.ndarray, span: tuple[np.datetime64, np.datetime64], spells: Sequence[Spell] = ()
) -> None:
    """Give all panels the same readable date axis, and shade `spells`, named in the first."""
    days = int((span[1] - span[0]) / np.timedelta64(1, "D"))
    for axes in grid.flat:
        # With fewer ticks asked for than days, none falls between days.
        locator = AutoDateLocator(minticks=min(days, 3), maxticks=8)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_formatter(formatter)
        axes.set_xlim(*span)
        if axes.axison:
            _shade_spells(axes, spells)
    for spell in spells:
        _name(grid.flat[0], spell)


def _shade_spells(axes: Axes, spells: Sequence[Spell]) -> None:
    for spell in spells:
        start, end = (np.datetime64(date) for date in (spell.start, spell.end))
        axes.axvspan(start, end, facecolor="0.5", alpha=0.16, lw=0, zorder=0)  # type: ignore[arg-type]


def _name(axes: Axes, spell: Spell) -> None:
    axes.text(
        np.datetime64(spell.start),  # type: ignore[arg-type]
        0.98,
        " " + textwrap.shorten(spell.name, LONGEST_NAME, placeholder="\N{HORIZONTAL ELLIPSIS}"),
        transform=axes.get_xaxis_transform(),
        rotation=90,
        ha="left",
        va="top",
        fontsize=NAME_PT,
        color="0.3",
        path_effects=[withStroke(linewidth=1.5, foreground="white")],
    )


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
