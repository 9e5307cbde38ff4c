"""The daily columns of money and production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.columns.column import AMOUNT, SHARE, Column, Observed, Sum, of_side
from sim.war.equations.money import CENTS, FRONT_LINE, Bound, Income

if TYPE_CHECKING:
    from sim.war.belligerent import Belligerent


def _binds(name: str, bound: Bound, when: str) -> list[Observed]:
    return of_side(
        f"{name}_fpv_{{}}",
        "1",
        f"1 on a day when {when}, else 0.",
        lambda side: int(side.governments.bound[0, FRONT_LINE]) == bound,
        "int64",
        bounds=SHARE,
    )


def _received_usd(side: Belligerent, income: Income) -> float:
    return int(side.governments.received_cents[0, income]) / CENTS


MONEY = [
    *of_side(
        "revenue_usd_{}",
        "USD/day",
        "Own money that {} received for drones, after damage, sanctions and trade by sea.",
        lambda side: _received_usd(side, Income.REVENUE),
        bounds=AMOUNT,
    ),
    *of_side(
        "aid_usd_{}",
        "USD/day",
        "Aid that {} received for drones.",
        lambda side: _received_usd(side, Income.AID),
        bounds=AMOUNT,
    ),
    Observed(
        Column(
            "loans_usd_ua",
            "USD/day",
            "Loans on frozen assets that Ukraine drew for drones.",
            bounds=AMOUNT,
        ),
        lambda model: _received_usd(model.ua, Income.LOANS),
    ),
    Observed(
        Column(
            "deal_usd_ua", "USD/day", "Money that the joint deal paid to Ukraine.", bounds=AMOUNT
        ),
        lambda model: _received_usd(model.ua, Income.DEAL),
    ),
    *of_side(
        "spend_usd_{}",
        "USD/day",
        "Money spent by {} on drones of all roles and on capacity.",
        lambda side: side.governments.all_spent_cents / CENTS,
        bounds=AMOUNT,
    ),
    *of_side(
        "invested_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for capacity.",
        lambda side: side.governments.all_invested_cents / CENTS,
        bounds=AMOUNT,
    ),
    *of_side(
        "treasury_usd_{}",
        "USD",
        "Money for drones at hand in {}, assigned to a role or not.",
        lambda side: side.governments.held_cents / CENTS,
        bounds=AMOUNT,
    ),
]


ECONOMY = [
    *of_side(
        "capacity_fpv_{}",
        "drones/day",
        "Front-line drones that {}'s producers could build in a day.",
        lambda side: side.fpv.all_capacity,
        bounds=AMOUNT,
    ),
    *of_side(
        "orders_fpv_{}",
        "drones/day",
        "Front-line drones newly ordered by {}, money and room in order books allowing.",
        lambda side: side.fpv.ordered,
        bounds=AMOUNT,
    ),
    *_binds(
        "target_binds",
        Bound.TARGET,
        "{} ordered all front-line drones that its output target and the joint deal want",
    ),
    *_binds(
        "money_binds",
        Bound.MONEY,
        "money held {}'s orders of front-line drones below what was wanted",
    ),
    *_binds(
        "order_books_bind",
        Bound.ORDER_BOOKS,
        "full order books held {}'s orders of front-line drones below what there was money for",
    ),
    *of_side(
        "produced_fpv_{}",
        "drones/day",
        "Front-line drones built by {}.",
        ("fpv", "made"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "delivered_fpv_{}",
        "drones/day",
        "Front-line drones that reached {}'s units.",
        ("fpv", "delivered"),
        "int64",
        bounds=AMOUNT,
    ),
    Observed(
        Column(
            "exported_fpv_ua",
            "drones/day",
            "Front-line drones that Ukraine sent abroad under the joint deal.",
            "int64",
            bounds=AMOUNT,
        ),
        Sum(lambda model: model.ua.fpv, ("exported",)),
    ),
    *of_side(
        "components_share_fpv_{}",
        "1",
        "Share of the components needed for front-line drones that {}'s producers had.",
        lambda side: side.fpv.components_share,
        bounds=SHARE,
    ),
    *of_side(
        "stock_fpv_{}",
        "drones",
        "Front-line drones on the shelves of {}'s units.",
        ("fpv.armoury", "held"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "unit_cost_usd_fpv_{}",
        "USD",
        "Price of one more front-line drone in {}.",
        lambda side: side.fpv.price_usd,
        bounds=AMOUNT,
    ),
]
