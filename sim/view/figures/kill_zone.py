"""Figure: the width of the kill zone with its anchor, and the depth each side imposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.view.figures.pages import Plate
    from sim.view.figures.run_tables import RunTables

BOTH_DEPTHS = style.Stroke("both depths together", *style.FIRST)


def draw(run: RunTables) -> Plate:
    """Draw the width of the kill zone, and below it the depths it is the sum of."""
    figure, axes = pages.frame(2, 1, "Kill zone", _caption(run))
    _width(axes[0, 0], run)
    _depths(axes[1, 0], run)
    style.date_axes(axes, run.span, run.spells)
    return figure


def _caption(run: RunTables) -> str:
    return (
        "A side's zone is the strip behind the enemy's line in which whoever moves is hit with a "
        f"chance of {run.config.front.lethal_threshold:g} or more; mean over sectors. " + run.told
    )


def _width(axes: Axes, run: RunTables) -> None:
    anchor = run.config.front.kill_zone_km
    style.anchor(axes, anchor, f"anchor on day 0: {anchor:g} km")
    curves = [(run.by_day("kill_zone_km"), BOTH_DEPTHS)]
    style.draw_curves(axes, "Width of the kill zone", run.unit("kill_zone_km"), curves)


def _depths(axes: Axes, run: RunTables) -> None:
    curves = run.curves_by_side("kill_zone_{}_km")
    unit = run.unit("kill_zone_ua_km")
    empty = "Neither side imposes a kill zone"
    style.draw_curves(axes, "Depth that each side imposes", unit, curves, empty=empty)
