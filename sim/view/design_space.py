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

    from sim.view.results import Results

ENEMY = {"ua": "ru", "ru": "ua"}
ADJECTIVE = {"ua": "Ukrainian", "ru": "Russian"}
# Filled for designs, open for countermeasures; the same place in both is the same family.
DESIGN_MARKERS = ("o", "^", "s", "D", "v", "P")
COUNTERMEASURE_MARKERS = ("x", "+", "1", "2", "3", "4")
COUNTERMEASURE_COLOUR = "0.45"
SMALLEST_PT2, LARGEST_PT2 = 8.0, 130.0
STRIP = {"design": 0.5, "countermeasure": -0.5}


def draw(results: Results) -> Figure | None:
    """Draw a row of panels for each side's designs, with a panel for each date."""
    space = _first_replicate(results.space)
    sides = [side for side in ENEMY if len(_part(space, "design", side))]
    if not sides:
        return None
    days = np.unique(space["day"])
    flat = results.config.race.dimensions == 1
    caption = _caption(results, space)
    figure, grid = style.frame(
        len(sides), len(days), "Design space", caption, row_in=1.6 if flat else 3.0
    )
    for row, side in zip(grid, sides, strict=True):
        for axes, day in zip(row, days, strict=True):
            _panel(axes, space[space["day"] == day], side, results)
            axes.set_title(_title(results, side, day))
    figure.legend(handles=_handles(space), loc="outside upper left", ncols=4)
    return figure


def _first_replicate(space: pd.DataFrame) -> pd.DataFrame:
    return space[space["replicate"] == space["replicate"].min()]


def _part(space: pd.DataFrame, kind: str, side: str) -> pd.DataFrame:
    return space[(space["kind"] == kind) & (space["side"] == side)]


def _caption(results: Results, space: pd.DataFrame) -> str:
    dimensions = results.config.race.dimensions
    shown = f" The first two of {dimensions} dimensions are shown." if dimensions > 2 else ""
    return (
        "Designs of one side, larger the more of them are in stock, and the enemy's "
        "countermeasures; a countermeasure covers what is within about one breadth. Opposite "
        f"edges touch: the space is a torus.{shown} Replicate {space['replicate'].min()} of "
        f"{results.replicates}."
    )


def _title(results: Results, side: str, day: int) -> str:
    return f"{ADJECTIVE[side]} designs, {results.date(day)}"


def _panel(axes: Axes, space: pd.DataFrame, side: str, results: Results) -> None:
    designs = _part(space, "design", side)
    countermeasures = _part(space, "countermeasure", ENEMY[side])
    _scatter(axes, countermeasures, results, COUNTERMEASURE_MARKERS, COUNTERMEASURE_COLOUR)
    _scatter(axes, designs, results, DESIGN_MARKERS, style.SIDES[side].colour)
    _torus(axes, results)


def _scatter(
    axes: Axes, things: pd.DataFrame, results: Results, markers: tuple[str, ...], colour: str
) -> None:
    """Draw designs or countermeasures, a marker a family."""
    for family, members in things.groupby("family"):
        x, y = _positions(members, results)
        axes.scatter(
            x,
            y,
            s=_areas(members),
            marker=markers[family % len(markers)],
            color=colour,
            alpha=0.75,
            linewidths=1.0,
        )


def _positions(things: pd.DataFrame, results: Results) -> tuple[np.ndarray, np.ndarray]:
    extent = results.config.race.extent
    first = things["x_1"].to_numpy() % extent
    if results.config.race.dimensions == 1:
        return first, things["kind"].map(STRIP).to_numpy()
    return first, things["x_2"].to_numpy() % extent


def _areas(things: pd.DataFrame) -> np.ndarray | float:
    """Areas in points squared: by stock for designs, one for all countermeasures."""
    if (things["kind"] == "countermeasure").all():
        return 30.0
    weight = things["weight"].to_numpy(dtype=float)
    return SMALLEST_PT2 + (LARGEST_PT2 - SMALLEST_PT2) * weight / max(weight.max(), 1)


def _torus(axes: Axes, results: Results) -> None:
    extent = results.config.race.extent
    axes.set_xlim(0, extent)
    axes.set_xlabel(results.label("first coordinate", "x_1"))
    if results.config.race.dimensions == 1:
        axes.set_ylim(-1, 1)
        axes.set_yticks(list(STRIP.values()), ["designs", "counter-\nmeasures"])
        return
    axes.set_ylim(0, extent)
    axes.set_aspect("equal")
    axes.set_ylabel(results.label("second coordinate", "x_2"))


def _handles(space: pd.DataFrame) -> list[Line2D]:
    handles = []
    for kind, markers, colour in (
        ("design", DESIGN_MARKERS, "0"),
        ("countermeasure", COUNTERMEASURE_MARKERS, COUNTERMEASURE_COLOUR),
    ):
        for family in np.unique(space.loc[space["kind"] == kind, "family"]):
            marker = markers[family % len(markers)]
            label = f"{kind}, family {family}"
            handles.append(Line2D([], [], ls="", marker=marker, color=colour, label=label))
    return handles
