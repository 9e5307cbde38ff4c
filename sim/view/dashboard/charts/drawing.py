"""What the charts are made of: colours for a light and a dark page, axes, curves and bands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.view.figures import style

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.view.dashboard.charts.traces import Floats

Option = dict[str, Any]
"""Options of ECharts, or a part of them."""

SPANS = (60, 120, 200, 400, 800, 1200, 1600, 2000, 3000, 4000, 6000, 8000, 12000, 20000, 40000)
"""Ends of the time axis, so that it rarely moves."""

DIGITS = 4
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
LEFT, RIGHT, PLAIN_RIGHT = 46, 94, 18
TOP, BETWEEN = 12, 44
LABEL_HEIGHT = 15


@dataclass(frozen=True)
class Palette:
    """Colours of a page; the sides differ in lightness too, and in dashes."""

    text: str
    faint: str
    paper: str
    ua: str
    ru: str
    first: str
    second: str
    other: str


LIGHT = Palette(
    text="#3a4351", faint="#e4e7ec", paper="#ffffff", other="#7a828e",
    ua=style.SIDE_STROKES["ua"].colour, ru=style.SIDE_STROKES["ru"].colour,
    first="#1d2733", second="#00805f",
)  # fmt: skip
DARK = Palette(
    text="#c3cad4", faint="#313a46", paper="#1b222b", other="#98a2b0",
    ua="#6fb1ea", ru="#f0a75b", first="#eef1f5", second="#3fcf9f",
)  # fmt: skip


@dataclass(frozen=True)
class Pen:
    """How a curve is drawn and what it is called; dashes tell it apart without colour."""

    name: str
    colour: str
    dashes: str = "solid"


def frame(palette: Palette) -> Option:
    """Return what all charts share; they never move by themselves."""
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "color": palette.text},
        "tooltip": {
            "trigger": "axis",
            "transitionDuration": 0,
            "backgroundColor": palette.paper,
            "borderColor": palette.other,
            "textStyle": {"color": palette.text, "fontSize": 12},
            "axisPointer": {"animation": False},
        },
    }


def panels(*heights: int, right: int = RIGHT) -> list[Option]:
    """Return room for charts above each other, each so many pixels high."""
    tops = [TOP + sum(heights[:place]) + BETWEEN * place for place in range(len(heights))]
    return [
        {"left": LEFT, "right": right, "top": top, "height": height}
        for top, height in zip(tops, heights, strict=True)
    ]


def time_axis(palette: Palette, day: int, panel: int = 0) -> Option:
    """Return an axis of days with a round end after `day`."""
    end = next(span for span in SPANS if span >= day)
    return {
        "type": "value",
        "gridIndex": panel,
        "min": 0,
        "max": end,
        "splitLine": {"show": False},
        "axisLine": {"onZero": False, "lineStyle": {"color": palette.other}},
        "interval": end / 4,
        "axisLabel": {"color": palette.text, "hideOverlap": True},
    }


def value_axis(palette: Palette, top: float, panel: int = 0, low: float = 0.0) -> Option:
    """Return an axis from `low` to `top`."""
    return {
        "type": "value",
        "gridIndex": panel,
        "min": low,
        "max": top,
        "interval": (top - low) / 4,
        "splitLine": {"lineStyle": {"color": palette.faint}},
        "axisLabel": {"color": palette.text},
    }


def top_of(*values: npt.ArrayLike, least: float = 1.0) -> float:
    """Return a round number above all values, the same for charts that stand side by side."""
    largest = max(
        (float(np.nanmax(each)) for each in map(np.asarray, values) if _any(each)), default=0
    )
    largest = max(largest, least)
    decade = 10.0 ** math.floor(math.log10(largest))
    return decade * next(
        each
        for each in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10)
        if decade * each >= largest * 0.999999
    )


def _any(values: npt.NDArray[Any]) -> bool:
    return bool(np.isfinite(values).any())


def curve(
    name: str, days: Floats, values: Floats, pen: Pen, panel: int = 0, *, named: bool = True
) -> Option:
    """Return a line with its name at its end."""
    return {
        "id": name,
        "name": pen.name,
        "type": "line",
        "xAxisIndex": panel,
        "yAxisIndex": panel,
        "showSymbol": len(days) == 1,
        "data": points(days, values),
        "lineStyle": {"color": pen.colour, "type": pen.dashes, "width": 2},
        "itemStyle": {"color": pen.colour},
        "endLabel": {
            "show": named,
            "formatter": "{a}",
            "color": pen.colour,
            "fontWeight": 600,
            "fontSize": 12,
        },
        "emphasis": {"disabled": True},
        "z": 3,
    }


def band(name: str, days: Floats, table: Floats, colour: str, panel: int = 0) -> list[Option]:
    """Return the shading from the smallest to the largest of several replicates."""
    if len(table) < 2:
        return []
    shown = np.isfinite(table).all(axis=0)
    low, high = table[:, shown].min(axis=0), table[:, shown].max(axis=0)
    common = {
        "type": "line",
        "xAxisIndex": panel,
        "yAxisIndex": panel,
        "stack": f"{name} band",
        "stackStrategy": "all",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
        "tooltip": {"show": False},
        "z": 1,
    }
    return [
        {"id": f"{name} low", "data": points(days[shown], low), **common},
        {
            "id": f"{name} high",
            "data": points(days[shown], high - low),
            "areaStyle": {"color": colour, "opacity": 0.2},
            **common,
        },
    ]


def apart(series: list[Option], panel: int, top: float, height: int) -> list[Option]:
    """Move the names at the ends of a panel's curves up so that none covers another, or the axis.

    `top` is the value at the upper end of the panel, which is `height` pixels high.
    """
    ends = [
        (each["data"][-1][1] / top * height, each)
        for each in series
        if each["yAxisIndex"] == panel and "endLabel" in each and math.isfinite(each["data"][-1][1])
    ]
    free = LABEL_HEIGHT / 2
    for above, each in sorted(ends, key=lambda end: end[0]):
        place = max(above, free)
        each["endLabel"]["offset"] = [0, round(above - place)]
        free = place + LABEL_HEIGHT
    return series


def points(across: Floats, up: Floats) -> list[list[float]]:
    """Return points with as many digits as can be seen; JSON has null for NaN."""
    rows: list[list[float]] = np.column_stack([across, _round(up)]).tolist()
    return rows


def _round(values: Floats) -> Floats:
    largest = float(np.nanmax(np.abs(values))) if _any(values) else 0.0
    decimals = DIGITS - 1 - math.floor(math.log10(largest)) if largest > 0 else 0
    return np.round(values, decimals)
