"""The daily columns of money and production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.columns.column import AMOUNT, SHARE, Column, Observed, Sum, of_side, share
from sim.war.equations.money import CENTS, Bound, Income
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.war.belligerent import Belligerent
    from sim.war.model import Simulation


ROLES = {
    "fpv": ("front-line drones", ("ua", "ru")),
    "interceptor": ("interceptors", ("ua",)),
    "deep_strike": ("deep-strike drones", ("ua",)),
    "strike": ("strike drones", ("ru",)),
}
"""The roles that cost money in the baseline: what its drones are called, and who has them."""

_CAUSES = {
    Bound.TARGET: ("target_binds", "{who} ordered all {what} that its targets want"),
    Bound.MONEY: ("money_binds", "money held {who}'s orders of {what} below what was wanted"),
    Bound.ORDER_BOOKS: (
        "order_books_bind",
        "full order books held {who}'s orders of {what} below what there was money for",
    ),
    Bound.STOCK: ("stock_binds", "{who} ordered no {what}, since enough lay in stock"),
}


def _binding(role: str) -> list[Observed]:
    """Return the columns that say what orders of a role stopped at."""
    what, sides = ROLES[role]
    return [
        Observed(
            Column(
                f"{name}_{role}_{side}",
                "1",
                f"1 on a day when {when.format(who=SIDES[side], what=what)}, else 0.",
                "int64",
                bounds=SHARE,
            ),
            _stopped_at(side, role, bound),
        )
        for bound, (name, when) in _CAUSES.items()
        for side in sides
    ]


def _stopped_at(side: str, role: str, bound: Bound) -> Callable[[Simulation], bool]:
    return lambda model: getattr(model, side).governments.drones[role].bound == bound


def _spent_on(side: str, role: str) -> Callable[[Simulation], float]:
    def read(model: Simulation) -> float:
        governments = getattr(model, side).governments
        return float(governments.spent_usd(governments.drones[role]))

    return read


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
        "Money spent by {} on drones of all roles, and on what goes with them.",
        lambda side: side.governments.all_spent_cents / CENTS,
        bounds=AMOUNT,
    ),
    *(
        Observed(
            Column(
                f"spend_{role}_usd_{side}",
                "USD/day",
                f"Part of {SIDES[side]}'s spending that was for {what}.",
                bounds=AMOUNT,
            ),
            _spent_on(side, role),
        )
        for role, (what, sides) in ROLES.items()
        for side in sides
    ),
    *of_side(
        "invested_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for capacity.",
        lambda side: side.governments.spent_usd(side.governments.capacity),
        bounds=AMOUNT,
    ),
    *of_side(
        "crews_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for new crews.",
        lambda side: side.governments.spent_usd(side.governments.crews),
        bounds=AMOUNT,
    ),
    *of_side(
        "fielding_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for countermeasures against new families of designs.",
        lambda side: sum(map(side.governments.spent_usd, side.governments.fielding)),
        bounds=AMOUNT,
    ),
    *of_side(
        "groups_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for groups of its air defence.",
        lambda side: side.governments.spent_usd(side.governments.groups),
        bounds=AMOUNT,
    ),
    *of_side(
        "launchers_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for launchers of long-range drones.",
        lambda side: side.governments.spent_usd(side.governments.launchers),
        bounds=AMOUNT,
    ),
    *of_side(
        "research_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for research and development.",
        lambda side: side.governments.spent_usd(side.governments.research),
        bounds=AMOUNT,
    ),
    *of_side(
        "liaison_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for liaison with the front.",
        lambda side: side.governments.spent_usd(side.governments.liaison),
        bounds=AMOUNT,
    ),
    *of_side(
        "purse_usd_{}",
        "USD",
        "Money at hand in {}.",
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
    *_binding("fpv"),
    *of_side(
        "capacity_used_share_fpv_{}",
        "1",
        "Share of the capacity for front-line drones that {}'s producers used.",
        lambda side: min(1.0, share(side.fpv.total("made"), side.fpv.all_capacity)),
        bounds=SHARE,
    ),
    *of_side(
        "components_bind_fpv_{}",
        "1",
        "1 on a day when {}'s producers of front-line drones lacked components, else 0.",
        lambda side: side.fpv.components_share < 1,
        "int64",
        bounds=SHARE,
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
    *_binding("interceptor"),
    *_binding("deep_strike"),
    *_binding("strike"),
]
