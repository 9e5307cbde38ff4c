"""What the pictures of a sweep show, and that they can be read."""

import itertools
import math
import re

import numpy as np
import pandas as pd
import pytest
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb

from sim.analysis.effects import main_effects, pair_means
from sim.view.figures import factors, heat_map
from sim.view.figures import main_effects as effects_figure
from sim.view.figures.heat_map import COLOURS, luminance
from sim.view.figures.pages import house_style
from sim.view.figures.sweep_figures import draw_sweep, pair_of
from sim.war.columns import Column
from tests.grids import grid

PAIR = ("race.obsolescence_days", "front.kill_zone_km")


def ticks(axis):
    return [label.get_text().replace("\n", " ") for label in axis.get_ticklabels()]


def cells(figure):
    """Numbers of the map, a row a level of the vertical factor from below."""
    return np.ma.filled(figure.axes[0].collections[0].get_array(), np.nan)


def draw_map(runs, pair=PAIR, article=None, unit="km"):
    with house_style():
        figure = heat_map.draw(runs, pair, pair, Column("response", unit, ""), article)
        FigureCanvasAgg(figure).draw()
    return figure


@pytest.fixture
def upward():
    """Runs that rise by 1 along the horizontal and by 10 along the vertical factor."""
    levels = {PAIR[0]: [60.0, 15.0, 30.0], PAIR[1]: [20, 10]}
    return grid(levels, 2, lambda x, y, _: math.log2(x / 15) + y)


def test_every_cell_lies_at_its_levels(upward):
    figure = draw_map(upward)
    axes = figure.axes[0]
    assert ticks(axes.xaxis) == ["15", "30", "60"]
    assert ticks(axes.yaxis) == ["10", "20"]
    assert (np.diff(axes.get_yticks()) > 0).all()
    assert not axes.yaxis_inverted()
    assert cells(figure) == pytest.approx(np.array([[10, 11, 12], [20, 21, 22]]))
    texts = {text.get_position(): text.get_text().split("\n")[0] for text in axes.texts}
    assert texts[0.5, 0.5] == "10.0"
    assert texts[2.5, 1.5] == "22.0"


def test_the_pixels_of_the_page_are_right_way_up(upward):
    figure = draw_map(upward)
    page = np.asarray(figure.canvas.buffer_rgba())[..., :3] / 255
    axes, mesh = figure.axes[0], figure.axes[0].collections[0]
    for column, row, value in ((0, 0, 10), (2, 0, 12), (0, 1, 20), (2, 1, 22)):
        x, y = axes.transData.transform((column + 0.06, row + 0.12))
        pixel = page[page.shape[0] - 1 - round(y), round(x)]
        assert pixel == pytest.approx(np.array(mesh.to_rgba(value)[:3]), abs=0.01)


def test_cells_have_the_mean_and_the_interval_of_the_table(grids, sweeps):
    table = pair_means(grids["numbers"], PAIR, PAIR, "response")
    shown = cells(sweeps["numbers"])
    assert shown.T.ravel() == pytest.approx(table["mean"].to_numpy() / 1e6)
    texts = [text.get_text() for text in sweeps["numbers"].axes[0].texts]
    numbers = table[["mean", "low", "high"]].to_numpy() / 1e6
    for text, expected in zip(texts, numbers, strict=True):
        written = [float(each) for each in re.split("\n|\N{EN DASH}", text)]
        assert written == pytest.approx(expected, abs=0.06)


def test_ends_below_zero_are_told_from_the_dash_between_them(upward):
    runs = upward.assign(response=upward["response"] + upward["replicate"] - 15)
    texts = [text.get_text() for text in draw_map(runs).axes[0].texts]
    assert texts[0] == "\N{MINUS SIGN}4.5\n\N{MINUS SIGN}10.9 to 1.9"


def test_what_was_not_run_is_hatched_not_zero(sweeps):
    shown, full = cells(sweeps["missing"]), cells(sweeps["numbers"])
    assert np.isnan(shown).sum() == 1
    assert np.nanmin(shown) >= full.min() > 0
    assert sweeps["missing"].axes[0].patch.get_hatch()
    assert sweeps["missing"].axes[0].texts[0].get_text() == ""
    assert "Hatched: no run has a value" in sweeps["missing"].texts[-1].get_text()


def test_lightness_rises_with_the_value_so_that_grey_is_enough():
    shades = [luminance(colour) for colour in colormaps[COLOURS](np.arange(256))]
    assert (np.diff(shades) > 0).all()


def test_text_in_cells_has_contrast(sweeps):
    for kind in ("numbers", "texts", "ten by ten"):
        axes = sweeps[kind].axes[0]
        mesh = axes.collections[0]
        for text in axes.texts:
            column, row = (int(each) for each in text.get_position())
            cell = luminance(mesh.to_rgba(cells(sweeps[kind])[row, column]))
            ink = luminance(to_rgb(text.get_color()))
            assert (max(cell, ink) + 0.05) / (min(cell, ink) + 0.05) > 4.5


def test_text_stays_inside_its_cell(sweeps):
    for kind in ("numbers", "texts", "ten by ten", "dates"):
        axes = sweeps[kind].axes[0]
        assert len(axes.texts) == cells(sweeps[kind]).size
        for text in axes.texts:
            column, row = (int(each) for each in text.get_position())
            box = text.get_window_extent()
            low, high = axes.transData.transform([(column, row), (column + 1, row + 1)])
            assert low[0] < box.x0 < box.x1 < high[0], kind
            assert low[1] < box.y0 < box.y1 < high[1], kind


def test_more_than_ten_levels_are_not_written(sweeps):
    assert not sweeps["many"].axes[0].texts


def test_the_article_is_pointed_at_between_levels_as_they_are_spread(upward):
    article = {PAIR[0]: 30 * math.sqrt(2), PAIR[1]: 12.5}
    across, up = draw_map(upward, article=article).axes[0].lines
    assert across.get_xdata()[0] == pytest.approx(2)  # half way between 30 and 60 in ratio
    assert up.get_ydata()[0] == pytest.approx(0.75)


@pytest.mark.parametrize("value", [14.9, 61, 1e9])
def test_an_article_outside_the_levels_is_not_pointed_at(upward, value):
    figure = draw_map(upward, article={PAIR[0]: value, "race.dimensions": 2})
    assert not figure.axes[0].lines
    assert "article" not in figure.texts[-1].get_text()


def test_axes_and_colours_carry_units(sweeps):
    axes, bar = sweeps["numbers"].axes
    assert axes.get_xlabel() == "race.obsolescence_days (days)"
    assert axes.get_ylabel() == "front.kill_zone_km\n(km)"
    assert bar.get_ylabel() == "million USD"
    money = sweeps["ten by ten"].axes[0]
    assert money.get_xlabel().endswith("(billion USD/year)")
    assert ticks(money.xaxis)[0] == "0.1"


def shown_texts(axis):
    """Tick labels that are drawn: those of a colour bar are on its other side."""
    low, high = sorted(axis.get_view_interval())
    inside = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    labels = [label for tick in inside for label in (tick.label1, tick.label2)]
    return [label for label in labels if label.get_visible() and label.get_text()]


def test_no_ticks_run_into_each_other(sweeps):
    for kind, figure in sweeps.items():
        for axes in figure.axes:
            across, up = shown_texts(axes.xaxis), shown_texts(axes.yaxis)
            assert len(across) + len(up) > 1, kind
            for texts in (across, up):
                boxes = [text.get_window_extent().padded(-0.5) for text in texts]
                for one, other in itertools.pairwise(boxes):
                    assert not one.overlaps(other), (kind, axes.get_xlabel())


def test_no_tick_is_cut_by_its_neighbouring_panel(sweeps):
    for kind, figure in sweeps.items():
        panels = [axes.get_window_extent() for axes in figure.axes]
        for axes, panel in itertools.product(figure.axes, panels):
            for text in (*axes.get_xticklabels(), axes.xaxis.label):
                assert not text.get_window_extent().padded(-1).overlaps(panel), kind


def test_effects_have_a_panel_a_factor_with_the_means_of_the_table(grids, sweeps):
    table = main_effects(grids["numbers"], PAIR, "response")
    panels = sweeps["numbers: effects"].axes
    assert [axes.get_xlabel() for axes in panels] == [
        "race.obsolescence_days (days)",
        "front.kill_zone_km (km)",
    ]
    for axes, factor in zip(panels, PAIR, strict=True):
        rows = table[table["factor"] == factor]
        (container,) = axes.containers
        levels, means = container[0].get_data()
        assert levels.tolist() == rows["level"].tolist()
        assert means.astype(float) == pytest.approx(rows["mean"].to_numpy(float) / 1e6)
        (bars,) = container[2]
        ends = np.array([segment[:, 1] for segment in bars.get_segments()])
        assert ends == pytest.approx(rows[["low", "high"]].to_numpy(float) / 1e6)


def test_geometric_levels_are_on_a_logarithmic_axis_and_others_are_not(sweeps):
    panels = sweeps["numbers: effects"].axes
    assert [axes.get_xscale() for axes in panels] == ["log", "log"]
    assert [axes.get_xscale() for axes in sweeps["ten by ten: effects"].axes] == ["linear"] * 2
    scales = {axes.get_xlabel().split(" ")[0]: axes.get_xscale() for axes in sweeps["sampled"].axes}
    assert scales["race.obsolescence_days"] == "log"
    assert scales["race.dimensions"] == "linear"


def test_texts_and_truth_values_are_categories(sweeps):
    named = {axes.get_xlabel(): axes for axes in sweeps["sampled"].axes}
    assert ticks(named["facilities.on"].xaxis) == ["false", "true"]
    scenarios = ticks(named["scenario"].xaxis)
    assert {"baseline", "no interceptors", "aid stops in the winter of 2026"} < set(scenarios)
    assert len(scenarios) == 5
    assert named["scenario"].containers[0][0].get_linestyle() == "None"


def test_panels_share_the_vertical_axis_so_that_effects_can_be_compared(sweeps):
    panels = sweeps["sampled"].axes
    assert len(panels) == 7
    assert len({axes.get_ylim() for axes in panels}) == 1


def test_points_are_drawn_only_behind_sampled_factors(sweeps, sampled_runs):
    points = sampled_runs["point"].nunique()
    for axes in sweeps["sampled"].axes:
        assert len(axes.collections[0].get_offsets()) == points
    assert not any(
        len(each.get_offsets()) > 1
        for axes in sweeps["numbers: effects"].axes
        for each in axes.collections
    )


def test_one_replicate_is_said_to_have_no_intervals(sweeps):
    for kind in ("one replicate: effects", "one factor"):
        caption = sweeps[kind].texts[-1].get_text().replace("\n", " ")
        assert "One replicate, so there are no intervals" in caption
    assert all("\n" not in text.get_text() for text in sweeps["one replicate"].axes[0].texts)


@pytest.mark.parametrize(("points", "warned"), [(19, True), (20, False)])
def test_few_drawn_points_are_told_to_mislead(points, warned):
    draw = np.random.default_rng(1)
    drawn = {name: draw.random(points) for name in (*PAIR, "response")}
    names = [f"{row:012x}" for row in range(points)]
    runs = pd.DataFrame({"run": names, "point": names, "replicate": 0, **drawn})
    with house_style():
        figure = effects_figure.draw(runs, PAIR, Column("response", "km", ""))
    caption = figure.texts[-1].get_text().replace("\n", " ")
    assert ("goes together by chance" in caption) == warned


def test_levels_with_fewer_points_are_told(sweeps):
    caption = sweeps["missing: effects"].texts[-1].get_text().replace("\n", " ")
    assert "points, so that they differ in the other factors as well" in caption
    assert "differ in the other" not in sweeps["numbers: effects"].texts[-1].get_text()


def test_long_names_fold_where_words_end():
    text = factors.fold("ukraine.front_line.drone-production share", 12)
    assert text.split("\n") == ["ukraine.", "front_line.", "drone-", "production…"]
    assert factors.fold("short", 12) == "short"
    assert all(len(line) <= 5 for line in factors.fold("unbreakable words", 5).split("\n"))


def test_numbers_are_as_short_as_tells_them_apart():
    texts = factors.texts_of(pd.Series(np.linspace(10, 100, 24)))
    assert texts[:3] == ["10", "13.9", "17.8"]
    assert factors.texts_of(pd.Series([1.0000001, 1.0000002])) == ["1.0000001", "1.0000002"]
    assert factors.texts_of(pd.Series([1234, 27.375])) == ["1,234", "27.4"]
    assert factors.texts_of(pd.Series([-2, 12000])) == ["\N{MINUS SIGN}2", "12,000"]


def test_a_response_without_values_and_factors_that_do_not_vary_are_left_out(upward, tmp_path):
    empty = upward.assign(empty=math.nan, one=1.0)
    responses = {name: Column(name, "km", "") for name in ("response", "empty")}
    written = draw_sweep(empty, [*PAIR, "one"], responses, tmp_path / "figures")
    assert [path.name for path in written] == ["main_effects_response.png", "heat_map_response.png"]
    for runs, names in ((empty, ["one"]), (empty, []), (empty.iloc[:0], PAIR)):
        assert not draw_sweep(runs, names, responses, tmp_path / "none")


def test_only_a_grid_of_two_factors_has_a_map(upward, sampled_runs):
    points = upward.drop_duplicates("point").assign(one=1, running=range(6))
    assert pair_of(points, PAIR) == PAIR
    assert pair_of(points, [*PAIR, "one"]) == PAIR
    assert pair_of(points, [*PAIR, "running"]) is None
    assert pair_of(points, PAIR[:1]) is None
    assert pair_of(points, ["running", "running"]) is None
    factors = list(sampled_runs.columns[1:3])
    assert pair_of(sampled_runs.drop_duplicates("point"), factors) is None


def test_the_same_runs_give_the_same_bytes(upward, tmp_path):
    first, second = (
        draw_sweep(upward, PAIR, {"response": Column("response", "km", "")}, tmp_path / name)
        for name in ("one", "two")
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
