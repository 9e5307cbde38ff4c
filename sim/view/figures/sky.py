"""Figure: strike drones against the defence of the sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.view.figures.pages import Plate
    from sim.view.figures.run_tables import RunTables

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


def draw(run: RunTables) -> Plate | None:
    """Draw the fate of strike drones, the share neutralised, and altitude against ceiling."""
    if not run.has("launched_ru"):
        return None
    caption = CAPTION + run.told
    figure, axes = pages.frame(3, 1, "Sky over Ukraine", caption, height_in=1.8)
    _fates(axes[0, 0], run)
    _share(axes[1, 0], run)
    _heights(axes[2, 0], run)
    style.date_axes(axes, run.span, run.spells)
    return figure


def _fates(axes: Axes, run: RunTables) -> None:
    curves = [(run.by_week(column), stroke) for column, stroke in FATES.items()]
    style.draw_curves(axes, "Strike drones", run.unit("launched_ru"), curves)


def _share(axes: Axes, run: RunTables) -> None:
    low, high = run.config.targets.neutralised_share
    share = run.by_week("neutralised_ru") / run.by_week("launched_ru")
    style.reference_band(axes, (low, high), f"reported: {low:g} to {high:g}")
    unit, bounds = run.unit("neutralised_share"), run.bounds("neutralised_share")
    style.draw_curves(axes, "Share neutralised", unit, [(share, SHARE)], bounds=bounds)
    axes.set_ylim(*bounds)


def _heights(axes: Axes, run: RunTables) -> None:
    curves = [(run.by_day(column), stroke) for column, stroke in HEIGHTS.items() if run.has(column)]
    style.draw_curves(axes, "Altitude and ceiling", run.unit("altitude_m_ru"), curves)
