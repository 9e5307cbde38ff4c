"""Parameters that are each legal, but not together."""

from __future__ import annotations

import functools
import math
import operator
from typing import TYPE_CHECKING, NamedTuple

from sim.config.parameters.producer import ProducerParameters
from sim.config.parameters.race import anchor_exists
from sim.config.parameters.sides import Russia, Side, Ukraine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from sim.config.draft import Draft
    from sim.config.parameters.raids import Raider
    from sim.config.parameters.units import CountermeasureParameters


ROUNDING = 1e-12
MOST_REACHES = 100


class Conflict(NamedTuple):
    """What is wrong between parameters, told at one of them, and how to mend it."""

    path: str
    problem: str
    cure: str


class Rule(NamedTuple):
    """What parameters must be together, in words; each conflict breaks one."""

    paths: tuple[str, ...]
    says: str


def _of_hunters(path: str) -> tuple[Rule, Rule]:
    return (
        Rule(
            (f"{path}.strength", "race.first_distance"),
            f"one countermeasure of {path} makes a design obsolete while it closes in from "
            "race.first_distance, if there are any",
        ),
        Rule(
            (
                "race.notice_share",
                "race.develop_share",
                "race.obsolescence_days",
                f"{path}.cycle_factor",
            ),
            f"race.notice_share leaves a day or more to notice a design at {path}.cycle_factor, "
            "if there are any countermeasures",
        ),
    )


def _of_raider(path: str) -> Rule:
    return Rule(
        (f"{path}.tempo", f"{path}.attack_share"),
        f"{path}.tempo is at most {path}.attack_share, unless that is 0",
    )


@functools.cache
def _roles(side: type[Side]) -> tuple[str, ...]:
    """Return the keys of the producers of a side, one for each role."""
    fields = side.model_fields.items()
    return tuple(name for name, field in fields if issubclass(_kind(field), ProducerParameters))


def _kind(field: FieldInfo) -> type:
    return field.annotation if isinstance(field.annotation, type) else type(None)


def _of_outputs(side: str, roles: tuple[str, ...]) -> Rule:
    paths = tuple(f"{side}.{role}.output_share" for role in roles)
    return Rule(paths, f"the output shares of all roles of {side} add up to at most 1")


HUNTERS = (
    "ukraine.countermeasures",
    "russia.countermeasures",
    "ukraine.air_defence.countermeasures",
    "russia.air_defence.countermeasures",
)
RAIDERS = ("russia.strike", "ukraine.deep_strike")
HEIGHTS = (
    "russia.strike.altitude",
    "ukraine.deep_strike.altitude",
    "ukraine.interceptor.ceiling",
    "russia.interceptor.ceiling",
)
RULES = (
    Rule(
        ("race.first_distance", "race.extent"),
        "race.first_distance is at most half of race.extent",
    ),
    Rule(
        ("race.notice_share", "race.develop_share"),
        "race.notice_share and race.develop_share add up to less than 1",
    ),
    *(rule for path in HUNTERS for rule in _of_hunters(path)),
    Rule(
        ("front.reach_km", "front.kill_zone_km"),
        f"front.kill_zone_km is at most {MOST_REACHES} times front.reach_km",
    ),
    _of_outputs("ukraine", _roles(Ukraine)),
    _of_outputs("russia", _roles(Russia)),
    Rule(
        ("finance.loans_usd", "finance.frozen_assets_usd"),
        "finance.loans_usd is at most finance.frozen_assets_usd",
    ),
    *map(_of_raider, RAIDERS),
    *(
        Rule((f"{path}_m", f"{path}_max_m"), f"{path}_m is at most {path}_max_m")
        for path in HEIGHTS
    ),
)
"""All that `conflicts` asks, to be told before anything is wrong."""


def conflicts(config: Draft) -> Iterator[Conflict]:
    """Yield every conflict of a configuration."""
    yield from _of_race(config)
    yield from _of_front(config)
    yield from _of_shares(config)
    yield from _of_money(config)
    yield from _of_sky(config)


def _of_race(config: Draft) -> Iterator[Conflict]:
    race = config.race
    if race.first_distance > race.extent / 2:
        yield Conflict(
            "race.first_distance",
            "it is more than half of race.extent, farther than designs and countermeasures can "
            "lie apart",
            "lower it, or raise race.extent",
        )
    if race.notice_share + race.develop_share >= 1:
        yield Conflict(
            "race.develop_share",
            "race.notice_share and race.develop_share leave no time to field the answer",
            "let them add up to less than 1",
        )
        return
    for path in HUNTERS:
        systems: CountermeasureParameters = operator.attrgetter(path)(config)
        yield from _of_hunt(config, path, systems)


def _of_hunt(config: Draft, path: str, systems: CountermeasureParameters) -> Iterator[Conflict]:
    if not systems.per_sector:
        return
    if not anchor_exists(systems.strength, config.race.first_distance):
        yield Conflict(
            f"{path}.strength",
            "one such countermeasure never makes a design obsolete, so that "
            "race.obsolescence_days has no meaning",
            "raise it, or race.first_distance",
        )
    if config.race.stages(systems.cycle_factor)[0] < 1:
        yield Conflict(
            "race.notice_share",
            f"at {path}.cycle_factor it leaves less than a day to notice a design",
            "raise it, or the obsolescence time",
        )


def _of_front(config: Draft) -> Iterator[Conflict]:
    front = config.front
    if front.kill_zone_km > MOST_REACHES * front.reach_km:
        yield Conflict(
            "front.reach_km",
            f"front.kill_zone_km is more than {MOST_REACHES} times as wide",
            "raise it, or lower front.kill_zone_km",
        )


def _of_shares(config: Draft) -> Iterator[Conflict]:
    for path, side in (("ukraine.deep_strike", config.ukraine), ("russia.strike", config.russia)):
        if (
            math.fsum(getattr(side, role).output_share for role in _roles(type(side)))
            > 1 + ROUNDING
        ):
            yield Conflict(
                f"{path}.output_share",
                "the roles' output shares of a side add up to more than 1",
                "lower one of them",
            )


def _of_money(config: Draft) -> Iterator[Conflict]:
    if config.finance.loans_usd > config.finance.frozen_assets_usd:
        yield Conflict(
            "finance.loans_usd",
            "it is above finance.frozen_assets_usd, which secure the loans",
            "lower it, or raise finance.frozen_assets_usd",
        )


def _of_sky(config: Draft) -> Iterator[Conflict]:
    for path in RAIDERS:
        raider: Raider = operator.attrgetter(path)(config)
        if 0 < raider.attack_share < raider.tempo:
            yield Conflict(
                f"{path}.tempo",
                f"it is above {path}.attack_share: more than everything would fly in a raid",
                f"lower it, or raise {path}.attack_share",
            )
    for path in HEIGHTS:
        value, limit = (operator.attrgetter(f"{path}{end}")(config) for end in ("_m", "_max_m"))
        if value > limit:
            yield Conflict(f"{path}_m", f"it is above {path}_max_m", "lower it")
