"""State in columns, agents as live views of a row.

A `Population` keeps the state of all agents of a type on one side, one NumPy array an attribute.
A `LiveAgent` is a Mesa agent that owns nothing but its row: reading an attribute reads the
column, writing one changes the simulation, so `model.agents`, `select`, `get` and `set` work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import mesa
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


class Column:
    """One attribute of an agent type, kept as an array by its population.

    Parameters
    ----------
    unit
        Unit of the values.
    meaning
        What the attribute says of an agent.
    kind
        NumPy type of the column.
    """

    def __init__(self, unit: str, meaning: str, kind: type = np.float64) -> None:
        self.unit, self.meaning, self.kind = unit, meaning, kind
        self.__doc__ = f"{meaning} [{unit}]"

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name of the attribute as that of the population's array."""
        self.name = name

    @overload
    def __get__(self, agent: None, owner: type) -> Column: ...
    @overload
    def __get__(self, agent: LiveAgent, owner: type) -> Any: ...
    def __get__(self, agent: LiveAgent | None, owner: type) -> Any:
        """Read the agent's row of the column; on the class, the column's description."""
        if agent is None:
            return self
        return getattr(agent.population, self.name)[agent.row]

    def __set__(self, agent: LiveAgent, value: Any) -> None:
        """Write the agent's row of the column."""
        getattr(agent.population, self.name)[agent.row] = value


class LiveAgent(mesa.Agent):
    """A Mesa agent that is a view of one row of a population.

    Attributes
    ----------
    population : Population
        Where its state is.
    row : int
        Its row, and its stable slot for random numbers.
    """

    def __init__(self, model: mesa.Model, population: Population, row: int) -> None:
        super().__init__(model)
        self.population = population
        self.row = row

    @property
    def side(self) -> str:
        """The belligerent it belongs to: "ua" or "ru"."""
        return self.population.side

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Return the attributes that agents of this type have, by name."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, Column)}


class Population:
    """All agents of one type on one side, as columns.

    Parameters
    ----------
    side
        "ua" or "ru".
    size
        Number of agents.
    widths
        Length of the vector that a row holds, for columns that are not one number a row.
    """

    agent_type: ClassVar[type[LiveAgent]]

    def __init__(self, side: str, size: int, **widths: int) -> None:
        self.side = side
        self.size = size
        self.rows: npt.NDArray[np.int64] = np.arange(size)
        for name, column in self.agent_type.columns().items():
            shape = (size, widths[name]) if name in widths else size
            setattr(self, name, np.zeros(shape, dtype=column.kind))

    def create_agents(self, model: mesa.Model) -> None:
        """Create the Mesa agents that show this population."""
        for row in range(self.size):
            self.agent_type(model, self, row)
