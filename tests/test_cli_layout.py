"""Tables of the command at any width: no number is cut, and every word is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from sim.cli.layout import Sheet

words = st.text(alphabet="abcdefgh._ ", min_size=1, max_size=60).map(str.strip).filter(bool)
numbers = st.floats(-1e9, 1e9).map("{:,.2f}".format)
rows = st.lists(st.tuples(words, words, numbers, numbers, words), min_size=1, max_size=6)


def printed(sheet, width):
    console = Console(width=width, markup=False, highlight=False)
    with console.capture() as told:
        sheet.print(console)
    return told.get()


def sheet_of(rows):
    sheet = Sheet(
        "a title", ("response", "unit"), ("mean", "standard_deviation"), ("for comparison",)
    )
    for row in rows:
        sheet.add(*row)
    return sheet


@given(rows, st.integers(40, 220))
def test_numbers_are_whole_and_lines_no_longer_than_the_console_is_wide(rows, width):
    told = printed(sheet_of(rows), width)
    assert max(map(len, told.splitlines())) <= width
    for _, _, *numbers, _ in rows:
        assert all(number in told for number in numbers)


@given(rows, st.integers(40, 220))
def test_no_letter_is_lost(rows, width):
    told = printed(sheet_of(rows), width)
    for row in rows:
        for letter in "abcdefgh":
            assert told.count(letter) >= sum(cell.count(letter) for cell in row)


def test_columns_stand_side_by_side_where_they_fit():
    sheet = sheet_of([("zone", "km", "1.00", "2.00", "20 km (the article)")])
    assert sheet.fits(80)
    assert not sheet.fits(40)
    assert "│" in printed(sheet, 80)
    assert printed(sheet, 40).splitlines() == [
        "a title",
        "zone",
        "  unit km; mean 1.00;",
        "  standard_deviation 2.00;",
        "  for comparison 20 km (the article)",
    ]


def test_names_fold_after_points_and_underscores():
    sheet = Sheet("", ("ukraine.revenue_usd_per_year",), ("mean",))
    sheet.add("1", "2")
    told = printed(sheet, 25)
    assert "ukraine." in told
    assert "revenue_usd_" in told


def test_a_row_has_a_cell_for_each_column():
    with pytest.raises(ValueError, match="2 cells for 5 columns"):
        sheet_of([("zone", "km")])
