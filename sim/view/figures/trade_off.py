"""Figure: what a box gains in density and loses in coverage, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.covering import Found
    from sim.experiment.results.discovery import Discovery
    from sim.view.figures.pages import Plate

PANEL_IN = 3.2
CHOSEN_PT, COUNT_PT = 11, 6.5


def draw(found: Discovery) -> Plate:
    """Draw the trajectory of each box, with the box that is taken in a ring."""
    figure, grid = pages.frame(
        1,
        1,
        f"Coverage and density: {style.plain(found.when)}",
        _caption(found),
        height_in=PANEL_IN,
    )
    axes = grid[0, 0]
    for number, (each, look) in enumerate(zip(found.found, style.LOOKS, strict=False), 1):
        _trajectory(axes, each, style.Stroke(f"box {number}", *look))
    style.anchor(axes, found.density, f"density asked for, {found.density:g}")
    axes.set_xlim(-0.02, 1.04)
    axes.set_ylim(0, 1.04)
    axes.set_xlabel("coverage (share of what meets it)")
    axes.set_ylabel("density (share that meets it)")
    style.legend(axes)
    return figure


def _trajectory(axes: Axes, each: Found, stroke: style.Stroke) -> None:
    coverage = [box.coverage for box in each.trajectory]
    density = [box.density for box in each.trajectory]
    look: dict[str, Any] = {"color": stroke.colour, "linewidth": 0.8}
    axes.plot(coverage, density, linestyle=stroke.dashes, label=stroke.label, **look)
    for pasted in (False, True):
        boxes = [box for box in each.trajectory if box.pasted == pasted]
        axes.plot(
            [box.coverage for box in boxes],
            [box.density for box in boxes],
            linestyle="",
            marker=stroke.marker,
            markerfacecolor="white" if pasted else stroke.colour,
            **look,
        )
    axes.plot(
        each.box.coverage,
        each.box.density,
        linestyle="",
        marker="o",
        markersize=CHOSEN_PT,
        markerfacecolor="none",
        color=stroke.colour,
    )
    _count(axes, each, stroke)


def _count(axes: Axes, each: Found, stroke: style.Stroke) -> None:
    """Write how many factors are restricted, where that changes."""
    before = 0
    for box in each.trajectory:
        if len(box.restricted) != before:
            before = len(box.restricted)
            axes.annotate(
                str(before),
                (box.coverage, box.density),
                xytext=(4, 3),
                textcoords="offset points",
                fontsize=COUNT_PT,
                color=stroke.colour,
            )


def _caption(found: Discovery) -> str:
    pasted = any(box.pasted for each in found.found for box in each.trajectory)
    return (
        "PRIM: from all points, lower right, each step takes 5% of a box off one side of one "
        "factor. Numbers: restricted factors, where that changes. "
        + ("White: pasted, slices put back. " if pasted else "")
        + "Ring: the box taken, which covers most at the density asked for, or else is the densest."
    )
