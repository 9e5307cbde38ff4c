"""Figure: losses, strength and the movement of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.responses import DAYS_PER_MONTH
from sim.view import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.view.results import Results

ARTILLERY = style.Stroke("of which artillery", *style.THIRD)
AREA = style.Stroke("model", *style.FIRST)
CAPTION = (
    "Losses: weekly means. Area: sum of the daily changes, + is Ukrainian gain; hatched: what "
    "the reported months would add up to. "
)


def draw(results: Results) -> Figure:
    """Draw losses by side with artillery's part; below, the area that changed hands, strength."""
    caption = CAPTION + style.over_replicates(results.replicates)
    figure, axes = style.frame(2, 2, "Losses and the line", caption)
    _losses(axes[0, 0], results, "ua")
    _losses(axes[0, 1], results, "ru")
    _area(axes[1, 0], results)
    _strength(axes[1, 1], results)
    style.date_axes(axes, results.span)
    return figure


def _losses(axes: Axes, results: Results, side: str) -> None:
    stroke = style.SIDES[side]
    if not results.has(f"losses_{side}"):
        style.nothing(axes, f"{stroke.label} has no losses")
        return
    style.panel(axes, f"{stroke.label}: losses", results.label("losses", f"losses_{side}"))
    if side == "ru":
        low, high = results.config.targets.losses_ru_per_day
        style.reference_band(axes, (low, high), f"claimed: {low:,g} to {high:,g}")
    style.curve(axes, results.by_week(f"losses_{side}"), _all(stroke))
    style.curve(axes, results.by_week(f"losses_artillery_{side}"), ARTILLERY)
    style.from_zero(axes)
    style.legend(axes)


def _all(stroke: style.Stroke) -> style.Stroke:
    return style.Stroke("all causes", stroke.colour, stroke.dashes, stroke.marker)


def _area(axes: Axes, results: Results) -> None:
    area = results.by_day("area_change_km2").cumsum()
    style.panel(axes, "Area that changed hands", results.label("area", "area_change_km2"))
    style.reference_wedge(axes, _reported(results, area.index), "as reported a month")
    style.curve(axes, area, AREA)
    style.legend(axes)


def _reported(results: Results, dates: pd.Index) -> pd.DataFrame:
    """Return what the lowest and the highest reported month would add up to."""
    low, high = results.config.targets.area_change_km2_per_month
    months = np.arange(len(dates)) / DAYS_PER_MONTH
    return pd.DataFrame({"low": low * months, "high": high * months}, index=dates)


def _strength(axes: Axes, results: Results) -> None:
    style.panel(axes, "Strength at the front", results.label("strength", "strength_ua"))
    for side in results.sides_with("strength_{}"):
        style.curve(axes, results.by_day(f"strength_{side}"), style.SIDES[side])
    style.from_zero(axes)
    style.legend(axes)
