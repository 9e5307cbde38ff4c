"""What the charts are made of: colours for a light and a dark page, axes, curves and bands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.view import style

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.compiled import Floats

Option = dict[str, Any]
"""Options of ECharts, or a part of them."""

SPANS = (60, 120, 180, 365, 545, 730, 1095, 1460, 1825, 2920, 3650, 5475, 7300, 10950, 18250, 36500)
"""Ends of the time axis, so that it moves seldom."""

DIGITS = 4
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
LEFT, RIGHT, TOP, BOTTOM = 46, 78, 12, 26


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
    ua=style.SIDES["ua"].colour, ru=style.SIDES["ru"].colour, first="#1d2733", second="#00805f",
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


def panels(count: int) -> list[Option]:
    """Return room for charts above each other that share their time axis."""
    return [
        {
            "left": LEFT,
            "right": RIGHT,
            "top": f"{100 * place / count + (6 if count > 1 else 0)}%" if place or count > 1 else TOP,
            "height": f"{100 / count - 19}%",
        }
        if count > 1
        else {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM}
        for place in range(count)
    ]


def time_axis(palette: Palette, day: int, panel: int = 0) -> Option:
    """Return an axis of days with a round end after `day`."""
    return {
        "type": "value",
        "gridIndex": panel,
        "min": 0,
        "max": next(span for span in SPANS if span >= day),
        "splitLine": {"show": False},
        "axisLine": {"onZero": False, "lineStyle": {"color": palette.other}},
        "axisLabel": {"color": palette.text, "hideOverlap": True, "showMaxLabel": True},
        "splitNumber": 4,
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
    largest = max((float(np.nanmax(each)) for each in map(np.asarray, values) if _any(each)), default=0)
    largest = max(largest, least)
    decade = 10.0 ** math.floor(math.log10(largest))
    return decade * next(each for each in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if decade * each >= largest * 0.999999)


def _any(values: npt.NDArray[Any]) -> bool:
    return bool(np.isfinite(values).any())


def curve(name: str, days: Floats, values: Floats, pen: Pen, panel: int = 0) -> Option:
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
        "endLabel": {"show": True, "formatter": "{a}", "color": pen.colour, "fontWeight": 600, "fontSize": 12},
        "labelLayout": {"moveOverlap": "shiftY"},
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


def points(across: Floats, up: Floats) -> list[list[float | None]]:
    """Return points with as many digits as can be seen."""
    rounded = _round(up)
    return [[x, None if y != y else y] for x, y in zip(across.tolist(), rounded.tolist(), strict=True)]


def _round(values: Floats) -> Floats:
    largest = float(np.nanmax(np.abs(values))) if _any(values) else 0.0
    decimals = DIGITS - 1 - math.floor(math.log10(largest)) if largest > 0 else 0
    return np.round(values, decimals)
