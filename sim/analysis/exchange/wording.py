"""What a unit of one factor is worth, in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.exchange.answer import REFERENCE
from sim.analysis.numerals import ends, level_text, number
from sim.analysis.surrogate import TRUSTED_Q2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.axis import Axis
    from sim.analysis.exchange.answer import Exchange

UNITLESS = "1"
LEAST_PART, MOST_PART = 0.001, 0.5
"""Of a factor's range: a unit that is less or more is not what one speaks of."""
TENTH = 0.1


def sentences(found: Exchange) -> Iterator[str]:
    """Yield whether to trust the answer, the rate at the reference and along its line, and how."""
    yield verdict(found)
    yield _of_reference(found)
    yield rate_in_words(found)
    yield from _along(found)
    yield _method(found)
    yield from found.left_out


def verdict(found: Exchange) -> str:
    """Return whether the surface foretells what it was not shown."""
    share = max(found.surface.q2, 0.0)
    foretells = (
        f"the surface of {found.response} foretells {share:.1%} of the variance of points that it "
        f"was not shown (Q2; {TRUSTED_Q2:.0%} is enough)"
    )
    if share >= TRUSTED_Q2:
        return f"Trusted: {foretells}."
    return f"NOT TRUSTED as it stands: {foretells}; more levels, points or replicates help."


def rate_in_words(found: Exchange) -> str:
    """Return what a step of the first factor is worth at the reference."""
    first, second = found.axes
    rate, low, high = found.at_reference
    if math.isnan(rate):
        return (
            f"There is no rate there: what {second.name} does to {found.response} at this place is "
            f"not told from nothing. Ask the other way round: --between {second.name} {first.name}."
        )
    per, step = step_in_words(first)
    worth = _worth(step * rate, step * low, step * high)
    unit = f"{second.unit} " if second.unit else ""
    head = f"There, {per} of {first.name} is worth {worth[0]} {unit}of {second.name} ({worth[1]})"
    if low < 0 < high:
        return f"{head}: not told from nothing."
    does = "takes" if rate > 0 else "saves"
    return f"{head}: {per} more {does} that much for the same {found.response}."


def step_of(axis: Axis) -> float:
    """Return the step of a factor that one speaks of: 1 where that is a part of its range.

    Of what has no unit, as a multiplier or a share, and of other ranges it is a power of ten of
    about a tenth of the range.
    """
    span = axis.high - axis.low
    if axis.unit and LEAST_PART * span <= 1 <= MOST_PART * span:
        return 1.0
    return float(10.0 ** math.floor(math.log10(TENTH * span)))


def step_in_words(axis: Axis) -> tuple[str, float]:
    """Return the step of a factor that one speaks of, in words and as a number."""
    step = step_of(axis)
    unit = axis.unit_of_one if step == 1 else axis.unit
    return f"{level_text(step)} {unit}".strip(), step


def place_in_words(found: Exchange) -> str:
    """Return the levels of the reference."""
    levels = found.reference.first, found.reference.second
    named = zip(found.axes, levels, strict=True)
    return ", ".join(
        f"{axis.name} {level_text(level)} {axis.unit}".strip() for axis, level in named
    )


def figures(value: float) -> str:
    """Return a number with three significant figures, zeros instead of others."""
    return number(float(f"{value:.3g}")) if math.isfinite(value) else ""


def _of_reference(found: Exchange) -> str:
    where = "the base" if found.reference.is_base else "the place of reference"
    level = _with_unit(found.lines[0].level, found.unit)
    return f"At {where} ({place_in_words(found)}) {found.response} is {level}."


def _along(found: Exchange) -> Iterator[str]:
    """Yield the rates along the line through the reference, where they are told from nothing."""
    table = found.table[found.table["line"] == REFERENCE]
    known = table[table["rate_low"] * table["rate_high"] > 0]
    if math.isnan(found.at_reference["rate"]) or len(known) < 2:
        return
    first, second = found.axes
    per, step = step_in_words(first)
    ends_of = known[[first.name, "rate"]].iloc[[0, -1]].to_numpy()
    (low, at_low), (high, at_high) = ((level_text(one), step * rate) for one, rate in ends_of)
    yield (
        f"Along the iso-line from {low} to {high} {first.unit}".rstrip()
        + f" {per} more takes {figures(at_low)} to {figures(at_high)} {second.unit}".rstrip()
        + f" more of {second.name} (below 0: saves)."
    )


def _method(found: Exchange) -> str:
    averaged = f"; {', '.join(found.averaged)} averaged over the design" if found.averaged else ""
    return (
        "Bands hold a whole line in 95% of cases, intervals of rates one rate; over "
        f"{found.surface.replicates} replicates of the same random numbers, the error of the "
        f"surface included{averaged}."
    )


def _worth(rate: float, low: float, high: float) -> tuple[str, str]:
    """Return a rate and its interval, without the sign where that is sure."""
    if low < 0 < high:
        return figures(rate), ends(*(float(f"{each:.3g}") for each in (low, high)))
    bottom, top = sorted(np.abs([low, high]).tolist())
    return figures(abs(rate)), f"{figures(bottom)} to {figures(top)}"


def _with_unit(level: float, unit: str) -> str:
    return f"{figures(level)} {'' if unit == UNITLESS else unit}".strip()
