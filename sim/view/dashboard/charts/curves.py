"""What is drawn day by day: curves, each with the band of its replicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.measures import COLUMNS
from sim.view.dashboard.charts.drawing import (
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
from sim.view.figures import style
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sim.view.dashboard.course import Course

DASHES = {"ua": "solid", "ru": "dashed"}
ZONE_HEIGHT, PANEL_HEIGHT, WATCHED_HEIGHT, UNIT_ROOM = 190, 104, 150, 18


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


def watched(columns: Mapping[str, str]) -> Callable[[Sequence[Course], Palette, int], Option]:
    """Return what draws daily columns of one unit, each by what it is called."""
    unit = COLUMNS[next(iter(columns.values()))].unit

    def draw(courses: Sequence[Course], palette: Palette, run: int) -> Option:
        traces = courses[run].traces
        divisor, told = style.scaled(unit, top_of(*map(traces.of, columns.values()), least=0.1))
        tables = {name: traces.of(column) / divisor for name, column in columns.items()}
        looks = ((palette.ua, "solid"), (palette.ru, "dashed"))
        series: list[Option] = []
        for (name, table), (colour, dashes) in zip(tables.items(), looks, strict=False):
            series += band(name, traces.days, table, colour)
            series.append(curve(name, traces.days, table[0], Pen(name, colour, dashes)))
        top = top_of(*tables.values(), least=0.1)
        return {
            **frame(palette),
            "grid": [{**grid, "top": grid["top"] + UNIT_ROOM} for grid in panels(WATCHED_HEIGHT)],
            "xAxis": [time_axis(palette, courses[run].day)],
            "yAxis": [_named(told, value_axis(palette, top), palette)],
            "series": apart(series, 0, top, WATCHED_HEIGHT),
        }

    return draw


def _named(unit: str, axis: Option, palette: Palette) -> Option:
    """Return an axis with its unit above it."""
    style_ = {"color": palette.text, "align": "left", "padding": [0, 0, 0, -LEFT + 4]}
    return {**axis, "name": unit, "nameGap": 10, "nameTextStyle": style_}


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
