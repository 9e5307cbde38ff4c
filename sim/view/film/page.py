"""The page of a film: what stays is drawn once, what moves on each frame."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.view.figures import style
from sim.view.figures.design_space import COUNTERMEASURE_COLOUR, family_handles, name_axes
from sim.view.figures.kill_zone import BOTH_DEPTHS
from sim.view.film.panels import CurvesPanel, FrontPanel
from sim.view.film.space_panel import MOMENT_COLOUR, SpacePanel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.view.film.footage import Footage

Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]

WIDTH, HEIGHT, DPI = 1280, 720, 120
# In pixels from the upper left corner: left, top, width, height.
SQUARES: dict[int, tuple[Box, ...]] = {
    1: ((255, 124, 282, 282),),
    2: ((90, 124, 282, 282), (420, 124, 282, 282)),
}
STRIP_HEIGHT = 130
STALE: Box = (66, 598, 636, 82)
FRONT: Box = (796, 144, 460, 186)
WIDTHS: Box = (796, 434, 460, 82)
PASSES: Box = (796, 598, 460, 82)
FAMILIES_AT, SIGNS_AT = (20, 462), (20, 508)
LEFT, RIGHT = 0.016, 0.984
DATE_Y, NEWS_Y, PROGRESS_Y = 0.962, 0.922, 0.898
PROGRESS_PT = 2.0
NAME_CHARACTERS = 92


class MovingPanel(Protocol):
    """A panel of the page, of which some is drawn again on each frame."""

    def moving(self) -> Iterator[Artist]:
        """Yield what is not the same on every frame, from the back to the front."""

    def show(self, index: int) -> None:
        """Show a frame."""


class Banner:
    """The first lines of the page: date and day, whose run it is, what happens, how far it is."""

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


class FilmPage:
    """The page on which the frames of a film are drawn, in house style; `name` is the run's."""

    def __init__(self, footage: Footage, name: str) -> None:
        self.figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        self._canvas = FigureCanvasAgg(self.figure)
        self.panels: list[MovingPanel] = [
            Banner(self.figure, footage, name),
            *_space(self.figure, footage),
            FrontPanel(_axes(self.figure, FRONT), footage),
            *_curves(self.figure, footage),
        ]
        for artist in self._moving():
            artist.set_animated(True)
        self._canvas.draw()  # type: ignore[no-untyped-call]
        self._still = self._canvas.copy_from_bbox(self.figure.bbox)  # type: ignore[no-untyped-call]

    def frame(self, index: int) -> Pixels:
        """Draw a frame and return it, shape (height, width, 3)."""
        self._canvas.restore_region(self._still)  # type: ignore[no-untyped-call]
        for panel in self.panels:
            panel.show(index)
        for artist in self._moving():
            self.figure.draw_artist(artist)
        drawn = self._canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        return np.asarray(drawn)[..., :3].copy()

    def _moving(self) -> Iterator[Artist]:
        for panel in self.panels:
            yield from panel.moving()


def _axes(figure: Figure, box: Box) -> Axes:
    left, top, width, height = box
    bottom = HEIGHT - top - height
    return figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT))


def _space(figure: Figure, footage: Footage) -> list[MovingPanel]:
    sides = footage.sides()
    flat = footage.run.config.race.dimensions == 1
    boxes = [(*box[:3], STRIP_HEIGHT if flat else box[3]) for box in SQUARES[max(len(sides), 1)]]
    row = [_axes(figure, box) for box in boxes]
    if not sides:
        style.nothing(row[0], "Neither side has front-line drones")
        return []
    panels: list[MovingPanel] = [
        SpacePanel(axes, footage, side) for axes, side in zip(row, sides, strict=True)
    ]
    name_axes(row, footage.run.config.race, footage.run.unit("x_1"))
    _legends(figure, footage)
    return panels


def _legends(figure: Figure, footage: Footage) -> None:
    """Tell what the marks in the design space are."""
    families = np.unique(np.concatenate([frame.space["family"] for frame in footage.frames]))
    days = footage.recent_days
    signs = [
        _sign("o", MOMENT_COLOUR, f"released in the last {days} days", face="none", size=8),
        _sign("x", MOMENT_COLOUR, "became obsolete", size=6),
        Line2D([], [], color=COUNTERMEASURE_COLOUR, label="moved"),
        _sign("o", MOMENT_COLOUR, "larger: more in stock", size=5),
    ]
    handles = family_handles(families)
    for (left, top), shown, columns in (
        (FAMILIES_AT, handles, len(handles) // 2),
        (SIGNS_AT, signs, len(signs)),
    ):
        figure.legend(
            handles=shown,
            loc="upper left",
            bbox_to_anchor=(left / WIDTH, 1 - top / HEIGHT),
            borderaxespad=0,
            ncols=columns,
            fontsize=8,
            handlelength=1.0,
            handletextpad=0.3,
            columnspacing=1.0,
        )


def _sign(marker: str, colour: str, label: str, *, size: float, face: str | None = None) -> Line2D:
    return Line2D(
        [], [], ls="", marker=marker, color=colour, label=label, ms=size, markerfacecolor=face
    )


def _curves(figure: Figure, footage: Footage) -> list[MovingPanel]:
    run = footage.run
    anchor = run.config.front.kill_zone_km
    day_0 = anchor, f"anchor on day 0: {anchor:g} km"
    passes = {
        f"pass_rate_{side}": style.SIDE_STROKES[side] for side in run.sides_with("sorties_{}")
    }
    stale = {
        f"stale_stock_share_{side}": style.SIDE_STROKES[side]
        for side in run.sides_with("stock_fpv_{}")
    }
    shown: list[MovingPanel] = []
    drawn = []
    for box, title, strokes, line in (
        (WIDTHS, "Width of the kill zone", {"kill_zone_km": BOTH_DEPTHS}, day_0),
        (PASSES, "Sorties that get through", passes, None),
        (STALE, "Drones on the shelf whose design is obsolete", stale, None),
    ):
        axes = _axes(figure, box)
        if strokes:
            shown.append(CurvesPanel(axes, footage, title, strokes, line))
            drawn.append(axes)
        else:
            style.nothing(axes, f"{title}: there are none")
    style.date_axes(np.array(drawn), run.span)
    return shown
