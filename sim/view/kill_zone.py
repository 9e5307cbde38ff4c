"""Figure: the width of the kill zone beside its anchor, and the depth each side imposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.view.results import Results

BAND = style.Stroke("both depths together", *style.FIRST)


def draw(results: Results) -> Figure:
    """Draw the width of the whole band, and below it the depths it is the sum of."""
    figure, axes = style.frame(2, 1, "Kill zone", _caption(results))
    _width(axes[0, 0], results)
    _depths(axes[1, 0], results)
    style.date_axes(axes, results.span)
    return figure


def _caption(results: Results) -> str:
    return (
        "Band in which a move is hit with the chance that ends the zone "
        f"({results.config.front.lethal_threshold:g}), mean over the front. "
        + style.over_replicates(results.replicates)
    )


def _width(axes: Axes, results: Results) -> None:
    anchor = results.config.front.kill_zone_km
    style.panel(axes, "Width of the band", results.label("width", "kill_zone_km"))
    style.anchor(axes, anchor, f"anchor on day 0: {anchor:g} km")
    style.curve(axes, results.by_day("kill_zone_km"), BAND)
    style.from_zero(axes)
    style.legend(axes)


def _depths(axes: Axes, results: Results) -> None:
    style.panel(axes, "Depth that each side imposes", results.label("depth", "kill_zone_ua_km"))
    for side in results.sides_with("kill_zone_{}_km"):
        style.curve(axes, results.by_day(f"kill_zone_{side}_km"), style.SIDES[side])
    style.from_zero(axes)
    style.legend(axes)
