"""The figure of iso-lines shows the lines, their bands and the rate, and can be read."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.analysis.axis import Axis
from sim.analysis.exchange import surface
from sim.analysis.exchange.answer import Exchange, Place
from sim.view.figures import iso_lines, pages
from sim.view.figures.pages import house_style
from tests.analysis.exchange.known import Luck, Product, grid, runs

pytest.importorskip("sklearn")

AXES = (
    Axis("race.obsolescence_days", "days", 20.0, 180.0, True),
    Axis("ukraine.output_target_per_year", "drones/year", 2.5e6, 2e7, False),
)
REFERENCE = Place(60.0, 5e6, True)


def exchange(function=Product, axes=AXES, averaged=(), **luck):
    points = grid(6, 5)
    luck = Luck(**{"replicates": 6, "shared": 0.1, "own": 0.05} | luck)
    known = surface.fit(points, runs(function, points, luck, np.random.default_rng(1)))
    firsts = axes[0].levels(np.linspace(0, 1, 5))
    return Exchange("zone_ua", "km", axes, known, REFERENCE, firsts, averaged)


@pytest.fixture(scope="module")
def known():
    return exchange(averaged=("russia.fpv.feedback_days",))


def drawn(found, page=pages.SCREEN):
    with house_style(page):
        figure = iso_lines.draw(found)
        FigureCanvasAgg(figure).draw()
    return figure


def thick(axes):
    return [line for line in axes.lines if line.get_linewidth() == iso_lines.OWN_PT]


@pytest.fixture(scope="module")
def figure(known):
    return drawn(known)


def test_the_first_line_is_where_the_table_says(known, figure):
    [line] = thick(figure.axes[0])
    first, second = line.get_data()
    table = known.table[known.table["line"] == "reference"]
    order = np.argsort(first)
    own = np.interp(table[AXES[0].name], first[order], second[order])
    assert own == pytest.approx(table[AXES[1].name], rel=0.02)


def test_the_rate_is_that_of_the_table_for_a_step(known, figure):
    [line] = thick(figure.axes[1])
    days, rates = line.get_data()
    at_reference = np.interp(60, days, rates)
    assert 1e6 * at_reference == pytest.approx(known.at_reference["rate"], rel=0.02)
    assert "million drones/year" in figure.axes[1].get_ylabel()
    assert "1 day of obsolescence_days" in figure.axes[1].get_title(loc="left")


def test_axes_have_the_scale_of_their_factor_their_unit_and_ends(figure):
    lines, rates = figure.axes
    assert (lines.get_xscale(), lines.get_yscale(), rates.get_xscale()) == ("log", "linear", "log")
    assert lines.get_xlabel() == "race.obsolescence_days (days)"
    assert lines.get_ylabel() == "ukraine.output_target_per_year\n(million drones/year)"
    assert (*lines.get_xlim(), *lines.get_ylim()) == (20, 180, 2.5e6, 2e7)
    assert rates.get_xlim() == (20, 180)


def test_the_caption_says_what_is_shown_and_what_was_averaged(figure):
    assert "95% bands of whole lines" in figure.caption
    assert "over 6 replicates" in figure.caption
    assert "circle: the base" in figure.caption
    assert "Averaged over the design: russia.fpv.feedback_days." in figure.caption


@pytest.mark.parametrize("page", [pages.SCREEN, pages.TWO_COLUMNS, pages.ONE_COLUMN])
def test_no_text_is_cut_off(known, page):
    figure = drawn(known, page)
    box, whole = figure.get_tightbbox(), figure.bbox_inches
    assert box.x0 >= whole.x0
    assert box.x1 <= whole.x1
    assert box.y0 >= whole.y0
    assert box.y1 <= whole.y1


class Idle:
    """The second factor does nothing."""

    @staticmethod
    def value(a, b):
        return 3 * a + 0 * b


def test_a_factor_that_does_nothing_is_named_in_place_of_a_rate():
    figure = drawn(exchange(Idle, own=0.1))
    assert not figure.axes[1].axison
    [text] = [each.get_text() for each in figure.axes[1].texts]
    assert text == "ukraine.output_target_per_year: no effect\nthat is told from nothing"


class Hill:
    """A hill: its lines are closed, and pass a level twice."""

    @staticmethod
    def value(a, b):
        return 10 * np.exp(-8 * ((a - 0.5) ** 2 + (b - 0.5) ** 2))


def test_where_a_line_passes_a_level_twice_rates_are_points():
    figure = drawn(exchange(Hill, own=0.01))
    assert not thick(figure.axes[1])
    assert figure.axes[1].containers


def test_two_replicates_whose_band_is_everywhere_can_be_drawn():
    assert drawn(exchange(replicates=2)).axes[0].collections
