"""Figure: what makers can build, are asked for and deliver, and what lies in stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.view.figures.run_tables import RunTables

FLOWS = {
    "capacity": style.Stroke("capacity", *style.THIRD),
    "orders": style.Stroke("orders", *style.SECOND),
    "produced": style.Stroke("made", *style.FIRST),
}
CAPTION = (
    "Weekly means of the front-line drones that makers could build, that were ordered and that "
    "were made; stale: past the day on which the design became obsolete. "
)


def draw(run: RunTables) -> Figure | None:
    """Draw capacity, orders and output by side; below, stock and its stale share."""
    if not run.sides_with("produced_fpv_{}") and not run.sides_with("stock_fpv_{}"):
        return None
    caption = CAPTION + style.over_replicates(run.replicates)
    figure, axes = style.frame(2, 2, "Front-line drones: output and stock", caption)
    _flows(axes[0, 0], run, "ua")
    _flows(axes[0, 1], run, "ru")
    _stock(axes[1, 0], run)
    _stale(axes[1, 1], run)
    style.date_axes(axes, run.span)
    return figure


def _flows(axes: Axes, run: RunTables, side: str) -> None:
    name = style.SIDES[side].label
    if not run.has(f"produced_fpv_{side}"):
        style.nothing(axes, f"{name} makes no front-line drones")
        return
    style.panel(axes, f"{name}: output", run.unit(f"produced_fpv_{side}"))
    for flow, stroke in FLOWS.items():
        style.curve(axes, run.by_week(f"{flow}_fpv_{side}"), stroke)
    style.from_zero(axes)
    style.legend(axes)


def _stock(axes: Axes, run: RunTables) -> None:
    style.panel(axes, "Stock of the units", run.unit("stock_fpv_ua"))
    for side in run.sides_with("stock_fpv_{}"):
        style.curve(axes, run.by_day(f"stock_fpv_{side}"), style.SIDES[side])
    style.from_zero(axes)
    style.legend(axes)


def _stale(axes: Axes, run: RunTables) -> None:
    style.panel(axes, "Share of the stock that is stale", run.unit("stale_stock_share_ua"))
    for side in run.sides_with("stock_fpv_{}"):
        style.curve(axes, run.by_day(f"stale_stock_share_{side}"), style.SIDES[side])
    style.from_zero(axes, most=1)
    style.legend(axes)
