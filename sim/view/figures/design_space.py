"""Figure: designs and the countermeasures that hunt them, on the torus, on three dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from sim.view.figures import pages, style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

    from sim.config.parameters.race import Race
    from sim.view.figures.pages import Plate
    from sim.view.figures.run_tables import RunTables

ENEMY = {"ua": "ru", "ru": "ua"}
ADJECTIVE = {"ua": "Ukrainian", "ru": "Russian"}
# Filled for designs, open for countermeasures; the same place in both is the same family.
DESIGN_MARKERS = ("o", "^", "s", "D", "v", "P")
COUNTERMEASURE_MARKERS = ("x", "+", "1", "2", "3", "4")
FAMILY_MARKERS = len(DESIGN_MARKERS)
COUNTERMEASURE_COLOUR = "0.45"
SMALLEST_PT2, LARGEST_PT2, COUNTERMEASURE_PT2 = 8.0, 130.0, 30.0
STRIP = {"design": 0.5, "countermeasure": -0.5}
GAP_IN = 0.35
SQUARE_IN, STRIP_IN = 2.2, 0.9
ABOVE_IN, BELOW_IN = 0.66, 0.54
"""Room for the legend and for what is below, on a journal's page."""


class Layer(NamedTuple):
    """What is drawn alike: the designs or the countermeasures of a side."""

    kind: str
    side: str
    markers: tuple[str, ...]
    colour: str


def draw(run: RunTables) -> Plate | None:
    """Draw a row of panels for each side's designs, with a panel for each date."""
    space = _first_replicate(run.space)
    sides = [side for side in ENEMY if len(_part(space, "design", side))]
    if not sides:
        return None
    days = np.unique(space["day"])
    caption = _caption(run, space)
    panels = [(side, day) for side in sides for day in days]
    rows, columns = len(sides), len(days)
    if pages.page().columns < columns:
        panels = [(side, day) for day in days for side in sides]
        rows, columns = columns, rows
    figure, grid = pages.frame(
        rows,
        columns,
        "Design space",
        caption,
        height_in=STRIP_IN if run.config.race.dimensions == 1 else _square_in(columns),
        column_gap_in=GAP_IN,
        above_in=None if pages.page().is_titled else ABOVE_IN,
        below_in=None if pages.page().is_titled else BELOW_IN,
        is_stackable=False,
    )
    for axes, (side, day) in zip(grid.flat, panels, strict=True):
        _panel(axes, space, day, side, run)
        style.name_panel(axes, f"{ADJECTIVE[side]} designs, {run.date(day)}")
    for row in grid:
        name_axes(row, run.config.race, run.unit("x_1"))
    _legend(figure, space)
    return figure


def _square_in(columns: int) -> float:
    """Return the height of a panel that is as high as it is wide, if it is not too high then."""
    on = pages.page()
    width_in = (on.width_in - on.left_in - on.right_in - (columns - 1) * GAP_IN) / columns
    return min(SQUARE_IN, width_in / on.height_part)


def _first_replicate(space: pd.DataFrame) -> pd.DataFrame:
    return space.query("replicate == replicate.min()")


def _part(space: pd.DataFrame, kind: str, side: str) -> pd.DataFrame:
    return space.loc[(space["kind"] == kind) & (space["side"] == side)]


def _caption(run: RunTables, space: pd.DataFrame) -> str:
    dimensions = run.config.race.dimensions
    shown = f" The first two of {dimensions} dimensions are shown." if dimensions > 2 else ""
    return (
        "Designs of one side, larger the more of them are in stock, and the enemy's "
        "countermeasures, each of which covers what is within about one breadth. Opposite edges "
        f"touch: the space is a torus.{shown} "
        f"Replicate {space['replicate'].min()} of {run.replicates}."
    )


def _panel(axes: Axes, space: pd.DataFrame, day: int, side: str, run: RunTables) -> None:
    """Draw the designs of `side`, larger with stock, and the enemy's countermeasures."""
    for layer in layers(side):
        things = _part(space, layer.kind, layer.side)
        area = areas(layer, things["weight"], things["weight"].max())
        today = things.assign(area=area)[things["day"] == day]
        _scatter(axes, today, run.config.race, layer)
    torus(axes, run.config.race)


def layers(side: str) -> tuple[Layer, Layer]:
    """Return what the panel of a side's designs shows: below them the enemy's countermeasures."""
    return (
        Layer("countermeasure", ENEMY[side], COUNTERMEASURE_MARKERS, COUNTERMEASURE_COLOUR),
        Layer("design", side, DESIGN_MARKERS, style.SIDE_STROKES[side].colour),
    )


def areas(layer: Layer, weights: npt.ArrayLike, most: float) -> np.ndarray:
    """Return the areas in pt² of the markers: of designs by stock, where `most` is the largest."""
    stock = np.asarray(weights) / max(most, 1)
    if layer.kind == "countermeasure":
        return np.full(stock.shape, COUNTERMEASURE_PT2)
    return SMALLEST_PT2 + (LARGEST_PT2 - SMALLEST_PT2) * stock


def _scatter(axes: Axes, things: pd.DataFrame, race: Race, layer: Layer) -> None:
    """Draw designs or countermeasures with the marker of their family."""
    for family in np.unique(things["family"]):
        members = things[things["family"] == family]
        marker = layer.markers[int(family) % FAMILY_MARKERS]
        scatter(axes, positions(members, layer.kind, race), members["area"], marker, layer.colour)


def scatter(
    axes: Axes, places: np.ndarray, area: npt.ArrayLike, marker: str, colour: str
) -> PathCollection:
    """Draw things of one family at `places`, shape (things, 2)."""
    return axes.scatter(
        places[:, 0], places[:, 1], s=area, marker=marker, color=colour, alpha=0.7, linewidths=0.9
    )


def positions(things: Mapping[str, npt.ArrayLike], kind: str, race: Race) -> np.ndarray:
    """Return where designs or countermeasures (`kind`) are drawn, shape (things, 2).

    At their first two coordinates; of a single dimension, designs in a row above
    countermeasures.
    """
    first = np.asarray(things["x_1"]) % race.extent
    if race.dimensions == 1:
        return np.stack([first, np.full(first.shape, STRIP[kind])], axis=1)
    return np.stack([first, np.asarray(things["x_2"]) % race.extent], axis=1)


def torus(axes: Axes, race: Race) -> None:
    """Let a panel show the design space once round."""
    flat = race.dimensions == 1
    axes.set_xlim(0, race.extent)
    axes.set_ylim((-1, 1) if flat else (0, race.extent))
    axes.set_aspect("auto" if flat else "equal")


def name_axes(row: Iterable[Axes], race: Race, unit: str) -> None:
    """Name the axes of a row of panels; the vertical one is read off the first panel."""
    first, *others = row
    for axes in (first, *others):
        style.name_coordinate(axes, "x", "first coordinate", unit)
        if race.dimensions == 1:
            axes.set_yticks(list(STRIP.values()), ["designs", "counter-\nmeasures"])
    for axes in others:
        axes.tick_params(labelleft=False)
    if race.dimensions > 1:
        style.name_coordinate(first, "y", "second coordinate", unit)


def _legend(figure: Figure, space: pd.DataFrame) -> None:
    handles = family_handles(np.unique(space["family"]))
    figure.legend(
        handles=handles,
        loc="upper right",
        ncols=len(handles) // 2,
        fontsize=8,
        handlelength=1.0,
        handletextpad=0.2,
        columnspacing=0.8,
    )


def family_handles(families: np.ndarray) -> list[Line2D]:
    """Name the markers: a row for designs and one for countermeasures, one column per family."""
    handles = [_handle("", "0", "designs of family"), _handle("", "0", "countermeasures of family")]
    for place, numbers in _by_marker(families):
        handles.append(_handle(DESIGN_MARKERS[place], "0", numbers))
        handles.append(_handle(COUNTERMEASURE_MARKERS[place], COUNTERMEASURE_COLOUR, numbers))
    return handles


def _handle(marker: str, colour: str, label: str) -> Line2D:
    return Line2D([], [], ls="", marker=marker, color=colour, label=label)


def _by_marker(families: np.ndarray) -> list[tuple[int, str]]:
    """Return the markers in use, each with the numbers of the first families that share it."""
    places = families % FAMILY_MARKERS
    return [
        (int(place), ", ".join(map(str, families[places == place][:2])))
        for place in np.unique(places)
    ]
