"""Single values: which spellings load, as what, and that writing is the inverse of reading."""

from __future__ import annotations

import datetime as dt
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import load
from sim.config.scalars import SpellingError, read_scalar, write_value

SPELLINGS = [
    ("5e6", 5e6),
    ("1e6", 1e6),
    ("1E6", 1e6),
    ("1.0e6", 1e6),
    ("1e+6", 1e6),
    ("1e-3", 1e-3),
    ("1_000_000", 1_000_000),
    ("1_000.5", 1000.5),
    ("0.5", 0.5),
    (".5", 0.5),
    ("5.", 5.0),
    ("+7", 7),
    ("-7.25", -7.25),
    ("0", 0),
    ("-0.0", -0.0),
    ("0e5", 0.0),
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("2025-10-15", dt.date(2025, 10, 15)),
    ("apart", "apart"),
    ("yes", "yes"),
    ("off", "off"),
    ("1 000", "1 000"),
    ("1__0", "1__0"),
    ("_1", "_1"),
    ("1e", "1e"),
    ("e5", "e5"),
    ("1e5.0", "1e5.0"),
    ("=", "="),
]


@pytest.mark.parametrize(("text", "value"), SPELLINGS)
def test_plain_spellings(text, value):
    found = read_scalar(text, plain=True)
    assert repr(found) == repr(value)  # tells 1 from 1.0 and true, and 0.0 from -0.0


@pytest.mark.parametrize("text", [text for text, _ in SPELLINGS if text != "2025-10-15"])
def test_quoted_text_stays_text(text):
    assert read_scalar(text, plain=False) == text


def test_a_date_is_a_date_with_quotes_too():
    assert read_scalar("2025-10-15", plain=False) == dt.date(2025, 10, 15)


@pytest.mark.parametrize(
    ("parameter", "written", "value"),
    [
        ("ukraine.output_target_per_year", "5e6", 5e6),
        ("ukraine.output_target_per_year", "1_000_000", 1e6),
        ("ukraine.sanctions_share", "0.5", 0.5),
        ("ukraine.sanctions_share", "1", 1.0),
        ("race.copying_error", "1e-3", 1e-3),
        ("ukraine.units.strength", "500_000", 500_000),
        ("outputs.figures", "false", False),
        ("race.start", "apart", "apart"),
        ("run.start", "2024-02-29", dt.date(2024, 2, 29)),
        ("run.start", '"2024-02-29"', dt.date(2024, 2, 29)),
        ("targets.neutralised_share", "[0, 1e0]", (0.0, 1.0)),
    ],
)
def test_numbers_as_people_write_them(write, parameter, written, value):
    *groups, last = parameter.split(".")
    lines = [f"{'  ' * depth}{group}:" for depth, group in enumerate(groups)]
    lines.append(f"{'  ' * len(groups)}{last}: {written}")
    get = operator.attrgetter(parameter)
    for config in (load(write("\n".join(lines))), load("baseline", [f"{parameter}={written}"])):
        assert get(config) == value
        assert type(get(config)) is type(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_as_written(value):
    found = read_scalar(write_value(value), plain=True)
    assert float(found).hex() == value.hex()


@given(st.one_of(st.integers(), st.booleans(), st.dates()))
def test_every_other_value_is_read_as_written(value):
    assert read_scalar(write_value(value), plain=True) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5e6, "5e6"),
        (2.05e6, "2.05e6"),
        (1e13, "1e13"),
        (603550.0, "603550"),
        (1200.0, "1200"),
        (0.15, "0.15"),
        (0.0, "0"),
        (-0.0, "-0.0"),
        (1e-4, "0.0001"),
        (2.5e-7, "2.5e-7"),
        (-498.0, "-498"),
        (10_000_000, "10000000"),
        ((0.77, 1e6), "[0.77, 1e6]"),
        ("apart", "apart"),
        ("null", '"null"'),
        ("1:30", '"1:30"'),
    ],
)
def test_values_are_written_as_people_read_them(value, written):
    assert write_value(value) == written


@given(st.text(alphabet="0123456789_.,:+-eExXob naif", max_size=12))
def test_what_reads_as_a_number_means_the_same_to_python(text):
    try:
        value = read_scalar(text, plain=True)
    except SpellingError:
        return
    if isinstance(value, int | float):
        assert value == float(text.replace("_", ""))
