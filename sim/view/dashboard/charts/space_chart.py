"""The design space: one side's designs, and the countermeasures that hunt them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.view.dashboard.charts.drawing import Option, Palette, frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from sim.view.dashboard.course import Course

SYMBOLS = ("circle", "triangle", "rect", "diamond", "pin", "arrow")
"""Of designs, by the producer they come from."""

CROSS = "path://M1,0L5,4L9,0L10,1L6,5L10,9L9,10L5,6L1,10L0,9L4,5L0,1Z"
SMALLEST, LARGEST, HUNTER = 5.0, 20.0, 6.0


def space(side: str) -> Callable[[Sequence[Course], Palette, int], Option]:
    """Return what draws one side's designs and the countermeasures that hunt them."""

    def draw(courses: Sequence[Course], palette: Palette, run: int) -> Option:
        course = courses[run]
        edge = {"left": 4, "right": 4, "top": 4, "bottom": 4}
        axis = _bare(course.config.race.extent, palette)
        return {
            **frame(palette),
            "tooltip": {"show": False},
            "grid": [{**edge, "show": True, "borderColor": palette.other}],
            "xAxis": [axis],
            "yAxis": [axis],
            "series": _series(course, side, palette),
        }

    return draw


def _series(course: Course, side: str, palette: Palette) -> list[Option]:
    found, colour = course.designs(side), getattr(palette, side)
    largest = max(float(found.stock.max(initial=0)), 1.0)
    sizes = SMALLEST + (LARGEST - SMALLEST) * np.sqrt(found.stock / largest)
    looks = {
        "obsolete": {"color": "transparent", "borderColor": colour, "borderWidth": 1.5},
        "fresh": {"color": colour, "opacity": 0.85},
    }
    hunter = {"color": palette.other, "opacity": 0.6}
    crosses = np.full(len(found.hunted), HUNTER)
    series = [_dots("hunters", found.hunters, found.hunted, crosses, hunter, (CROSS,))]
    for (name, look), which in zip(looks.items(), (found.obsolete, ~found.obsolete), strict=True):
        series.append(
            _dots(name, found.place[which], found.family[which], sizes[which], look, SYMBOLS)
        )
    return series


def _bare(extent: float, palette: Palette) -> Option:
    """Return an axis of the design space, whose coordinates mean nothing by themselves."""
    return {
        "type": "value",
        "min": 0,
        "max": extent,
        "interval": extent / 4,
        "axisLabel": {"show": False},
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "splitLine": {"lineStyle": {"color": palette.faint}},
    }


def _dots(
    name: str,
    places: npt.NDArray[Any],
    families: npt.NDArray[Any],
    sizes: npt.NDArray[Any],
    look: Option,
    symbols: Sequence[str],
) -> Option:
    up = places[:, 1] if places.shape[1] > 1 else np.full(len(places), np.nan)
    up = np.where(np.isnan(up), 0.5, up)
    rows = np.column_stack([places[:, 0], up, sizes, families % len(symbols)])
    return {
        "id": name,
        "name": name,
        "type": "scatter",
        "itemStyle": look,
        "silent": True,
        "symbols": symbols,
        "data": np.round(rows, 2).tolist(),
    }
