"""The responses of a run: each with its name, its unit and how the tables give it.

A new response is one more entry of `RESPONSES`; it becomes a column of summary.csv, and a
row of the headline table if it has a label.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.analysis.survival import median_days
from sim.war.columns.column import AMOUNT, SHARE, UNBOUNDED, Bounds
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

DAYS_PER_MONTH = 365.25 / 12
ADJECTIVES = {"ua": "Ukrainian", "ru": "Russian"}


@dataclass(frozen=True)
class Tables:
    """The daily and designs tables of one replicate, and the day on which its run ended."""

    daily: pd.DataFrame
    designs: pd.DataFrame
    last_day: int

    @cached_property
    def second_half(self) -> pd.DataFrame:
        """Days after the middle of the run, when its start matters less."""
        return self.daily[self.daily["day"] > self.last_day / 2]


@dataclass(frozen=True)
class Response:
    """One number per replicate.

    Attributes
    ----------
    name : str
        Column of summary.csv: the quantity and the statistic.
    unit : str
        Unit, "1" for a share.
    measure : callable
        Takes a replicate's `Tables`; NaN where the quantity does not exist.
    label : str
        Row of the headline table; empty where it has none.
    bounds : Bounds
        What it lies within; intervals of its means stay inside.

    Examples
    --------
    >>> import sim
    >>> deepest = sim.Response("deepest", "km", lambda tables: tables.daily["kill_zone_km"].max())
    """

    name: str
    unit: str
    measure: Callable[[Tables], float]
    label: str = ""
    bounds: Bounds = UNBOUNDED


def first(column: str) -> Callable[[Tables], float]:
    """Value on day 0."""
    return lambda tables: float(tables.daily[column].iloc[0])


def last(column: str) -> Callable[[Tables], float]:
    """Value on the last day."""
    return lambda tables: float(tables.daily[column].iloc[-1])


def total(column: str) -> Callable[[Tables], float]:
    """Sum over the whole run."""
    return lambda tables: float(tables.daily[column].sum())


def mean(column: str) -> Callable[[Tables], float]:
    """Mean over the days of the second half that have a value."""
    return lambda tables: float(tables.second_half[column].mean())


def per_month(column: str) -> Callable[[Tables], float]:
    """Mean over the second half, a month of 30.44 days."""
    return lambda tables: DAYS_PER_MONTH * float(tables.second_half[column].mean())


def weighted(column: str, weight: str) -> Callable[[Tables], float]:
    """Mean over the second half, each day counted by `weight`."""

    def measure(tables: Tables) -> float:
        half = tables.second_half
        return quotient((half[column] * half[weight]).sum(), half[weight].sum())

    return measure


def share(part: str, whole: str) -> Callable[[Tables], float]:
    """Sum of `part` over the second half, divided by that of `whole`."""

    def measure(tables: Tables) -> float:
        half = tables.second_half
        return quotient(half[part].sum(), half[whole].sum())

    return measure


def where_any(column: str, measure: Callable[[Tables], float]) -> Callable[[Tables], float]:
    """Leave `measure` missing in a run in which `column` is always 0."""
    return lambda tables: measure(tables) if tables.daily[column].any() else math.nan


def drone_share(side: str) -> Callable[[Tables], float]:
    """Share of the side's losses that artillery did not cause."""
    artillery = share(f"losses_artillery_{side}", f"losses_{side}")
    return lambda tables: 1 - artillery(tables)


def median_obsolescence(side: str) -> Callable[[Tables], float]:
    """Kaplan-Meier median of the side's front-line designs, missing where not reached."""

    def measure(tables: Tables) -> float:
        median = median_days(tables.designs, side, tables.last_day)
        return median if math.isfinite(median) else math.nan

    return measure


def quotient(part: float, whole: float) -> float:
    """Return part / whole, missing where there is no whole."""
    return float(part / whole) if whole else math.nan


def _holding() -> Iterator[Response]:
    yield Response(
        "balance_km_mean", "km", mean("balance_km"), "balance: Ukraine's depth less Russia's"
    )
    yield Response(
        "sectors_held_share_mean",
        "1",
        mean("sectors_held_share"),
        "sectors in which Ukraine reaches deeper, share",
        bounds=SHARE,
    )
    for side, country in SIDES.items():
        yield Response(
            f"sky_held_share_{side}_mean",
            "1",
            mean(f"sky_held_share_{side}"),
            f"regions of {country}'s sky that are held, share",
            bounds=SHARE,
        )
    for side, country in SIDES.items():
        yield Response(
            f"initiative_{side}_mean",
            "1",
            mean(f"initiative_{side}"),
            f"sectors in which {country} assaults, share",
            bounds=SHARE,
        )
    for side, name in ADJECTIVES.items():
        yield Response(
            f"cost_per_hit_usd_{side}_mean",
            "USD/hit",
            weighted(f"cost_per_hit_usd_{side}", f"hits_{side}"),
            f"front-line drones, money a hit, {name}",
            bounds=AMOUNT,
        )


def _zone() -> Iterator[Response]:
    name = "kill_zone_km"
    yield Response(f"{name}_first", "km", first(name), "kill zone, width on day 0", bounds=AMOUNT)
    yield Response(f"{name}_mean", "km", mean(name), "kill zone, mean width", bounds=AMOUNT)
    yield Response(f"{name}_last", "km", last(name), "kill zone, width at the end", bounds=AMOUNT)
    for side, country in SIDES.items():
        yield Response(
            f"kill_zone_{side}_km_mean",
            "km",
            mean(f"kill_zone_{side}_km"),
            f"kill zone, depth imposed by {country}",
            bounds=AMOUNT,
        )


def _race() -> Iterator[Response]:
    for side, name in ADJECTIVES.items():
        yield Response(
            f"obsolescence_days_{side}",
            "days",
            median_obsolescence(side),
            f"obsolescence, {name} designs",
            bounds=AMOUNT,
        )
        yield Response(
            f"pass_rate_{side}_mean",
            "1",
            weighted(f"pass_rate_{side}", f"sorties_{side}"),
            f"pass rate, {name} sorties",
            bounds=SHARE,
        )
        yield Response(
            f"stale_stock_share_{side}_mean",
            "1",
            where_any(f"stock_fpv_{side}", mean(f"stale_stock_share_{side}")),
            f"stale share of stock, {name}",
            bounds=SHARE,
        )
        released = f"designs_released_{side}"
        yield Response(f"{released}_total", "designs", total(released), bounds=AMOUNT)


def _output() -> Iterator[Response]:
    for side, name in ADJECTIVES.items():
        produced = f"produced_fpv_{side}"
        yield Response(
            f"{produced}_per_month",
            "drones/month",
            where_any(produced, per_month(produced)),
            f"front-line drones made, {name}",
            bounds=AMOUNT,
        )
        yield Response(f"{produced}_total", "drones", total(produced), bounds=AMOUNT)
        yield Response(f"sorties_{side}_total", "sorties", total(f"sorties_{side}"), bounds=AMOUNT)
        yield Response(f"hits_{side}_total", "hits", total(f"hits_{side}"), bounds=AMOUNT)
        yield Response(f"stock_fpv_{side}_mean", "drones", mean(f"stock_fpv_{side}"), bounds=AMOUNT)
        yield Response(f"spend_usd_{side}_total", "USD", total(f"spend_usd_{side}"), bounds=AMOUNT)
        cost = f"unit_cost_usd_fpv_{side}"
        yield Response(f"{cost}_last", "USD", where_any(produced, last(cost)), bounds=AMOUNT)


def _sky() -> Iterator[Response]:
    yield Response(
        "neutralised_share",
        "1",
        share("neutralised_ru", "launched_ru"),
        "strike drones neutralised, share",
        bounds=SHARE,
    )
    yield Response(
        "alarms_per_night",
        "1/night",
        where_any("launched_ru", mean("alarms")),
        "air-raid alarms a night, a region",
        bounds=AMOUNT,
    )
    for column in ("launched_ru", "leaked_ru", "intercepted_by_drones_ua"):
        yield Response(f"{column}_total", "drones", total(column), bounds=AMOUNT)


def _damage() -> Iterator[Response]:
    offline = "refinery_offline_share"
    yield Response(
        f"{offline}_mean",
        "1",
        where_any("launched_ua", mean(offline)),
        "refinery capacity offline, share",
        bounds=SHARE,
    )
    yield Response(
        "energy_deficit_share_mean",
        "1",
        where_any("launched_ru", mean("energy_deficit_share")),
        "energy deficit, share",
        bounds=SHARE,
    )
    for column in ("launched_ua", "leaked_ua", "refinery_hits", "energy_hits"):
        yield Response(f"{column}_total", "drones", total(column), bounds=AMOUNT)
    for side in SIDES:
        yield Response(
            f"plant_offline_share_{side}_mean",
            "1",
            mean(f"plant_offline_share_{side}"),
            bounds=SHARE,
        )


def _front() -> Iterator[Response]:
    for side, name in ADJECTIVES.items():
        yield Response(
            f"losses_{side}_per_day",
            "soldiers/day",
            mean(f"losses_{side}"),
            f"losses, {name}",
            bounds=AMOUNT,
        )
        yield Response(f"losses_{side}_total", "soldiers", total(f"losses_{side}"), bounds=AMOUNT)
        yield Response(
            f"drone_share_of_losses_{side}",
            "1",
            drone_share(side),
            f"share of losses due to drones, {name}",
            bounds=SHARE,
        )
        yield Response(f"strength_{side}_last", "soldiers", last(f"strength_{side}"), bounds=AMOUNT)
    area = "area_change_km2"
    yield Response(
        f"{area}_per_month",
        "km2/month",
        per_month(area),
        "area change, + is Ukrainian gain",
    )
    yield Response(f"{area}_total", "km2", total(area))


RESPONSES: tuple[Response, ...] = (
    *_holding(),
    *_zone(),
    *_race(),
    *_output(),
    *_sky(),
    *_damage(),
    *_front(),
)
