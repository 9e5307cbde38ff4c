"""What is on the screen in words: for screen readers, and for all who read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from sim.view.dashboard.session import RUNS
from sim.war.columns.column import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.view.dashboard.course import Course


def date_of(course: Course) -> str:
    """Return today's date in words."""
    try:
        date = course.config.run.start + dt.timedelta(days=course.day)
    except OverflowError:
        return ""
    return f"{date.day} {date:%B %Y}"


def summary(courses: Sequence[Course]) -> list[str]:
    """Return a sentence or two on each run, and one on how they differ."""
    told = [f"{_named(run, courses)}{_run(course)}" for run, course in enumerate(courses)]
    return [*told, _difference(*courses)] if len(courses) > 1 else told


def _named(run: int, courses: Sequence[Course]) -> str:
    return f"{RUNS[run]}: " if len(courses) > 1 else ""


def _run(course: Course) -> str:
    width = course.today("kill_zone_km")
    spread = f", {_span(width, 1)} over {len(width)} replicates" if len(width) > 1 else ""
    ua, ru = (course.today(f"kill_zone_{side}_km")[0] for side in SIDES)
    zone = f"Kill zone {width[0]:.1f} km wide (Ukraine's part {ua:.1f}, Russia's {ru:.1f})"
    parts = [zone + spread]
    launched, share = course.today("launched_ru")[0], course.today("neutralised_share")[0]
    if np.isfinite(share):
        parts.append(f"{share:.0%} of {launched:,.0f} strike drones neutralised")
    stale = [course.today(f"stale_stock_share_{side}")[0] for side in SIDES]
    parts.append(f"stale stock: Ukraine {stale[0]:.0%}, Russia {stale[1]:.0%}")
    return "; ".join(parts) + "."


def _span(values: np.ndarray, digits: int) -> str:
    return f"{values.min():.{digits}f} to {values.max():.{digits}f}"


def _signed(km: float) -> str:
    return f"{km:+.2f}".replace("-", "\N{MINUS SIGN}")


def _difference(first: Course, second: Course) -> str:
    """Say whether the kill zones so far differ by more than luck would have them."""
    apart = second.traces.mean("kill_zone_km") - first.traces.mean("kill_zone_km")
    told = f"Kill zone so far, B minus A: {_signed(apart.mean())} km"
    if len(apart) < 2:
        return f"{told}, in one pair of replicates."
    wider, pairs = int((apart > 0).sum()), len(apart)
    return (
        f"{told} in the mean of {pairs} pairs with the same random numbers "
        f"({_signed(apart.min())} to {_signed(apart.max())}); B is wider in {wider} of {pairs}."
    )
