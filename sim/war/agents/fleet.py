"""A fleet: how freely it moves while naval drones hunt it."""

from __future__ import annotations

import math

from sim.war.agents.population import Attribute, LiveAgent, Population


class Fleet(LiveAgent):
    """A side's fleet."""

    telling = "freedom"
    population: Fleets


class Fleets(Population):
    """The one fleet of a side, as a population like any other."""

    agent_type = Fleet

    freedom = Attribute("1", "Its freedom of movement, relative to that without naval drones.")

    def __init__(self, side: str) -> None:
        super().__init__(side, 1)
        self.freedom[:] = 1.0

    def take_hits(self, hits: int, lost_per_hit: float) -> None:
        """Lose a share of what freedom is left, `lost_per_hit`, to each hit."""
        self.freedom[0] *= (1 - lost_per_hit) ** hits

    def recover(self, recovery_days: float) -> None:
        """Let a day's part of the lost freedom return, with time constant `recovery_days`."""
        lost = 1 - float(self.freedom[0])
        self.freedom[0] = 1 - lost * math.exp(-1 / recovery_days)
