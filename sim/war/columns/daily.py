"""The daily columns: what is observed each day, and how it is read off the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.columns.domains import GROUND, NAVAL
from sim.war.columns.front import FRONT, RACE
from sim.war.columns.money import ECONOMY, MONEY
from sim.war.columns.raids import DEEP, SKY

if TYPE_CHECKING:
    from sim.war.columns.observed import Observed

DAILY: list[Observed] = [*FRONT, *RACE, *MONEY, *ECONOMY, *SKY, *DEEP, *GROUND, *NAVAL]
