"""The kill zone: its anchor, and how its depth follows the hits.

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


def _anchor(_effort: int) -> list[Comparison]:
    scored, _ = _day_0({})
    lines = []
    for width in (10.0, 20.0, 30.0):
        settings = {"front.reference_hits_per_km": scored, "front.kill_zone_km": width}
        what = "width of the zone at the hits of the reference, km"
        lines.append(exactly(what, width, _day_0(settings)[1]))
    return lines


def _day_0(settings: dict[str, float]) -> tuple[float, float]:
    """Return the geometric mean of both sides' hits a kilometre on day 0, and the width, in km."""
    model = Simulation(configured({"front.openness_spread": 0.0, **settings}))
    model.finish()
    hits = [float(side.units.hit_density.mean()) for side in model.sides]
    return math.sqrt(math.prod(hits)), model.theatre.width_km


LAWS = (
    Law(
        "zone-depth",
        "Twice the hits widen a side's part of the kill zone by R ln 2.",
        "docs/odd.md, Kill zone",
        _width,
    ),
    Law(
        "zone-anchor",
        "Where both sides score the hits of the reference, the kill zone is as wide as its anchor.",
        "docs/odd.md, Kill zone",
        _anchor,
    ),
)
