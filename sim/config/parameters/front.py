"""The parameters of the front and of artillery."""

from __future__ import annotations

from sim.config.parameters.parameter import ARTICLE, Component, above, below, parameter

# fmt: off


class Front(Component):
    """The line of contact, the kill zone and what happens in it."""

    kill_zone_km: float = parameter(20, "km", sweep=(10, 40), legal=(above(0), 500),
        source=f"{ARTICLE}: twenty kilometers or more; Zaluzhnyi late 2025 (20-30)")
    """Width of the kill zone, both sides' depths together, where both score
    front.reference_hits_per_km: an anchor."""
    reference_hits_per_km: float = parameter(1.011, "hits/km/day", sweep=(0.5, 2.0),
        legal=(above(0), 1e6), source="tuned: the anchor on day 0 of the baseline, on average "
        "over 100 replicates (python -m benchmarks.reference_hits)")
    """Hits of a side at which the kill zone has the width of its anchor; a constant of the
    baseline, whatever a run changes."""
    length_km: float = parameter(1200, "km", sweep=(965, 1250), legal=(above(0), 100_000),
        source="press and Ukrainian command statements 2023-2025")
    """Length of the active front."""
    openness_spread: float = parameter(0.5, "1", sweep=(0.0, 0.8), legal=(0, 3),
        source="assumption: fields beside woods and towns")
    """Standard deviation of the logarithm of the hazard of a hit between sectors."""
    sectors: int = parameter(50, "sectors", sweep=(20, 100), legal=(1, 1000), source="assumption")
    """Sectors of equal length, one unit of each side in each."""
    territory_held_share: float = parameter(0.20, "1", sweep=(0.19, 0.20), legal=(0, 1),
        source=f"{ARTICLE}: about 20 percent")
    """Share of Ukraine's area that Russia holds on day 0."""
    country_area_km2: float = parameter(603_550, "km2", sweep=(603_500, 603_700),
        legal=(above(0), 1e8), source="State Statistics Service of Ukraine")
    """Ukraine's area within its recognised borders."""
    reach_km: float = parameter(5, "km", sweep=(3, 8), legal=(above(0), 200), source="assumption")
    """Depth over which the density of hits behind the line falls to 1/e, for the designs of day
    0."""
    lethal_threshold: float = parameter(0.2, "1", sweep=(0.1, 0.5), legal=(above(0), below(1)),
        source="assumption")
    """The kill zone that is reported ends at the depth where the chance of being hit on a move
    there is this; nothing else depends on it."""
    exposed_per_km: float = parameter(1.0, "targets/km", sweep=(0.5, 2.0), legal=(above(0), 1e9),
        source="assumption")
    """Targets that a unit at its initial strength exposes per kilometre and day while it
    holds."""
    exposure_assault: float = parameter(3.0, "1", sweep=(2.0, 5.0), legal=(0, 100),
        source="assumption")
    """Exposure of a unit that assaults, relative to one that holds."""
    exposure_pull_back: float = parameter(0.5, "1", sweep=(0.2, 1.0), legal=(0, 100),
        source="assumption")
    """Exposure of a unit that pulls back, relative to one that holds."""
    casualties_per_hit: float = parameter(0.5, "soldiers/hit", sweep=(0.2, 1.0), legal=(0, 1000),
        changes=True, source="tuned: losses about as claimed (Ukrainian General Staff, "
        "January to June 2025); many hits are on equipment")
    """Soldiers lost to a hit while targets are not scarce."""
    advance_km_per_day: float = parameter(0.15, "km/day", sweep=(0.05, 1.0), legal=(0, 100),
        changes=True, source="assumption")
    """Speed of an unopposed advance."""
    reaction_days: float = parameter(7, "days", sweep=(1, 30), legal=(1, 365), source="assumption")
    """Time constant of the running mean of hits that the kill zone and postures follow."""


class Artillery(Component):
    """Guns: area fire that a deep kill zone pushes back."""

    losses_per_target: float = parameter(0.18, "soldiers/target/day", sweep=(0.0, 0.6),
        legal=(0, 100), changes=True,
        source="tuned: leaves drones about three quarters of losses (FT and press 2025)")
    """Soldiers lost a day to artillery for each exposed target, at full strength at the line."""
    range_km: float = parameter(20, "km", sweep=(10, 40), legal=(above(0), 1000),
        source="assumption: about the range of a howitzer")
    """Depth of the enemy's kill zone over which fire falls to 1/e, as guns are pushed back."""
