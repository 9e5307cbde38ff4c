"""The design space of a film: one side's designs and the countermeasures that hunt them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from sim.view.design_space import (
    ADJECTIVE,
    ENEMY,
    FAMILY_MARKERS,
    Layer,
    areas,
    layers,
    positions,
    scatter,
    torus,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection

    from sim.config.race import Race
    from sim.view.film.footage import Footage, Frame, Moments

Points = npt.NDArray[np.float64]

TRAIL_COLOUR, TRAIL_PT = "0.45", 0.9
MOMENT_COLOUR = "0"
RING_PT2, RING_GROWTH_PT2, RING_PT = 60.0, 160.0, 1.3
CROSS_PT2, CROSS_PT = 70.0, 2.0
NOWHERE = np.empty((0, 2))


class SpacePanel:
    """A panel for one side's designs.

    Parameters
    ----------
    axes
        Where to draw.
    footage
        What to draw.
    side
        Whose designs.
    """

    def __init__(self, axes: Axes, footage: Footage, side: str) -> None:
        self._footage, self._side = footage, side
        self._race = footage.run.config.race
        axes.set_title(f"{ADJECTIVE[side]} designs, {ADJECTIVE[ENEMY[side]]} countermeasures")
        torus(axes, self._race)
        self._trails = axes.add_collection(LineCollection([], linewidths=TRAIL_PT))
        self._layers = [Marks(axes, footage, layer) for layer in layers(side)]
        self._rings = scatter_rings(axes)
        self._crosses = scatter_crosses(axes)

    def moving(self) -> Iterator[Artist]:
        """Yield what is not the same on every frame, from the back to the front."""
        yield self._trails
        for marks in self._layers:
            yield from marks.by_marker.values()
        yield self._rings
        yield self._crosses

    def show(self, index: int) -> None:
        """Show a frame."""
        frame = self._footage.frames[index]
        for marks in self._layers:
            marks.show(frame)
        self._show_trails(index)
        fresh = self._show_moments(self._rings, frame, frame.released)
        self._rings.set_sizes(RING_PT2 + RING_GROWTH_PT2 * (1 - fresh))
        self._show_moments(self._crosses, frame, frame.obsolete)

    def _show_trails(self, index: int) -> None:
        frames, recent = self._footage.frames, self._footage.recent_days
        today = frames[index].day
        ways, fresh = [np.empty((0, 2, 2))], [np.empty(0)]
        while index > 0 and frames[index].day > today - recent:
            age = today - frames[index].day
            found = ways_round(
                *(self._places(frames[each]) for each in (index - 1, index)), self._race
            )
            ways.append(found)
            fresh.append(np.full(len(found), 1 - age / recent))
            index -= 1
        self._trails.set_segments(np.concatenate(ways))  # type: ignore[arg-type]
        self._trails.set_color(faded(TRAIL_COLOUR, np.concatenate(fresh)))  # type: ignore[arg-type]

    def _places(self, frame: Frame) -> Points:
        enemies = (frame.space["kind"] == "countermeasure") & (
            frame.space["side"] == ENEMY[self._side]
        )
        return positions(frame.space[enemies], self._race)

    def _show_moments(
        self, drawn: PathCollection, frame: Frame, moments: Mapping[str, Moments]
    ) -> npt.NDArray[np.float64]:
        """Place marks that fade with age; return how fresh each is, 1 on its day."""
        days, places = moments[self._side]
        fresh = 1 - (frame.day - days) / self._footage.recent_days
        drawn.set_offsets(positions(places, self._race))
        drawn.set_edgecolor(faded(MOMENT_COLOUR, fresh))  # type: ignore[arg-type]
        return fresh


class Marks:
    """The designs or countermeasures of a side, a collection a marker.

    Parameters
    ----------
    axes
        Where to draw.
    footage
        What to draw.
    layer
        Which of them.
    """

    def __init__(self, axes: Axes, footage: Footage, layer: Layer) -> None:
        self._layer, self._race = layer, footage.run.config.race
        parts = [self._part(frame) for frame in footage.frames]
        self._most = max((part["weight"].max() for part in parts if len(part)), default=1.0)
        places = sorted({int(each) % FAMILY_MARKERS for part in parts for each in part["family"]})
        self.by_marker = {
            place: scatter(axes, NOWHERE, [], layer.markers[place], layer.colour)
            for place in places
        }

    def show(self, frame: Frame) -> None:
        """Show a frame."""
        things = self._part(frame)
        places = positions(things, self._race)
        area = areas(self._layer, things["weight"], self._most).to_numpy()
        marker = things["family"].to_numpy() % FAMILY_MARKERS
        for place, drawn in self.by_marker.items():
            drawn.set_offsets(places[marker == place])
            drawn.set_sizes(area[marker == place])

    def _part(self, frame: Frame) -> pd.DataFrame:
        space = frame.space
        return space[(space["kind"] == self._layer.kind) & (space["side"] == self._layer.side)]


def scatter_rings(axes: Axes) -> PathCollection:
    """Draw rings round designs that were released of late."""
    return axes.scatter([], [], marker="o", facecolors="none", edgecolors="0", linewidths=RING_PT)


def scatter_crosses(axes: Axes) -> PathCollection:
    """Draw crosses through designs that became obsolete of late."""
    return axes.scatter([], [], s=CROSS_PT2, marker="x", c=MOMENT_COLOUR, linewidths=CROSS_PT)


def ways_round(before: Points, after: Points, race: Race) -> npt.NDArray[np.float64]:
    """Return the ways of those that moved as lines, shape (lines, 2, 2), the shorter way round.

    One that leaves the panel at an edge comes in again at the opposite one, as a second line.
    """
    moved = (before != after).any(axis=1)
    before, after = before[moved], after[moved]
    step = after - before
    step -= race.extent * np.round(step / race.extent)
    out = np.stack([before, before + step], axis=1)
    back = np.stack([after - step, after], axis=1)
    leaves = ~np.isclose(before + step, after).all(axis=1)
    return np.concatenate([out, back[leaves]])


def faded(colour: str, opacity: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a colour in different opacities, shape (opacities, 4)."""
    found = np.tile(to_rgba(colour), (opacity.size, 1))
    found[:, 3] = opacity
    return found
