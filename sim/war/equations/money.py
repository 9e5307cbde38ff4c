"""Money in whole cents: where it comes from, and what orders stop at.

Only integers add exactly, so all accounts are kept in cents. See docs/odd.md, submodel "Money".
"""

from __future__ import annotations

import enum

CENTS = 100
"""Cents in a USD."""

FRONT_LINE = 0
"""The place of the producers of front-line drones, who come first on both sides."""


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
    STOCK = 4


def cents(usd: float) -> int:
    """Return an amount in whole cents."""
    return round(CENTS * usd)
