"""Figure: what raids do to refineries, energy and drone plants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.view.figures.pages import Plate
    from sim.view.figures.run_tables import RunTables

OFFLINE = style.Stroke("offline", *style.FIRST)
LOST = style.Stroke("output lost", *style.SECOND)
SITES = {
    "Russian refineries": ("refinery_offline_share", "refinery_lost_share"),
    "Ukrainian energy": ("energy_offline_share", "energy_deficit_share"),
    "Ukrainian drone plants": ("plant_offline_share_ua", "plant_lost_share_ua"),
    "Russian drone plants": ("plant_offline_share_ru", "plant_lost_share_ru"),
}
CAPTION = (
    "Capacity of the sites of each kind that raids have put offline and crews have not repaired "
    "yet; output lost is what spare capacity does not absorb, the same where there is none. Weekly "
    "means. "
)


def draw(run: RunTables) -> Plate | None:
    """Draw capacity offline and output lost of each kind of site."""
    if not any(run.has(offline) for offline, _ in SITES.values()):
        return None
    caption = CAPTION + run.told
    figure, axes = pages.frame(2, 2, "Damage by long-range drones", caption)
    for panel, kind in zip(axes.flat, SITES, strict=True):
        _sites(panel, run, kind)
    style.date_axes(axes, run.span, run.spells)
    return figure


def _sites(axes: Axes, run: RunTables, kind: str) -> None:
    offline, lost = SITES[kind]
    if not run.has(offline):
        style.nothing(axes, f"{kind}: nothing is offline")
        return
    if offline == "refinery_offline_share":
        low, high = run.config.targets.refinery_offline_share
        style.reference_band(axes, (low, high), f"article: {low:g} to {high:g}")
    curves = [(run.by_week(offline), OFFLINE), (run.by_week(lost), LOST)]
    if curves[0][0].equals(curves[1][0]):
        del curves[1]
    style.draw_curves(axes, kind, run.unit(offline), curves, bounds=run.bounds(offline))
