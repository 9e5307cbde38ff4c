"""Figure: the width of the kill zone beside its anchor, and the depth each side imposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.view.figures.run_tables import RunTables

BAND = style.Stroke("both depths together", *style.FIRST)


def draw(run: RunTables) -> Figure:
    """Draw the width of the whole band, and below it the depths it is the sum of."""
    figure, axes = style.frame(2, 1, "Kill zone", _caption(run))
    _width(axes[0, 0], run)
    _depths(axes[1, 0], run)
    style.date_axes(axes, run.span)
    return figure


def _caption(run: RunTables) -> str:
    return (
        "A side's zone reaches as deep as a move up to there is hit with a chance of "
        f"{run.config.front.lethal_threshold:g} or more; mean over sectors. "
        + style.over_replicates(run.replicates)
    )


def _width(axes: Axes, run: RunTables) -> None:
    anchor = run.config.front.kill_zone_km
    style.panel(axes, "Width of the band", run.unit("kill_zone_km"))
    style.anchor(axes, anchor, f"anchor on day 0: {anchor:g} km")
    style.curve(axes, run.by_day("kill_zone_km"), BAND)
    style.from_zero(axes)
    style.legend(axes)


def _depths(axes: Axes, run: RunTables) -> None:
    sides = run.sides_with("kill_zone_{}_km")
    if not sides:
        style.nothing(axes, "Neither side imposes a kill zone")
        return
    style.panel(axes, "Depth that each side imposes", run.unit("kill_zone_ua_km"))
    for side in sides:
        style.curve(axes, run.by_day(f"kill_zone_{side}_km"), style.SIDES[side])
    style.from_zero(axes)
    style.legend(axes)
