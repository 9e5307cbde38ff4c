"""Air-defence commands, which order groups as too much gets through, months before they serve."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.war.agents.population import Attribute, LiveAgent, Population
from sim.war.equations import sky
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters.sky import Groups
    from sim.war.numerics.streams import Streams
    from sim.war.settings import CurrentSettings

STAGES = 3
"""What a group passes from its order to service: order, building, training."""


class AirDefenceCommand(LiveAgent):
    """The command of a side's mobile groups, guns and jammers."""

    telling = "groups"
    population: AirDefenceCommands


class AirDefenceCommands(Population):
    """The one air-defence command of a side, as a population like any other.

    Parameters
    ----------
    side
        "ua" or "ru".
    settings
        Today's parameters.
    streams
        The side's random numbers.

    Attributes
    ----------
    news : float
        Logarithm of the share that gets through, relative to what is accepted; 0 without raids.
    """

    agent_type = AirDefenceCommand

    groups = Attribute("groups", "Groups in service.")
    coming = Attribute("groups", "Groups on order, by stage.")
    wandering = Attribute("1", "What the model leaves out, in the logarithm of the hazard.")

    news: float

    def __init__(self, side: str, settings: CurrentSettings, streams: Streams) -> None:
        super().__init__(side, 1, coming=STAGES)
        self.settings, self.streams, self.news, self.raided = settings, streams, 0.0, False
        rules = self.parameters
        self.groups[:] = rules.number
        self.coming[:] = rules.number / rules.life_days * rules.answer_days / STAGES

    @property
    def parameters(self) -> Groups:
        """Their parameters."""
        return self.policy.air_defence.groups

    def stopping_share(self, tactics: float) -> float:
        """Return the share of the drones that meet groups and are brought down.

        `tactics` is what the enemy's have left of the groups' hazard.
        """
        rules = self.parameters
        strength = float(self.groups[0]) / rules.number * math.exp(float(self.wandering[0]))
        return -math.expm1(-rules.hazard * strength * tactics)

    def hear(self, day: int, recent: float, launched: bool) -> None:
        """Hear what share of the enemy's drones got through of late, if any were launched."""
        rules = self.parameters
        self.raided |= launched
        self.news = sky.news_of(recent, rules.accepted_leak_share) if launched else 0.0
        step = rules.wander / math.sqrt(sky.DAYS_PER_MONTH)
        self.wandering += step * self.streams.normals(Purpose.WANDER, day, self.rows)

    @property
    def wanted(self) -> float:
        """Groups that it would order today: in place of those that go, and more if need be.

        None while there never was a raid.
        """
        if not self.raided:
            return 0.0
        rules, groups = self.parameters, float(self.groups[0])
        more = rules.answer_per_month / sky.DAYS_PER_MONTH * max(0.0, self.news)
        return groups * (1 / rules.life_days + more)

    def order(self, number: float) -> None:
        """Order so many groups; those whose training ends today join, others go out of service."""
        rules = self.parameters
        joining = sky.advance(self.coming[0], number, rules.answer_days)
        self.groups += joining - self.groups / rules.life_days
