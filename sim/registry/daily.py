"""The daily columns: what is observed each day, and how it is read off the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, SupportsFloat

from sim.agents.government import Income
from sim.economy import CENTS
from sim.registry.column import SIDES, Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.agents.facility import Facilities
    from sim.belligerent import Belligerent
    from sim.model import Simulation


class Observed(NamedTuple):
    """A daily column with the function that reads it off the model."""

    column: Column
    read: Callable[[Simulation], SupportsFloat]


def _of_side(
    name: str,
    unit: str,
    definition: str,
    read: Callable[[Belligerent], SupportsFloat],
    dtype: str = "float64",
    missing: str = "",
) -> list[Observed]:
    """Return a column for each side; {} in name and definition stands for it."""

    def reader(side: str) -> Callable[[Simulation], SupportsFloat]:
        return lambda model: read(getattr(model, side))

    return [
        Observed(
            Column(name.format(side), unit, definition.format(country), dtype, missing),
            reader(side),
        )
        for side, country in SIDES.items()
    ]


def _share(part: float, total: float) -> float:
    return part / total if total else 0.0


def _neutralised_share(model: Simulation) -> float:
    sky = model.sky_ua
    return sky.neutralised / sky.launched if sky.launched else float("nan")


def _pass_rate(side: Belligerent) -> float:
    flown = side.units.sorties.sum()
    return float(side.units.passed.sum() / flown) if flown else float("nan")


_FRONT = [
    Observed(
        Column(
            "kill_zone_km",
            "km",
            "Width of the kill zone: the depths that both sides impose, together, mean over "
            "sectors.",
        ),
        lambda model: (model.theatre.depth_ua + model.theatre.depth_ru).mean(),
    ),
    Observed(
        Column(
            "kill_zone_ua_km",
            "km",
            "Depth behind the line to which Ukraine's drones impose the lethal threshold.",
        ),
        lambda model: model.theatre.depth_ua.mean(),
    ),
    Observed(
        Column(
            "kill_zone_ru_km",
            "km",
            "Depth behind the line to which Russia's drones impose the lethal threshold.",
        ),
        lambda model: model.theatre.depth_ru.mean(),
    ),
    *_of_side(
        "sorties_{}",
        "sorties/day",
        "Front-line sorties flown by {}.",
        lambda side: side.units.sorties.sum(),
        "int64",
    ),
    *_of_side(
        "hits_{}",
        "hits/day",
        "Hits scored by {}'s front-line drones.",
        lambda side: side.units.hits.sum(),
        "int64",
    ),
    *_of_side(
        "pass_rate_{}",
        "1",
        "Share of {}'s front-line sorties not defeated by countermeasures.",
        _pass_rate,
        missing="on days without a sortie, day 0 among them",
    ),
    *_of_side(
        "losses_{}",
        "soldiers/day",
        "Soldiers lost by {}, to drones and artillery.",
        lambda side: side.units.lost_to_drones.sum() + side.units.lost_to_artillery.sum(),
        "int64",
    ),
    *_of_side(
        "losses_artillery_{}",
        "soldiers/day",
        "Soldiers lost by {} to artillery.",
        lambda side: side.units.lost_to_artillery.sum(),
        "int64",
    ),
    *_of_side(
        "strength_{}",
        "soldiers",
        "Soldiers of {} at the front.",
        lambda side: side.units.strength.sum(),
        "int64",
    ),
    Observed(
        Column(
            "area_change_km2", "km2/day", "Change of the area Ukraine holds; + is Ukrainian gain."
        ),
        lambda model: model.theatre.area_change_km2,
    ),
    Observed(
        Column("fighting", "1", "1 on days of fighting, 0 in a ceasefire.", "int64"),
        lambda model: model.truce.fighting,
    ),
    Observed(
        Column(
            "temptation_ru",
            "1",
            "Russia's chance to cross the kill zone that Ukraine could impose at once, times the "
            "ratio of strengths, mean over sectors.",
        ),
        lambda model: model.truce.temptation,
    ),
    Observed(
        Column("territory_held_share", "1", "Share of Ukraine's area that Russia holds."),
        lambda model: model.theatre.held_share,
    ),
]

_RACE = [
    *_of_side(
        "designs_released_{}",
        "designs/day",
        "New platforms of front-line drones released by {}'s makers.",
        lambda side: side.fpv.released,
        "int64",
    ),
    *_of_side(
        "obsolescence_days_{}",
        "days",
        "Running Kaplan-Meier median of the time in which {}'s front-line designs lose half of "
        "their expected pass rate at release; censored when replaced.",
        lambda side: side.fpv.obsolescence_days,
        missing="until the curve reaches one half",
    ),
    *_of_side(
        "stale_stock_share_{}",
        "1",
        "Share of {}'s front-line drones on the shelf whose design is obsolete.",
        lambda side: _share(side.fpv.armoury.stale(), int(side.fpv.armoury.held.sum())),
    ),
]


def _received_usd(side: Belligerent, income: Income) -> float:
    return float(side.governments.received_cents[0, income] / CENTS)


_MONEY = [
    *_of_side(
        "revenue_usd_{}",
        "USD/day",
        "Own money that {} received for drones, after damage and sanctions.",
        lambda side: _received_usd(side, Income.REVENUE),
    ),
    *_of_side(
        "aid_usd_{}",
        "USD/day",
        "Aid that {} received for drones.",
        lambda side: _received_usd(side, Income.AID),
    ),
    Observed(
        Column("loans_usd_ua", "USD/day", "Loans on frozen assets that Ukraine drew for drones."),
        lambda model: _received_usd(model.ua, Income.LOANS),
    ),
    Observed(
        Column("deal_usd_ua", "USD/day", "Money that the joint deal paid to Ukraine."),
        lambda model: _received_usd(model.ua, Income.DEAL),
    ),
    *_of_side(
        "spend_usd_{}",
        "USD/day",
        "Money spent by {} on drones of all roles and on capacity.",
        lambda side: side.governments.spent_cents.sum() / CENTS,
    ),
    *_of_side(
        "invested_usd_{}",
        "USD/day",
        "Part of {}'s spending that was for capacity.",
        lambda side: side.governments.invested_cents.sum() / CENTS,
    ),
    *_of_side(
        "treasury_usd_{}",
        "USD",
        "Money for drones at hand in {}, assigned to a role or not.",
        lambda side: side.governments.held_cents / CENTS,
    ),
]

_ECONOMY = [
    *_of_side(
        "capacity_fpv_{}",
        "drones/day",
        "Front-line drones that {}'s makers could build in a day.",
        lambda side: side.fpv.capacity.sum(),
    ),
    *_of_side(
        "orders_fpv_{}",
        "drones/day",
        "Front-line drones newly ordered by {}, money and room in order books allowing.",
        lambda side: side.fpv.ordered,
    ),
    *_of_side(
        "produced_fpv_{}",
        "drones/day",
        "Front-line drones built by {}.",
        lambda side: side.fpv.made.sum(),
        "int64",
    ),
    *_of_side(
        "delivered_fpv_{}",
        "drones/day",
        "Front-line drones that reached {}'s formations.",
        lambda side: side.fpv.delivered.sum(),
        "int64",
    ),
    Observed(
        Column(
            "exported_fpv_ua",
            "drones/day",
            "Front-line drones that Ukraine sent abroad under the joint deal.",
            "int64",
        ),
        lambda model: model.ua.fpv.exported.sum(),
    ),
    *_of_side(
        "components_share_fpv_{}",
        "1",
        "Share of the components needed for front-line drones that {}'s makers had.",
        lambda side: side.fpv.components_share,
    ),
    *_of_side(
        "stock_fpv_{}",
        "drones",
        "Front-line drones on the shelves of {}'s formations.",
        lambda side: side.fpv.armoury.held.sum(),
        "int64",
    ),
    *_of_side(
        "unit_cost_usd_fpv_{}",
        "USD",
        "Price of one more front-line drone in {}.",
        lambda side: side.fpv.price_usd,
    ),
]

_SKY = [
    Observed(
        Column("produced_interceptor_ua", "drones/day", "Interceptors built by Ukraine.", "int64"),
        lambda model: model.sky_ua.interceptors.made.sum(),
    ),
    Observed(
        Column("stock_interceptor_ua", "drones", "Interceptors on the shelves of units.", "int64"),
        lambda model: model.sky_ua.interceptors.armoury.held.sum(),
    ),
    Observed(
        Column("produced_strike_ru", "drones/day", "Strike drones built by Russia.", "int64"),
        lambda model: model.sky_ua.makers.made.sum(),
    ),
    Observed(
        Column("stock_strike_ru", "drones", "Strike drones saved up by forces.", "int64"),
        lambda model: model.sky_ua.makers.armoury.held.sum(),
    ),
    Observed(
        Column("launched_ru", "drones/night", "Strike drones launched by Russia.", "int64"),
        lambda model: model.sky_ua.launched,
    ),
    Observed(
        Column(
            "neutralised_ru",
            "drones/night",
            "Strike drones shot down, jammed or lost, by interceptors and base defence.",
            "int64",
        ),
        lambda model: model.sky_ua.neutralised,
    ),
    Observed(
        Column(
            "neutralised_share",
            "1",
            "Share of the strike drones launched that were neutralised.",
            missing="on nights without a launch, day 0 among them",
        ),
        _neutralised_share,
    ),
    Observed(
        Column(
            "intercepted_by_drones_ua",
            "drones/night",
            "Strike drones killed by interceptor drones.",
            "int64",
        ),
        lambda model: model.sky_ua.intercepted,
    ),
    Observed(
        Column("leaked_ru", "drones/night", "Strike drones that got through.", "int64"),
        lambda model: model.sky_ua.leaked,
    ),
    Observed(
        Column(
            "alarms", "1/night", "Air-raid alarms: raids that reach a region, mean over regions."
        ),
        lambda model: model.sky_ua.alarms,
    ),
    Observed(
        Column("altitude_m_ru", "m", "Mean altitude of the strike drones launched last."),
        lambda model: model.sky_ua.altitude_m,
    ),
    Observed(
        Column("ceiling_m_ua", "m", "Mean ceiling of the interceptors on the shelves."),
        lambda model: model.sky_ua.ceiling_m,
    ),
]


def _of_sites(
    name: str, whose: str, unit: str, definition: str, read: Callable[[Facilities], SupportsFloat],
    sites: Callable[[Simulation], Facilities], dtype: str = "float64",
) -> Observed:  # fmt: skip
    """Return a column of the sites of one kind; {} in the definition stands for them."""
    return Observed(
        Column(name, unit, definition.format(whose), dtype), lambda model: read(sites(model))
    )


def _damage(
    name: str, whose: str, sites: Callable[[Simulation], Facilities], lost: str
) -> list[Observed]:
    """Return hits, capacity offline and output lost of the sites of one kind."""
    return [
        _of_sites(
            name.format("hits"), whose, "drones/night", "Drones that damaged {} tonight.",
            lambda facilities: facilities.hits.sum(), sites, "int64",
        ),
        _of_sites(
            name.format("offline_share"), whose, "1", "Share of the capacity of {} offline.",
            lambda facilities: facilities.offline_share, sites,
        ),
        _of_sites(
            lost, whose, "1",
            "Share of the normal output of {} that is lost; spare capacity absorbs some.",
            lambda facilities: facilities.lost_share, sites,
        ),
    ]  # fmt: skip


_DEEP = [
    Observed(
        Column("produced_deep_strike_ua", "drones/day", "Deep-strike drones built.", "int64"),
        lambda model: model.sky_ru.makers.made.sum(),
    ),
    Observed(
        Column("stock_deep_strike_ua", "drones", "Deep-strike drones saved up.", "int64"),
        lambda model: model.sky_ru.makers.armoury.held.sum(),
    ),
    Observed(
        Column("launched_ua", "drones/night", "Deep-strike drones launched by Ukraine.", "int64"),
        lambda model: model.sky_ru.launched,
    ),
    Observed(
        Column("leaked_ua", "drones/night", "Deep-strike drones that got through.", "int64"),
        lambda model: model.sky_ru.leaked,
    ),
    Observed(
        Column(
            "obsolescence_days_deep_strike_ua",
            "days",
            "Running Kaplan-Meier median of the time in which deep-strike designs lose half of "
            "their expected pass rate at release; censored when replaced.",
            missing="until the curve reaches one half",
        ),
        lambda model: model.sky_ru.makers.obsolescence_days,
    ),
    *_damage(
        "refinery_{}", "Russia's refineries", lambda model: model.sky_ru.infrastructure,
        "refinery_lost_share",
    ),
    *_damage(
        "energy_{}", "Ukraine's energy sites", lambda model: model.sky_ua.infrastructure,
        "energy_deficit_share",
    ),
    *_damage(
        "plant_{}_ua", "Ukraine's drone plants", lambda model: model.sky_ua.plants,
        "plant_lost_share_ua",
    ),
    *_damage(
        "plant_{}_ru", "Russia's drone plants", lambda model: model.sky_ru.plants,
        "plant_lost_share_ru",
    ),
]  # fmt: skip

DAILY: list[Observed] = [*_FRONT, *_RACE, *_MONEY, *_ECONOMY, *_SKY, *_DEEP]
