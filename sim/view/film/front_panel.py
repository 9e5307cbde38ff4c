"""The kill zone along the front in a film."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.view.figures import style
from sim.view.figures.run_tables import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.view.film.footage import Footage

# Ukraine's drones reach behind the Russian line, which is drawn above, Russia's below.
DIRECTION = {"ua": 1, "ru": -1}
HEADROOM = 1.08


class FrontPanel:
    """A panel for the depth that each side imposes, sector by sector.

    Parameters
    ----------
    axes
        Where to draw.
    footage
        What to draw.
    """

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
                facecolor=style.SIDES[side].colour,
                linewidth=0,
                label=f"imposed by {style.SIDES[side].label}" if side in imposing else None,
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
