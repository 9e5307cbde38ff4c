"""Figure: losses, strength and the movement of the line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.references import is_whole_front
from sim.analysis.responses import DAYS_PER_MONTH
from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.view.figures.pages import Plate
    from sim.view.figures.run_tables import RunTables

ARTILLERY = style.Stroke("artillery", *style.THIRD)
AREA = style.Stroke("model", *style.FIRST)
CAPTION = "Losses: weekly means. Area: sum of the daily changes, + is Ukrainian gain. "
HATCHED = "Hatched: the ranges claimed or reported by month (targets). "


def draw(run: RunTables) -> Plate:
    """Draw losses by side with artillery's part; below, the area that changed hands, strength."""
    hatched = HATCHED if is_whole_front(run.config) else ""
    caption = CAPTION + hatched + run.told
    figure, axes = pages.frame(2, 2, "Losses and the line", caption)
    _losses(axes[0, 0], run, "ua")
    _losses(axes[0, 1], run, "ru")
    _area(axes[1, 0], run)
    _strength(axes[1, 1], run)
    style.date_axes(axes, run.span, run.spells)
    return figure


def _losses(axes: Axes, run: RunTables, side: str) -> None:
    stroke = style.SIDE_STROKES[side]
    if not run.has(f"losses_{side}"):
        style.nothing(axes, f"{stroke.label} has no losses")
        return
    if side == "ru" and is_whole_front(run.config):
        style.reference_band(axes, run.config.targets.losses_ru_per_day, "claimed")
    curves = (
        (run.by_week(f"losses_{side}"), replace(stroke, label="all causes")),
        (run.by_week(f"losses_artillery_{side}"), ARTILLERY),
    )
    style.draw_curves(axes, f"{stroke.label}: losses", run.unit(f"losses_{side}"), curves)


def _area(axes: Axes, run: RunTables) -> None:
    if not run.has("area_change_km2"):
        style.nothing(axes, "The line does not move")
        return
    area = run.by_day("area_change_km2").cumsum()
    style.panel(axes, "Area that changed hands", run.unit("area_change_km2").removesuffix("/day"))
    if is_whole_front(run.config):
        style.reference_wedge(axes, _reported(run, area.index), "at the rates of early 2025")
    style.spread(axes, area, AREA)
    style.curve(axes, area, AREA)
    style.legend(axes)


def _reported(run: RunTables, dates: pd.Index) -> pd.DataFrame:
    """Return what the lowest and the highest reported month would add up to."""
    low, high = run.config.targets.area_change_km2_per_month
    months = np.arange(len(dates)) / DAYS_PER_MONTH
    return pd.DataFrame({"low": low * months, "high": high * months}, index=dates)


def _strength(axes: Axes, run: RunTables) -> None:
    curves = run.curves_by_side("strength_{}")
    unit = run.unit("strength_ua")
    empty = "No soldiers are at the front"
    style.draw_curves(axes, "Strength at the front", unit, curves, empty=empty)
