import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.survival import durations, median_days

LAST_DAY = 100


def designs(rows, side="ua", role="fpv"):
    """A table of designs: (released, replaced, obsolete) each."""
    table = pd.DataFrame(rows, columns=["released", "replaced", "obsolete"])
    return table.assign(side=side, role=role)


def lasting(days, *, censored=()):
    """Designs that become obsolete after `days`, and others replaced after `censored`."""
    rows = [(0, -1, each) for each in days]
    return designs(rows + [(0, each, -1) for each in censored])


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
    row = durations(designs([(10, replaced, obsolete)]), LAST_DAY).iloc[0]
    assert (row["days"], row["event"]) == (days, event)


def test_designs_of_the_spin_up_are_left_out():
    before = designs([(-300, 0, -1), (-20, -1, 0), (-1, -1, 90)])
    assert math.isnan(median_days(before, "ua", LAST_DAY))
    assert median_days(pd.concat([before, lasting([10, 20, 30])]), "ua", LAST_DAY) == 20


def test_without_censoring_it_is_the_median():
    assert median_days(lasting([10, 20, 30, 40, 50]), "ua", LAST_DAY) == 30


@pytest.mark.parametrize("half", range(1, 50))
def test_a_curve_that_touches_one_half_has_reached_it(half):
    """Half of the products of these shares come out a rounding error above one half."""
    days = range(1, 2 * half + 1)
    assert median_days(lasting(days), "ua", LAST_DAY) == half


def test_by_hand_with_censoring():
    # At risk 6, 4, 3 at the events: 5/6, 5/6 * 3/4 = 5/8, 5/8 * 2/3 = 5/12.
    assert median_days(lasting([10, 25, 40], censored=[15, 50, 60]), "ua", LAST_DAY) == 40


def test_a_curve_above_one_half_is_not_reached():
    # 3/4, and nothing after it.
    assert median_days(lasting([10], censored=[50, 60, 70]), "ua", LAST_DAY) == math.inf


def test_without_designs_there_is_no_median():
    assert math.isnan(median_days(lasting([10, 20]), "ru", LAST_DAY))


def test_only_front_line_designs_of_the_side_count():
    table = pd.concat(
        [
            lasting([10, 20, 30]),
            lasting([1, 1, 1]).assign(role="strike"),
            lasting([1, 1, 1]).assign(side="ru"),
        ]
    )
    assert median_days(table, "ua", LAST_DAY) == 20


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
    assert median_days(table, "ua", LAST_DAY) == kaplan_meier(days, events)
