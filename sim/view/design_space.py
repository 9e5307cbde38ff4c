"""Figure: designs and the countermeasures that hunt them, on the torus, on three dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D

from sim.view import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.view.run_tables import RunTables

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


def draw(run: RunTables) -> Figure | None:
    """Draw a row of panels for each side's designs, with a panel for each date."""
    space = _first_replicate(run.space)
    sides = [side for side in ENEMY if len(_part(space, "design", side))]
    if not sides:
        return None
    days = np.unique(space["day"])
    caption = _caption(run, space)
    height = STRIP_IN if run.config.race.dimensions == 1 else SQUARE_IN
    figure, grid = style.frame(
        len(sides), len(days), "Design space", caption, height_in=height, column_gap_in=GAP_IN
    )
    for row, side in zip(grid, sides, strict=True):
        for axes, day in zip(row, days, strict=True):
            _panel(axes, space, day, side, run)
            axes.set_title(f"{ADJECTIVE[side]} designs, {run.date(day)}")
        _name_axes(row, run)
    _legend(figure, space)
    return figure


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
    designs = _part(space, "design", side)
    countermeasures = _part(space, "countermeasure", ENEMY[side])
    stock = designs["weight"] / max(designs["weight"].max(), 1)
    designs = designs.assign(area=SMALLEST_PT2 + (LARGEST_PT2 - SMALLEST_PT2) * stock)
    countermeasures = countermeasures.assign(area=COUNTERMEASURE_PT2)
    for things, markers, colour in (
        (countermeasures, COUNTERMEASURE_MARKERS, COUNTERMEASURE_COLOUR),
        (designs, DESIGN_MARKERS, style.SIDES[side].colour),
    ):
        _scatter(axes, things[things["day"] == day], run, markers, colour)
    _torus(axes, run)


def _scatter(
    axes: Axes, things: pd.DataFrame, run: RunTables, markers: tuple[str, ...], colour: str
) -> None:
    """Draw designs or countermeasures with the marker of their family."""
    for family in np.unique(things["family"]):
        members = things[things["family"] == family]
        axes.scatter(
            *_positions(members, run),
            s=members["area"],
            marker=markers[int(family) % FAMILY_MARKERS],
            color=colour,
            alpha=0.7,
            linewidths=0.9,
        )


def _positions(things: pd.DataFrame, run: RunTables) -> tuple[np.ndarray, np.ndarray]:
    extent = run.config.race.extent
    first = things["x_1"].to_numpy() % extent
    if run.config.race.dimensions == 1:
        return first, things["kind"].map(STRIP).to_numpy()
    return first, things["x_2"].to_numpy() % extent


def _torus(axes: Axes, run: RunTables) -> None:
    extent = run.config.race.extent
    flat = run.config.race.dimensions == 1
    axes.set_xlim(0, extent)
    axes.set_ylim((-1, 1) if flat else (0, extent))
    axes.set_aspect("auto" if flat else "equal")


def _name_axes(row: np.ndarray, run: RunTables) -> None:
    """Name the axes of a row of panels; the vertical one is read off the first panel."""
    for axes in row:
        axes.set_xlabel(f"first coordinate ({run.unit('x_1')})")
        axes.tick_params(labelleft=False)
    row[0].tick_params(labelleft=True)
    if run.config.race.dimensions > 1:
        row[0].set_ylabel(f"second coordinate ({run.unit('x_2')})")
        return
    for axes in row:
        axes.set_yticks(list(STRIP.values()), ["designs", "counter-\nmeasures"])


def _legend(figure: Figure, space: pd.DataFrame) -> None:
    """Name the markers: a row for designs and one for countermeasures, a column a family."""
    handles = [_handle("", "0", "designs of family"), _handle("", "0", "countermeasures of family")]
    for place, numbers in _by_marker(np.unique(space["family"])):
        handles.append(_handle(DESIGN_MARKERS[place], "0", numbers))
        handles.append(_handle(COUNTERMEASURE_MARKERS[place], COUNTERMEASURE_COLOUR, numbers))
    figure.legend(
        handles=handles,
        loc="upper right",
        ncols=len(handles) // 2,
        fontsize=8,
        handlelength=1.0,
        handletextpad=0.2,
        columnspacing=0.8,
    )


def _handle(marker: str, colour: str, label: str) -> Line2D:
    return Line2D([], [], ls="", marker=marker, color=colour, label=label)


def _by_marker(families: np.ndarray) -> list[tuple[int, str]]:
    """Return the markers in use, each with the numbers of the first families that share it."""
    places = families % FAMILY_MARKERS
    return [
        (int(place), ", ".join(map(str, families[places == place][:2])))
        for place in np.unique(places)
    ]
