"""Money in whole cents: where it comes from, and how a purse is shared out.

Only integers add exactly, so all accounts are kept in cents. See docs/odd.md, submodel "Money".
"""

from __future__ import annotations

import enum

CENTS = 100
"""Cents in a USD."""

FRONT_LINE = 0
"""The account of front-line drones, whose producers come first on both sides."""


class Income(enum.IntEnum):
    """The sources of money: places in `Government.received_cents`."""

    REVENUE = 0
    AID = 1
    LOANS = 2
    DEAL = 3


class Bound(enum.IntEnum):
    """What a day's orders of a role stopped at."""

    NOTHING = 0
    TARGET = 1
    MONEY = 2
    ORDER_BOOKS = 3


def bound_of(wanted: float, affordable: float, placed: float) -> Bound:
    """Return what orders stopped at: what was wanted, the money for it, or full order books.

    Where nothing was wanted, nothing bound.
    """
    if wanted <= 0:
        return Bound.NOTHING
    if placed < affordable:
        return Bound.ORDER_BOOKS
    return Bound.MONEY if affordable < wanted else Bound.TARGET


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
