"""The figures of the article and of reports that responses are compared with."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import parameters
from sim.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Callable

AS_SET = "as configured"


def quoted(path: str, text: Callable[[Any], str], source: str) -> Callable[[Config], str]:
    """Quote the parameter at `path` as `source` has it, unless the user has changed it."""
    value_in = attrgetter(path)

    def quote(config: Config) -> str:
        value = value_in(config)
        return f"{text(value)} ({source if value == value_in(Config()) else AS_SET})"

    return quote


def of_whole_front(quote: Callable[[Config], str]) -> Callable[[Config], str]:
    """Leave out a figure that holds for the whole front where only a part is simulated."""
    return lambda config: quote(config) if is_whole_front(config) else ""


def is_whole_front(config: Config) -> bool:
    """Tell whether the front is as long as the shortest that sources give for the whole."""
    return bool(config.front.length_km >= parameters()["front.length_km"].low)


def aimed_at(path: str) -> Callable[[Config], str]:
    """Quote the front-line drones a month that the side at `path` aims at."""

    def quote(config: Config) -> str:
        side = attrgetter(path)(config)
        a_year = side.output_target_per_year * side.fpv.output_share
        return f"{_three_digits(a_year / 12):,.0f} aimed at ({AS_SET})"

    return quote


def _three_digits(value: float) -> float:
    return float(f"{value:.3g}")


def _span(value: tuple[float, float]) -> str:
    low, high = value
    return f"{low:,g} to {high:,g}"


def anchor_days(config: Config, hunter: str) -> float:
    """Return the obsolescence time of designs that the countermeasures of `hunter` hunt."""
    systems = getattr(config, hunter).countermeasures
    return float(config.race.obsolescence_days * systems.cycle_factor)


def anchored(hunter: str) -> Callable[[Config], str]:
    """Quote the obsolescence time that the countermeasures of `hunter` are anchored to."""

    def quote(config: Config) -> str:
        if getattr(config, hunter).countermeasures.cycle_factor == 1:
            return _obsolescence(config)
        return f"{anchor_days(config, hunter):g} days ({AS_SET})"

    return quote


def imposed(quote: Callable[[Config], str]) -> Callable[[Config], str]:
    """Quote a figure that the run starts from, so that nobody takes it for a result."""
    return lambda config: f"{quote(config)}; imposed"


_zone = quoted("front.kill_zone_km", "{:g} km or more".format, "the article")
_obsolescence = quoted("race.obsolescence_days", "{:g} days".format, "the article: two months")
_drone_share = quoted("targets.drone_share_of_losses", _span, "claims and press, 2025")

REFERENCES: dict[str, Callable[[Config], str]] = {
    "kill_zone_km_first": imposed(_zone),
    "kill_zone_km_mean": _zone,
    "kill_zone_km_last": _zone,
    "obsolescence_days_ua": anchored("russia"),
    "obsolescence_days_ru": anchored("ukraine"),
    "produced_fpv_ua_per_month": aimed_at("ukraine"),
    "produced_fpv_ru_per_month": aimed_at("russia"),
    "neutralised_share": quoted(
        "targets.neutralised_share", _span, "Air Force bulletins, 2024-2025"
    ),
    "refinery_offline_share_mean": quoted("targets.refinery_offline_share", _span, "the article"),
    "alarms_per_night": quoted(
        "targets.alarms_per_night", "{:g}".format, "the article; Kyiv City recorded 0.7 to 0.8"
    ),
    "losses_ru_per_day": of_whole_front(
        quoted("targets.losses_ru_per_day", _span, "Ukrainian claims, first half of 2025")
    ),
    "drone_share_of_losses_ua": _drone_share,
    "drone_share_of_losses_ru": _drone_share,
    "area_change_km2_per_month": of_whole_front(
        quoted("targets.area_change_km2_per_month", _span, "DeepState, first half of 2025")
    ),
}
