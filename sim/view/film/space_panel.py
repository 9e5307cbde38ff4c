"""The design space of a film: one side's designs and the countermeasures that hunt them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgba

from sim.view.figures.design_space import (
    ADJECTIVE,
    COUNTERMEASURE_COLOUR,
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

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D

    from sim.config.parameters.race import Race
    from sim.view.film.footage import Footage, Frame, Moments
    from sim.war.record import Table

Points = npt.NDArray[np.float64]

TRAIL_DAYS, TRAIL_PT, TRAIL_OPACITY = 6, 0.8, 0.7
MOMENT_COLOUR = "0"
RING_PT2, RING_GROWTH_PT2, RING_PT = 60.0, 160.0, 1.3
CROSS_PT2, CROSS_PT = 45.0, 1.5
NOWHERE = np.empty((0, 2))


class SpacePanel:
    """A panel for one side's designs."""

    def __init__(self, axes: Axes, footage: Footage, side: str) -> None:
        self._footage, self._side = footage, side
        self._race = footage.run.config.race
        axes.set_title(f"{ADJECTIVE[side]} designs and\n{ADJECTIVE[ENEMY[side]]} countermeasures")
        torus(axes, self._race)
        steps = max(1, TRAIL_DAYS // footage.every)
        self._trails = [draw_trail(axes, 1 - step / steps) for step in range(steps)]
        self._hunters, self._designs = (Marks(axes, footage, layer) for layer in layers(side))
        self._rings = axes.scatter(
            [], [], facecolors="none", edgecolors=MOMENT_COLOUR, linewidths=RING_PT
        )
        self._crosses = axes.scatter(
            [], [], s=CROSS_PT2, marker="x", c=MOMENT_COLOUR, linewidths=CROSS_PT
        )

    def moving(self) -> Iterator[Artist]:
        """Yield what is not the same on every frame, from the back to the front."""
        yield from self._trails
        yield from self._hunters.by_marker.values()
        yield from self._designs.by_marker.values()
        yield self._rings
        yield self._crosses

    def show(self, index: int) -> None:
        """Show a frame."""
        frame = self._footage.frames[index]
        self._hunters.show(index)
        self._designs.show(index)
        self._show_trails(index)
        fresh = self._show_moments(self._rings, frame, frame.released)
        self._rings.set_sizes(RING_PT2 + RING_GROWTH_PT2 * (1 - fresh))
        self._show_moments(self._crosses, frame, frame.obsolete)

    def _show_trails(self, index: int) -> None:
        """Draw the ways to a frame and to each of those before it, one line per frame."""
        ids, places = self._hunters.ids, self._hunters.places
        for step, trail in enumerate(self._trails):
            since, until = max(index - step - 1, 0), max(index - step, 0)
            _, before, after = np.intersect1d(ids[since], ids[until], return_indices=True)
            ways = ways_round(places[since][before], places[until][after], self._race)
            trail.set_data(*as_one_line(ways).T)

    def _show_moments(
        self, drawn: PathCollection, frame: Frame, moments: Mapping[str, Moments]
    ) -> npt.NDArray[np.float64]:
        """Place marks that fade with age; return how fresh each is, 1 on its day."""
        days, places = moments[self._side]
        fresh = 1 - (frame.day - days) / self._footage.recent_days
        drawn.set_offsets(positions(places, "design", self._race))
        drawn.set_edgecolor(faded(MOMENT_COLOUR, fresh))  # type: ignore[arg-type]
        return fresh


class Marks:
    """The designs or countermeasures of a side, one collection per marker.

    Attributes
    ----------
    ids : list of array, shape (things,)
        Their numbers, by frame.
    places : list of array, shape (things, 2)
        Where they are drawn, by frame.
    by_marker : dict of int to PathCollection
        What is drawn, by the place of its marker among those of the layer.
    """

    def __init__(self, axes: Axes, footage: Footage, layer: Layer) -> None:
        parts = [_part(frame.space, layer) for frame in footage.frames]
        most = max((part["weight"].max(initial=0) for part in parts), default=0)
        self.ids = [part["id"] for part in parts]
        self.places = [positions(part, layer.kind, footage.run.config.race) for part in parts]
        self._areas = [areas(layer, part["weight"], most) for part in parts]
        self._markers = [part["family"] % FAMILY_MARKERS for part in parts]
        self.by_marker = {
            int(place): scatter(axes, NOWHERE, [], layer.markers[place], layer.colour)
            for place in np.unique(np.concatenate(self._markers))
        }

    def show(self, index: int) -> None:
        """Show a frame."""
        for place, drawn in self.by_marker.items():
            members = self._markers[index] == place
            drawn.set_offsets(self.places[index][members])
            drawn.set_sizes(self._areas[index][members])


def _part(space: Table, layer: Layer) -> Table:
    """Return the rows of a space table that belong to a layer."""
    there = (space["kind"] == layer.kind) & (space["side"] == layer.side)
    return {name: column[there] for name, column in space.items()}


def draw_trail(axes: Axes, opacity: float) -> Line2D:
    """Draw an empty trail."""
    return axes.plot(
        [], [], color=COUNTERMEASURE_COLOUR, alpha=TRAIL_OPACITY * opacity, linewidth=TRAIL_PT
    )[0]


def ways_round(before: Points, after: Points, race: Race) -> npt.NDArray[np.float64]:
    """Return how things moved as lines, shape (lines, 2, 2), each the shorter way round.

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


def as_one_line(ways: npt.NDArray[np.float64]) -> Points:
    """Return lines as one line with gaps, which is drawn faster."""
    gap = np.full((len(ways), 1, 2), np.nan)
    return np.concatenate([ways, gap], axis=1).reshape(-1, 2)


def faded(colour: str, opacity: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a colour in different opacities, shape (opacities, 4)."""
    found = np.tile(to_rgba(colour), (opacity.size, 1))
    found[:, 3] = opacity
    return found
