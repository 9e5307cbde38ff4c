"""Figure: the decision tree beside the boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib import colormaps
from matplotlib.patches import FancyBboxPatch

from sim.view.figures import factors as factor_axis
from sim.view.figures import pages, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.decision_tree import Node
    from sim.experiment.results.discovery import Discovery
    from sim.view.figures.pages import Plate

ROW_IN, MARGIN_IN = 1.05, 0.25
TEXT_PT, CHARACTERS = 6.5, 26
WIDE, TALL = 0.86, 0.4
BELOW, ABOVE = 0.34, 0.32
"""From the middle of a node to what it asks, and to the answer that leads to it."""

COLOURS, DARKEST = "Blues", 0.75
Place = tuple[float, float]

CAPTION = (
    "CART: each split divides the points so that what meets the condition differs most; at most 8 "
    "leaves, each of 5% of the points or more, and no split that explains less than 1% of the "
    "variance. Coverage: share of all that meets it. The darker, the denser."
)


def draw(found: Discovery) -> Plate | None:
    """Draw the tree, its nodes the darker the denser; None if there is none or it has no split."""
    tree = found.tree
    if tree is None or not tree.branches:
        return None
    figure, grid = pages.frame(
        1,
        1,
        f"Decision tree: {style.plain(found.when)}",
        CAPTION,
        height_in=ROW_IN * (tree.depth + 1),
        left_in=MARGIN_IN,
        right_in=MARGIN_IN,
        above_in=0.5,
        below_in=0.1,
    )
    axes = grid[0, 0]
    axes.set_axis_off()
    style.name_panel(axes, "")
    axes.set_xlim(0, len(list(tree.leaves())))
    axes.set_ylim(-tree.depth - 0.5, 0.5)
    _subtree(axes, found, tree, 0.0, 0)
    return figure


def _subtree(axes: Axes, found: Discovery, node: Node, left: float, depth: int) -> Place:
    """Draw a node and what is below it from `left` on; return where the node is."""
    places, at = [], left
    for branch in node.branches:
        places.append(_subtree(axes, found, branch, at, depth + 1))
        at += len(list(branch.leaves()))
    here = (sum(x for x, _ in places) / len(places) if places else left + 0.5, -float(depth))
    for place in places:
        axes.plot(*zip(here, place, strict=True), color="0.6", linewidth=0.9, zorder=1)
    if node.split:
        coding, whole = found.codings[node.split.factor], node.limits[node.split.factor]
        _write(axes, (here[0], here[1] - BELOW), coding.name)
        for limit, place in zip(node.split[1:], places, strict=True):
            _write(axes, (place[0], place[1] + ABOVE), coding.words(limit, whole))
    _node(axes, node, here)
    return here


def _node(axes: Axes, node: Node, at: Place) -> None:
    box = FancyBboxPatch(
        (at[0] - WIDE / 2, at[1] - TALL / 2),
        WIDE,
        TALL,
        boxstyle="round,pad=0,rounding_size=0.04",
        facecolor=colormaps[COLOURS](DARKEST * node.density),
        edgecolor="0.4",
        linewidth=0.7,
        zorder=2,
    )
    axes.add_patch(box)
    text = f"density {node.density:.0%}\ncoverage {node.coverage:.0%}\n{node.size:,} points"
    axes.text(*at, text, ha="center", va="center", fontsize=TEXT_PT, zorder=4)


def _write(axes: Axes, at: Place, text: str) -> None:
    """Write on the lines between two rows of nodes: what is asked, or an answer."""
    axes.text(
        *at,
        factor_axis.fold(text, CHARACTERS, 2),
        ha="center",
        va="center",
        fontsize=TEXT_PT,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        zorder=3,
    )
