"""Totals of counts: whole numbers add up to the same in any order, so a plain loop will do."""

from __future__ import annotations

from sim.war.numerics.compiled import Ints, kernel


@kernel
def total(counts: Ints) -> int:
    """Return the sum of counts (n,)."""
    found = 0
    for i in range(counts.size):
        found += counts[i]
    return found
