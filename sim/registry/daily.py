"""The daily columns: what is observed each day, and how it is read off the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.registry.domains import GROUND, NAVAL
from sim.registry.front import FRONT, RACE
from sim.registry.money import ECONOMY, MONEY
from sim.registry.raids import DEEP, SKY

if TYPE_CHECKING:
    from sim.registry.observed import Observed

DAILY: list[Observed] = [*FRONT, *RACE, *MONEY, *ECONOMY, *SKY, *DEEP, *GROUND, *NAVAL]
