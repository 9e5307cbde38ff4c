"""The charts of a lesson's open play."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.measures import COLUMNS
from sim.analysis.numerals import number
from sim.view.dashboard.chart_cards import SPACE_NOTE, chart_frame, lines_in_words
from sim.view.dashboard.charts.curves import watched
from sim.view.dashboard.charts.space_chart import space
from sim.view.dashboard.elements import element, text
from sim.view.figures.style import unit_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nicegui import ui

    from sim.lesson.lesson import OpenPlay, WatchedColumns
    from sim.view.dashboard.charts.drawing import Option, Palette
    from sim.view.dashboard.course import Course

SPACE = "Ukraine's designs, and Russia's countermeasures"


class Watching:
    """The charts of a lesson's open play, told in words in the element `summary_id`."""

    def __init__(self, play: OpenPlay, summary_id: str) -> None:
        self._play, self._summary_id = play, summary_id
        with element("div", "kz-charts"):
            self._charts = [
                (self._chart(each.title, "kz-watched"), watched(each.columns))
                for each in play.watch
            ]
            if play.designs:
                self._charts.append((self._chart(SPACE, "kz-space_ua", SPACE_NOTE), space("ua")))
        self._lines = text("p", "", "kz-note")

    def arrange(self, _runs: int, replicates: int) -> None:
        """Say what lines and shading are."""
        self._lines.text = lines_in_words(replicates)

    def draw(self, courses: Sequence[Course], palette: Palette) -> dict[int, Option]:
        """Return the options of each chart by the id of the element that draws them."""
        return {chart.id: draw(courses, palette, 0) for chart, draw in self._charts}

    def in_words(self, courses: Sequence[Course]) -> list[str]:
        """Return what the charts show, a sentence for each of them."""
        return [_sentence(each, courses[0]) for each in self._play.watch]

    def _chart(self, title: str, kind: str, note: str = "") -> ui.echart:
        with element("figure", "kz-figure"):
            text("h3", title)
            if note:
                text("p", note, "kz-note")
            return chart_frame(f"Chart: {title}", kind, self._summary_id)


def _sentence(what: WatchedColumns, course: Course) -> str:
    unit = COLUMNS[next(iter(what.columns.values()))].unit
    values = {name: course.today(column)[0] for name, column in what.columns.items()}
    known = [f"{name} {number(each)}" for name, each in values.items() if np.isfinite(each)]
    told = f"{what.title}: {', '.join(known) or 'nothing yet'}"
    return f"{told}." if unit == "1" or not known else f"{told} {unit_label(unit)}."
