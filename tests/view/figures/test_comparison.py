"""What the picture of a comparison shows."""

import itertools

import numpy as np
import pytest
from matplotlib.collections import FillBetweenPolyCollection

from sim.experiment.errors import QuestionError
from sim.experiment.results.comparison import comparison
from sim.view.comparing import write
from sim.view.figures.style import LOOKS


def markers(axes):
    """Points of the forest, a row a result: percent and height."""
    return [np.column_stack(container[0].get_data()) for container in axes.containers]


def bars(axes):
    """Ends of the intervals of the forest, a row a response and result."""
    segments = [segment for each in axes.collections for segment in each.get_segments()]
    return [segment[:, 0] for segment in segments if segment.size]


def test_each_response_has_a_row_and_each_result_a_marker_in_it(comparisons):
    forest = comparisons["four"].axes[0]
    names = [label.get_text() for label in forest.get_yticklabels()]
    assert names.count("kill_zone_km") == 1
    assert len(names) > 10
    points = markers(forest)
    assert len(points) == 4
    heights = np.array([each[:, 1] for each in points])
    assert (np.diff(heights, axis=0) > 0).all()
    assert (np.abs(heights - np.arange(len(names))) < 0.5).all()


def test_differences_are_in_percent_of_the_reference(changed, draw_comparison):
    compared = comparison([changed("a"), changed("b", losses_ru=1.5)], ["losses_ru"])
    row = compared.table().iloc[0]
    forest = draw_comparison(compared).axes[0]
    ((percent, _),) = markers(forest)[0]
    assert percent == pytest.approx(50, abs=2)
    assert percent == pytest.approx(100 * row["difference"] / row["reference_mean"])
    (ends,) = bars(forest)
    assert ends == pytest.approx(100 * row[["low", "high"]].to_numpy(float) / row["reference_mean"])


def test_the_sign_is_that_of_the_difference_where_the_reference_is_negative(
    changed, draw_comparison
):
    compared = comparison([changed("a"), changed("b", area_change_km2=2.0)], ["area_change_km2"])
    assert compared.table()["difference"].item() < 0
    ((percent, _),) = markers(draw_comparison(compared).axes[0])[0]
    assert percent == pytest.approx(-100, abs=3)


def test_a_result_beside_itself_lies_on_the_line(comparisons):
    forest, course = comparisons["itself"].axes
    assert (markers(forest)[0][:, 0] == 0).all()
    assert (np.ravel(bars(forest)) == 0).all()
    assert (course.lines[0].get_ydata() == 0).all()


def test_what_has_no_percentage_is_told_plainly(comparisons):
    forest = comparisons["nothing to show"].axes[0]
    texts = [text.get_text() for text in forest.texts]
    assert texts == ["0 in the reference", "0 in the reference", "no pair has a value"]


def test_the_course_is_the_mean_daily_difference_with_its_interval(changed, draw_comparison):
    other = changed("b", losses_ru=1.5)
    compared = comparison([changed("a"), other], ["alarms"], 11, 60)
    course = draw_comparison(compared, "losses_ru").axes[1]
    expected = compared.daily_difference(other, "losses_ru").mean(axis=1)
    assert course.lines[0].get_xdata().tolist() == list(range(11, 61))
    assert course.lines[0].get_ydata() == pytest.approx(expected.to_numpy())
    assert any(isinstance(each, FillBetweenPolyCollection) for each in course.collections)
    assert course.get_ylabel() == "soldiers/day"


def test_one_pair_has_neither_bars_nor_shading(comparisons):
    forest, course = comparisons["one pair"].axes
    assert not bars(forest)
    assert not course.collections
    caption = comparisons["one pair"].texts[-1].get_text().replace("\n", " ")
    assert "one pair of replicates, so there are no intervals" in caption


def test_results_can_be_told_apart_in_grey():
    for one, other in itertools.combinations(LOOKS, 2):
        assert not any(a == b for a, b in zip(one, other, strict=True))


def test_results_of_one_name_are_told_apart_by_their_folders(changed, draw_comparison):
    figure = draw_comparison(
        comparison([changed("a/run"), changed("b/run"), changed("c/run")], ["alarms"])
    )
    labels = [text.get_text()[-5:] for text in figure.axes[0].get_legend().get_texts()]
    assert labels == ["b/run", "c/run"]


def test_a_folder_may_have_any_name(changed, draw_comparison):
    names = ["reference", "_hidden", "$x_$", "a^b_{"]
    figure = draw_comparison(comparison([changed(name) for name in names], ["alarms"]))
    labels = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert labels == ["./_hidden", r"\$x_\$", "a^b_{"]


def test_more_results_than_can_be_told_apart_are_refused(changed, draw_comparison):
    compared = comparison([changed(name) for name in "abcdef"], ["alarms"])
    with pytest.raises(QuestionError, match="tell 4 compared results apart, not 5"):
        draw_comparison(compared)


def test_the_same_results_give_the_same_bytes(changed, tmp_path):
    compared = comparison([changed("a"), changed("b", losses_ru=1.5)])
    first, second = (write(compared, tmp_path / name, "losses_ru") for name in ("one", "two"))
    assert [path.name for path in first] == ["comparison.csv", "comparison.png"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
