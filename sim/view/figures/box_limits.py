"""Figure: what boxes leave of each factor that they limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.covering import ends
from sim.analysis.prim import Among, Between
from sim.view.figures import factors as factor_axis
from sim.view.figures import pages, style
from sim.view.figures.factor_places import FactorAxis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.prim import Box
    from sim.experiment.results.discovery import Discovery
    from sim.view.figures.pages import Plate

NAMES_IN, RIGHT_IN, ROW_IN = 2.2, 0.75, 0.42
NAME_CHARACTERS, TEXT_PT, LEVEL_CHARACTERS = 26, 7, 12
LIMIT_COLOUR, REST_COLOUR = "#0b4f8a", "0.88"
THICK, THIN = 0.34, 0.14
LOW, HIGH = 0.05, 0.95


def draw(found: Discovery) -> Plate | None:
    """Draw a panel a box: a bar for each factor it limits, on the way through all its levels.

    None if no box limits anything.
    """
    boxes = [(number, each.box) for number, each in enumerate(found.found, 1)]
    boxes = [(number, box) for number, box in boxes if box.restricted]
    if not boxes:
        return None
    figure, grid = pages.frame(
        len(boxes),
        1,
        f"Limits of the boxes: {style.plain(found.when)}",
        _caption(found),
        height_in=[ROW_IN * (len(box.restricted) + 0.4) for _, box in boxes],
        left_in=NAMES_IN,
        right_in=RIGHT_IN,
        below_in=0.3,
        row_gap_in=0.55,
    )
    for axes, (number, box) in zip(grid.flat, boxes, strict=True):
        stands = f"density {box.density:.0%}, coverage {box.coverage:.0%}, mass {box.mass:.0%}"
        style.name_panel(axes, f"Box {number}: {stands}")
        _panel(axes, found, box, first=number == 1)
    return figure


def _panel(axes: Axes, found: Discovery, box: Box, *, first: bool) -> None:
    names = []
    for row, factor in enumerate(box.restricted):
        at = FactorAxis.of(found.codings[factor], found.cases.whole[factor], pages.page().width_in)
        names.append(factor_axis.fold(at.name, NAME_CHARACTERS, 2))
        _bar(axes, at, box, factor, row)
        if first:
            _spread(axes, found, at, factor, row)
    axes.set_yticks(range(len(names)), names, fontsize=factor_axis.TICK_PT)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(-0.06, 1.06)
    axes.set_xticks([0, 1], [])
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _bar(axes: Axes, at: FactorAxis, box: Box, factor: int, row: int) -> None:
    """Draw all of a factor as a thin bar, and what the box leaves of it as a thick one."""
    limit = box.limits[factor]
    axes.barh(row, 1, THIN, color=REST_COLOUR, zorder=1)
    for low, high in at.part(limit):
        axes.barh(row, high - low, THICK, left=low, color=LIMIT_COLOUR, zorder=2)
    if isinstance(limit, Among):
        for place, text in zip(*at.ticks(), strict=True):
            kept = any(low < place < high for low, high in at.part(limit))
            _write(axes, place, row, text, "center", kept=kept)
    elif isinstance(at.whole, Between):
        for side, (end, free) in enumerate(zip(limit, at.whole, strict=True)):
            number = at.coding.level(end, side)
            align = ("right", "left")[side] if end == free else "center"
            place = float(at.coding.places(end, at.whole))
            _write(axes, place, row, at.text(number), align, kept=end != free)


def _write(axes: Axes, place: float, row: int, text: str, align: str, *, kept: bool) -> None:
    """Write a level below its place; one at an end that is not limited beside the bar."""
    beside = align != "center"
    axes.annotate(
        factor_axis.fold(text, LEVEL_CHARACTERS, 1),
        (place, row),
        xytext=((4 if align == "left" else -4) if beside else 0, 0 if beside else -9),
        textcoords="offset points",
        ha=align,
        va="center" if beside else "top",
        fontsize=TEXT_PT,
        color="black" if kept else "0.5",
        annotation_clip=False,
    )


def _spread(axes: Axes, found: Discovery, at: FactorAxis, factor: int, row: int) -> None:
    """Draw where the ends lie when the box is looked for in resampled points."""
    if isinstance(at.whole, Among):
        return
    chosen = [each for each in found.repeats if each.over == "points"]
    pairs = np.array([ends(each.box.limits[factor], each.whole[factor]) for each in chosen])
    for side in (0, 1):
        there = pairs[~np.isnan(pairs[:, side]), side]
        if 2 * len(there) > len(chosen):
            low, high = at.coding.places(np.quantile(there, (LOW, HIGH)), at.whole)
            axes.plot([low, high], [row - 0.26] * 2, color="black", linewidth=1.1, marker="|")


def _caption(found: Discovery) -> str:
    chosen = sum(each.over == "points" for each in found.repeats)
    return (
        "Thin: all levels of the factor, on its own scale; thick: what the box leaves of it, with "
        "the limits below. Black lines, of box 1: 5% to 95% of where that end lies in "
        f"{chosen} resamples of the points, where most of them limit it."
    )
