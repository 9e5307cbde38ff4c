"""Figure: what differs from a reference, response by response and day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, MaxNLocator

from sim.experiment.errors import QuestionError
from sim.view.figures import pages, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.experiment.results.comparison import Comparison
    from sim.experiment.results.results import Results

NAMES_IN = 2.1
ROW_IN, ROW_OF_RESULT_IN, ROW_PART = 0.12, 0.1, 0.7
CURVE_IN = 2.0
LONGEST_LABEL, LEGEND_CHARACTERS = 26, 52
LINEAR_PERCENT = 10
"""Where the axis of percentages turns logarithmic: effects of 1 and of 300 share it."""

TICKS = (5, 10, 30, 100, 300, 1000, 10_000)


def draw(compared: Comparison, table: pd.DataFrame, curve: str) -> Figure:
    """Draw the differences of all responses, and below them the course of `curve` day by day.

    Raises
    ------
    QuestionError
        If there are more results than the picture can tell apart.
    """
    strokes = _strokes(compared.others)
    row_in = ROW_IN + ROW_OF_RESULT_IN * len(strokes)
    figure, axes = pages.frame(
        2,
        1,
        f"Differences from {_label(compared.reference, compared.others)}",
        _caption(compared, table),
        height_in=(row_in * len(compared.responses) + 2 * ROW_IN, CURVE_IN),
        left_in=NAMES_IN,
    )
    _forest(axes[0, 0], compared, table, strokes)
    _course(axes[1, 0], compared, curve, strokes)
    return figure


def _strokes(others: Sequence[Results]) -> list[style.Stroke]:
    if len(others) > len(style.LOOKS):
        raise QuestionError(
            f"the picture can tell {len(style.LOOKS)} compared results apart, not {len(others)}; "
            "name fewer, or leave --out away"
        )
    return [
        style.Stroke(_label(other, others), *look)
        for other, look in zip(others, style.LOOKS, strict=False)
    ]


def _label(result: Results, others: Sequence[Results]) -> str:
    """Name a result by the last part of its folder, unless another one has the same."""
    same = any(each.folder.name == result.folder.name for each in others if each is not result)
    text = result.label if same else result.folder.name
    longest = min(LONGEST_LABEL, LEGEND_CHARACTERS // len(others))
    if len(text) > longest:
        text = f"\N{HORIZONTAL ELLIPSIS}{text[1 - longest :]}"
    # matplotlib leaves labels with a leading underscore out.
    return ("./" if text.startswith("_") else "") + style.plain(text)


def _caption(compared: Comparison, table: pd.DataFrame) -> str:
    least, most = table["pairs"].min(), table["pairs"].max()
    window = f"Means over days {compared.first_day} to {compared.last_day} and "
    percent = "Percentages are of the absolute mean of the reference."
    if most == 1:
        return f"{window}one pair of replicates, so there are no intervals. {percent}"
    count = most if least == most else f"up to {most}"
    return (
        f"{window}{count} pairs of replicates that share their random numbers. {_drawn(most)} "
        f"95% intervals of the mean difference (Student), each for one response or day alone. "
        f"{percent}"
    )


def _drawn(pairs: int) -> str:
    if pairs < style.FEWEST_REPLICATES:
        return "Thin lines: the pairs, too few for an interval a day. Bars:"
    return "Bars and shading:"


def _forest(
    axes: Axes, compared: Comparison, table: pd.DataFrame, strokes: list[style.Stroke]
) -> None:
    """Draw one row per response, with a marker and its interval for each result.

    `table` has the rows of one result after those of the other.
    """
    style.panel(axes, "Difference by response", "")
    count, names = len(strokes), compared.responses
    for place, stroke in enumerate(strokes):
        rows = table.iloc[place * len(names) : (place + 1) * len(names)]
        _markers(axes, rows, ROW_PART * ((place + 0.5) / count - 0.5), stroke)
    axes.axvline(0, color="0.35", linewidth=0.9)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xscale("symlog", linthresh=LINEAR_PERCENT)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, -LINEAR_PERCENT), max(high, LINEAR_PERCENT))
    axes.xaxis.set_major_locator(FixedLocator([*(-tick for tick in TICKS), 0, *TICKS]))
    axes.xaxis.set_major_formatter(style.number)
    axes.set_xlabel(f"% of the reference (logarithmic beyond {LINEAR_PERCENT})")
    style.legend(axes)


def _markers(axes: Axes, rows: pd.DataFrame, offset: float, stroke: style.Stroke) -> None:
    percent = (100 / rows["reference_mean"].abs().where(rows["reference_mean"] != 0)).to_numpy()
    heights = offset + np.arange(len(rows))
    axes.errorbar(
        percent * rows["difference"],
        heights,
        xerr=percent * (rows["high"] - rows["difference"]),
        label=stroke.label,
        color=stroke.colour,
        linestyle="",
        marker=stroke.marker,
        markerfacecolor="white",
        elinewidth=1.1,
    )
    beside = axes.get_yaxis_transform()
    for row in np.flatnonzero(np.isnan(percent)):
        axes.text(
            0.99,
            heights[row],
            "0 in the reference" if rows["pairs"].iloc[row] else "no pair has a value",
            ha="right",
            va="center",
            fontsize=7,
            color=stroke.colour,
            transform=beside,
        )


def _course(axes: Axes, compared: Comparison, curve: str, strokes: list[style.Stroke]) -> None:
    """Draw the mean difference of one response by day."""
    unit = style.unit_label(compared.reference.units[curve])
    style.panel(axes, f"Difference of {curve} by day", unit)
    for stroke, other in zip(strokes, compared.others, strict=True):
        style.curve(axes, compared.daily_difference(other, curve), stroke)
    axes.axhline(0, color="0.35", linewidth=0.9)
    axes.set_xlim(compared.first_day, max(compared.last_day, compared.first_day + 1))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("day")
    style.legend(axes)
