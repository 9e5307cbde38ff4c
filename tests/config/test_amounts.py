"""What numbers and dates people mean by what they write."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.reading.amounts import dates, numbers

NUMBERS = [
    ("$450", "USD", 450),
    ("450 USD", "USD", 450),
    ("$2.7bn", "USD", 2.7e9),
    ("2.72 billion a year", "USD/year", 2.72e9),
    ("5m", "drones/year", 5e6),
    ("5 million", "drones/year", 5e6),
    ("416,667 a month", "drones/year", 416_667 * 365 / 30),
    ("2 km/h", "km/day", 48),
    ("745 mi", "km", 1198.96128),
    ("60 days", "days", 60),
    ("two months", "days", 60),
    ("a week", "days", 7),
    ("2 years", "days", 730),
    ("48 hours", "days", 2),
    ("forty-five", "days", 45),
    ("two hundred thousand", "drones", 200_000),
    ("20000 m", "km", 20),
    ("2 km", "m", 2000),
    ("20 km", "km", 20),
    ("93%", "1", 0.93),
    ("93 per cent", "1", 0.93),
    ("7,5", "breadths", 7.5),
    ("0,125", "1", 0.125),
    ("0.125", "1", 0.125),
    ("1,000,000", "USD", 1_000_000),
    ("1.000.000", "USD", 1_000_000),
    ("1.000.000,5", "USD", 1_000_000.5),
    ("1'000", "USD", 1000),
    ("1 000", "USD", 1000),
    ("1,000", "USD", 1000),
    ("0777", "1", 777),
    ("0x1F", "1", 31),
    ("-3", "1", -3),
    ("1e6", "USD", 1_000_000),
]


@pytest.mark.parametrize(("text", "unit", "expected"), NUMBERS)
def test_the_likeliest_number_of_a_text(text, unit, expected):
    assert float(numbers(text, unit)[0]) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("text", ["", "many", "true", ".nan", "1:30", "2026-02-01", "?"])
def test_texts_that_hold_no_number(text):
    assert numbers(text, "days") == []


def test_a_comma_may_part_thousands_or_decimals():
    assert numbers("1,000", "breadths") == [1000, 1]


@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**12))
def test_a_plain_number_is_itself(number):
    assert numbers(str(abs(number)), "1") == [abs(number)]


@given(number=st.integers(0, 10**15))
def test_thousands_may_be_parted(number):
    assert numbers(f"{number:,}", "USD")[0] == Decimal(number)


DATES = [
    ("Feb 1, 2026", ["2026-02-01"]),
    ("February 1st 2026", ["2026-02-01"]),
    ("1 February 2026", ["2026-02-01"]),
    ("01/02/2026", ["2026-02-01", "2026-01-02"]),
    ("31/12/2026", ["2026-12-31"]),
    ("12/31/2026", ["2026-12-31"]),
    ("1.2.2026", ["2026-02-01", "2026-01-02"]),
    ("31.12.26", ["2026-12-31"]),
    ("2026/02/01", ["2026-02-01"]),
    ("20260201", ["2026-02-01"]),
    ("2026-2-1", ["2026-02-01"]),
    ("2026-02", ["2026-02-01"]),
    ("Feb 2026", ["2026-02-01"]),
    ("2024-02-30", ["2024-02-29"]),
    ("2026-02-01T12:30:00", ["2026-02-01"]),
    ("tomorrow", []),
    ("12:30:45", []),
    ("60", []),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_the_dates_of_a_text(text, expected):
    assert list(map(str, dates(text))) == expected


@given(day=st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)))
def test_a_date_in_order_of_size_is_itself(day):
    assert dates(day.isoformat()) == [day]
    assert day in dates(f"{day.day}/{day.month}/{day.year}")


@given(text=st.text())
def test_no_text_is_too_strange(text):
    numbers(text, "days")
    dates(text)
