"""The daily columns that answer the question: who holds the kill zone and the sky, at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.columns.column import AMOUNT, SHARE, Column, Observed, of_side
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.war.belligerent import Belligerent
    from sim.war.model import Simulation


def _sectors_held(model: Simulation) -> float:
    return float((model.theatre.depth_ua > model.theatre.depth_ru).mean())


def _sky_held(side: str) -> Callable[[Simulation], float]:
    def read(model: Simulation) -> float:
        passed = getattr(model, f"sky_{side}").forces.passed
        return float((passed < model.config.targets.leak_share).mean())

    return read


def _cost_per_hit(side: Belligerent) -> float:
    hits, governments = side.units.total("hits"), side.governments
    return governments.spent_usd(governments.drones["fpv"]) / hits if hits else float("nan")


HOLDING = [
    Observed(
        Column(
            "balance_km",
            "km",
            "Depth that Ukraine imposes less that which Russia imposes, mean over sectors.",
        ),
        lambda model: model.theatre.mean_depth_ua_km - model.theatre.mean_depth_ru_km,
    ),
    Observed(
        Column(
            "sectors_held_share",
            "1",
            "Share of sectors in which Ukraine's depth is greater than Russia's.",
            bounds=SHARE,
        ),
        _sectors_held,
    ),
    *(
        Observed(
            Column(
                f"sky_held_share_{side}",
                "1",
                f"Share of {country}'s regions in which lately a smaller share of the drones over "
                "them got through than targets.leak_share.",
                bounds=SHARE,
            ),
            _sky_held(side),
        )
        for side, country in SIDES.items()
    ),
    *of_side(
        "cost_per_hit_usd_{}",
        "USD/hit",
        "Money spent by {} on front-line drones, for each hit of the day.",
        _cost_per_hit,
        missing="on days without a hit, day 0 among them",
        bounds=AMOUNT,
    ),
    *of_side(
        "initiative_{}",
        "1",
        "Share of sectors in which {} assaults.",
        lambda side: side.units.initiative,
        bounds=SHARE,
    ),
]
