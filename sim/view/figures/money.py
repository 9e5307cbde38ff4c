"""Figure: the money for drones, where it comes from and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.view.figures.pages import Plate
    from sim.view.figures.run_tables import RunTables

FLOWS = {
    "revenue_usd": style.Stroke("own revenue", *style.FIRST),
    "aid_usd": style.Stroke("aid", *style.SECOND),
    "loans_usd": style.Stroke("loans", *style.THIRD),
    "deal_usd": style.Stroke("joint deal", "#0b4f8a", "-.", "s"),
}
SPENT = style.Stroke("spent", *style.FIRST)
MILLION = 1e6
CAPTION = "Money for drones of all roles, weekly means. "


def draw(run: RunTables) -> Plate | None:
    """Draw income by source and spending by side."""
    if not run.sides_with("spend_usd_{}"):
        return None
    caption = CAPTION + run.told
    figure, axes = pages.frame(2, 2, "Money for drones", caption)
    for column, side in enumerate(style.SIDE_STROKES):
        _income(axes[0, column], run, side)
        _spending(axes[1, column], run, side)
    style.date_axes(axes, run.span, run.spells)
    return figure


def _income(axes: Axes, run: RunTables, side: str) -> None:
    name = style.SIDE_STROKES[side].label
    flows = {flow: f"{flow}_{side}" for flow in FLOWS if f"{flow}_{side}" in run.units}
    shown = {flow: column for flow, column in flows.items() if run.has(column)}
    curves = [(run.by_week(column) / MILLION, FLOWS[flow]) for flow, column in shown.items()]
    unit, empty = _millions(run, f"revenue_usd_{side}"), f"{name} has no income"
    style.draw_curves(axes, f"{name}: income", unit, curves, empty=empty)


def _spending(axes: Axes, run: RunTables, side: str) -> None:
    name, column = style.SIDE_STROKES[side].label, f"spend_usd_{side}"
    curves = [(run.by_week(column) / MILLION, SPENT)] if run.has(column) else []
    unit, empty = _millions(run, column), f"{name} spends nothing"
    style.draw_curves(axes, f"{name}: spending", unit, curves, empty=empty)


def _millions(run: RunTables, column: str) -> str:
    return f"million {run.unit(column)}"
