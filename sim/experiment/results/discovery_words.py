"""What comes out of a discovery, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.covering import quasi_p
from sim.analysis.prim import Between
from sim.analysis.repeats import RESAMPLES
from sim.experiment.results.coding import phrase
from sim.experiment.results.extra import INSTALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.covering import Found
    from sim.analysis.repeats import Repeat
    from sim.experiment.results.discovery import Discovery

LIKELY = 0.05
"""A quasi-p value above it may be chance (Bryant & Lempert 2010)."""


def words(found: Discovery) -> Iterator[str]:
    """Yield what comes out, line by line."""
    first = found.found[0].box
    if _may_be_chance(found):
        yield (
            f"Not to be relied on: in more than {LIKELY:.0%} of resamples of the points, box 1 is "
            "no denser at points that it was not shown than all points are."
        )
    if first.density < found.density:
        yield (
            f"No box reaches the density of {found.density:.0%} that is asked for; the densest, "
            f"with {first.density:.0%}, is shown."
        )
    runs = int((~np.isnan(found.hits)).sum())
    share = float(np.nanmean(found.hits))
    yield f"{found.when}: {share:.1%} of {runs:,} runs, at {len(found.cases):,} points."
    for number, each in enumerate(found.found, 1):
        yield _of_box(found, each, number)
    yield from _of_stability(found)
    if not np.isnan(found.luck):
        yield (
            f"Luck: {found.luck:.0%} of the variance between runs is between replicates of one "
            "point, which no box can explain."
        )
    yield from _of_tree(found)
    yield from _notes(found)


def _may_be_chance(found: Discovery) -> bool:
    """Tell whether a box found in resampled points is often no denser than all, at others."""
    share = float(found.cases.interest.mean())
    chosen = [each for each in found.repeats if each.over == "points" and each.box.restricted]
    failing = sum(not each.density_elsewhere > share for each in chosen)
    return failing > LIKELY * len(chosen)


def _of_box(found: Discovery, each: Found, number: int) -> str:
    box = each.box
    where = phrase(found.codings, box.limits, found.cases.whole)
    among = "" if number == 1 else " of what earlier boxes leave"
    chance = "; ".join(_by_chance(found, each))
    doubt = f" May be chance (quasi-p above {LIKELY:g}): {chance}." if chance else ""
    return (
        f"Box {number}{among}: {where}. There {box.density:.0%} of runs meet it (density), which "
        f"are {box.coverage:.0%} of all that do (coverage), at {box.mass:.0%} of the points "
        f"(mass).{doubt}"
    )


def _by_chance(found: Discovery, each: Found) -> Iterator[str]:
    """Yield the ends of limits, in words, whose quasi-p value is high."""
    for factor in each.box.restricted:
        limit, whole = each.box.limits[factor], found.cases.whole[factor]
        sides = [limit]
        if isinstance(limit, Between) and isinstance(whole, Between):
            sides = [limit._replace(high=whole.high), limit._replace(low=whole.low)]
        for side, value in zip(sides, quasi_p(found.cases, each, factor), strict=False):
            if value > LIKELY:
                yield found.codings[factor].phrase(side, whole)


def _of_stability(found: Discovery) -> Iterator[str]:
    """Yield how often the first box limits which factors when it is looked for again."""
    for over, cases, elsewhere in (
        ("points", f"{RESAMPLES} resamples of the points", "at points that it was not shown"),
        ("replicates", "each replicate alone", "in the other replicates"),
    ):
        chosen = [each for each in found.repeats if each.over == over]
        known = [each.density_elsewhere for each in chosen if not np.isnan(each.density_elsewhere)]
        if known:
            low, middle, high = np.quantile(known, (0.05, 0.5, 0.95))
            yield (
                f"Looked for again in {cases}, box 1 limits {_counts(found, chosen)}; its density "
                f"{elsewhere} is {middle:.0%} ({low:.0%} to {high:.0%})."
            )


def _counts(found: Discovery, chosen: list[Repeat]) -> str:
    counts = {
        coding.name: sum(factor in each.box.restricted for each in chosen)
        for factor, coding in enumerate(found.codings)
    }
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    told = [f"{name} in {count} of {len(chosen)}" for name, count in ordered if count]
    return ", ".join(told) or "nothing"


def _of_tree(found: Discovery) -> Iterator[str]:
    if found.tree is None:
        yield f"A decision tree as a second view needs scikit-learn: {INSTALL}."
        return
    leaves = [each for each in found.tree.leaves() if each.density >= found.density]
    if not leaves:
        yield f"A decision tree has no leaf with a density of {found.density:.0%}."
        return
    best = max(leaves, key=lambda leaf: leaf.coverage)
    where = phrase(found.codings, best.limits, found.cases.whole)
    covered = sum(leaf.coverage for leaf in leaves)
    yield (
        f"A decision tree reaches that density in {len(leaves)} of its leaves, with "
        f"{covered:.0%} of all runs that meet it; the largest: {where}."
    )


def _notes(found: Discovery) -> Iterator[str]:
    if found.left_out:
        yield (
            f"Left out: {found.left_out:,} runs of which a response is missing, so that nobody "
            "knows whether they meet it."
        )
    if not found.is_even:
        yield (
            "The design does not spread its points evenly: mass, density and coverage are of "
            "these points, not of the ranges."
        )
