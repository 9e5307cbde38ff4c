"""The daily columns of the front and of its race of designs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.columns.column import AMOUNT, SHARE, Column, Observed, of_side, share

if TYPE_CHECKING:
    from sim.war.belligerent import Belligerent


def _share_of_sorties(side: Belligerent, number: int) -> float:
    flown = side.units.total("sorties")
    return number / flown if flown else float("nan")


FRONT = [
    Observed(
        Column(
            "kill_zone_km",
            "km",
            "Width of the kill zone: the depths that both sides impose, together, mean over "
            "sectors.",
            bounds=AMOUNT,
        ),
        lambda model: model.theatre.width_km,
    ),
    Observed(
        Column(
            "kill_zone_ua_km",
            "km",
            "Depth behind the line to which Ukraine's drones impose the lethal threshold.",
            bounds=AMOUNT,
        ),
        lambda model: model.theatre.mean_depth_ua_km,
    ),
    Observed(
        Column(
            "kill_zone_ru_km",
            "km",
            "Depth behind the line to which Russia's drones impose the lethal threshold.",
            bounds=AMOUNT,
        ),
        lambda model: model.theatre.mean_depth_ru_km,
    ),
    *of_side(
        "sorties_{}",
        "sorties/day",
        "Front-line sorties flown by {}.",
        ("units", "sorties"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "reach_km_{}",
        "km",
        "Depth over which the density of hits by {}'s front-line drones falls to 1/e, mean over "
        "sectors.",
        lambda side: float(side.units.reach_km.mean()),
        bounds=AMOUNT,
    ),
    *of_side(
        "crews_{}",
        "crews",
        "Drone crews of {}'s units.",
        lambda side: float(side.units.crews.sum()),
        bounds=AMOUNT,
    ),
    *of_side(
        "crews_bind_{}",
        "1",
        "Share of {}'s units whose crews could not fly all that was to be flown.",
        lambda side: float(side.units.short_of_crews.mean()),
        bounds=SHARE,
    ),
    *of_side(
        "hits_{}",
        "hits/day",
        "Hits scored by {}'s front-line drones.",
        ("units", "hits"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "pass_rate_{}",
        "1",
        "Share of {}'s front-line sorties not defeated by countermeasures.",
        lambda side: _share_of_sorties(side, side.units.total("passed")),
        missing="on days without a sortie, day 0 among them",
        bounds=SHARE,
    ),
    *of_side(
        "losses_{}",
        "soldiers/day",
        "Soldiers lost by {}, to drones, artillery and glide bombs.",
        ("units", "lost_to_drones", "lost_to_artillery"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "losses_artillery_{}",
        "soldiers/day",
        "Soldiers lost by {} to area fire: artillery and glide bombs.",
        ("units", "lost_to_artillery"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "strength_{}",
        "soldiers",
        "Soldiers of {} at the front.",
        ("units", "strength"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "replacements_waiting_{}",
        "soldiers",
        "Replacements of {} that no unit needs yet.",
        lambda side: side.units.waiting,
        "int64",
        bounds=AMOUNT,
    ),
    Observed(
        Column(
            "area_change_km2", "km2/day", "Change of the area Ukraine holds; + is Ukrainian gain."
        ),
        lambda model: model.theatre.area_change_km2,
    ),
    Observed(
        Column(
            "events_running",
            "events",
            "Events of the configuration that run.",
            "int64",
            bounds=AMOUNT,
        ),
        lambda model: len(model.schedule.active(model.day)),
    ),
    Observed(
        Column("fighting", "1", "1 on days of fighting, 0 in a ceasefire.", "int64", bounds=SHARE),
        lambda model: model.truce.fighting,
    ),
    Observed(
        Column(
            "temptation_ru",
            "1",
            "Russia's chance to cross the kill zone that Ukraine could impose at once, times the "
            "ratio of strengths with the guarantors who would come, mean over sectors.",
            bounds=AMOUNT,
        ),
        lambda model: model.truce.temptation,
    ),
    Observed(
        Column(
            "territory_held_share", "1", "Share of Ukraine's area that Russia holds.", bounds=SHARE
        ),
        lambda model: model.theatre.held_share,
    ),
]


RACE = [
    *of_side(
        "designs_released_{}",
        "designs/day",
        "New platforms of front-line drones released by {}'s producers.",
        lambda side: side.fpv.released,
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "obsolescence_days_{}",
        "days",
        "Running Kaplan-Meier median of the time in which {}'s front-line designs lose half of "
        "their expected pass rate at release; censored when replaced.",
        lambda side: side.fpv.obsolescence_days,
        missing="until the curve reaches one half",
        bounds=AMOUNT,
        running=True,
    ),
    *of_side(
        "stale_stock_share_{}",
        "1",
        "Share of {}'s front-line drones on the shelf whose design is obsolete.",
        lambda side: share(side.fpv.armoury.stale(), side.fpv.armoury.total("held")),
        bounds=SHARE,
    ),
    *of_side(
        "stale_sorties_share_{}",
        "1",
        "Share of {}'s front-line sorties that are flown with a design that is obsolete.",
        lambda side: _share_of_sorties(side, side.units.stale_sorties),
        missing="on days without a sortie, day 0 among them",
        bounds=SHARE,
    ),
]
