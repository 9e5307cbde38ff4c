"""How a single value is written in YAML and read again.

The rules are those of YAML 1.2, without the spellings that readers of YAML disagree about:
these are refused with the spelling that all of them understand.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from decimal import Decimal

Value = bool | int | float | str | dt.date

MOST_DIGITS = 400

WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
DIGITS = r"[0-9]+(?:_[0-9]+)*"
INTEGER = re.compile(rf"[-+]?{DIGITS}")
NUMBER = re.compile(rf"[-+]?(?:{DIGITS}(?:\.(?:{DIGITS})?)?|\.{DIGITS})(?:[eE][-+]?[0-9]+)?")
DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")

LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?")
OTHER_BASE = re.compile(r"[-+]?0[bBoOxX][0-9a-fA-F_]+")
SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?")
WITH_COMMA = re.compile(r"[-+]?[0-9][0-9_]*(?:,[0-9]+)+(?:\.[0-9]*)?")
NOT_FINITE = re.compile(r"[-+]?\.?(?:nan|inf|infinity)", re.IGNORECASE)

AMBIGUOUS = (
    (LEADING_ZERO, "has a leading zero, octal to some readers", "write it without"),
    (OTHER_BASE, "is not decimal", "write it in decimal"),
    (SEXAGESIMAL, "is a number to base 60 to some readers", "quote it, or write a plain number"),
    (WITH_COMMA, "has a comma", "write 1000 or 1_000, and a point before decimals"),
    (NOT_FINITE, "is not a finite number", "write a finite one"),
)


class SpellingError(ValueError):
    """A spelling that is refused, with the reason and the cure."""

    def __init__(self, reason: str, cure: str) -> None:
        self.reason, self.cure = reason, cure
        super().__init__(reason, cure)


def read_scalar(text: str, *, plain: bool) -> Value | None:
    """Return the value that `text` stands for.

    Quoted text stays text; only a date is a date with quotes too, as in JSON.

    Raises
    ------
    SpellingError
        If readers of YAML disagree about it, or it is no finite number or no date.
    """
    date = DATE.fullmatch(text)
    if date:
        return _date(text, *date.groups())
    if not plain:
        return text
    if text in WORDS:
        return WORDS[text]
    for pattern, reason, cure in AMBIGUOUS:
        if pattern.fullmatch(text):
            raise SpellingError(reason, cure)
    if INTEGER.fullmatch(text):
        return _integer(text)
    return _number(text) if NUMBER.fullmatch(text) else text


def write_value(value: Value | tuple[Value, ...]) -> str:
    """Return how `value` is written: the inverse of `read_scalar`, and lists in brackets.

    Numbers below 0.0001 or from a million on are written as 5e6, integers always in full.
    """
    if isinstance(value, tuple):
        return f"[{', '.join(map(write_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _write_number(value)
    return _write_text(value) if isinstance(value, str) else str(value)


def _date(text: str, year: str, month: str, day: str) -> dt.date:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        raise SpellingError("is not in the calendar", "write a date that exists") from None
    if date.isoformat() != text:
        raise SpellingError("is a date to some readers only", f"write {date.isoformat()}")
    return date


def _integer(text: str) -> int:
    digits = text.replace("_", "")
    if len(digits) > MOST_DIGITS:
        raise SpellingError(f"has {len(digits.lstrip('+-'))} digits", "write a smaller number")
    return int(digits)


def _number(text: str) -> float:
    digits = text.replace("_", "")
    value = float(digits)
    if math.isinf(value):
        raise SpellingError("is too large to be a finite number", "write a smaller number")
    if value == 0 and re.search("[1-9]", re.split("[eE]", digits)[0]):
        raise SpellingError("is too small to differ from 0", "write 0")
    return value


def _write_number(value: float) -> str:
    text = repr(value)
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return text if text == "-0.0" else text.removesuffix(".0")
    sign, digits, exponent = Decimal(text).normalize().as_tuple()
    first, *others = map(str, digits)
    point = "." if others else ""
    power = int(exponent) + len(others)
    return f"{'-' * sign}{first}{point}{''.join(others)}e{power}"


def _write_text(value: str) -> str:
    is_word = re.fullmatch("[A-Za-z][A-Za-z_-]*", value) and value not in WORDS
    return value if is_word else json.dumps(value)
