"""What is on the screen as charts: the options that ECharts draws of one or two courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.view.dashboard.charts.curves import kill_zone, sky, stock
from sim.view.dashboard.charts.front_chart import front
from sim.view.dashboard.charts.space_chart import space

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.view.dashboard.charts.drawing import Option, Palette
    from sim.view.dashboard.course import Course

RUNS = ("A", "B")


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
