"""Figure: what makers can build, are asked for and deliver, and what lies in stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.view.results import Results

FLOWS = {
    "capacity": style.Stroke("capacity", *style.THIRD),
    "orders": style.Stroke("orders", *style.SECOND),
    "produced": style.Stroke("made", *style.FIRST),
}
CAPTION = (
    "Weekly means of the front-line drones that makers could build, that were ordered and that "
    "were made; stale: past the day on which the design became obsolete. "
)


def draw(results: Results) -> Figure | None:
    """Draw capacity, orders and output by side; below, stock and its stale share."""
    if not results.sides_with("produced_fpv_{}") and not results.sides_with("stock_fpv_{}"):
        return None
    caption = CAPTION + style.over_replicates(results.replicates)
    figure, axes = style.frame(2, 2, "Front-line drones: output and stock", caption)
    _flows(axes[0, 0], results, "ua")
    _flows(axes[0, 1], results, "ru")
    _stock(axes[1, 0], results)
    _stale(axes[1, 1], results)
    style.date_axes(axes, results.span)
    return figure


def _flows(axes: Axes, results: Results, side: str) -> None:
    name = style.SIDES[side].label
    if not results.has(f"produced_fpv_{side}"):
        style.nothing(axes, f"{name} makes no front-line drones")
        return
    style.panel(axes, f"{name}: output", results.label("drones", f"produced_fpv_{side}"))
    for flow, stroke in FLOWS.items():
        style.curve(axes, results.by_week(f"{flow}_fpv_{side}"), stroke)
    style.from_zero(axes)
    style.legend(axes)


def _stock(axes: Axes, results: Results) -> None:
    style.panel(axes, "Stock of the units", results.label("drones", "stock_fpv_ua"))
    for side in results.sides_with("stock_fpv_{}"):
        style.curve(axes, results.by_day(f"stock_fpv_{side}"), style.SIDES[side])
    style.from_zero(axes)
    style.legend(axes)


def _stale(axes: Axes, results: Results) -> None:
    label = results.label("share of stock", "stale_stock_share_ua")
    style.panel(axes, "Stock that is stale", label)
    for side in results.sides_with("stock_fpv_{}"):
        style.curve(axes, results.by_day(f"stale_stock_share_{side}"), style.SIDES[side])
    style.from_zero(axes)
    style.legend(axes)
