"""The daily columns of raids both ways, and of what they damage."""

from __future__ import annotations

from typing import TYPE_CHECKING, SupportsFloat

from sim.war.columns.column import AMOUNT, SHARE, Bounds, Column, Observed, Sum
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.war.agents.facility import Facilities
    from sim.war.airspace import Airspace
    from sim.war.model import Simulation


def _neutralised_share(model: Simulation) -> float:
    sky = model.sky_ua
    return sky.neutralised / sky.launched if sky.launched else float("nan")


SKY = [
    Observed(
        Column(
            "produced_interceptor_ua",
            "drones/day",
            "Interceptors built by Ukraine.",
            "int64",
            bounds=AMOUNT,
        ),
        Sum(lambda model: model.sky_ua.interceptor_producers, ("made",)),
    ),
    Observed(
        Column(
            "stock_interceptor_ua",
            "drones",
            "Interceptors on the shelves of units.",
            "int64",
            bounds=AMOUNT,
        ),
        Sum(lambda model: model.sky_ua.interceptor_producers.armoury, ("held",)),
    ),
    Observed(
        Column(
            "produced_strike_ru",
            "drones/day",
            "Strike drones built by Russia.",
            "int64",
            bounds=AMOUNT,
        ),
        Sum(lambda model: model.sky_ua.strike_producers, ("made",)),
    ),
    Observed(
        Column(
            "stock_strike_ru", "drones", "Strike drones saved up by forces.", "int64", bounds=AMOUNT
        ),
        Sum(lambda model: model.sky_ua.strike_producers.armoury, ("held",)),
    ),
    Observed(
        Column(
            "launched_ru",
            "drones/night",
            "Strike drones launched by Russia.",
            "int64",
            bounds=AMOUNT,
        ),
        lambda model: model.sky_ua.launched,
    ),
    Observed(
        Column(
            "neutralised_ru",
            "drones/night",
            "Strike drones shot down, jammed or lost, on the way, by all layers of defence.",
            "int64",
            bounds=AMOUNT,
        ),
        lambda model: model.sky_ua.neutralised,
    ),
    Observed(
        Column(
            "neutralised_share",
            "1",
            "Share of the strike drones launched that were neutralised.",
            missing="on nights without a launch, day 0 among them",
            bounds=SHARE,
        ),
        _neutralised_share,
    ),
    Observed(
        Column(
            "intercepted_by_drones_ua",
            "drones/night",
            "Strike drones killed by interceptor drones.",
            "int64",
            bounds=AMOUNT,
        ),
        lambda model: model.sky_ua.intercepted,
    ),
    Observed(
        Column(
            "leaked_ru", "drones/night", "Strike drones that got through.", "int64", bounds=AMOUNT
        ),
        lambda model: model.sky_ua.leaked,
    ),
    Observed(
        Column(
            "alarms",
            "1/night",
            "Air-raid alarms: raids that reach a region, mean over regions.",
            bounds=AMOUNT,
        ),
        lambda model: model.sky_ua.alarms,
    ),
    Observed(
        Column(
            "altitude_m_ru", "m", "Mean altitude of the strike drones launched last.", bounds=AMOUNT
        ),
        lambda model: model.sky_ua.altitude_m,
    ),
    Observed(
        Column(
            "ceiling_m_ua", "m", "Mean ceiling of the interceptors on the shelves.", bounds=AMOUNT
        ),
        lambda model: model.sky_ua.interceptor_producers.ceiling_m,
    ),
]


def _damage(
    name: str, whose: str, sites: Callable[[Simulation], Facilities], lost: str
) -> list[Observed]:
    """Return hits, capacity offline and output lost of the sites of one kind."""
    return [
        Observed(
            Column(
                name.format("hits"), "hits/night",
                f"Hits on {whose} tonight, of drones and missiles.", "int64", bounds=AMOUNT,
            ),
            Sum(sites, ("hits",)),
        ),
        Observed(
            Column(
                name.format("offline_share"), "1", f"Share of the capacity of {whose} offline.",
                bounds=SHARE,
            ),
            lambda model: sites(model).offline_share,
        ),
        Observed(
            Column(
                lost, "1",
                f"Share of the normal output of {whose} that is lost; spare capacity absorbs some.",
                bounds=SHARE,
            ),
            lambda model: sites(model).lost_share,
        ),
    ]  # fmt: skip


def _of_sky(
    name: str, unit: str, definition: str, read: Callable[[Airspace], SupportsFloat],
    dtype: str = "float64", *, of_raiders: bool, bounds: Bounds = AMOUNT,
) -> list[Observed]:  # fmt: skip
    """Return a column for each sky; {} is the side below it, or the one whose raids fly there."""
    found = []
    for home, raiders in (("ua", "ru"), ("ru", "ua")):
        side = raiders if of_raiders else home
        column = Column(
            name.format(side), unit, definition.format(SIDES[side]), dtype, bounds=bounds
        )
        found.append(Observed(column, _reader(f"sky_{home}", read)))
    return found


def _reader(
    sky: str, read: Callable[[Airspace], SupportsFloat]
) -> Callable[[Simulation], SupportsFloat]:
    return lambda model: read(getattr(model, sky))


BOTH = [
    *_of_sky(
        "missiles_{}", "missiles/night", "Missiles launched by {}.", lambda sky: sky.missiles,
        "int64", of_raiders=True,
    ),
    *_of_sky(
        "missiles_leaked_{}", "missiles/night", "Missiles of {} that got through.",
        lambda sky: sky.missiles_leaked, "int64", of_raiders=True,
    ),
    *_of_sky(
        "launchers_{}", "drones/night", "Long-range drones that {} can launch in a night.",
        lambda sky: float(sky.forces.launchers.sum()), of_raiders=True,
    ),
    *_of_sky(
        "tactics_{}", "1", "Tactics against groups that {}'s strike bureau has released.",
        lambda sky: int(sky.bureau.tactics[0]), "int64", of_raiders=True,
    ),
    *_of_sky(
        "groups_{}", "groups", "Groups in the air defence of {}.",
        lambda sky: float(sky.command.groups[0]), of_raiders=False,
    ),
    *_of_sky(
        "groups_stop_share_{}", "1",
        "Share of the drones that meet {}'s groups tonight and are brought down, on average.",
        lambda sky: sky.stopping, of_raiders=False, bounds=SHARE,
    ),
]  # fmt: skip


def _sites_of(sky: str, name: str) -> Callable[[Simulation], Facilities]:
    return lambda model: getattr(model, sky).sites[name]


DEEP = [
    Observed(
        Column(
            "produced_deep_strike_ua", "drones/day", "Deep-strike drones built.", "int64",
            bounds=AMOUNT,
        ),
        Sum(lambda model: model.sky_ru.strike_producers, ("made",)),
    ),
    Observed(
        Column(
            "stock_deep_strike_ua", "drones", "Deep-strike drones saved up.", "int64",
            bounds=AMOUNT,
        ),
        Sum(lambda model: model.sky_ru.strike_producers.armoury, ("held",)),
    ),
    Observed(
        Column(
            "launched_ua", "drones/night", "Deep-strike drones launched by Ukraine.", "int64",
            bounds=AMOUNT,
        ),
        lambda model: model.sky_ru.launched,
    ),
    Observed(
        Column(
            "leaked_ua", "drones/night", "Deep-strike drones that got through.", "int64",
            bounds=AMOUNT,
        ),
        lambda model: model.sky_ru.leaked,
    ),
    Observed(
        Column(
            "obsolescence_days_deep_strike_ua",
            "days",
            "Running Kaplan-Meier median of the time in which deep-strike designs lose half of "
            "their expected pass rate at release; censored when replaced.",
            missing="until the curve reaches one half",
            bounds=AMOUNT,
            running=True,
        ),
        lambda model: model.sky_ru.strike_producers.obsolescence_days,
    ),
    *_damage(
        "refinery_{}", "Russia's refineries", lambda model: model.sky_ru.sites["refineries"],
        "refinery_lost_share",
    ),
    *_damage(
        "energy_{}", "Ukraine's energy sites", lambda model: model.sky_ua.sites["energy"],
        "energy_deficit_share",
    ),
    *_damage(
        "plant_{}_ua", "Ukraine's drone plants", lambda model: model.sky_ua.sites["plants"],
        "plant_lost_share_ua",
    ),
    *_damage(
        "plant_{}_ru", "Russia's drone plants", lambda model: model.sky_ru.sites["plants"],
        "plant_lost_share_ru",
    ),
    *(
        column
        for name in ("airfield", "depot")
        for side, country in SIDES.items()
        for column in _damage(
            f"{name}_{{}}_{side}", f"{country}'s {name}s", _sites_of(f"sky_{side}", f"{name}s"),
            f"{name}_lost_share_{side}",
        )
    ),
]  # fmt: skip
