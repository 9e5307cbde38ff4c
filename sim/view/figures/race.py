"""Figure: the race of designs against countermeasures, with its anchor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.analysis.interval import interval
from sim.analysis.references import anchor_days
from sim.view.figures import pages, style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.view.figures.pages import Plate
    from sim.view.figures.run_tables import RunTables


# The mean over the few replicates that have a median early would jump with each that joins.
MOST = 0.9
HUNTERS = {"ua": "russia", "ru": "ukraine"}


def draw(run: RunTables) -> Plate | None:
    """Draw pass rates, and below them the running medians of obsolescence."""
    sides = run.sides_with("sorties_{}")
    if not sides:
        return None
    figure, axes = pages.frame(
        2, 1, "Race of designs against countermeasures", _caption(run, sides)
    )
    _pass_rates(axes[0, 0], run, sides)
    _obsolescence(axes[1, 0], run, sides)
    style.date_axes(axes, run.span, run.spells)
    return figure


def _caption(run: RunTables, sides: list[str]) -> str:
    return (
        "Pass rate: share of a day's sorties that countermeasures do not defeat. Obsolescence: "
        "Kaplan-Meier median of the front-line designs released so far, drawn once nine in "
        "ten replicates have one; of the whole run, mean of the replicates that have one: "
        f"{_medians(run, sides)}. {run.told}"
    )


def _pass_rates(axes: Axes, run: RunTables, sides: list[str]) -> None:
    curves = [(run.by_day(f"pass_rate_{side}"), style.SIDE_STROKES[side]) for side in sides]
    unit, bounds = run.unit("pass_rate_ua"), run.bounds("pass_rate_ua")
    style.draw_curves(axes, "Sorties that get through", unit, curves, bounds=bounds)
    axes.set_ylim(*bounds)


def _obsolescence(axes: Axes, run: RunTables, sides: list[str]) -> None:
    for days in sorted({anchor_days(run.config, HUNTERS[side]) for side in sides}):
        style.anchor(axes, days, f"anchor: {days:g} days")
    curves = [(_running_median(run, side), style.SIDE_STROKES[side]) for side in sides]
    title, unit = "Time until a design is obsolete, median", run.unit("obsolescence_days_ua")
    style.draw_curves(axes, title, unit, curves)


def _running_median(run: RunTables, side: str) -> pd.DataFrame:
    running = run.by_day(f"obsolescence_days_{side}")
    # Once and for all: with a design's release the curve can rise above one half again.
    most = (running.notna().mean(axis=1) >= MOST)[::-1].cummin()[::-1]
    return running.where(most, math.nan, axis=0)


def _medians(run: RunTables, sides: list[str]) -> str:
    """Return the medians of the whole run in words."""
    found = []
    for side in sides:
        column = f"obsolescence_days_{side}"
        median = interval(run.by_day(column).iloc[-1], run.bounds(column))
        found.append(f"{style.SIDE_STROKES[side].label} {_in_words(*median)}")
    return ", ".join(found)


def _in_words(mean: float, low: float, high: float) -> str:
    if math.isnan(mean):
        return "not reached"
    if math.isnan(low):
        return f"{mean:.3g} days"
    return f"{mean:.3g} days ({low:.3g} to {high:.3g})"
