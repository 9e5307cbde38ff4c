"""Facilities: energy sites, refineries, plants, airfields, depots; damaged and repaired."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.population import Attribute, Daily, LiveAgent, Population
from sim.war.equations import damage, economy
from sim.war.numerics.streams import Purpose
from sim.war.numerics.totals import added

if TYPE_CHECKING:
    from sim.config.parameters.facilities import Sites
    from sim.war.numerics.compiled import Ints
    from sim.war.numerics.streams import Streams
    from sim.war.settings import CurrentSettings

KINDS = {
    "refinery": "refineries",
    "energy": "energy",
    "plant": "plants",
    "airfield": "airfields",
    "depot": "depots",
}
"""What a facility can be, and the key of its parameters; the place is part of its random slot.

Append, never reorder.
"""

SLOTS_PER_KIND = 1024
"""A site's stable slot is its kind's place in `KINDS` times this, plus its row."""


class Facility(LiveAgent):
    """One site."""

    telling = "damage"
    population: Facilities

    @property
    def kind(self) -> str:
        """What it is, a key of `KINDS`."""
        return self.population.kind


class Facilities(Population):
    """All sites of one kind on one side.

    Parameters
    ----------
    side
        "ua" or "ru".
    kind
        One of `KINDS`.
    settings
        Today's parameters; those of the kind on this side say how many sites there are.
    streams
        The side's random numbers.

    Attributes
    ----------
    lost_tonight : float
        Share of the capacity that went offline tonight.
    hit_lately : float
        The same summed up over about a year: spare parts that are gone.
    """

    agent_type = Facility

    capacity = Attribute("1", "Its share of the capacity of its kind on its side.")
    damage = Attribute("1", "Capacity that is offline, in the unit of its capacity.")
    hits = Daily("hits", "Hits of tonight, of drones and missiles.", np.int64)
    crewed = Attribute("1", "Whether a repair crew is at work there.", np.bool_)

    def __init__(self, side: str, kind: str, settings: CurrentSettings, streams: Streams) -> None:
        self.side, self.kind, self.settings, self.streams = side, kind, settings, streams
        self._section = KINDS[kind]
        super().__init__(side, self.parameters.sites)
        self.slots: Ints = list(KINDS).index(kind) * SLOTS_PER_KIND + self.rows
        normals = streams.normals(Purpose.FACILITY_SIZE, 0, self.slots)
        sizes = np.exp(self.parameters.capacity_spread * normals)
        self.capacity[:] = sizes / max(sizes.sum(), math.ulp(0.0))
        self._odds = np.empty(self.size)
        self.lost_tonight, self.hit_lately = 0.0, 0.0
        self._all_capacity = max(float(self.capacity.sum()), math.ulp(0.0))

    @property
    def parameters(self) -> Sites:
        """The kind's parameters."""
        sites: Sites = getattr(self.policy.facilities, self._section)
        return sites

    @property
    def label(self) -> str:
        """Side and kind."""
        return f"{self.side} {self.kind}"

    @property
    def damage_per_hit(self) -> float:
        """Capacity that one hit takes offline, in the unit of `capacity`."""
        return self.parameters.damage_per_hit / max(self.size, 1)

    def strike(self, day: int, drones: int) -> None:
        """Let the drones of a night that got through to this kind hit its sites."""
        lost = damage.strike(
            self.streams.key(Purpose.FACILITY_TARGET, day), self.slots, drones,
            self.damage_per_hit, self.capacity, self.damage, self._odds, self.hits,
        )  # fmt: skip
        self.lost_tonight = lost / self._all_capacity
        self.hit_lately += self.lost_tonight - self.hit_lately / economy.DAYS_PER_YEAR

    def repair(self) -> None:
        """Repair for a day."""
        rules = self.parameters
        days = rules.repair_days * (1 + rules.scarcity * self.hit_lately)
        work = 1 / max(self.size, 1) / days
        damage.repair(rules.repair_crews, work, self.damage, self.crewed)

    @property
    def offline_share(self) -> float:
        """Share of capacity that is offline."""
        return added(self.damage) / self._all_capacity

    @property
    def lost_share(self) -> float:
        """Share of normal output that is lost; spare capacity absorbs part of what is offline."""
        return damage.lost_share(self.offline_share, self.parameters.spare_share)

    @property
    def kept(self) -> float:
        """What is left of what depends on these sites; exactly 1.0 without sites or losses."""
        return damage.kept(self.lost_share, self.parameters.dependence)

    def open_books(self) -> None:
        """Begin to count on day 0."""
        super().open_books()
        self.lost_tonight = 0.0
