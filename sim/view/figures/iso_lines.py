"""Figure: lines along which a response stays as it is, and the exchange rate along one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from sim.analysis.exchange.iso_line import LARGEST
from sim.analysis.exchange.surface import NODES, NODES_OF_WAY
from sim.analysis.exchange.wording import figures, step_in_words
from sim.view.figures import factors as factor_axis
from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.axis import Axis
    from sim.analysis.exchange.answer import Exchange
    from sim.analysis.exchange.iso_line import IsoLine
    from sim.view.figures.pages import Plate

PANEL_IN, GAP_IN, BELOW_IN = 3.2, 1.05, 0.75
LINE, OWN = "#0b4f8a", "#000000"
LINE_ALPHA, OWN_ALPHA = 0.16, 0.3
LINE_PT, OWN_PT = 1.0, 1.8
POINT_COLOUR, POINT_PT2, LABEL_PT = "0.55", 6.0, 7.5
PLACES = 41
MOST_TICKS, SUBS, DECADES = 5, (1.0, 2.0, 5.0), 100.0
NAME_CHARACTERS = 34
MOST_HIGH = 4.0
"""Of a panel of rates: times the upper quartile of their sizes."""


def draw(found: Exchange) -> Plate:
    """Draw iso-lines with their bands over the two factors, and the rate along the first line."""
    figure, grid = pages.frame(
        1,
        2,
        f"Where {style.plain(found.response)} stays as it is",
        _caption(found),
        height_in=PANEL_IN,
        column_gap_in=GAP_IN,
        below_in=BELOW_IN,
    )
    _lines(grid[0, 0], found)
    _rates(grid[0, 1], found)
    return figure


def _lines(axes: Axes, found: Exchange) -> None:
    unit = style.unit_label(found.unit)
    style.name_panel(axes, f"Iso-lines of {style.plain(found.response)} ({unit})", pad=20)
    own, *others = found.lines
    for line in others:
        _band(axes, found, line, LINE, LINE_ALPHA)
    _band(axes, found, own, OWN, OWN_ALPHA)
    if others:
        levels = [line.level for line in others]
        drawn = axes.contour(*_mesh(found), levels=levels, colors=LINE, linewidths=LINE_PT)
        axes.clabel(drawn, fontsize=LABEL_PT, fmt=lambda level: style.number(level, 0.0))
    for place, part in enumerate(own.parts):
        first, second = (axis.levels(way) for axis, way in zip(found.axes, part.T, strict=True))
        label = "" if place else f"as at {_reference(found)}: {figures(own.level)} {unit}"
        axes.plot(first, second, color=OWN, linewidth=OWN_PT, label=label)
    _points(axes, found)
    _scales(axes, found)
    style.legend(axes)


def _band(axes: Axes, found: Exchange, line: IsoLine, colour: str, alpha: float) -> None:
    departures = np.abs(line.departures(found.surface.mesh)).reshape(NODES, NODES)
    first, second, _ = _mesh(found)
    ends = [0.0, min(line.critical, LARGEST)]
    axes.contourf(first, second, departures, levels=ends, colors=colour, alpha=alpha)


def _mesh(found: Exchange) -> tuple[Any, Any, Any]:
    first, second = (axis.levels(NODES_OF_WAY) for axis in found.axes)
    return first, second, found.surface.mesh.mean.reshape(NODES, NODES)


def _points(axes: Axes, found: Exchange) -> None:
    """Mark where runs are, and the place that the first line goes through."""
    ways = zip(found.axes, found.surface.points.T, strict=True)
    first, second = (axis.levels(way) for axis, way in ways)
    axes.scatter(first, second, s=POINT_PT2, color=POINT_COLOUR, linewidths=0, zorder=1.5)
    axes.plot(
        found.reference.first,
        found.reference.second,
        color=OWN,
        marker="o",
        markerfacecolor="white",
        linestyle="",
        markersize=6,
        zorder=3,
    )


def _scales(axes: Axes, found: Exchange) -> None:
    """Give both axes scale, ticks, ends and name."""
    for which, axis in zip("xy", found.axes, strict=True):
        divisor = _name(axes, which, axis)
        _ticks(axes, which, axis, divisor)
        axes.set(**{f"{which}lim": (axis.low, axis.high)})


def _name(axes: Axes, which: str, axis: Axis) -> float:
    """Name an axis by its factor and unit, and return what its levels are divided by."""
    levels = pd.Series([axis.low, axis.high], name=axis.name)
    name = factor_axis.name_of(levels, NAME_CHARACTERS * factor_axis.NAME_CHARACTER_IN)
    axes.set(**{f"{which}label": name.text})
    return name.divisor


def _ticks(axes: Axes, which: str, axis: Axis, divisor: float) -> None:
    drawn = axes.xaxis if which == "x" else axes.yaxis
    if axis.is_log:
        axes.set(**{f"{which}scale": "log"})
        wide = axis.high >= DECADES * axis.low
        drawn.set_major_locator(LogLocator(subs=(1.0,) if wide else SUBS))
    else:
        drawn.set_major_locator(MaxNLocator(MOST_TICKS, steps=[1, 2, 5, 10]))
    drawn.set_minor_locator(NullLocator())
    drawn.set_major_formatter(lambda value, place: style.number(value / divisor, place))


def _rates(axes: Axes, found: Exchange) -> None:
    """Draw the rate along the line through the reference, with a gap where there is none.

    Where it comes near to any number it leaves the panel.
    """
    first, second = found.axes
    table = found.along_reference(first.levels(np.linspace(0, 1, PLACES)))
    known = table[table["rate"].notna()]
    if known.empty:
        style.nothing(axes, f"{second.name}: no effect\nthat is told from nothing")
        return
    per, step = step_in_words(first)
    places, rates = table[first.name], step * table[["rate", "rate_low", "rate_high"]]
    if places.duplicated().any():
        places, rates = places[known.index], rates.loc[known.index]
    divisor, unit = style.scaled(second.unit, float(rates["rate"].abs().max()))
    rates /= divisor
    style.name_panel(axes, f"What {per} of {first.name.rsplit('.', 1)[-1]} is worth", pad=20)
    _curve(axes, places, rates)
    most = MOST_HIGH * float(rates["rate"].abs().quantile(0.75))
    axes.set_ylim(*np.clip(axes.get_ylim(), -most, most))
    axes.axhline(0, color="0.35", linewidth=0.9)
    axes.axvline(found.reference.first, color="0.35", linestyle=(0, (1, 1.5)), linewidth=1.2)
    _ticks(axes, "x", first, _name(axes, "x", first))
    axes.set_xlim(first.low, first.high)
    axes.set_ylabel(factor_axis.fold(f"{second.name} ({unit})", NAME_CHARACTERS))
    axes.yaxis.set_major_formatter(style.number)


def _curve(axes: Axes, places: pd.Series[float], rates: pd.DataFrame) -> None:
    """Draw rates with their intervals: joined, unless the line passes a level more than once."""
    rate, low, high = (rates[name] for name in ("rate", "rate_low", "rate_high"))
    if places.duplicated().any():
        ends = [rate - low, high - rate]
        axes.errorbar(places, rate, yerr=ends, color=OWN, linestyle="", marker="o", elinewidth=0.8)
        return
    axes.fill_between(places, low, high, color=OWN, alpha=OWN_ALPHA, lw=0)
    axes.plot(places, rate, color=OWN, linewidth=OWN_PT)


def _reference(found: Exchange) -> str:
    return "the base" if found.reference.is_base else "the place of reference"


def _caption(found: Exchange) -> str:
    averaged = ""
    if found.averaged:
        averaged = f" Averaged over the design: {', '.join(found.averaged)}."
    return style.plain(
        "Shading: 95% bands of whole lines (left) and 95% intervals of rates (right), over "
        f"{found.surface.replicates} replicates of the same random numbers, the error of the "
        f"surface included. Dots: what was run; circle: {_reference(found)}. Right: along the "
        f"thick line; above 0 more of the one takes more of the other.{averaged}"
    )
