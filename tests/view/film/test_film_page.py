"""What stands on the pages of a film is what the model was like on their days."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.collections import PathCollection

import sim
from sim.config.parameters.race import Race
from sim.view.figures.design_space import ENEMY, SMALLEST_PT2, layers
from sim.view.figures.pages import house_style
from sim.view.film.footage import RECENT_DAYS, frame_days, shoot
from sim.view.film.page import FilmPage
from sim.view.film.panels import DIRECTION, CurvesPanel, FrontPanel
from sim.view.film.space_panel import TRAIL_DAYS, SpacePanel, ways_round
from sim.war.record import DailyRow, sectors_of, space_of
from tests.films import EVERY, KINDS
from tests.settings import SMALL, configured

FOUGHT = ("both", "updated", "events")


def panels(page, kind):
    return [panel for panel in page.panels if isinstance(panel, kind)]


def parts(panel):
    return zip((panel._hunters, panel._designs), layers(panel._side), strict=True)


def shown(page, index):
    """Show a frame and return its pixels."""
    with house_style():
        return page.frame(index)


def rows(places):
    return sorted(map(tuple, np.asarray(places).tolist()))


def today(model: sim.Simulation) -> dict[str, float]:
    """Return today's row of the daily table, by column."""
    row = DailyRow(model)
    return {column.name: value for column, value in zip(row.columns, row.read(), strict=True)}


@pytest.fixture(scope="module")
def models(footages):
    """The days that are on film, as another run of the same model has them."""
    found = {}
    for kind, footage in footages.items():
        model = sim.Simulation(footage.run.config, 1)
        days = {frame.day for frame in footage.frames}
        seen = {0: (space_of(model), sectors_of(model), today(model))}
        while model.day < footage.run.last_day:
            model.step()
            if model.day in days:
                seen[model.day] = space_of(model), sectors_of(model), today(model)
        model.finish()
        found[kind] = seen
    return found


@given(last=st.integers(1, 5000), every=st.integers(1, 6000))
def test_the_first_and_the_last_day_are_on_film_and_the_others_every_so_often(last, every):
    days = frame_days(last, every)
    assert days[0] == 0
    assert days[-1] == last
    assert len(days) == -(-last // every) + 1
    assert set(np.diff(days[:-1])) <= {every}


@pytest.mark.parametrize("kind", ["both", "updated", "strip", "one side"])
def test_designs_and_countermeasures_are_where_the_model_has_them(pages, footages, models, kind):
    page, footage = pages[kind], footages[kind]
    extent, flat = footage.run.config.race.extent, footage.run.config.race.dimensions == 1
    for index, frame in enumerate(footage.frames):
        shown(page, index)
        space, *_ = models[kind][frame.day]
        for panel in panels(page, SpacePanel):
            for marks, layer in parts(panel):
                side = {"design": panel._side, "countermeasure": ENEMY[panel._side]}[layer.kind]
                there = (space["kind"] == layer.kind) & (space["side"] == side)
                x = space["x_1"][there] % extent
                row = {"design": 0.5, "countermeasure": -0.5}[layer.kind]
                y = np.full(x.size, row) if flat else space["x_2"][there] % extent
                drawn = [each.get_offsets() for each in marks.by_marker.values()]
                assert rows(np.concatenate(drawn)) == rows(np.stack([x, y], axis=1))


def test_a_design_is_larger_the_more_of_it_is_in_stock(pages, footages, models):
    shown(pages["both"], 5)
    space, *_ = models["both"][footages["both"].frames[5].day]
    for panel in panels(pages["both"], SpacePanel):
        (drawn,) = panel._designs.by_marker.values()
        there = (space["kind"] == "design") & (space["side"] == panel._side)
        stock, area = space["weight"][there], drawn.get_sizes()
        assert np.corrcoef(stock, area)[0, 1] == pytest.approx(1)
        assert area[stock == 0] == pytest.approx(SMALLEST_PT2)


def test_families_have_the_markers_of_the_figure(pages, footages):
    frame = footages["events"].frames[-1]
    shown(pages["events"], len(footages["events"].frames) - 1)
    families = frame.space["family"]
    assert np.unique(families).size > 2
    for panel in panels(pages["events"], SpacePanel):
        for marks, layer in parts(panel):
            there = (frame.space["kind"] == layer.kind) & (frame.space["side"] == layer.side)
            for place, drawn in marks.by_marker.items():
                members = (families[there] % 6 == place).sum()
                assert len(drawn.get_offsets()) == members


@pytest.mark.parametrize("kind", FOUGHT)
@pytest.mark.parametrize("moment", ["released", "obsolete"])
def test_births_and_obsolescence_are_those_of_the_designs_table(pages, footages, kind, moment):
    page, footage = pages[kind], footages[kind]
    designs, extent = footage.run.designs, footage.run.config.race.extent
    seen = set()
    for index, frame in enumerate(footage.frames):
        shown(page, index)
        since = frame.day - RECENT_DAYS
        for panel in panels(page, SpacePanel):
            of_side = designs[(designs["side"] == panel._side) & (designs["role"] == "fpv")]
            days = of_side[moment]
            recent = of_side[(days > 0) & (days > since) & (days <= frame.day)]
            drawn = {"released": panel._rings, "obsolete": panel._crosses}[moment]
            assert isinstance(drawn, PathCollection)
            fresh = 1 - (frame.day - recent[moment]) / RECENT_DAYS
            assert sorted(drawn.get_edgecolors()[:, 3]) == pytest.approx(sorted(fresh))
            assert len(drawn.get_offsets()) == len(recent)
            if kind != "updated":  # where a design moves, the table has its last place
                places = recent[["x_1", "x_2"]] % extent
                assert rows(drawn.get_offsets()) == rows(places)
            seen.update(recent["id"])
    assert seen


@pytest.mark.parametrize("kind", KINDS)
def test_the_front_and_the_curves_are_those_of_the_day(pages, footages, models, kind):
    page, footage = pages[kind], footages[kind]
    for index, frame in enumerate(footage.frames):
        shown(page, index)
        _, sectors, _ = models[kind][frame.day]
        (front,) = panels(page, FrontPanel)
        for side, drawn in front._areas.items():
            depth = DIRECTION[side] * sectors[f"kill_zone_km_{side}"]
            assert drawn.get_data().values.tolist() == depth.tolist()
        for panel in panels(page, CurvesPanel):
            for column, line in panel._lines.items():
                dates, values = line.get_data()
                assert len(dates) == frame.day + 1
                assert str(dates[-1])[:10] == footage.run.date(frame.day)
                today = models[kind][frame.day][2][column]
                assert values[-1] == pytest.approx(float(today), abs=0, nan_ok=True)


@pytest.mark.parametrize("kind", KINDS)
def test_axes_stay_and_hold_all_that_is_ever_drawn(pages, footages, kind):
    page = pages[kind]
    limits = {(*axes.get_xlim(), *axes.get_ylim()) for axes in page.figure.axes}
    for index, frame in enumerate(footages[kind].frames):
        shown(page, index)
        assert {(*axes.get_xlim(), *axes.get_ylim()) for axes in page.figure.axes} == limits
        (front,) = panels(page, FrontPanel)
        deepest = max(depth.max() for depth in frame.depth_km.values())
        assert front._line.axes.get_ylim()[1] > deepest
        for panel in panels(page, CurvesPanel):
            for line in panel._lines.values():
                low, high = line.axes.get_ylim()
                values = line.get_ydata()[~np.isnan(line.get_ydata())]
                assert all(low <= value <= high for value in values)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [0, -1])
def test_no_text_is_cut_off_or_over_another(pages, footages, kind, place):
    page = pages[kind]
    count = len(footages[kind].frames)
    shown(page, range(count)[place])
    figure = page.figure
    texts = [text for text in figure.texts if text.get_text()]
    offsets = [axes.xaxis.get_offset_text() for axes in figure.axes if axes.axison]
    texts += [text for text in offsets if text.get_visible() and text.get_text()]
    for axes in figure.axes:
        names = (axes._left_title, axes.xaxis.label, axes.yaxis.label)
        texts += [text for text in names if axes.axison and text.get_text()]
    boxes = [text.get_window_extent() for text in texts]
    legends = [*figure.legends, *(axes.get_legend() for axes in figure.axes if axes.get_legend())]
    boxes += [legend.get_window_extent() for legend in legends]
    for axes in figure.axes:
        if axes.axison:
            ticks = axes.get_xticklabels() + axes.get_yticklabels()
            boxes.append(axes.get_window_extent())
            for tick in (tick.get_window_extent() for tick in ticks if tick.get_text()):
                assert tick.x0 >= 0
                assert tick.x1 <= figure.bbox.x1
    for box in boxes:
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y1 <= figure.bbox.y1
    for one, other in itertools.combinations(boxes, 2):
        assert not one.padded(-2).overlaps(other.padded(-2)), (one, other)


def test_events_and_ceasefires_are_named_while_they_last(pages, footages):
    for frame in footages["events"].frames:
        assert ("event 0" in frame.news) == (frame.day >= 1)
        assert ("event 1" in frame.news) == (frame.day >= 11)
    assert {frame.news for frame in footages["strip"].frames} == {"ceasefire"}
    assert {frame.news for frame in footages["both"].frames} == {""}


def test_frames_differ_and_one_shown_again_is_the_same(pages):
    first, last = shown(pages["both"], 0), shown(pages["both"], 10)
    assert first.shape == last.shape == (720, 1280, 3)
    assert (first != last).any()
    assert (shown(pages["both"], 0) == first).all()


POINTS = arrays(float, (5, 2), elements=st.floats(0, 6.4, exclude_max=True))


@given(before=POINTS, after=POINTS)
def test_ways_are_the_shorter_ones_round_the_torus(before, after):
    extent = Race().extent
    ways = ways_round(before, after, Race())
    steps = ways[:, 1] - ways[:, 0]
    assert (abs(steps) <= extent / 2 + 1e-9).all()
    moved = (before != after).any(axis=1)
    out = ways[: moved.sum()]
    assert (out[:, 0] == before[moved]).all()
    error = (out[:, 1] - after[moved]) / extent
    assert error == pytest.approx(np.round(error), abs=1e-9)
    crossing = ~np.isclose(out[:, 1], after[moved]).all(axis=1)
    again = ways[moved.sum() :]
    assert (again[:, 1] == after[moved][crossing]).all()


@pytest.mark.parametrize("kind", ["both", "one side"])
def test_trails_lead_from_frame_to_frame_to_where_countermeasures_are(pages, footages, kind):
    footage, page = footages[kind], pages[kind]
    extent, seen = footage.run.config.race.extent, 0
    for index in range(1, len(footage.frames)):
        shown(page, index)
        before, now = (footage.frames[each].space for each in (index - 1, index))
        for panel in panels(page, SpacePanel):
            starts, ends = (
                np.stack([space[axis][there] % extent for axis in ("x_1", "x_2")], axis=1)
                for space in (before, now)
                for there in [
                    (space["kind"] == "countermeasure") & (space["side"] == ENEMY[panel._side])
                ]
            )
            moved = (starts != ends).any(axis=1)
            line = panel._trails[0].get_xydata().reshape(-1, 3, 2)
            assert rows(line[: moved.sum(), 0]) == rows(starts[moved])
            assert len(line) >= moved.sum()
            seen += moved.sum()
    assert seen


def test_trails_are_short_and_fade(pages):
    (panel,) = panels(pages["one side"], SpacePanel)
    assert len(panel._trails) == max(1, TRAIL_DAYS // EVERY)
    opacities = [trail.get_alpha() for trail in panel._trails]
    assert opacities == sorted(opacities, reverse=True)
    assert min(opacities) > 0


def test_systems_that_are_fielded_in_mid_run_have_no_trail_before_they_are_there():
    settings = {
        **SMALL,
        "run.days": 120,
        "race.breakthroughs_per_year": 30.0,
        "race.breakthrough_counter_days": 20,
        "russia.countermeasures.fielding_per_day": 0.5,
    }
    footage = shoot(configured(settings), 0, 10, lambda _: None)
    with house_style():
        page = FilmPage(footage, "a film")
    hunters = panels(page, SpacePanel)[0]._hunters
    sizes = [each.size for each in hunters.ids]
    assert sizes[0] < sizes[-1]
    for index in range(len(footage.frames)):
        shown(page, index)
    for places, each in zip(hunters.places, hunters.ids, strict=True):
        assert places.shape == (each.size, 2)
