"""The charts on the page: each a figure with a heading, a note and a text alternative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from sim.view.dashboard import telling
from sim.view.dashboard.charts.charts import CHARTS, RUNS, Chart, draw
from sim.view.dashboard.elements import added, element, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nicegui.element import Element
    from nicegui.elements.mixins.text_element import TextElement

    from sim.view.dashboard.charts.drawing import Option, Palette
    from sim.view.dashboard.course import Course

DESIGN_SPACE = ("space_ua", "space_ru")
SPACE_TITLE = "Design space"
SPACE_NOTE = (
    "Full: designs, larger the more are in stock. Hollow: obsolete ones. Crosses: the enemy's "
    "countermeasures. Opposite edges touch."
)


class Figures:
    """The figures of both runs; those of run B are hidden while there is none."""

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
        return telling.summary(courses)

    def arrange(self, runs: int, replicates: int) -> None:
        """Show as many runs as there are, and say what lines and shading are."""
        for figure in self._second:
            figure.classes(**added("kz-hidden", runs == 1))
        for title, words, run in self._titles:
            title.text = f"{RUNS[run]} \N{MIDDLE DOT} {words}" if runs > 1 else words
        lines = "Line: the first replicate. "
        shading = f"Shading: smallest to largest of {replicates} independent replicates. "
        both = "A solid, B dashed, with the same seed." if runs > 1 else ""
        self._zone_note.text = f"km. {lines}{shading if replicates > 1 else ''}{both}"

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
        label = f"Chart, run {RUNS[run]}: {chart.title}, {chart.note}. The summary has it in words."
        with element(
            "div", "kz-frame", role="img", aria_label=label, aria_describedby=self._summary_id
        ):
            self._charts[chart.name, run] = ui.echart({}).classes(f"kz-chart kz-{chart.name}")
