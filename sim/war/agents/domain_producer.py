"""Producers of ground and naval drones, whose designs stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.producer import Producers

if TYPE_CHECKING:
    from sim.config.parameters.domains import Ground, Naval
    from sim.war.numerics.streams import Streams
    from sim.war.settings import CurrentSettings

NOWHERE = np.zeros(0)
"""The place of a design that races nothing."""


class DomainProducers(Producers):
    """Producers who each build one design all the time; parameters as of `Producers`."""

    def __init__(
        self, side: str, holders: int, settings: CurrentSettings, streams: Streams
    ) -> None:
        super().__init__(side, holders, settings, streams)
        for row in range(self.size):
            self.first_design(row, NOWHERE)


class NavalProducers(DomainProducers):
    """Producers of naval drones."""

    role = "naval"
    role_number = 5

    @property
    def parameters(self) -> Naval:
        """The role's parameters."""
        return self.settings.config.ukraine.naval


class GroundProducers(DomainProducers):
    """Producers of ground drones."""

    role = "ground"
    role_number = 6

    @property
    def parameters(self) -> Ground:
        """The role's parameters."""
        return self.policy.ground
