"""What numbers and dates people mean by a text that no reader of YAML takes for one."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from itertools import permutations
from typing import TYPE_CHECKING

from sim.config.scalars import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 80
CENTURY = 100
SEPARATORS = "[_.,' ]"
DIGITS = re.compile(
    rf"[-+]?\s*(?:[0-9](?:{SEPARATORS}?[0-9])*|[.,][0-9]+)\.?(?:e[-+]?[0-9]{{1,3}}\b)?"
)
BASES = re.compile(r"[-+]?\b0(?:x[0-9a-f]+|o[0-7]+|b[01]+)\b")
GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}({SEPARATORS})[0-9]{{3}}(?:\1[0-9]{{3}})*(?:[.,][0-9]+)?")
DATE_OR_TIME = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]|[0-9]:[0-9]")
TIME_OF_DAY = re.compile(r"[t ][0-9]{1,2}:.*")

SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
COUNTS = {
    **{word: Decimal(number) for number, word in enumerate(SMALL)},
    **{word: Decimal(10 * number) for number, word in enumerate(TENS, 2)},
    **dict.fromkeys(("a", "an"), Decimal(1)),
    "half": Decimal("0.5"),
    "dozen": Decimal(12),
}
POWERS = {
    **dict.fromkeys(("k", "thousand", "thousands", "tsd"), Decimal(10**3)),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), Decimal(10**6)),
    **dict.fromkeys(("b", "bn", "billion", "billions"), Decimal(10**9)),
    **dict.fromkeys(("tn", "trillion", "trillions"), Decimal(10**12)),
}
MULTIPLIERS = POWERS | dict.fromkeys(("%", "percent", "pct"), Decimal("0.01"))
HUNDRED = "hundred"

DAYS = {
    **dict.fromkeys(("h", "hour", "hours"), Decimal(1) / 24),
    **dict.fromkeys(("d", "day", "days"), Decimal(1)),
    **dict.fromkeys(("w", "week", "weeks"), Decimal(7)),
    **dict.fromkeys(("month", "months"), Decimal(30)),
    **dict.fromkeys(("y", "year", "years"), Decimal(365)),
}
METRES = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), Decimal(1)),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), Decimal(1000)),
    **dict.fromkeys(("mi", "mile", "miles"), Decimal("1609.344")),
    **dict.fromkeys(("ft", "foot", "feet"), Decimal("0.3048")),
}
MEASURES = (DAYS, METRES)
"""Units of one kind each, as multiples of one of them."""

FOREIGN = re.compile(
    r"[\u20ac\u00a3\u00a5\u20b4\u20bd]|\b(?:eur|euros?|gbp|pounds?|uah|hryvnias?|rub|roubles?|rubles?)\b"
)
"""Money that is no USD."""


def numbers(text: str, unit: str) -> list[Decimal]:
    """Return the finite numbers that a text may stand for, in a unit; the likeliest first.

    Units, percent, words such as "two months" or "2.7 billion", separators between
    thousands and decimal commas are understood; what else is there is passed over, but money in
    another currency stands for no number.
    """
    text = text.lower()[:LONGEST].replace("per cent", "percent")
    if FOREIGN.search(text):
        return []
    found = DIGITS.search(text)
    if DATE_OR_TIME.search(text):
        return []
    if based := BASES.search(text):
        return [Decimal(int(based.group(), 0))]
    if found:
        rest = text[: found.start()] + " " + text[found.end() :]
        factor = _factor(rest, unit)
        return [each * factor for each in _read(found.group())]
    count = _counted(re.findall("[a-z]+", text))
    return [] if count is None else [count * _factor(text, unit)]


def dates(text: str) -> list[dt.date]:
    """Return the dates that a text may stand for, the likeliest first: the day before the month.

    A day that its month does not have is its last one, one that is not written its first.
    """
    text = TIME_OF_DAY.sub("", text.lower()[:LONGEST])
    if ":" in text:
        return []
    if compact := re.fullmatch("([0-9]{4})([0-9]{2})([0-9]{2})", text):
        text = "-".join(compact.groups())
    named = [month for month in map(_month, re.findall("[a-z]{3,}", text)) if month]
    figures = list(map(int, re.findall("[0-9]+", text)))[:3]
    if len(figures) + len(named) == 3 and max(figures) < CENTURY:
        figures[-1] += 2000
    years = [each for each in figures if 1000 <= each <= 9999]
    if len(years) != 1 or len(named) > 1:
        return []
    others = [each for each in figures if each != years[0]]
    if named:
        orders = [(day, named[0]) for day in others or [1]]
    elif figures[0] == years[0]:
        orders = [((*others, 1, 1)[1], (*others, 1)[0])]
    else:
        orders = list(permutations(others, 2))
    return list(dict.fromkeys(_days(years[0], orders)))


def _days(year: int, orders: list[tuple[int, int]]) -> Iterator[dt.date]:
    for day, month in orders:
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _month(word: str) -> int | None:
    names = list(map(str.lower, calendar.month_name))
    return next((each for each in range(1, 13) if names[each].startswith(word[:3])), None)


def _read(digits: str) -> Iterator[Decimal]:
    """Yield what digits with separators may stand for."""
    sign = "-" if digits.startswith("-") else ""
    bare, e, power = digits.lstrip("-+ ").removesuffix(".").partition("e")
    readings = []
    if GROUPED.fullmatch(bare) and not NUMBER.fullmatch(bare):
        *_, last = re.split(SEPARATORS, bare)
        separators = {*re.findall(SEPARATORS, bare)}
        whole = bare[: -len(last) - 1] if len(separators) > 1 else bare
        readings.append(re.sub(SEPARATORS, "", whole) + (f".{last}" if whole != bare else ""))
    plain = re.sub("[_' ]", "", bare).replace(",", ".")
    head, point, tail = plain.rpartition(".")
    readings.append(f"{head.replace('.', '')}{point}{tail}")
    for each in dict.fromkeys(readings):
        try:
            yield Decimal(f"{sign}{each}{e}{power}")
        except InvalidOperation:
            continue


def _counted(words: list[str]) -> Decimal | None:
    """Return the number that words begin with, as "two hundred"; None if they do not."""
    total: Decimal | None = None
    for word in words:
        if word in COUNTS:
            total = (total or Decimal(0)) + COUNTS[word]
        elif word == HUNDRED:
            total = (total or Decimal(1)) * 100
        elif word != "and":
            break
    return total


def _factor(rest: str, unit: str) -> Decimal:
    """Return what a number is to be multiplied by for the words about it and its unit."""
    words = re.findall("[a-z]+|%", rest)
    factor = Decimal(1)
    for word in words:
        measure = next((each for each in MEASURES if unit in each and word in each), None)
        if measure is not None:
            return factor * measure[word] / measure[unit]
        factor *= MULTIPLIERS.get(word, Decimal(1))
    return factor * _rate(rest, unit)


def _rate(rest: str, unit: str) -> Decimal:
    """Return the factor from a rate, as "a month" or "/h", to the unit's."""
    _, slash, per = unit.rpartition("/")
    written = re.findall(r"/\s*([a-z]+)", rest)
    words = written or [word for word in re.findall("[a-z]+", rest) if len(word) > 1]
    said = next((word for word in reversed(words) if word in DAYS), None)
    if not slash or per not in DAYS or said is None:
        return Decimal(1)
    return DAYS[per] / DAYS[said]
