"""Figure: which pairs of outcomes there are, and when they were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from sim.view.figures import factors as factor_axis
from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh

    from sim.experiment.results.exploration import Exploration
    from sim.view.figures.pages import Plate

PANEL_IN, COURSE_IN, RIGHT_IN, ROW_GAP_IN = 3.4, 1.3, 1.3, 0.75
BAR_GAP_IN, BAR_IN = 0.2, 0.14
COLOURS = "cividis"
POINT_PT2 = 7.0
DOTS: dict[str, Any] = {"facecolor": "black", "edgecolor": "white", "linewidths": 0.4, "zorder": 3}
MOST_CELLS = 2000
"""Along an axis; beyond it the cells are too small to be seen, and points alone are drawn."""


def draw(found: Exploration) -> Plate:
    """Draw the cells that were hit, by the generation that first did, and their number by it."""
    figure, grid = pages.frame(
        2,
        1,
        f"Patterns of {style.plain(' and '.join(found.between))}",
        _caption(found),
        height_in=(PANEL_IN, COURSE_IN),
        right_in=RIGHT_IN,
        row_gap_in=ROW_GAP_IN,
    )
    space, course = grid[:, 0]
    style.name_panel(space, "Outcomes")
    _space(space, found)
    style.name_panel(course, "Patterns found")
    table = found.generation_table
    course.plot(table["generation"], table["found"], color="black", marker="o", markersize=2.5)
    course.set_ylim(0, None)
    course.set_xlabel("generation")
    course.set_ylabel("patterns")
    course.xaxis.set_major_locator(MaxNLocator(integer=True))
    course.yaxis.set_major_formatter(style.number)
    return figure


def _space(axes: Axes, found: Exploration) -> None:
    cells = found.patterns
    lows = np.column_stack([cells[f"{name}_from"] for name in found.between]) / found.sizes
    first = np.floor(lows.min(axis=0) + 0.5)
    places = np.round(lows - first).astype(int)
    shape = places.max(axis=0) + 1
    if shape.max() <= MOST_CELLS:
        table = np.full(shape, np.nan)
        table[tuple(places.T)] = cells["generation"]
        edges = [
            (start + np.arange(count + 1)) * size
            for start, count, size in zip(first, shape, found.sizes, strict=True)
        ]
        mesh = axes.pcolormesh(
            *edges,
            np.ma.masked_invalid(table.T),
            cmap=COLOURS,
            vmin=0,
            vmax=max(int(found.generations.max()), 1),
        )
        _colour_bar(axes, mesh)
    across, up = found.outcomes.T
    axes.scatter(across, up, s=POINT_PT2, **DOTS)
    for which, name, unit in zip("xy", found.between, found.units, strict=True):
        axes.set(**{f"{which}label": f"{style.plain(name)} ({unit})" if unit else name})
    axes.xaxis.set_major_formatter(style.number)
    axes.yaxis.set_major_formatter(style.number)


def _colour_bar(axes: Axes, mesh: QuadMesh) -> None:
    figure, box = axes.figure.get_figure(root=True), axes.get_position()
    left = box.x1 + BAR_GAP_IN / pages.page().width_in
    place = figure.add_axes((left, box.y0, BAR_IN / pages.page().width_in, box.height))
    bar = figure.colorbar(mesh, cax=place, label="first generation that came there")
    bar.locator = MaxNLocator(5, integer=True)
    bar.outline.set_visible(False)
    place.tick_params(labelsize=factor_axis.TICK_PT)


def _caption(found: Exploration) -> str:
    return (
        f"Above: {len(found.patterns):,} cells that {len(found.points):,} points came to; dots are "
        "points, each at the medians of its replicates. White: no point came there, which is no "
        "proof that none can. Below: their number by generation."
    )
