"""Numbers and times as people read them, on a terminal and on a page."""

from __future__ import annotations

import math


def number(value: float) -> str:
    """Return a number with three figures."""
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "not reached"
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{min(digits, 6)}f}"


def ends(low: float, high: float) -> str:
    """Return the ends of an interval, or nothing if they are missing."""
    if math.isnan(low):
        return ""
    return number(low) if math.isinf(low) else f"{number(low)} to {number(high)}"


def duration(seconds: float) -> str:
    """Return a time in the two units that matter."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = {"d": days, "h": hours, "min": minutes, "s": rest}
    shown = [f"{value} {unit}" for unit, value in parts.items() if value]
    return " ".join(shown[:2]) or "0 s"
