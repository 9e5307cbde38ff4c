"""Figure: what producers can build, are asked for and deliver, and what lies in stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.view.figures.pages import Plate
    from sim.view.figures.run_tables import RunTables

FLOWS = {
    "capacity": style.Stroke("capacity", *style.THIRD),
    "orders": style.Stroke("orders", *style.SECOND),
    "produced": style.Stroke("made", *style.FIRST),
}
CAPTION = (
    "Weekly means of the front-line drones that producers could build, that were ordered and that "
    "were made; stale: past the day on which the design became obsolete. "
)


def draw(run: RunTables) -> Plate | None:
    """Draw capacity, orders and output by side; below, stock and its stale share."""
    if not run.sides_with("produced_fpv_{}") and not run.sides_with("stock_fpv_{}"):
        return None
    caption = CAPTION + run.told
    figure, axes = pages.frame(2, 2, "Front-line drones: output and stock", caption)
    _flows(axes[0, 0], run, "ua")
    _flows(axes[0, 1], run, "ru")
    _stock(axes[1, 0], run)
    _stale(axes[1, 1], run)
    style.date_axes(axes, run.span, run.spells)
    return figure


def _flows(axes: Axes, run: RunTables, side: str) -> None:
    name = style.SIDE_STROKES[side].label
    if not run.has(f"produced_fpv_{side}"):
        style.nothing(axes, f"{name} makes no front-line drones")
        return
    unit = run.unit(f"produced_fpv_{side}")
    curves = [(run.by_week(f"{flow}_fpv_{side}"), stroke) for flow, stroke in FLOWS.items()]
    style.draw_curves(axes, f"{name}: output", unit, curves)


def _stock(axes: Axes, run: RunTables) -> None:
    curves = run.curves_by_side("stock_fpv_{}")
    style.draw_curves(axes, "Stock of the units", run.unit("stock_fpv_ua"), curves)


def _stale(axes: Axes, run: RunTables) -> None:
    curves = [
        (run.by_day(f"stale_stock_share_{side}"), style.SIDE_STROKES[side])
        for side in run.sides_with("stock_fpv_{}")
    ]
    title, name = "Share of the stock that is stale", "stale_stock_share_ua"
    style.draw_curves(axes, title, run.unit(name), curves, bounds=run.bounds(name))
