"""Figures of what moves a response show the numbers of the tables, and what was left out."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.analysis.sensitivity.answer import Gate, Movers
from sim.experiment.design.factors import LOG, Range
from sim.view.figures import elementary_effects, factor_curves, index_bars, index_convergence
from sim.view.figures.pages import house_style
from sim.war.columns import Column

ZONE = Column("zone", "km", "Depth.")


@pytest.fixture(autouse=True)
def style():
    with house_style():
        yield


def answer(factors=3, passed=True):
    names = [f"f.{each}" for each in range(factors)] + ["(dummy)", "(luck)"]
    random = np.random.default_rng(1)
    columns = ("first", "first_half_width", "total", "total_half_width")
    numbers = {name: random.random(len(names)) / 10 for name in columns}
    table = pd.DataFrame({"factor": names, **numbers, "moves": "yes"})
    gate = Gate("half_width", 0.06, 0.05, passed, "the widest interval is +-0.06")
    convergence = pd.concat(
        pd.DataFrame({"n": n, "factor": names[:-2], "value": n / 100, "half_width": 1 / n})
        for n in (16, 32)
    )
    return Movers(table, convergence, [gate])


def effects():
    names = ["a.x", "a.y", "(dummy)", "(luck)"]
    table = pd.DataFrame(
        {
            "factor": names,
            "mu": [1.0, -3.0, 0.0, np.nan],
            "mu_star": [1.5, 3.0, 0.0, 0.7],
            "mu_star_half_width": [0.1, 0.2, 0.0, np.nan],
            "sigma": [0.5, 0.0, 0.0, np.nan],
            "moves": ["yes", "yes", "no", "yes"],
        }
    )
    convergence = pd.DataFrame({"n": [4, 8], "factor": "a.y", "value": 3.0, "half_width": 0.2})
    return Movers(table, convergence, [])


def test_bars_are_as_long_as_the_indices_and_in_their_order():
    found = answer()
    figure = index_bars.draw(found, "zone", 3)
    (axes,) = figure.axes
    rows = found.indices.iloc[:3].sort_values("total", ascending=False)
    rows = pd.concat([rows, found.indices.iloc[3:]])
    widths = [[bar.get_width() for bar in bars] for bars in axes.containers if len(bars) == 5]
    assert widths[0] == pytest.approx(list(rows["first"]))
    assert widths[1] == pytest.approx(list(rows["total"]))
    labels = [label.get_text().replace("\n", "") for label in axes.get_yticklabels()]
    assert labels == [*rows["factor"][:3], "a factor that does nothing", "luck (of all runs)"]


def test_what_is_left_out_or_not_trusted_is_in_the_caption():
    figure = index_bars.draw(answer(factors=30, passed=False), "zone", 3)
    assert "10 smaller ones are left out" in figure.caption
    assert "NOT TRUSTED: fails half_width" in figure.caption
    assert "TRUSTED" not in index_bars.draw(answer(), "zone", 3).caption


def test_effects_lie_at_their_size_and_spread():
    sizes, plane = elementary_effects.draw(effects(), ZONE).axes
    (dots,) = (line for line in plane.lines if line.get_marker() == "o")
    assert dots.get_xydata() == pytest.approx(np.array([[3.0, 0.0], [1.5, 0.5]]))
    assert [text.get_text() for text in plane.texts] == ["y", "x"]
    labels = [label.get_text() for label in sizes.get_yticklabels()]
    assert labels[:2] == ["a.y", "a.x"]
    assert sizes.get_xlabel() == "mu* (km)"


def test_no_name_of_a_dot_lies_on_another():
    close = pd.DataFrame({"mu_star": np.linspace(3.9, 4.1, 7), "sigma": [3.2] * 7})
    named = effects()
    table = close.assign(
        factor=[f"group_{each}" for each in range(7)], mu=0.0, mu_star_half_width=0.1, moves="yes"
    )
    _, plane = elementary_effects.draw(replace(named, indices=table), ZONE).axes
    plane.figure.draw_without_rendering()
    boxes = [each.get_window_extent() for each in plane.texts]
    assert 2 <= len(boxes) < 7
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_convergence_ends_where_the_answer_is():
    figure = index_convergence.draw(answer(), ZONE, "points")
    (axes,) = figure.axes
    ends = [bars.lines[0].get_ydata()[-1] for bars in axes.containers]
    assert ends == pytest.approx([0.32] * 3)
    assert axes.get_ylabel() == "total order"
    (of_effects,) = index_convergence.draw(effects(), ZONE, "trajectories").axes
    assert of_effects.get_ylabel() == "mu* (km)"
    assert of_effects.get_xlabel() == "trajectories"


def test_curves_are_means_over_replicates_and_ticks_are_levels():
    factor = Range("a.x", ("race.obsolescence_days",), 10.0, 1000.0, LOG)
    curves = pd.DataFrame(
        [
            {"factor": "a.x", "share": share, "replicate": replicate, "value": share + replicate}
            for share in (0.0, 0.5, 1.0)
            for replicate in range(3)
        ]
    )
    (axes,) = factor_curves.draw(curves, {"a.x": factor}, ZONE).axes
    (line,) = axes.lines
    assert line.get_ydata() == pytest.approx([1.0, 1.5, 2.0])
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["10", "100", "1,000"]
