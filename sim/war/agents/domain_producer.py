"""Makers of ground and naval drones, whose designs stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.producer import Makers
from sim.war.armoury import Armoury

if TYPE_CHECKING:
    from sim.config.parameters.domains import Ground, Naval
    from sim.config.parameters.producer import Economy, ProducerParameters
    from sim.config.parameters.sides import Side
    from sim.war.numerics.streams import Streams

NOWHERE = np.zeros(0)
"""The place of a design that races nothing."""


class DomainMakers(Makers):
    """Makers who each build one design all the time.

    Parameters
    ----------
    side
        "ua" or "ru".
    size, holders
        Number of makers, and of those who hold the drones.
    policy, parameters, costs
        The side's, the role's and the common economic parameters.
    streams
        The side's random numbers.
    """

    def __init__(
        self,
        side: str,
        size: int,
        holders: int,
        policy: Side,
        parameters: ProducerParameters,
        costs: Economy,
        streams: Streams,
    ) -> None:
        armoury = Armoury(holders, NOWHERE.size, size)
        super().__init__(side, size, policy, parameters, costs, streams, armoury)
        for row in range(size):
            self.first_design(row, NOWHERE)


class NavalMakers(DomainMakers):
    """Makers of naval drones."""

    role = "naval"
    role_number = 5
    parameters: Naval


class GroundMakers(DomainMakers):
    """Makers of ground drones."""

    role = "ground"
    role_number = 6
    parameters: Ground
