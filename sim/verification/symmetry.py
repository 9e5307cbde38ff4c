"""The two sides play by the same rules: exchanged, they exchange their results, in the sky too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.config.parameters.sides import Side
from sim.verification.law import Law, none_of
from sim.verification.setups import SMALL, configured
from sim.war.model import Simulation
from sim.war.record import Recorder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.config.schema import Config
    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Floats

UNEQUAL = {
    **SMALL,
    "run.days": 150,
    "russia.fpv.platform_days": 40.0,
    "russia.interceptor.producers": 2,
    "russia.interceptor.output_share": 0.003,
    "russia.fpv.output_share": 0.96,
    "russia.facilities.energy.sites": 5,
    "ukraine.facilities.refineries.sites": 3,
    "ukraine.deep_strike.missiles.launched_per_month": 20.0,
}
"""Two sides of which each releases designs, and has something of all that is in either sky."""

RAIDERS = {"ukraine": "deep_strike", "russia": "strike"}


def swapped(settings: Mapping[str, Any]) -> Config:
    """Return a configuration in which each side has what was the other's, where both have it."""
    other = {"ukraine": "russia", "russia": "ukraine"}
    config = configured(settings)
    sides = {name: getattr(config, name) for name in other}
    shared = set(Side.model_fields)
    updates = {
        name: side.model_copy(
            update={field: getattr(sides[other[name]], field) for field in shared}
            | {RAIDERS[name]: sides[other[name]].raider}
        )
        for name, side in sides.items()
    }
    return config.model_copy(update=updates)


def both_ways(settings: Mapping[str, Any]) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return the daily tables of a war, and of the war with sides and streams exchanged."""
    straight = Simulation(configured(settings))
    mirrored = Simulation(swapped(settings), stream_keys=(1, 0))
    recorders = Recorder(straight), Recorder(mirrored)
    for model in (straight, mirrored):
        model.run()
    one, other = (recorder.tables()["daily"] for recorder in recorders)
    return one, other


def _mirror(_effort: int) -> list[Comparison]:
    one, other = both_ways(UNEQUAL)
    twins = {name: name.replace("_ua", "_ru") for name in one if name.endswith("_ua")}
    pairs = [
        (a, b)
        for name, twin in twins.items()
        if twin in one
        for a, b in ((name, twin), (twin, name))
    ]
    different = sum(int((one[a].view("i8") != other[b].view("i8")).sum()) for a, b in pairs)
    return [
        none_of(
            "values that differ in a bit",
            different,
            sum(one[a].size for a, _ in pairs),
        )
    ]


LAWS = (
    Law(
        "mirror",
        "Sides that exchange parameters and random numbers exchange their results, bit for bit.",
        "symmetry",
        _mirror,
    ),
)
