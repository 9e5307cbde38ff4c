"""All parameters of a configuration, each right by itself, before they are held against another."""

from __future__ import annotations

from typing import Annotated

from pydantic import Strict

from sim.config.behaviours import Behaviour
from sim.config.events import Event
from sim.config.inputs import Series
from sim.config.parameters.finance import Deal, Finance
from sim.config.parameters.front import Artillery, Front
from sim.config.parameters.parameter import Component, parameter
from sim.config.parameters.peace import Peace
from sim.config.parameters.producer import Economy
from sim.config.parameters.race import Race
from sim.config.parameters.run import Outputs, RunParameters
from sim.config.parameters.sides import Russia, Ukraine
from sim.config.parameters.targets import Targets


class Draft(Component):
    """A whole configuration; its defaults are the baseline."""

    scale: int = parameter(
        1, "1", sweep=(1, 100), legal=(1, 100), source="assumption: about 1,400 agents at 1"
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
    inputs: tuple[Series, ...] = ()
    """Parameters whose configured value varies in time."""
    behaviours: tuple[Behaviour, ...] = ()
    """Classes, columns and responses of other packages."""
