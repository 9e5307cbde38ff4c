"""Configurations in which theory knows the answer: the baseline with some paths set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Mapping

SIDES = ("ukraine", "russia")


ALONE = {"run.spin_up_days": 0, "race.lone_hunter_factor": 1.0}


def configured(settings: Mapping[str, Any] | None = None) -> Config:
    """Return the baseline with dotted paths set; unless they say so, without a spin-up.

    Nor with more time for a lone countermeasure than the anchor says.
    """
    tree: dict[str, Any] = {}
    for path, value in (ALONE | dict(settings or {})).items():
        *parents, leaf = path.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[leaf] = value
    return Config.model_validate(tree)


def of_both(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings of one side for both sides."""
    return {f"{side}.{path}": value for side in SIDES for path, value in settings.items()}


NO_SKY = {
    "ukraine.interceptor.producers": 0,
    "russia.strike.producers": 0,
    "ukraine.deep_strike.producers": 0,
    "russia.strike.missiles.launched_per_month": 0.0,
    "ukraine.bomb_losses_per_target": 0.0,
    "russia.bomb_losses_per_target": 0.0,
}
"""No drones but those of the front, and nothing else from the air."""

SMALL = {
    "front.sectors": 6,
    "ukraine.fpv.producers": 12,
    "russia.fpv.producers": 4,
    "ukraine.air_defence.regions": 4,
    "russia.strike.regions_per_raid": 2,
    "ukraine.interceptor.producers": 3,
    "ukraine.deep_strike.producers": 2,
    "ukraine.deep_strike.regions_per_raid": 2,
    "russia.air_defence.regions": 4,
}
"""A whole war, in small."""

ONE_RACE = {
    **NO_SKY,
    "front.sectors": 1,
    "front.openness_spread": 0.0,
    "race.start": "apart",
    "race.breakthroughs_per_year": 0.0,
    "ukraine.fpv.producers": 1,
    "ukraine.fpv.innovates": False,
    "ukraine.countermeasures.per_sector": 0,
    "russia.fpv.producers": 0,
    "russia.countermeasures.per_sector": 1,
    "artillery.losses_per_target": 0.0,
}
"""One design against one countermeasure."""

QUIET = {
    **NO_SKY,
    "front.exposed_per_km": 1e9,
    "front.openness_spread": 0.0,
    **of_both(
        {
            "countermeasures.per_sector": 0,
            "fpv.innovates": False,
            "units.recruits_per_day": 0.0,
            "units.crews_trained_per_day": 0.0,
            "units.assault_threshold": 1000.0,
            "units.pull_back_threshold": 1000.0,
        }
    ),
}
"""Units that hold, are never replaced, meet no countermeasures and never lack targets."""
