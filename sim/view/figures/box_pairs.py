"""Figure: the cases and the first box, over pairs of the factors that it limits most."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Rectangle

from sim.view.figures import pages, style
from sim.view.figures.factor_places import FactorAxis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.prim import Box
    from sim.experiment.results.discovery import Discovery
    from sim.view.figures.pages import Plate

MOST_FACTORS = 3
PANEL_IN, LEFT_IN, GAP_IN, BELOW_IN, ROW_GAP_IN = 2.3, 1.15, 1.25, 0.75, 0.95
POINT_PT2, JITTER, SEED = 11, 0.3, 1
COLOURS, FAINTEST = "cividis_r", 0.0


def draw(found: Discovery) -> Plate | None:
    """Draw a panel for each pair of up to three factors; None where only one factor varies."""
    box = found.found[0].box
    chosen = _most_limited(found, box)
    pairs = list(itertools.combinations(chosen, 2))
    if not pairs:
        return None
    columns = min(len(pairs), pages.page().columns)
    figure, grid = pages.frame(
        -(-len(pairs) // columns),
        columns,
        f"Points and box 1: {style.plain(found.when)}",
        _caption(found),
        height_in=PANEL_IN,
        left_in=LEFT_IN,
        column_gap_in=GAP_IN,
        below_in=BELOW_IN,
        row_gap_in=ROW_GAP_IN,
    )
    for axes, pair in zip(grid.flat, pairs, strict=True):
        names = " and ".join(found.codings[each].name for each in pair)
        style.name_panel(axes, "") if pages.page().is_titled else style.name_panel(axes, names)
        _panel(axes, found, box, pair)
    return figure


def _most_limited(found: Discovery, box: Box) -> list[int]:
    """Return up to three factors, those first within whose limit alone the fewest cases lie."""
    columns = zip(box.limits, found.cases.levels.T, strict=True)
    within = [limit.holds(levels).mean() for limit, levels in columns]
    return sorted(range(len(within)), key=lambda factor: within[factor])[:MOST_FACTORS]


def _panel(axes: Axes, found: Discovery, box: Box, pair: tuple[int, int]) -> None:
    across, up = (
        FactorAxis.of(found.codings[each], found.cases.whole[each], PANEL_IN) for each in pair
    )
    order = np.argsort(found.cases.interest, kind="stable")
    axes.scatter(
        _places(found, across, pair[0])[order],
        _places(found, up, pair[1])[order],
        s=POINT_PT2,
        c=found.cases.interest[order],
        cmap=COLOURS,
        vmin=FAINTEST,
        vmax=1,
        edgecolors="0.6",
        linewidths=0.3,
    )
    for left, right in across.part(box.limits[pair[0]]):
        for low, high in up.part(box.limits[pair[1]]):
            corner, size = (left, low), (right - left, high - low)
            axes.add_patch(Rectangle(corner, *size, fill=False, linewidth=1.6, zorder=3))
    across.draw(axes, "x")
    up.draw(axes, "y")


def _places(found: Discovery, at: FactorAxis, factor: int) -> np.ndarray:
    """Return where cases lie; those of one category side by side, so that all are seen."""
    places = at.coding.places(found.cases.levels[:, factor], at.whole)
    count = len(at.coding.categories) or len(at.coding.steps)
    if not 0 < count <= MOST_FACTORS + 2:
        return places
    drawn = np.random.default_rng([SEED, factor]).uniform(-JITTER, JITTER, len(places))
    return np.asarray(places + drawn / (count if at.coding.categories else 5 * count))


def _caption(found: Discovery) -> str:
    several = found.hits.shape[1] > 1
    colours = "the share of its runs that meet it" if several else "whether it meets it"
    return (
        f"Dots: points, coloured by {colours}, from light (none) to dark (all). Rectangle: box 1. "
        "Points in it on these two factors may lie outside on others."
    )
