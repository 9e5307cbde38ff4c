"""Strike bureaus, which release new tactics as too little gets through, months after the need."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.air_defence_command import STAGES
from sim.war.agents.population import Attribute, LiveAgent, Population
from sim.war.equations import sky

if TYPE_CHECKING:
    from sim.config.parameters.raids import Raider
    from sim.war.settings import CurrentSettings


class StrikeBureau(LiveAgent):
    """Those who plan how a side's raids get past the enemy's groups."""

    telling = "tactics"
    population: StrikeBureaus


class StrikeBureaus(Population):
    """The one strike bureau of a side, as a population like any other.

    Parameters
    ----------
    side
        "ua" or "ru".
    settings
        Today's parameters.
    """

    agent_type = StrikeBureau

    tactics = Attribute("1", "Tactics released so far.", np.int64)
    coming = Attribute("1", "Work on new ones, by stage.")
    ready = Attribute("1", "Work on the next one that is done; released at 1.")

    def __init__(self, side: str, settings: CurrentSettings) -> None:
        super().__init__(side, 1, coming=STAGES)
        self.settings = settings

    @property
    def parameters(self) -> Raider:
        """The parameters of the raids."""
        return self.policy.raider

    @property
    def hazard_left(self) -> float:
        """What tactics leave of the hazard of the enemy's groups."""
        return float((1 - self.parameters.tactics_step) ** int(self.tactics[0]))

    def hear(self, news: float) -> None:
        """Work for a day, the more the less gets through; `news` is that of the enemy's command."""
        rules = self.parameters
        need = rules.tactics_per_month / sky.DAYS_PER_MONTH * max(0.0, -news)
        work = need / -math.log1p(-rules.tactics_step)
        self.ready += sky.advance(self.coming[0], work, rules.tactics_days)
        released = int(self.ready[0])
        self.tactics += released
        self.ready -= released
