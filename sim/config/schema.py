"""The configuration of a run: every parameter with unit, range, default and source."""

from __future__ import annotations

from typing import Annotated

from pydantic import Strict, model_validator
from pydantic_core import PydanticCustomError

from sim.config.behaviours import Behaviour
from sim.config.conflicts import conflicts
from sim.config.event_rules import EventFlaw, clashes, flaws, typed
from sim.config.events import Event
from sim.config.parameters.finance import Deal, Finance
from sim.config.parameters.front import Artillery, Front
from sim.config.parameters.parameter import Component, parameter
from sim.config.parameters.peace import Peace
from sim.config.parameters.producer import Economy
from sim.config.parameters.race import Race
from sim.config.parameters.run import Outputs, RunParameters
from sim.config.parameters.sides import Russia, Ukraine
from sim.config.parameters.targets import Targets


class Config(Component):
    """A whole configuration; its defaults are the baseline."""

    scale: int = parameter(
        1, "1", sweep=(1, 100), legal=(1, 100), source="assumption: about 1,000 agents at 1"
    )
    """Multiplies the number of agents: producers, sectors, regions and forces."""
    run: RunParameters = RunParameters()
    race: Race = Race()
    front: Front = Front()
    artillery: Artillery = Artillery()
    economy: Economy = Economy()
    finance: Finance = Finance()
    deal: Deal = Deal()
    ukraine: Ukraine = Ukraine()
    russia: Russia = Russia()
    peace: Peace = Peace()
    targets: Targets = Targets()
    outputs: Outputs = Outputs()
    events: Annotated[tuple[Event, ...], Strict(False)] = ()
    """What changes during the run: at a day, at a date, or at random."""
    behaviours: tuple[Behaviour, ...] = ()
    """Classes, columns and responses of other packages."""

    @model_validator(mode="after")
    def _agrees(self) -> Config:
        found, wrong = list(conflicts(self)), self._wrong_events()
        if found or wrong:
            told = [f"{each.path}: {each.problem}" for each in found]
            told += [f"events.{each.event}: {each.problem}" for each in wrong]
            context = {"text": "; ".join(told), "conflicts": found, "flaws": wrong}
            raise PydanticCustomError("conflict", "{text}", context)
        return self

    def _wrong_events(self) -> list[EventFlaw]:
        wrong = [
            flaw
            for index, event in enumerate(self.events)
            for flaw in flaws(type(self), index, typed(event))
        ]
        return wrong or list(clashes(self))
