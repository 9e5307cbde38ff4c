"""The first lines of a film's page: date and day, whose run it is, what happens, how far it is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from sim.view.figures import style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from sim.view.film.footage import Footage

LEFT, RIGHT = 0.016, 0.984
DATE_Y, NEWS_Y, PROGRESS_Y = 0.962, 0.922, 0.898
PROGRESS_PT = 2.0
NAME_CHARACTERS = 92


class Heading:
    """Date, day, events and progress.

    Parameters
    ----------
    figure
        Where to draw.
    footage
        What to draw.
    name
        What the run is called.
    """

    def __init__(self, figure: Figure, footage: Footage, name: str) -> None:
        self._footage = footage
        shown = textwrap.shorten(name, NAME_CHARACTERS, placeholder=" ...")
        figure.text(RIGHT, DATE_Y, style.plain(shown), ha="right", va="center", color="0.25")
        self._date = figure.text(LEFT, DATE_Y, "", va="center", fontsize=15, fontweight="bold")
        self._news = figure.text(LEFT, NEWS_Y, "", va="center", color="0.15")
        self._progress = _line(LEFT, "0.35")
        figure.add_artist(_line(RIGHT, "0.88"))
        figure.add_artist(self._progress)

    def moving(self) -> Iterator[Artist]:
        """Yield what is not the same on every frame."""
        yield self._date
        yield self._news
        yield self._progress

    def show(self, index: int) -> None:
        """Show a frame."""
        frame, run = self._footage.frames[index], self._footage.run
        self._date.set_text(f"{run.date(frame.day)}   day {frame.day} of {run.last_day}")
        self._news.set_text(style.plain(frame.news))
        reached = LEFT + (RIGHT - LEFT) * frame.day / run.last_day
        self._progress.set_data([LEFT, reached], [PROGRESS_Y, PROGRESS_Y])


def _line(end: float, colour: str) -> Line2D:
    return Line2D(
        [LEFT, end],
        [PROGRESS_Y, PROGRESS_Y],
        color=colour,
        linewidth=PROGRESS_PT,
        solid_capstyle="butt",
    )
