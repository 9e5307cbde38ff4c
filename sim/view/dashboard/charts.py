"""What is on the screen as charts: the options that ECharts draws of one or two courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.registry.column import SIDES
from sim.view.dashboard.drawing import (
    FONT,
    LEFT,
    PLAIN_RIGHT,
    RIGHT,
    Option,
    Palette,
    Pen,
    apart,
    band,
    curve,
    frame,
    panels,
    time_axis,
    top_of,
    value_axis,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from sim.view.dashboard.course import Course

RUNS = ("A", "B")
DASHES = {"ua": "solid", "ru": "dashed"}
DESIGN_SYMBOLS = ("circle", "triangle", "rect", "diamond", "pin", "arrow")
CROSS = "path://M1,0L5,4L9,0L10,1L6,5L10,9L9,10L5,6L1,10L0,9L4,5L0,1Z"
SMALLEST, LARGEST, HUNTER = 5.0, 20.0, 6.0
ZONE_HEIGHT, PANEL_HEIGHT, FRONT_HEIGHT = 190, 104, 256


class Chart(NamedTuple):
    """A chart of the page.

    Attributes
    ----------
    name : str
        What it is called on the page.
    title, note : str
        What it shows, in which unit, and how to read it.
    draw : callable
        From the courses, the palette and the place of the run to options.
    """

    name: str
    title: str
    note: str
    draw: Callable[[Sequence[Course], Palette, int], Option]


def kill_zone(courses: Sequence[Course], palette: Palette, _run: int) -> Option:
    """Draw the width of the kill zone of all runs in one chart, each with its band."""
    pens = (Pen("A", palette.first), Pen("B", palette.second, "dashed"))
    named = len(courses) > 1
    series: list[Option] = []
    for course, pen in zip(courses, pens, strict=False):
        table = course.traces.of("kill_zone_km")
        series += band(pen.name, course.traces.days, table, pen.colour)
        series.append(curve(pen.name, course.traces.days, table[0], pen, named=named))
    top = top_of(*(course.traces.of("kill_zone_km") for course in courses), least=20)
    return {
        **frame(palette),
        "grid": panels(ZONE_HEIGHT, right=RIGHT if named else PLAIN_RIGHT),
        "xAxis": [time_axis(palette, courses[0].day)],
        "yAxis": [value_axis(palette, top)],
        "series": apart(series, 0, top, ZONE_HEIGHT),
    }


def sky(courses: Sequence[Course], palette: Palette, run: int) -> Option:
    """Draw strike drones launched and got through, and the share neutralised."""
    course = courses[run]
    counts = (Pen("launched", palette.ru, "dashed"), Pen("got through", palette.first))
    share = Pen("neutralised", palette.ua)
    top = top_of(*(each.traces.of("launched_ru")[0] for each in courses), least=100)
    return _two_panels(
        course, palette, (("launched_ru", counts[0]), ("leaked_ru", counts[1])), top,
        (("neutralised_share", share),),
    )  # fmt: skip


def stock(courses: Sequence[Course], palette: Palette, run: int) -> Option:
    """Draw front-line drones built, and the share of the stock that is stale."""
    made = [(f"produced_fpv_{side}", _pen(side, palette)) for side in SIDES]
    stale = [(f"stale_stock_share_{side}", _pen(side, palette)) for side in SIDES]
    top = top_of(*(each.traces.of(name)[0] for each in courses for name, _ in made), least=1000)
    return _two_panels(courses[run], palette, made, top, stale)


def front(courses: Sequence[Course], palette: Palette, run: int) -> Option:
    """Draw how deep each side's drones reach beyond the line, sector by sector."""
    tables = [course.sectors() for course in courses]
    table = tables[run]
    line = table["line_km"]
    reach = max(
        float(
            np.abs(each["line_km"]).max()
            + max(each["kill_zone_km_ua"].max(), each["kill_zone_km_ru"].max())
        )
        for each in tables
    )
    top = top_of(reach, least=12)
    depths = [
        ("base", "", line - table["kill_zone_km_ru"], {"color": "transparent"}),
        ("ru", "Russia's drones", table["kill_zone_km_ru"], _hatched(palette.ru, palette)),
        (
            "ua",
            "Ukraine's drones",
            table["kill_zone_km_ua"],
            {"color": palette.ua, "opacity": 0.85},
        ),
    ]
    return {
        **frame(palette),
        "grid": panels(FRONT_HEIGHT, right=PLAIN_RIGHT),
        "graphic": [
            _beside("Ukraine's drones reach", palette, top=16),
            _beside("Russia's drones reach", palette, top=FRONT_HEIGHT - 12),
        ],
        "xAxis": [
            {
                "type": "category",
                "data": (table["sector"] + 1).tolist(),
                "axisLine": {"onZero": False, "lineStyle": {"color": palette.other}},
                "axisTick": {"show": False},
                "axisLabel": {"color": palette.text, "hideOverlap": True},
            }
        ],
        "yAxis": [value_axis(palette, top, low=-top)],
        "series": [
            *(_bar(name, label, depth, look) for name, label, depth, look in depths),
            _line_of_contact(line, palette),
        ],
    }


def space(side: str) -> Callable[[Sequence[Course], Palette, int], Option]:
    """Return what draws one side's designs and the countermeasures that hunt them."""

    def draw(courses: Sequence[Course], palette: Palette, run: int) -> Option:
        course = courses[run]
        extent = course.config.race.extent
        found = course.designs(side)
        colour = getattr(palette, side)
        fresh = ~found.obsolete
        largest = max(float(found.stock.max(initial=0)), 1.0)
        sizes = SMALLEST + (LARGEST - SMALLEST) * np.sqrt(found.stock / largest)
        solid = {"color": colour, "opacity": 0.85}
        hollow = {"color": "transparent", "borderColor": colour, "borderWidth": 1.5}
        return {
            **frame(palette),
            "tooltip": {"show": False},
            "grid": [
                {
                    "left": 4,
                    "right": 4,
                    "top": 4,
                    "bottom": 4,
                    "show": True,
                    "borderColor": palette.other,
                }
            ],
            "xAxis": [_bare(extent, palette)],
            "yAxis": [_bare(extent, palette)],
            "series": [
                _dots(
                    "hunters",
                    found.hunters,
                    found.hunted,
                    np.full(len(found.hunted), HUNTER),
                    {"color": palette.other, "opacity": 0.6},
                    (CROSS,),
                ),
                _dots(
                    "obsolete",
                    found.place[~fresh],
                    found.family[~fresh],
                    sizes[~fresh],
                    hollow,
                    DESIGN_SYMBOLS,
                ),
                _dots(
                    "fresh",
                    found.place[fresh],
                    found.family[fresh],
                    sizes[fresh],
                    solid,
                    DESIGN_SYMBOLS,
                ),
            ],
        }

    return draw


CHARTS = (
    Chart("zone", "Width of the kill zone", "km, by day", kill_zone),
    Chart("space_ua", "Ukraine's designs", "hunted by Russia's countermeasures", space("ua")),
    Chart("space_ru", "Russia's designs", "hunted by Ukraine's countermeasures", space("ru")),
    Chart(
        "front",
        "The front by sector",
        "km from the line of day 0; up is the side that Russia holds",
        front,
    ),
    Chart("sky", "The sky over Ukraine", "strike drones a night, and the share neutralised", sky),
    Chart(
        "stock",
        "Output and stale stock",
        "front-line drones a day, and the share of stock that is obsolete",
        stock,
    ),
)


def draw(courses: Sequence[Course], palette: Palette) -> dict[tuple[str, int], Option]:
    """Return the options of every chart, by its name and the place of its run."""
    found: dict[tuple[str, int], Option] = {}
    for chart in CHARTS:
        runs = range(len(courses)) if chart.draw is not kill_zone else range(1)
        for run in runs:
            found[chart.name, run] = chart.draw(courses, palette, run)
    return found


def _pen(side: str, palette: Palette) -> Pen:
    return Pen(SIDES[side], getattr(palette, side), DASHES[side])


def _two_panels(
    course: Course,
    palette: Palette,
    upper: Sequence[tuple[str, Pen]],
    top: float,
    lower: Sequence[tuple[str, Pen]],
) -> Option:
    """Draw numbers above and shares below, each share with its band."""
    traces = course.traces
    series = [curve(name, traces.days, traces.of(name)[0], pen) for name, pen in upper]
    for name, pen in lower:
        table = 100 * traces.of(name)
        series += [
            *band(name, traces.days, table, pen.colour, 1),
            curve(name, traces.days, table[0], pen, 1),
        ]
    percent = value_axis(palette, 100, 1)
    percent["axisLabel"]["formatter"] = "{value}%"
    return {
        **frame(palette),
        "grid": panels(PANEL_HEIGHT, PANEL_HEIGHT),
        "xAxis": [time_axis(palette, course.day, place) for place in range(2)],
        "yAxis": [value_axis(palette, top), percent],
        "series": apart(apart(series, 0, top, PANEL_HEIGHT), 1, 100, PANEL_HEIGHT),
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


def _beside(words: str, palette: Palette, top: int) -> Option:
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
