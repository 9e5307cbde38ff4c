"""Money in whole cents: where it comes from, and how a purse is shared out.

Only integers add exactly, so all accounts are kept in cents. See docs/odd.md, submodel "Money".
"""

from __future__ import annotations

import enum

CENTS = 100
"""Cents in a USD."""


class Income(enum.IntEnum):
    """The sources of money: places in `Government.received_cents`."""

    REVENUE = 0
    AID = 1
    LOANS = 2
    DEAL = 3


def cents(usd: float) -> int:
    """Return an amount in whole cents."""
    return round(CENTS * usd)


def assign(budgets: list[int], purse: int) -> list[int]:
    """Return what each budget gets: all of it, or all cut in the same proportion.

    Amounts are whole cents; the fractions of a cent that cutting leaves stay in the purse.
    """
    needed = sum(budgets)
    if purse >= needed:
        return budgets
    return [budget * purse // needed for budget in budgets]
