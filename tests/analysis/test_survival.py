import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.survival import durations, obsolescence

LAST_DAY = 100


def designs(rows, side="ua", role="fpv"):
    """A table of designs: (replicate, released, replaced, obsolete) each."""
    table = pd.DataFrame(rows, columns=["replicate", "released", "replaced", "obsolete"])
    return table.assign(side=side, role=role)


def lasting(days, *, censored=(), replicate=0):
    """Designs that become obsolete after `days`, and others replaced after `censored`."""
    rows = [(replicate, 0, -1, each) for each in days]
    return designs(rows + [(replicate, 0, each, -1) for each in censored])


@pytest.mark.parametrize(
    ("replaced", "obsolete", "days", "event"),
    [
        (-1, -1, 90, False),  # neither: followed until the run ends
        (-1, 40, 30, True),
        (60, -1, 50, False),
        (60, 40, 30, True),
        (40, 40, 30, True),  # on the day it is replaced it is still in service
        (40, 60, 30, False),  # obsolete on the shelf, after its maker has left it
    ],
)
def test_what_counts_as_obsolete(replaced, obsolete, days, event):
    row = durations(designs([(0, 10, replaced, obsolete)]), LAST_DAY).iloc[0]
    assert (row["days"], row["event"]) == (days, event)


def test_without_censoring_it_is_the_median():
    assert obsolescence(lasting([10, 20, 30, 40, 50]), "ua", LAST_DAY).median == 30


@pytest.mark.parametrize("half", range(1, 50))
def test_a_curve_that_touches_one_half_has_reached_it(half):
    """Half of the products of these shares come out a rounding error above one half."""
    days = range(1, 2 * half + 1)
    table = pd.concat([lasting(days, replicate=each) for each in range(2)])
    assert obsolescence(lasting(days), "ua", LAST_DAY).median == half
    assert obsolescence(table, "ua", LAST_DAY)[:3] == (half, half, half)


def test_by_hand_with_censoring():
    # At risk 6, 4, 3 at the events: 5/6, 5/6 * 3/4 = 5/8, 5/8 * 2/3 = 5/12.
    survival = obsolescence(lasting([10, 25, 40], censored=[15, 50, 60]), "ua", LAST_DAY)
    assert survival.median == 40
    assert (survival.events, survival.censored) == (3, 3)


def test_a_curve_above_one_half_is_not_reached():
    # 3/4, and nothing after it.
    assert obsolescence(lasting([10], censored=[50, 60, 70]), "ua", LAST_DAY).median == math.inf


def test_without_designs_there_is_no_median():
    survival = obsolescence(lasting([10, 20]), "ru", LAST_DAY)
    assert math.isnan(survival.median)
    assert (survival.events, survival.censored) == (0, 0)


def test_only_front_line_designs_of_the_side_count():
    table = pd.concat(
        [
            lasting([10, 20, 30]),
            lasting([1, 1, 1]).assign(role="strike"),
            lasting([1, 1, 1]).assign(side="ru"),
        ]
    )
    assert obsolescence(table, "ua", LAST_DAY).median == 20


def kaplan_meier(days, events):
    """The median in exact arithmetic, straight from the definition."""
    curve = Fraction(1)
    for day in sorted(set(days)):
        at_risk = sum(each >= day for each in days)
        died = sum(each == day and event for each, event in zip(days, events, strict=True))
        curve *= 1 - Fraction(died, at_risk)
        if curve <= Fraction(1, 2):
            return day
    return math.inf


watched = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=60)


@given(watched)
def test_it_is_the_definition_in_exact_arithmetic(pairs):
    days, events = zip(*pairs, strict=True)
    table = lasting(
        [day for day, event in pairs if event], censored=[day for day, event in pairs if not event]
    )
    assert obsolescence(table, "ua", LAST_DAY).median == kaplan_meier(days, events)


@settings(max_examples=30)
@given(watched)
def test_replicates_all_alike_leave_no_interval(pairs):
    """Every resample is the sample: the bootstrap's estimator is the other one's equal."""
    events = [day for day, event in pairs if event]
    censored = [day for day, event in pairs if not event]
    table = pd.concat([lasting(events, censored=censored, replicate=each) for each in range(3)])
    survival = obsolescence(table, "ua", LAST_DAY)
    assert survival.low == survival.median == survival.high


def test_one_replicate_has_no_interval():
    survival = obsolescence(lasting([10, 20, 30]), "ua", LAST_DAY)
    assert survival.median == 20
    assert math.isnan(survival.low)
    assert math.isnan(survival.high)


def test_whole_replicates_are_resampled():
    """Of two replicates a resample is one twice (a quarter each) or both."""
    table = pd.concat([lasting([10] * 50, replicate=0), lasting([50] * 50, replicate=1)])
    survival = obsolescence(table, "ua", LAST_DAY)
    assert (survival.median, survival.low, survival.high) == (10, 10, 50)


def test_an_end_can_be_not_reached():
    table = pd.concat([lasting([10] * 9, replicate=0), lasting([], censored=[50] * 9, replicate=1)])
    assert obsolescence(table, "ua", LAST_DAY).high == math.inf


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(1)
    truth = 60 * math.log(2)
    covered = 0
    for _ in range(25):
        # Days in tenths, so that rounding to whole days does not hide the truth.
        days = rng.exponential(600, size=(12, 30)).round().astype(int) + 1
        table = lasting(days.ravel()).assign(replicate=np.repeat(range(12), 30))
        survival = obsolescence(table, "ua", 100_000)
        covered += survival.low <= 10 * truth <= survival.high
    assert 20 <= covered <= 25


def test_the_same_tables_give_the_same_interval():
    table = pd.concat([lasting([10, 20, 30 + each], replicate=each) for each in range(5)])
    assert obsolescence(table, "ua", LAST_DAY) == obsolescence(table, "ua", LAST_DAY)
