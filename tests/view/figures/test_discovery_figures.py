"""Pictures of a discovery: what is drawn lies where the boxes are."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import FancyBboxPatch, Rectangle

from sim.analysis.prim import Cases
from sim.experiment.results.coding import Coding
from sim.experiment.results.discovery import Discovery
from sim.view.discovering import Discovered
from sim.view.figures import box_limits, box_pairs, decision_tree, pages, trade_off


@pytest.fixture(scope="module")
def found():
    """A box in two numbers, one on a logarithmic scale, and a choice; a date does nothing."""
    rng = np.random.default_rng(1)
    count = 250
    numbers = np.column_stack([10 ** rng.uniform(1, 3, count), rng.random(count)])
    choice, date = rng.integers(0, 3, count), 19000.0 + 10 * rng.integers(0, 3, count)
    levels = np.column_stack([numbers, choice, date])
    hit = (numbers[:, 0] < 100) & (numbers[:, 1] > 0.3) & (choice < 2)
    codings = [
        Coding("race.obsolescence_days", "days", (), np.empty(0), is_log=True),
        Coding("share", "", (), np.empty(0)),
        Coding("aid", "", ("usual", "half", "none"), np.empty(0)),
        Coding("start", "", (), np.unique(date), is_date=True),
    ]
    cases = Cases(levels, (0, 0, 3, 0), hit.astype(float))
    return Discovery("zone > $12", 0.8, codings, cases, hit[:, None] * 1.0, 0, is_even=True)


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def test_the_ring_is_around_the_box_that_is_taken(found):
    with pages.house_style():
        (axes,) = trade_off.draw(found).axes
    box = found.found[0].box
    (ring,) = [
        line
        for line in axes.lines
        if line.get_markersize() == trade_off.CHOSEN_PT
        and (line.get_xdata()[0], line.get_ydata()[0]) == (box.coverage, box.density)
    ]
    assert ring.get_markerfacecolor() == "none"


def test_bars_go_from_limit_to_limit_on_the_factors_own_scale(found):
    with pages.house_style():
        axes = box_limits.draw(found).axes[0]
    box, whole = found.found[0].box, found.cases.whole
    bars = [
        (bar.get_x(), bar.get_x() + bar.get_width())
        for bar in axes.patches
        if bar.get_height() == pytest.approx(box_limits.THICK)
    ]
    (first, second, *choices) = bars
    ends = np.log([*box.limits[0], *whole[0]])
    assert first == pytest.approx(tuple((ends[:2] - ends[2]) / (ends[3] - ends[2])))
    assert second[0] == pytest.approx(
        (box.limits[1].low - whole[1].low) / (whole[1].high - whole[1].low)
    )
    assert choices == [pytest.approx((0, 1 / 3)), pytest.approx((1 / 3, 2 / 3))]
    texts = {text.get_text() for text in axes.texts}
    assert {"usual", "half", "none"} <= texts


def test_the_rectangle_holds_what_the_box_holds_on_two_factors(found):
    with pages.house_style():
        figure = box_pairs.draw(found)
    assert len(figure.axes) == 3
    for axes in figure.axes:
        assert [each for each in axes.patches if isinstance(each, Rectangle)]
        assert sum(len(each.get_offsets()) for each in axes.collections) == 250
    only = Discovery(
        "zone > 12",
        0.8,
        found.codings[:1],
        Cases(found.cases.levels[:, :1], (0,), found.cases.interest),
        found.hits,
        0,
        is_even=True,
    )
    assert box_pairs.draw(only) is None


def test_the_tree_has_a_patch_a_node(found):
    pytest.importorskip("sklearn")
    with pages.house_style():
        (axes,) = decision_tree.draw(found).axes

    def count(node):
        return 1 + sum(map(count, node.branches))

    drawn = [each for each in axes.patches if isinstance(each, FancyBboxPatch)]
    assert len(drawn) == count(found.tree)
    assert found.tree.depth == round(-axes.get_ylim()[0] - 0.5)


@pytest.mark.parametrize("on", [pages.SCREEN, pages.ONE_COLUMN, pages.TWO_COLUMNS])
def test_all_of_them_are_drawn_on_every_page(found, on, tmp_path):
    with pages.house_style(on):
        for figure in (each.draw(found) for each in (trade_off, box_limits, box_pairs)):
            figure.savefig(tmp_path / "figure.png")
            assert figure.get_figwidth() == on.width_in
    assert {*Discovered(None, found).figures} >= {"trade_off", "box_limits", "box_pairs"}
