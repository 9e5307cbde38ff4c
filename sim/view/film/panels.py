"""The panels of a film next to its design spaces: the front, and time series up to the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.view.figures import style
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.view.figures.style import Stroke
    from sim.view.film.footage import Footage

# Ukraine's drones reach behind the Russian line, which is drawn above, Russia's below.
DIRECTION = {"ua": 1, "ru": -1}
HEADROOM = 1.08


class FrontPanel:
    """The kill zone along the front: the depth that each side imposes, sector by sector."""

    def __init__(self, axes: Axes, footage: Footage) -> None:
        self._frames = footage.frames
        front = footage.run.config.front
        first = footage.frames[0].depth_km
        edges = np.linspace(0, front.length_km, first["ua"].size + 1)
        style.panel(axes, "Kill zone: depth behind the enemy's line", "km")
        axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        axes.set_xlabel("km along the front")
        imposing = footage.run.sides_with("kill_zone_{}_km")
        self._areas = {
            side: axes.stairs(
                first[side],
                edges,
                fill=True,
                facecolor=style.SIDE_STROKES[side].colour,
                linewidth=0,
                label=f"imposed by {style.SIDE_STROKES[side].label}" if side in imposing else None,
            )
            for side in SIDES
        }
        axes.axhline(0, color="0", linewidth=1)
        self._line = axes.lines[0]
        axes.set_xlim(0, front.length_km)
        deepest = max(frame.depth_km[side].max() for frame in self._frames for side in SIDES)
        axes.set_ylim(-HEADROOM * max(deepest, 1), HEADROOM * max(deepest, 1))
        if imposing:
            style.legend(axes)

    def moving(self) -> Iterator[Artist]:
        """Yield what is not the same on every frame, from the back to the front."""
        yield from self._areas.values()
        yield self._line

    def show(self, index: int) -> None:
        """Show a frame."""
        for side, drawn in self._areas.items():
            drawn.set_data(DIRECTION[side] * self._frames[index].depth_km[side])


class CurvesPanel:
    """Daily columns of one unit, drawn up to the day; its axes are those of the whole run.

    The anchor is a figure of the article, with what it is called.
    """

    def __init__(
        self,
        axes: Axes,
        footage: Footage,
        title: str,
        strokes: Mapping[str, Stroke],
        anchor: tuple[float, str] | None = None,
    ) -> None:
        self._frames, run = footage.frames, footage.run
        style.panel(axes, title, run.unit(next(iter(strokes))))
        if anchor:
            style.anchor(axes, *anchor)
        self._series = {column: run.by_day(column).iloc[:, 0] for column in strokes}
        self._lines = {
            column: axes.plot(
                self._series[column],
                label=stroke.label,
                color=stroke.colour,
                linestyle=stroke.dashes,
                marker=stroke.marker,
                markevery=[-1],
                markerfacecolor="white",
                clip_on=False,
            )[0]
            for column, stroke in strokes.items()
        }
        style.from_zero(axes, 1.0 if run.units[next(iter(strokes))] == "1" else float("inf"))
        axes.xaxis.get_offset_text().set_visible(False)  # the heading has the date
        style.legend(axes)

    def moving(self) -> Iterator[Artist]:
        """Yield what is not the same on every frame."""
        yield from self._lines.values()

    def show(self, index: int) -> None:
        """Show a frame."""
        for column, line in self._lines.items():
            upto = self._series[column].iloc[: self._frames[index].day + 1]
            line.set_data(upto.index.to_numpy(), upto.to_numpy())
