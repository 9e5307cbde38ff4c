"""The picture of the outcomes that there are."""

import numpy as np
import pandas as pd
import pytest

from sim.experiment.results.exploration import Exploration
from sim.view.figures import pages, pattern_space


@pytest.fixture
def found():
    outcomes = np.array([[0.5, 10.0], [0.7, 12.0], [2.5, 39.0], [-0.5, 11.0], [np.nan, 1.0]])
    points = list("abcde")
    runs = pd.DataFrame(
        {
            "point": np.repeat(points, 2),
            "speed": np.repeat(np.arange(5.0), 2),
            "zone": np.repeat(outcomes[:, 0], 2) + np.tile([0.0, 0.0], 5),
            "losses": np.repeat(outcomes[:, 1], 2),
        }
    )
    runs.loc[[0, 1], "zone"] = [-3.0, 4.0]  # the median is in the cell, the runs are not
    return Exploration(
        ("zone", "losses"),
        ("km", ""),
        np.array([1.0, 10.0]),
        outcomes,
        np.array([0, 0, 1, 1, 1]),
        runs,
        points,
        ["speed"],
    )


def test_a_row_a_cell_has_the_example_whose_runs_lie_there(found):
    rows = found.patterns.set_index(["zone_from", "losses_from"])
    assert len(rows) == 3
    first = rows.loc[(0.0, 10.0)]
    assert (first["points"], first["point"], first["steady"]) == (2, "b", 1.0)
    assert (first["speed"], first["zone"], first["losses"]) == (1.0, 0.7, 12.0)
    assert rows["generation"].tolist() == [0, 1, 1]
    assert found.generation_table.to_dict("list") == {
        "generation": [0, 1],
        "points": [2, 3],
        "new": [1, 2],
        "found": [1, 3],
    }
    assert found.words[0].startswith("3 patterns, in cells of 1 km of zone by 10 of losses, from 5")


@pytest.mark.parametrize("on", [pages.SCREEN, pages.ONE_COLUMN])
def test_cells_are_coloured_by_the_generation_that_first_came_there(found, on, tmp_path):
    with pages.house_style(on):
        figure = pattern_space.draw(found)
        figure.savefig(tmp_path / "figure.png")
    space, course = figure.axes[:2]
    (mesh, dots) = space.collections
    colours = mesh.get_array().reshape(3, 4)  # rows of losses, columns of zone
    assert np.ma.is_masked(colours)
    assert colours.count() == 3
    assert (colours[0, 0], colours[0, 1], colours[2, 3]) == (1, 0, 1)
    assert len(dots.get_offsets()) == 5
    assert course.lines[0].get_ydata().tolist() == [1, 3]
