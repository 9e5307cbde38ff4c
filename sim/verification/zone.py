"""The kill zone: its anchor on day 0, and how its depth follows the hits.

A side with h hits a kilometre and day reaches W = R ln(a h / c) deep, so that twice the hits are
worth R ln 2 at any depth (docs/odd.md, "Kill zone").
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.verification.law import Law, exactly, mean_of
from sim.verification.setups import QUIET, configured, of_both
from sim.war.model import Simulation

if TYPE_CHECKING:
    from sim.verification.law import Comparison

REACH_KM = 5.0


def steady_front() -> dict[str, object]:
    """Return settings under which units fly the same number of drones each day and lose nobody."""
    return {
        **QUIET,
        **of_both({"fpv.producers": 1, "fpv.unlimited_stock": True, "fpv.hit_share": 0.25}),
        "front.sectors": 4,
        "front.reach_km": REACH_KM,
        "front.reaction_days": 1.0,
        "front.casualties_per_hit": 0.0,
        "artillery.losses_per_target": 0.0,
    }


def _width(effort: int) -> list[Comparison]:
    days = 50 * effort
    model = Simulation(configured({**steady_front(), "run.days": 2 * days + 1}))
    depths = []
    while model.day < 2 * days:
        if model.day == days:
            model.set("ukraine.fpv.hit_share", 0.5)
        model.step()
        depths.append(model.theatre.mean_depth_ua_km)
    model.finish()
    gained = np.array(depths[days:]) - np.array(depths[:days])
    what = "what twice the hits add to a side's depth, km"
    return [mean_of(what, REACH_KM * math.log(2), gained)]


_HITS_PER_KM = 2.0
_AT_THE_REFERENCE = {
    "front.reference_hits_per_km": _HITS_PER_KM,
    **of_both(
        {
            "fpv.hit_share": 1.0,
            "units.strength": 1_000_000,
            "units.crews_per_thousand": 2.0,
            "units.sorties_per_crew": 1.2,
        }
    ),
}
"""As many sorties, all of which hit, over 1,200 km of front."""


def _anchor(_effort: int) -> list[Comparison]:
    lines = []
    for width in (10.0, 20.0, 30.0):
        settings = {**steady_front(), "front.kill_zone_km": width, **_AT_THE_REFERENCE}
        model = Simulation(configured(settings))
        lines.append(exactly("width at the reference's hits, km", width, model.theatre.width_km))
        model.finish()
    return lines


LAWS = (
    Law(
        "zone-depth",
        "Twice the hits widen a side's part of the kill zone by R ln 2.",
        "docs/odd.md, Kill zone",
        _width,
    ),
    Law(
        "zone-anchor",
        "Two sides with the hits of the reference have the kill zone that was asked for.",
        "docs/odd.md, Kill zone",
        _anchor,
    ),
)
