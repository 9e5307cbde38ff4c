"""What a wrong value may have been meant to be: legal values, and the cure that names one."""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from sim.config.nearness import closest
from sim.config.reading.amounts import DAYS, FOREIGN, METRES, POWERS, dates, numbers
from sim.config.reading.tree import Node, Scalar, Sequence
from sim.config.scalars import SpellingError, read_scalar, write_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.catalogue import Parameter

COMPARED = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}

BOOLEANS = (
    (True, ("yes", "y", "on", "1", "1.0", "t", "true")),
    (False, ("no", "n", "off", "0", "0.0", "f", "false", "none")),
)

UNITS = (
    (DAYS, ("weeks", "months", "years", "hours", "days")),
    (METRES, ("metres", "kilometres", "miles", "feet")),
)
"""Units of one kind, and which of them people may have in mind."""
LEAST_PERCENT = 10
"""Less than that for a share is told as too much, unless as a percentage it is supported."""
DIGITS = 6
"""Significant digits of what is converted to another unit."""
CHOSEN = ("run", "outputs", "targets", "scale")
"""Groups, and a parameter, that say how a run is done, or nothing of the war."""
USD = "USD"
OF_MONEY_AND_COUNTS = (USD, "drones", "soldiers")
MULTIPLES = ("thousands", "millions", "billions")

Accepts = Callable[[Any], bool]


class Wanted(NamedTuple):
    """What a value should be.

    Attributes
    ----------
    kind : Any
        Its type, as annotated.
    limits : dict
        The legal range, as pydantic's ``ge``, ``gt``, ``le`` and ``lt``.
    unit : str
        Its unit.
    span : tuple
        The lowest and highest value that sources support; empty where there are no sources, as
        for how long a run is.
    default : Any
        A value that is legal in any case, if one is known.
    """

    kind: Any
    limits: dict[str, Any] = {}  # noqa: RUF012 (never changed)
    unit: str = ""
    span: tuple[Any, ...] = ()
    default: Any = None

    @classmethod
    def of(cls, parameter: Parameter) -> Wanted:
        """Return what the value of a parameter should be."""
        is_chosen = parameter.path.split(".")[0] in CHOSEN and get_origin(parameter.kind) is None
        span = () if is_chosen else (parameter.low, parameter.high)
        return cls(parameter.kind, parameter.limits, parameter.unit, span, parameter.default)

    @property
    def is_share(self) -> bool:
        """Whether it is a pure number that cannot be more than 1."""
        return self.unit == "1" and self.limits.get("le", self.limits.get("lt", 2)) <= 1

    def takes(self, value: Any) -> bool:
        """Tell whether a value of its type is finite and in the legal range."""
        if isinstance(value, float) and not math.isfinite(value):
            return False
        return all(COMPARED[name](value, limit) for name, limit in self.limits.items())

    def is_supported(self, value: Any) -> bool:
        """Tell whether a value is one that sources support."""
        low, high = self.span or (math.inf, -math.inf)
        is_inside: bool = low <= value <= high
        return is_inside


def anything(_value: Any) -> bool:
    """Accept a value."""
    return True


class Guess(NamedTuple):
    """A legal value that may be meant, and in words under which condition, if that is not plain."""

    value: Any
    when: str = ""

    def __str__(self) -> str:
        """Return the value as it is written, with the condition."""
        return f"{write_value(self.value)}{self.when}"


def remedy(node: Node, wanted: Wanted, accepts: Accepts = anything) -> str:
    """Return how to mend a value that is not legal; empty if nothing is known.

    Parameters
    ----------
    node
        What is written.
    wanted
        What should be.
    accepts
        Tells whether the rest of the file agrees with a value.
    """
    if (
        isinstance(node, Scalar)
        and wanted.unit.startswith(USD)
        and FOREIGN.search(node.text.lower())
    ):
        return f"write what that is in {USD}"
    found = list(guesses(node, wanted))
    agreed = [each for each in found if accepts(each.value)]
    if not found:
        return "write a value, or delete the line" if _is_empty(node) else ""
    guess = [*agreed, *found][0]
    if _is_empty(node):
        return f"write {write_value(guess.value)}, or delete the line"
    if isinstance(node, Scalar) and not node.plain and _reads_as(node.text, guess.value):
        return "remove the quotes"
    return f"write {guess}"


def guesses(node: Node, wanted: Wanted) -> Iterator[Guess]:
    """Yield legal values that may be meant, the likeliest first, the default last."""
    told = set()
    for guess in (*_readings(node, wanted), Guess(wanted.default, ", the baseline's value")):
        if guess.value is not None and guess.value not in told:
            told.add(guess.value)
            yield guess


def other_units(number: Decimal, wanted: Wanted) -> Iterator[tuple[str, Any]]:
    """Yield units in which a number would be supported, with the number in the unit wanted."""
    for name, factor in _unit_factors(wanted):
        moved = _typed(Decimal(f"{number * factor:.{DIGITS}g}"), wanted)
        if wanted.takes(moved) and wanted.is_supported(moved):
            yield name, moved


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _reads_as(text: str, value: Any) -> bool:
    try:
        return bool(read_scalar(text, plain=True) == value)
    except SpellingError:
        return False


def _readings(node: Node, wanted: Wanted) -> Iterator[Guess]:
    """Yield the legal values that what is written may stand for."""
    if get_origin(wanted.kind) is tuple:
        yield from _of_list(node, wanted)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _readings(item, wanted)
    elif isinstance(node, Scalar):
        yield from _of_text(node.text.strip(), wanted)


def _of_text(text: str, wanted: Wanted) -> Iterator[Guess]:
    if get_origin(wanted.kind) is Literal:
        yield from map(Guess, closest(text, get_args(wanted.kind), most=1))
    elif wanted.kind is bool:
        yield from (Guess(is_true) for is_true, words in BOOLEANS if text.lower() in words)
    elif wanted.kind is dt.date:
        yield from _of_dates(dates(text), wanted)
    elif wanted.kind in {int, float}:
        read = numbers(text, wanted.unit)
        yield from (each for each in _of_numbers(read, wanted) if wanted.takes(each.value))


def _of_dates(read: list[dt.date], wanted: Wanted) -> Iterator[Guess]:
    other = f", or {read[1]} if the month comes first" if len(read) > 1 else ""
    for each in read[:1]:
        inside = _legal_end(each, wanted)
        yield Guess(inside, other if inside == each else "")


def _of_numbers(read: list[Decimal], wanted: Wanted) -> Iterator[Guess]:
    """Yield numbers: as read, in another unit, and the nearest that are supported or legal."""
    typed = [_typed(each, wanted) for each in read]
    yield from map(Guess, filter(wanted.is_supported, typed))
    if all(each == value for each, value in zip(read, typed, strict=True)):
        yield from map(Guess, filter(wanted.takes, typed))
    for each, plainly in zip(read, typed, strict=True):
        nearest = _legal_end(plainly, wanted)
        supported = _within(nearest, *wanted.span) if wanted.span else nearest
        if wanted.is_share and LEAST_PERCENT <= each <= 100:
            yield Guess(_typed(each / 100, wanted))
        for unit, value in other_units(each, wanted):
            when = f" if it is in {unit}, else {write_value(supported)}"
            yield Guess(value, "" if wanted.is_share else when)
        yield Guess(supported)
        yield Guess(nearest)


def _legal_end(value: Any, wanted: Wanted) -> Any:
    """Return a value, or the end of the legal range beyond which it lies, if that is in it."""
    return _within(value, wanted.limits.get("ge"), wanted.limits.get("le"))


def _within(value: Any, low: Any, high: Any) -> Any:
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def _typed(number: Decimal, wanted: Wanted) -> Any:
    return int(number.to_integral_value()) if wanted.kind is int else float(number)


def _unit_factors(wanted: Wanted) -> Iterator[tuple[str, Decimal]]:
    """Yield units in which people may have written a number, with what makes it the unit's."""
    unit, _, per = wanted.unit.partition("/")
    for measure, names in UNITS:
        if wanted.unit in measure:
            yield from ((name, measure[name] / measure[wanted.unit]) for name in names)
    if unit in OF_MONEY_AND_COUNTS:
        yield from ((name, factor) for name, factor in POWERS.items() if name in MULTIPLES)
    if per in DAYS and unit != "1":
        yield from ((f"{unit} a {each}", DAYS[per] / DAYS[each]) for each in ("month", "day"))
    if unit == "1":
        yield "percent", Decimal("0.01")


def _of_list(node: Node, wanted: Wanted) -> Iterator[Guess]:
    """Yield the list of numbers that a list, or a text with several of them, may stand for."""
    items = node.items if isinstance(node, Sequence) else []
    if isinstance(node, Scalar):
        texts = re.split("[,;]|-| to ", node.text.strip("[]() "))
        items = [Scalar(node.place, each, plain=True) for each in texts]
    if len(items) != len(wanted.default or ()):
        return
    parts = (
        Wanted(float, {}, wanted.unit, span, default)
        for span, default in zip(zip(*wanted.span, strict=True), wanted.default, strict=True)
    )
    yield Guess(tuple(next(guesses(*each)).value for each in zip(items, parts, strict=True)))
