"""What is on the screen in words: for screen readers, and for all who read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from sim.view.dashboard.session import RUNS
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.view.dashboard.course import Course


def date_of(course: Course) -> str:
    """Return today's date in words."""
    try:
        date = course.config.run.start + dt.timedelta(days=course.day)
    except OverflowError:
        return ""
    return f"{date.day} {date:%B %Y}"


def summary(courses: Sequence[Course]) -> list[str]:
    """Return a sentence or two on each run, and one on how they differ, once they do."""
    if len(courses) == 1:
        return [_run(courses[0])]
    told = [f"{name}: {_run(course)}" for name, course in zip(RUNS, courses, strict=True)]
    return [*told, *_difference(*courses)]


def _run(course: Course) -> str:
    width = course.today("kill_zone_km")
    ua, ru = (course.today(f"kill_zone_{side}_km")[0] for side in SIDES)
    zone = f"Kill zone {width[0]:.1f} km wide (Ukraine's part {ua:.1f}, Russia's {ru:.1f})"
    low, high = (f"{end:.1f}" for end in (width.min(), width.max()))
    parts = [zone if low == high else f"{zone}, {low} to {high} over {len(width)} replicates"]
    launched, share = course.today("launched_ru")[0], course.today("neutralised_share")[0]
    if np.isfinite(share):
        parts.append(f"{share:.0%} of {launched:,.0f} strike drones neutralised")
    stale = [course.today(f"stale_stock_share_{side}")[0] for side in SIDES]
    parts.append(f"stale stock: Ukraine {stale[0]:.0%}, Russia {stale[1]:.0%}")
    return "; ".join(parts) + "."


def _signed(km: float) -> str:
    return f"{km:+.2f}".replace("-", "\N{MINUS SIGN}")


def _difference(first: Course, second: Course) -> Iterator[str]:
    """Say whether the kill zones so far differ by more than chance; nothing until they differ."""
    apart = second.traces.mean("kill_zone_km") - first.traces.mean("kill_zone_km")
    told = f"Kill zone so far, B minus A: {_signed(apart.mean())} km"
    if not apart.any():
        return
    if len(apart) == 1:
        yield f"{told}, in one pair of replicates."
        return
    wider, pairs = int((apart > 0).sum()), len(apart)
    yield (
        f"{told} on average over {pairs} pairs with the same random numbers "
        f"({_signed(apart.min())} to {_signed(apart.max())}); B is wider in {wider} of {pairs}."
    )
