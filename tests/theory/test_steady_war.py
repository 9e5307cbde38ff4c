"""A run begins in the steady war of its configuration: at the anchor, and without a trend."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from benchmarks.reference_hits import width_km
from sim.war import spin_up
from sim.war.model import Simulation
from sim.war.record import Recorder
from tests.settings import longer, shipped

DAYS = 360
WIDTHS, WARS = longer(100, 5), longer(60, 4)


@pytest.mark.long
def test_the_baseline_is_as_wide_as_its_anchor_on_day_0():
    """Within 0.5 km with 100 replicates: twice the standard error of their mean, 0.23 km."""
    widths = [width_km(replicate) for replicate in range(WIDTHS)]
    print(f"width on day 0: {np.mean(widths):.2f} km, sd {np.std(widths, ddof=1):.2f} km")
    assert np.mean(widths) == pytest.approx(20, abs=0.5 * math.sqrt(100 / WIDTHS))


def widths_of(config, replicate):
    """Return the width of the kill zone on all days but day 0."""
    model = Simulation(config, replicate)
    recorder = Recorder(model)
    model.run()
    return recorder.tables()["daily"]["kill_zone_km"][1:]


def slope(widths):
    """Return the trend of a stretch of days, in km a month."""
    return 30 * np.polyfit(np.arange(widths.size), widths, 1)[0]


def within_two_errors(values):
    """Tell whether a mean may be 0: by Student's 95%, which is two errors of many values."""
    mean, error = np.mean(values), np.std(values, ddof=1) / math.sqrt(len(values))
    print(f"{mean:+.3f} km a month, standard error {error:.3f}")
    return abs(mean) < stats.t.ppf(0.975, len(values) - 1) * error


@pytest.mark.long
def test_no_half_of_a_year_settles_more_than_the_other():
    """Without longer reach and breakthroughs; what producers learn and build goes on."""
    config = shipped({"race.reach_gain": 0.0, "race.breakthroughs_per_year": 0.0, "run.days": DAYS})
    halves = [np.split(widths_of(config, replicate), 2) for replicate in range(WARS)]
    assert within_two_errors([slope(second) - slope(first) for first, second in halves])


@pytest.mark.long
def test_a_war_without_a_direction_has_no_trend():
    config = spin_up.steady(shipped({"run.days": DAYS}))
    assert within_two_errors([slope(widths_of(config, each)) for each in range(WARS)])
