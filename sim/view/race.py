"""Figure: the race of designs against countermeasures, beside its anchor."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.analysis import obsolescence
from sim.view import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis import Survival
    from sim.view.results import Results


def draw(results: Results) -> Figure | None:
    """Draw pass rates, and below them the running medians of obsolescence."""
    sides = results.sides_with("sorties_{}")
    if not sides:
        return None
    figure, axes = style.frame(2, 1, "Race of designs against countermeasures", _caption(results))
    _pass_rates(axes[0, 0], results, sides)
    _obsolescence(axes[1, 0], results, sides)
    style.date_axes(axes, results.span)
    return figure


def _caption(results: Results) -> str:
    return (
        "Pass rate: share of a day's sorties that countermeasures do not defeat. Obsolescence: "
        "Kaplan-Meier median of the front-line designs released so far, drawn once most "
        "replicates have reached one; in the legend the median pooled over replicates. "
        + style.over_replicates(results.replicates)
    )


def _pass_rates(axes: Axes, results: Results, sides: list[str]) -> None:
    style.panel(axes, "Sorties that get through", results.label("pass rate", "pass_rate_ua"))
    for side in sides:
        style.curve(axes, results.by_day(f"pass_rate_{side}"), style.SIDES[side])
    axes.set_ylim(0, 1)
    style.legend(axes)


def _obsolescence(axes: Axes, results: Results, sides: list[str]) -> None:
    anchor = results.config.race.obsolescence_days
    label = results.label("median", "obsolescence_days_ua")
    style.panel(axes, "Time until a design is obsolete", label)
    style.anchor(axes, anchor, f"anchor: {anchor:g} days")
    for side in sides:
        running = results.by_day(f"obsolescence_days_{side}")
        most = running.notna().mean(axis=1) > 0.5
        style.curve(axes, running.where(most, math.nan, axis=0), _with_median(results, side))
    style.from_zero(axes)
    style.legend(axes)


def _with_median(results: Results, side: str) -> style.Stroke:
    """Add the pooled median to the label of the side's curve."""
    stroke = style.SIDES[side]
    survival = obsolescence(results.designs, side, results.last_day)
    return replace(stroke, label=f"{stroke.label}: {_in_words(survival)}")


def _in_words(survival: Survival) -> str:
    if not math.isfinite(survival.median):
        return "not reached"
    if math.isnan(survival.low):
        return f"{survival.median:g} days"
    return f"{survival.median:g} days ({survival.low:g} to {survival.high:g})"
