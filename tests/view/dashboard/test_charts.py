"""Charts show the numbers of the course, on one scale for both runs, in words too."""

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.view.dashboard import chart_cards, sentences
from sim.view.dashboard.charts import drawing
from sim.view.dashboard.charts.drawing import DARK, LIGHT
from sim.view.dashboard.course import Course


def went(name, days, *overrides):
    course = Course(sim.load(name, overrides))
    for _ in range(days):
        course.step()
    return course


@pytest.fixture(scope="module")
def pair():
    return (
        went("baseline", 6, "run.replicates=2"),
        went("baseline", 6, "run.replicates=2", "ukraine.output_target_per_year=9e6"),
    )


@pytest.fixture(scope="module")
def alone():
    return (went("one-race", 3, "run.replicates=1"),)


def series(option, name):
    return next(each for each in option["series"] if each["id"] == name)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_chart_of_both_runs_is_json(pair, alone, palette):
    for courses in (pair, alone):
        options = chart_cards.draw(courses, palette)
        runs = {run for _, run in options}
        assert runs == set(range(len(courses)))
        assert json.dumps(list(options.values()))


def test_a_page_without_a_day_is_drawn_and_told(alone):
    courses = (went("baseline", 0, "run.replicates=1"),)
    assert chart_cards.draw(courses, LIGHT)
    assert sentences.summary(courses)


def test_lines_are_the_first_replicate_and_bands_span_all(pair):
    option = chart_cards.draw(pair, LIGHT)["zone", 0]
    table = pair[0].traces.of("kill_zone_km")
    low = np.array(series(option, "A low")["data"])[:, 1]
    high = low + np.array(series(option, "A high")["data"])[:, 1]
    np.testing.assert_allclose(low, table.min(axis=0), rtol=1e-3)
    np.testing.assert_allclose(high, table.max(axis=0), rtol=1e-3)
    np.testing.assert_allclose(np.array(series(option, "A")["data"])[:, 1], table[0], rtol=1e-3)


def test_one_replicate_has_no_band(alone):
    names = {each["id"] for each in chart_cards.draw(alone, LIGHT)["zone", 0]["series"]}
    assert names == {"A"}


def test_both_runs_have_the_same_axes(pair):
    options = chart_cards.draw(pair, LIGHT)
    for name in ("front", "sky", "stock"):
        first, second = options[name, 0], options[name, 1]
        assert [axis["max"] for axis in first["yAxis"]] == [axis["max"] for axis in second["yAxis"]]


def test_nothing_is_told_by_colour_alone(pair):
    options = chart_cards.draw(pair, LIGHT)
    for option in options.values():
        lines = [
            each for each in option["series"] if each["type"] == "line" and each.get("endLabel")
        ]
        looks = {(each["yAxisIndex"], each["lineStyle"]["type"], each["name"]) for each in lines}
        assert len(looks) == len(lines)
    assert "decal" in series(options["front", 0], "ru")["itemStyle"]


def test_nothing_moves_by_itself(pair):
    assert not any(option["animation"] for option in chart_cards.draw(pair, LIGHT).values())


def test_the_front_lies_about_the_line(pair):
    option, table = chart_cards.draw(pair, LIGHT)["front", 0], pair[0].sectors()
    base = np.array(series(option, "base")["data"])
    np.testing.assert_allclose(base + series(option, "ru")["data"], table["line_km"], atol=0.02)


def test_every_design_and_countermeasure_is_a_dot_in_the_space(pair):
    found, option = pair[0].designs("ua"), chart_cards.draw(pair, LIGHT)["space_ua", 0]
    dots = sum(len(series(option, name)["data"]) for name in ("fresh", "obsolete"))
    assert dots == len(found.place)
    assert len(series(option, "hunters")["data"]) == len(found.hunters)
    extent = pair[0].config.race.extent
    for each in option["series"]:
        assert all(0 <= x <= extent + 0.01 and 0 <= y <= extent + 0.01 for x, y, *_ in each["data"])


@pytest.mark.parametrize("dimensions", [1, 3])
def test_a_space_of_other_dimensions_is_drawn(dimensions):
    course = went("baseline", 1, "run.replicates=1", f"race.dimensions={dimensions}")
    assert chart_cards.draw((course,), LIGHT)["space_ua", 0]["series"]


@given(st.lists(st.floats(0, 1e12), min_size=1, max_size=5))
def test_axes_end_above_what_they_show(values):
    top = drawing.top_of(np.array(values))
    assert top >= max(values) * 0.99999
    assert top <= max(1.0, *values) * 2.01


@given(st.lists(st.floats(0, 100), min_size=2, max_size=6))
def test_names_at_the_ends_of_curves_do_not_cover_each_other(ends):
    curves = [{"yAxisIndex": 0, "endLabel": {}, "data": [[0, 0], [1, end]]} for end in ends]
    drawing.apart(curves, 0, 100, 400)
    places = sorted(each["data"][-1][1] * 4 - each["endLabel"]["offset"][1] for each in curves)
    assert all(b - a >= drawing.LABEL_HEIGHT - 1 for a, b in itertools.pairwise(places))


def test_the_summary_tells_the_difference_of_the_pairs(pair):
    pair = pair[0], went("baseline", 6, "run.replicates=2", "ukraine.fpv.fly_share=0.3")
    *runs, difference = sentences.summary(pair)
    assert len(runs) == 2
    apart = pair[1].traces.mean("kill_zone_km") - pair[0].traces.mean("kill_zone_km")
    told = f"{apart.mean():+.2f} km".replace("-", "\N{MINUS SIGN}")
    assert told in difference
    assert "2 pairs" in difference


def test_runs_and_replicates_that_do_not_differ_yet_are_not_compared():
    alike = (f"{side}.countermeasures.per_sector=0" for side in ("ukraine", "russia"))
    even = "run.spin_up_days=0", "front.openness_spread=0"
    start = went("baseline", 0, "run.replicates=2", *even, *alike)
    told = sentences.summary((start, start))
    assert len(told) == 2
    assert "replicates" not in " ".join(told)


def test_a_missing_share_is_not_told(alone):
    assert math.isnan(alone[0].today("neutralised_share")[0])
    assert "neutralised" not in " ".join(sentences.summary(alone))
