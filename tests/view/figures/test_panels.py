"""What the panels of every figure show, and that it can be read."""

import itertools
from dataclasses import astuple

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.colors import to_rgb

from sim.view.figures import heat_map, main_effects, pages, style
from sim.view.figures.output import FLOWS
from sim.view.figures.run_figures import FIGURES
from sim.view.figures.run_tables import RunTables
from sim.war.columns import Column
from tests.settings import thinned

KINDS = ("baseline", "Ukraine alone", "Russia alone", "nobody")


@pytest.fixture(params=[*KINDS, "comparisons", "sweeps"])
def figures(drawn, comparisons, sweeps, request):
    others = {"comparisons": comparisons, "sweeps": sweeps}
    return others[request.param] if request.param in others else drawn[request.param]


def legends(figure):
    return [axes.get_legend() for axes in figure.axes if axes.get_legend()]


def test_no_text_is_cut_off(figures):
    for name, figure in figures.items():
        drawn, page = figure.get_tightbbox(), figure.bbox_inches
        assert drawn.x0 >= page.x0, name
        assert drawn.x1 <= page.x1, name
        assert drawn.y0 >= page.y0, name
        assert drawn.y1 <= page.y1, name


def test_legends_cover_neither_data_nor_titles(figures):
    for name, figure in figures.items():
        titles = [axes._left_title.get_window_extent() for axes in figure.axes]
        panels = [axes.get_window_extent() for axes in figure.axes if axes.axison]
        for legend in legends(figure):
            box = legend.get_window_extent().padded(-1)
            assert box.x1 <= figure.bbox.x1, name
            assert not any(box.overlaps(other) for other in (*titles, *panels)), name


def test_neighbouring_texts_do_not_overlap(figures):
    """Titles, axis labels, legends and captions; ticks are matplotlib's own care."""
    for name, figure in figures.items():
        boxes = [text.get_window_extent() for text in figure.texts]
        for axes in figure.axes:
            names = (axes._left_title, axes.xaxis.label, axes.yaxis.label)
            boxes += [text.get_window_extent() for text in names if axes.axison and text.get_text()]
        boxes += [legend.get_window_extent() for legend in (*legends(figure), *figure.legends)]
        for one, other in itertools.combinations(boxes, 2):
            assert not one.padded(-1).overlaps(other.padded(-1)), name


def test_captions_say_over_how_many_replicates(drawn):
    for name, figure in drawn["baseline"].items():
        caption = figure.texts[-1].get_text().replace("\n", " ")
        assert ("Replicate 0 of 5" if name == "design_space" else "5 replicates") in caption
    caption = drawn["Ukraine alone"]["front"].texts[-1].get_text().replace("\n", " ")
    assert "One replicate, so there are no intervals" in caption


def test_axes_carry_the_units_of_the_files(drawn):
    labels = {
        name: [axes.get_ylabel() for axes in figure.axes]
        for name, figure in drawn["baseline"].items()
    }
    assert labels["kill_zone"] == ["km", "km"]
    assert labels["race"] == ["share", "days"]
    assert labels["output"] == ["drones/day", "drones/day", "drones", "share"]
    assert labels["sky"] == ["drones/night", "share", "m"]
    assert labels["damage"] == ["share"] * 4
    assert labels["money"] == ["million USD/day"] * 4
    assert labels["front"] == ["soldiers/day", "soldiers/day", "km²", "soldiers"]
    assert labels["design_space"][0] == "second coordinate (breadths)"


def shadings(axes, *, edged):
    return [
        each
        for each in axes.collections
        if isinstance(each, FillBetweenPolyCollection) and not each.get_hatch()
        if bool(each.get_linewidth()[0]) == edged
    ]


def test_intervals_and_quantiles_are_shaded_where_there_are_several_replicates(drawn):
    for axes in drawn["baseline"]["kill_zone"].axes:
        curves = [line for line in axes.lines if len(line.get_xdata()) > 2]
        for edged in (False, True):
            assert len(shadings(axes, edged=edged)) == len(curves)
    for axes in drawn["Ukraine alone"]["kill_zone"].axes:
        assert not any(shadings(axes, edged=edged) for edged in (False, True))


def test_of_few_replicates_the_runs_themselves_are_drawn(drawn):
    for axes in drawn["Russia alone"]["kill_zone"].axes:
        assert not any(shadings(axes, edged=edged) for edged in (False, True))
        curves = [line for line in axes.lines if not line.get_label().startswith(("_", "anchor"))]
        runs = [line for line in axes.lines if line.get_label().startswith("_")]
        assert len(runs) == 2 * len(curves) == 2
    caption = drawn["Russia alone"]["kill_zone"].texts[-1].get_text().replace("\n", " ")
    assert "thin lines: the replicates themselves" in caption


@pytest.mark.parametrize("on", thinned([pages.ONE_COLUMN, pages.TWO_COLUMNS], 2))
def test_on_a_journals_page_nothing_is_cut_and_no_titles_are_drawn(folders, grids, on):
    run, pair = RunTables.read(folders["baseline"]), list(grids["numbers"].columns[3:5])
    response = Column("response", "USD", "")
    plates = {name: lambda name=name: FIGURES[name](run) for name in ("race", "front", "sky")}
    plates["space"] = lambda: FIGURES["design_space"](run)
    plates["map"] = lambda: heat_map.draw(grids["numbers"], pair, tuple(pair), response)
    plates["effects"] = lambda: main_effects.draw(grids["numbers"], pair, response)
    with pages.house_style(on):
        for name, draw in plates.items():
            figure = draw()
            FigureCanvasAgg(figure).draw()
            drawn, page = figure.get_tightbbox(), figure.bbox_inches
            assert drawn.x0 >= page.x0, (name, on)
            assert drawn.x1 <= page.x1, (name, on)
            assert drawn.y0 >= page.y0, (name, on)
            assert drawn.y1 <= page.y1, (name, on)
            assert not figure.texts
            assert not any(axes.get_title("left") for axes in figure.axes)
            boxes = [axes.yaxis.label.get_window_extent() for axes in figure.axes if axes.axison]
            for one, other in itertools.combinations(boxes, 2):
                assert not one.padded(-1).overlaps(other.padded(-1)), (name, on)


def test_anchors_stand_where_the_config_puts_them(drawn):
    def levels(figure, panel):
        lines = figure.axes[panel].lines
        return [line.get_ydata()[0] for line in lines if "anchor" in line.get_label()]

    assert levels(drawn["baseline"]["kill_zone"], 0) == [20]
    assert levels(drawn["baseline"]["race"], 1) == [60]


def hatched(figure):
    return [
        each.get_label()
        for axes in figure.axes
        for each in (*axes.patches, *axes.collections)
        if each.get_hatch()
    ]


def test_reported_ranges_are_hatched_on_the_whole_front_only(drawn):
    assert hatched(drawn["baseline"]["front"]) == ["claimed", "at the rates of early 2025"]
    assert hatched(drawn["nobody"]["front"]) == []


def test_a_side_without_makers_is_told_plainly(drawn):
    for name, panel, words in (
        ("output", 1, "Russia makes no front-line drones"),
        ("front", 1, "Russia has no losses"),
    ):
        axes = drawn["Ukraine alone"][name].axes[panel]
        assert [text.get_text() for text in axes.texts] == [words]
        assert not axes.axison


def test_curves_of_a_side_that_is_off_are_left_out(drawn):
    legend = drawn["Ukraine alone"]["kill_zone"].axes[1].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["Ukraine"]


def test_the_design_space_has_a_row_a_side_and_a_column_a_date(drawn):
    def titles(kind):
        return [axes.get_title("left") for axes in drawn[kind]["design_space"].axes]

    dates = ("2025-10-15", "2026-01-23", "2026-05-03")
    assert titles("baseline") == [
        f"{side} designs, {date}" for side in ("Ukrainian", "Russian") for date in dates
    ]
    assert titles("Russia alone") == [f"Russian designs, 2025-10-{day}" for day in (15, 16)]


def test_design_and_enemy_countermeasures_meet_in_a_panel(drawn, folders):
    run = RunTables.read(folders["baseline"])
    first = run.space[(run.space["replicate"] == 0) & (run.space["day"] == 0)]
    expected = len(first[(first["kind"] == "design") & (first["side"] == "ua")])
    expected += len(first[(first["kind"] == "countermeasure") & (first["side"] == "ru")])
    axes = drawn["baseline"]["design_space"].axes[0]
    assert sum(len(each.get_offsets()) for each in axes.collections) == expected


def test_each_family_has_its_marker(drawn):
    def labels(kind):
        (legend,) = drawn[kind]["design_space"].legends
        return [text.get_text() for text in legend.get_texts()]

    rows = ["designs of family", "countermeasures of family"]
    assert labels("baseline") == [*rows, "0", "0", "1", "1"]
    assert labels("Russia alone")[2:6] == ["0, 6", "0, 6", "1, 7", "1, 7"]


def test_shares_end_at_one(drawn):
    for figures in drawn.values():
        for figure in figures.values():
            for axes in figure.axes:
                assert axes.get_ylabel() != "share" or axes.get_ylim()[1] <= 1


def test_one_dimension_is_a_strip(drawn):
    axes = drawn["Ukraine alone"]["design_space"].axes[0]
    heights = np.concatenate([each.get_offsets()[:, 1] for each in axes.collections])
    assert set(heights) == {0.5, -0.5}
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "designs",
        "counter-\nmeasures",
    ]


def test_further_dimensions_are_owned_up_to(drawn):
    caption = drawn["Russia alone"]["design_space"].texts[-1].get_text().replace("\n", " ")
    assert "first two of 3 dimensions" in caption


def grey(colour):
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("strokes", [style.SIDE_STROKES, FLOWS])
def test_curves_can_be_told_apart_in_grey(strokes):
    for one, other in itertools.combinations(strokes.values(), 2):
        same = [a == b for a, b in zip(astuple(one), astuple(other), strict=True)]
        assert not any(same)
        assert abs(grey(one.colour) - grey(other.colour)) > 0.1
