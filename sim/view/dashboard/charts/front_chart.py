"""The front by sector: how deep each side's drones reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.view.dashboard.charts.drawing import (
    FONT,
    LEFT,
    PLAIN_RIGHT,
    Option,
    Palette,
    frame,
    panels,
    top_of,
    value_axis,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from sim.view.dashboard.course import Course

    Table = dict[str, npt.NDArray[Any]]

HEIGHT = 256
LEAST_KM = 12


def front(courses: Sequence[Course], palette: Palette, run: int) -> Option:
    """Draw how deep each side's drones reach beyond the line, sector by sector."""
    tables = [course.sectors() for course in courses]
    table, top = tables[run], top_of(max(map(_reach, tables)), least=LEAST_KM)
    line, ua, ru = table["line_km"], table["kill_zone_km_ua"], table["kill_zone_km_ru"]
    return {
        **frame(palette),
        "grid": panels(HEIGHT, right=PLAIN_RIGHT),
        "graphic": [
            _at_left("Ukraine's drones reach", palette, top=16),
            _at_left("Russia's drones reach", palette, top=HEIGHT - 12),
        ],
        "xAxis": [_sectors(table, palette)],
        "yAxis": [value_axis(palette, top, low=-top)],
        "series": [
            _bar("base", "", line - ru, {"color": "transparent"}),
            _bar("ru", "Russia's drones", ru, _hatched(palette.ru, palette)),
            _bar("ua", "Ukraine's drones", ua, {"color": palette.ua, "opacity": 0.85}),
            _line_of_contact(line, palette),
        ],
    }


def _reach(table: Table) -> float:
    """Return how far from the line of day 0 anything reaches, in km."""
    depth = max(table["kill_zone_km_ua"].max(), table["kill_zone_km_ru"].max())
    return float(np.abs(table["line_km"]).max() + depth)


def _sectors(table: Table, palette: Palette) -> Option:
    return {
        "type": "category",
        "data": (table["sector"] + 1).tolist(),
        "axisLine": {"onZero": False, "lineStyle": {"color": palette.other}},
        "axisTick": {"show": False},
        "axisLabel": {"color": palette.text, "hideOverlap": True},
    }


def _bar(name: str, label: str, depth: npt.NDArray[Any], look: Option) -> Option:
    return {
        "id": name,
        "name": label,
        "type": "bar",
        "stack": "front",
        "stackStrategy": "all",
        "barCategoryGap": "8%",
        "data": np.round(depth, 2).tolist(),
        "itemStyle": look,
        "emphasis": {"disabled": True},
        **({} if label else {"silent": True, "tooltip": {"show": False}}),
    }


def _hatched(colour: str, palette: Palette) -> Option:
    lines = {"color": palette.paper, "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": -0.785}
    return {"color": colour, "opacity": 0.85, "decal": lines}


def _at_left(words: str, palette: Palette, top: int) -> Option:
    """Return words at the left edge of the front."""
    style = {
        "text": words, "fill": palette.text, "font": f"600 12px {FONT}",
        "backgroundColor": palette.paper, "padding": [2, 5], "borderRadius": 3,
    }  # fmt: skip
    return {
        "id": words,
        "type": "text",
        "z": 10,
        "left": LEFT + 8,
        "top": top,
        "silent": True,
        "style": style,
    }


def _line_of_contact(line: npt.NDArray[Any], palette: Palette) -> Option:
    return {
        "id": "line",
        "name": "line",
        "type": "line",
        "step": "middle",
        "data": np.round(line, 2).tolist(),
        "showSymbol": len(line) == 1,
        "lineStyle": {"color": palette.first, "width": 2.5},
        "itemStyle": {"color": palette.first},
        "emphasis": {"disabled": True},
        "z": 5,
    }
