"""Figure: strike drones against the defence of the sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.view.results import Results

FATES = {
    "launched_ru": style.Stroke("launched", *style.FIRST),
    "neutralised_ru": style.Stroke("neutralised", *style.SECOND),
    "leaked_ru": style.Stroke("leaked", *style.THIRD),
}
SHARE = style.Stroke("neutralised", *style.FIRST)
HEIGHTS = {
    "altitude_m_ru": style.Stroke("Russian strike drones, altitude", "#d07a1c", "--", "s"),
    "ceiling_m_ua": style.Stroke("Ukrainian interceptors, ceiling", "#0b4f8a", "-", "o"),
}
CAPTION = (
    "Russian strike drones a night, weekly means; neutralised: shot down, jammed or lost; "
    "leaked: reached their target. "
)


def draw(results: Results) -> Figure | None:
    """Draw the fate of strike drones, the share neutralised, and altitude against ceiling."""
    if not results.has("launched_ru"):
        return None
    caption = CAPTION + style.over_replicates(results.replicates)
    figure, axes = style.frame(3, 1, "Sky over Ukraine", caption, row_in=2.2)
    _fates(axes[0, 0], results)
    _share(axes[1, 0], results)
    _heights(axes[2, 0], results)
    style.date_axes(axes, results.span)
    return figure


def _fates(axes: Axes, results: Results) -> None:
    style.panel(axes, "Strike drones a night", results.label("drones", "launched_ru"))
    for column, stroke in FATES.items():
        style.curve(axes, results.by_week(column), stroke)
    style.from_zero(axes)
    style.legend(axes)


def _share(axes: Axes, results: Results) -> None:
    low, high = results.config.targets.neutralised_share
    share = results.by_week("neutralised_ru") / results.by_week("launched_ru")
    style.panel(axes, "Share neutralised", results.label("share", "neutralised_share"))
    style.reference_band(axes, (low, high), f"reported: {low:g} to {high:g}")
    style.curve(axes, share, SHARE)
    axes.set_ylim(0, 1)
    style.legend(axes)


def _heights(axes: Axes, results: Results) -> None:
    style.panel(axes, "Altitude and ceiling", results.label("height", "altitude_m_ru"))
    for column, stroke in HEIGHTS.items():
        if results.has(column):
            style.curve(axes, results.by_day(column), stroke)
    style.from_zero(axes)
    style.legend(axes)
