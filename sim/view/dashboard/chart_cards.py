"""The charts on the page: each on a card with a heading, a note and a text alternative."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nicegui import ui

from sim.view.dashboard import sentences
from sim.view.dashboard.charts.curves import kill_zone, sky, stock
from sim.view.dashboard.charts.front_chart import front
from sim.view.dashboard.charts.space_chart import space
from sim.view.dashboard.elements import added, element, text
from sim.view.dashboard.session import RUNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nicegui.element import Element
    from nicegui.elements.mixins.text_element import TextElement

    from sim.view.dashboard.charts.drawing import Option, Palette
    from sim.view.dashboard.course import Course

DESIGN_SPACE = ("space_ua", "space_ru")
SPACE_TITLE = "Design space"
SPACE_NOTE = (
    "Filled: designs, larger the more are in stock. Hollow: obsolete ones. Crosses: the enemy's "
    "countermeasures. Opposite edges touch."
)


class Chart(NamedTuple):
    """A chart of the page: its name there, what it shows and how to read it, and what draws it."""

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
        "km from the line of day 0; Russia holds the side above",
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


def chart_frame(label: str, kind: str, summary_id: str) -> ui.echart:
    """Return an empty chart, told as a picture whose words are in the summary."""
    alternative = f"{label}. The summary has it in words."
    with element(
        "div", "kz-frame", role="img", aria_label=alternative, aria_describedby=summary_id
    ):
        return ui.echart({}).classes(f"kz-chart {kind}")


def lines_in_words(replicates: int) -> str:
    """Return what lines and shading are."""
    shading = f" Shading: smallest to largest of {replicates} independent replicates."
    return f"Line: the first replicate.{shading if replicates > 1 else ''}"


class ChartCards:
    """The cards of both runs; those of run B are hidden while there is none."""

    def __init__(self, summary_id: str) -> None:
        self._charts: dict[tuple[str, int], ui.echart] = {}
        self._titles: list[tuple[TextElement, str, int]] = []
        self._second: list[Element] = []
        self._summary_id = summary_id
        by_name = {chart.name: chart for chart in CHARTS}
        with element("div", "kz-charts"):
            self._wide(by_name["zone"])
            for run in range(len(RUNS)):
                self._space([by_name[name] for name in DESIGN_SPACE], run)
            for name in ("front", "sky", "stock"):
                for run in range(len(RUNS)):
                    self._single(by_name[name], run)

    def draw(self, courses: Sequence[Course], palette: Palette) -> dict[int, Option]:
        """Return the options of each chart by the id of the element that draws them."""
        options = draw(courses, palette)
        return {self._charts[key].id: option for key, option in options.items()}

    def in_words(self, courses: Sequence[Course]) -> list[str]:
        """Return what the charts show, a sentence or two for each run."""
        return sentences.summary(courses)

    def arrange(self, runs: int, replicates: int) -> None:
        """Show as many runs as there are, and say what lines and shading are."""
        for figure in self._second:
            figure.classes(**added("kz-hidden", runs == 1))
        for title, words, run in self._titles:
            title.text = f"{RUNS[run]} \N{MIDDLE DOT} {words}" if runs > 1 else words
        both = " A solid, B dashed, with the same seed." if runs > 1 else ""
        self._zone_note.text = f"km. {lines_in_words(replicates)}{both}"

    def _wide(self, chart: Chart) -> None:
        with element("figure", "kz-figure kz-wide"):
            text("h3", chart.title)
            self._zone_note = text("p", "", "kz-note")
            self._chart(chart, 0)

    def _single(self, chart: Chart, run: int) -> None:
        with self._figure(run):
            self._title(chart.title, run)
            text("p", chart.note, "kz-note")
            self._chart(chart, run)

    def _space(self, pair: list[Chart], run: int) -> None:
        with self._figure(run):
            self._title(SPACE_TITLE, run)
            text("p", SPACE_NOTE, "kz-note")
            with element("div", "kz-pair"):
                for chart in pair:
                    with element("div", "kz-square"):
                        text("h4", chart.title)
                        self._chart(chart, run)

    def _figure(self, run: int) -> Element:
        figure = element("figure", f"kz-figure kz-run-{RUNS[run].lower()}")
        if run:
            self._second.append(figure)
            figure.classes("kz-hidden")
        return figure

    def _title(self, words: str, run: int) -> None:
        self._titles.append((text("h3", words), words, run))

    def _chart(self, chart: Chart, run: int) -> None:
        label = f"Chart, run {RUNS[run]}: {chart.title}, {chart.note}"
        kind = f"kz-{chart.name}"
        self._charts[chart.name, run] = chart_frame(label, kind, self._summary_id)
