"""Where a line is, and how far from it another might be."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, t

from sim.analysis.exchange import surface
from sim.analysis.exchange.iso_line import IsoLine, critical_value
from tests.analysis.exchange.known import Luck, Product, grid, places_on, runs

pytest.importorskip("sklearn")


@pytest.fixture(scope="module")
def sure():
    """A surface that is known nearly without an error."""
    points = grid(9, 9)
    return surface.fit(points, runs(Product, points, Luck(4, 0.001, 0.0), np.random.default_rng(1)))


@pytest.fixture(scope="module")
def unsure():
    points = grid(6, 5)
    return surface.fit(points, runs(Product, points, Luck(6, 0.3, 0.1), np.random.default_rng(2)))


def test_a_line_is_where_the_response_has_its_level(sure):
    line = IsoLine(sure, 30.0)
    [part] = line.parts
    assert Product.value(*part.T) == pytest.approx(30, rel=0.01)
    for share in (0.3, 0.6):
        [crossing] = line.crossings(share)
        assert crossing.share == pytest.approx(Product.line(share, 30.0), abs=2e-3)


def test_a_level_that_is_not_reached_has_no_line(sure):
    line = IsoLine(sure, 200.0)
    assert line.parts == []
    assert line.crossings(0.5) == []


def test_the_band_holds_the_line_and_ends_where_the_departure_is_critical(unsure):
    line = IsoLine(unsure, 30.0)
    [crossing] = line.crossings(0.5)
    assert crossing.low < crossing.share < crossing.high
    ends = unsure.at(np.array([[0.5, crossing.low], [0.5, crossing.high]]))
    assert np.abs(line.departures(ends)) == pytest.approx([line.critical] * 2, rel=0.02)


def test_a_band_that_goes_on_beyond_what_was_run_has_no_end_there(unsure):
    [crossing] = IsoLine(unsure, 98.0).crossings(1.0)
    assert crossing.low < crossing.share
    assert math.isnan(crossing.high)


def test_a_band_has_no_width_at_its_reference_and_little_beside_it(unsure):
    reference = np.array([0.5, 0.4])
    line = IsoLine.through(unsure, reference)
    [here], [beside], [far] = (line.crossings(share) for share in (0.5, 0.51, 0.9))
    assert here == (0.4, 0.4, 0.4)
    assert line.departures(unsure.at(reference[np.newaxis])) == pytest.approx([0], abs=1e-3)
    assert beside.high - beside.low < 0.1 * (far.high - far.low)


def test_a_line_through_a_reference_is_known_better_than_one_at_its_level():
    """Common random numbers cancel in the difference between two places."""
    points = grid(6, 5)
    lucky = runs(Product, points, Luck(6, shared=0.2, own=0.02), np.random.default_rng(3))
    found = surface.fit(points, lucky)
    through = IsoLine.through(found, np.array([0.5, 0.4]))
    at = IsoLine(found, through.level)
    [one], [other] = through.crossings(0.6), at.crossings(0.6)
    assert one.share == pytest.approx(other.share)
    assert one.high - one.low < 0.2 * (other.high - other.low)


def test_the_way_of_errors_is_that_of_the_known_line(unsure):
    """It hardly depends on how finely the line is traced."""
    line = IsoLine(unsure, 30.0)
    fine = line._way(places_on(Product, 30.0, 400))
    assert fine == pytest.approx(sum(map(line._way, line.parts)), rel=0.15)


@given(st.integers(1, 50))
def test_without_a_way_the_critical_value_is_students(freedom):
    assert critical_value(0.0, 1, freedom) == pytest.approx(t.isf(0.025, freedom))


@given(st.floats(0, 5), st.floats(0.1, 5), st.integers(2, 30))
def test_longer_ways_and_fewer_replicates_take_more(way, more, freedom):
    assert critical_value(way + more, 1, freedom) > critical_value(way, 1, freedom)
    assert critical_value(way, 2, freedom) > critical_value(way, 1, freedom)
    assert critical_value(way, 1, freedom) > critical_value(way, 1, freedom + 1)


def test_many_replicates_give_rices_formula():
    """The normal process: 2 (1 - Phi(u)) + way / pi exp(-u^2 / 2) = 5%."""
    found = critical_value(3.0, 1, 10**6)
    expected = 2 * norm.sf(found) + 3 / math.pi * math.exp(-(found**2) / 2)
    assert expected == pytest.approx(0.05, rel=1e-4)


def test_two_replicates_tell_nothing_of_a_long_way():
    assert math.isinf(critical_value(3.0, 1, 1))


@pytest.mark.parametrize(("replicates", "way"), [(4, 1.0), (6, 2.0), (12, 2.0)])
def test_a_student_process_exceeds_its_critical_value_in_a_case_of_twenty(replicates, way):
    """Of X cos s + Y sin s, whose way is that of s, over 20,000 samples: 0.05 +- 4 errors."""
    random = np.random.default_rng(6)
    s = np.linspace(0, way, 100)
    fields = random.normal(size=(20_000, replicates, 2)) @ np.stack([np.cos(s), np.sin(s)])
    errors = fields.std(axis=1, ddof=1) / math.sqrt(replicates)
    largest = np.abs(fields.mean(axis=1) / errors).max(axis=1)
    exceeds = (largest > critical_value(way, 1, replicates - 1)).mean()
    assert exceeds == pytest.approx(0.05, abs=4 * math.sqrt(0.05 * 0.95 / 20_000))
