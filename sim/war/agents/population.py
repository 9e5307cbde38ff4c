"""State in arrays, agents as live views of a row.

A `Population` keeps the state of all agents of a type on one side, one NumPy array an attribute.
A `LiveAgent` is a Mesa agent that owns nothing but its row: reading an attribute reads the
array, writing one changes the simulation, so `model.agents`, `select`, `get` and `set` work.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

import mesa
import numpy as np

from sim.war.numerics.totals import total

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.config.parameters.sides import Russia, Ukraine
    from sim.war.settings import CurrentSettings

Scalar = TypeVar("Scalar", bound=np.generic)


class Attribute(Generic[Scalar]):
    """An attribute of the agents of a population, which holds it as an array, a row an agent.

    Parameters
    ----------
    unit
        Unit of the values.
    meaning
        What the attribute says of an agent.
    kind
        NumPy type of the array.
    """

    @overload
    def __init__(self: Attribute[np.float64], unit: str, meaning: str) -> None: ...
    @overload
    def __init__(self, unit: str, meaning: str, kind: type[Scalar]) -> None: ...
    def __init__(self, unit: str, meaning: str, kind: Any = np.float64) -> None:
        self.unit, self.meaning, self.kind = unit, meaning, kind
        self.__doc__ = f"{meaning} [{unit}]"

    @overload
    def __get__(self, population: None, owner: type) -> Attribute[Scalar]: ...
    @overload
    def __get__(self, population: Population, owner: type) -> npt.NDArray[Scalar]: ...
    def __get__(self, population: Population | None, owner: type) -> Any:
        """Return the description; a population's own array comes before it."""
        return self


class Daily(Attribute[Scalar]):
    """An attribute that counts something within a day: 0 on day 0, before the first."""


class LiveAgent(mesa.Agent):
    """A Mesa agent that is a view of one row of a population, whose attributes it has.

    Attributes
    ----------
    population : Population
        Where its state is.
    row : int
        Its row, and its stable slot for random numbers.
    """

    population: Population
    row: int
    telling: ClassVar[str]
    """The attribute that tells most of an agent."""

    def __init__(self, model: mesa.Model, population: Population, row: int) -> None:
        self.__dict__.update(population=population, row=row)
        super().__init__(model)

    @property
    def side(self) -> str:
        """The belligerent it belongs to: "ua" or "ru"."""
        return self.population.side

    def __getattr__(self, name: str) -> Any:
        """Read the agent's row of an attribute."""
        population = vars(self).get("population")
        if population is None or name not in population.attributes():
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(population, name)[self.row]

    def __setattr__(self, name: str, value: Any) -> None:
        """Write the agent's row of an attribute."""
        if name in self.population.attributes():
            getattr(self.population, name)[self.row] = value
        else:
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        """Name the attributes of the population too."""
        return [*super().__dir__(), *self.population.attributes()]

    def __repr__(self) -> str:
        """Return type, side, row and what tells most, as `<Fleet ru 0: freedom 0.93>`."""
        value = np.asarray(getattr(self, self.telling)).sum()
        shown = f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"
        whose = self.population.label
        return f"<{type(self).__name__} {whose} {self.row}: {self.telling} {shown}>"


class Population:
    """All agents of one type on one side, an array an attribute.

    Parameters
    ----------
    side
        "ua" or "ru".
    size
        Number of agents.
    widths
        Length of the vector that a row holds, for attributes that are not one number a row.
    """

    agent_type: ClassVar[type[LiveAgent]]
    settings: CurrentSettings
    _model: mesa.Model
    own: Any
    """Own parameters of a class from outside, if it has any: an instance of its `Parameters`."""

    def __init__(self, side: str, size: int, **widths: int) -> None:
        self.side = side
        self.size = size
        self.rows: npt.NDArray[np.int64] = np.arange(size)
        for name, attribute in self.attributes().items():
            shape = (size, widths[name]) if name in widths else size
            setattr(self, name, np.zeros(shape, dtype=attribute.kind))

    @classmethod
    @functools.cache
    def attributes(cls) -> dict[str, Attribute[Any]]:
        """Return the attributes that its agents have, by name."""
        declared = [item for owner in reversed(cls.__mro__) for item in vars(owner).items()]
        return {name: value for name, value in declared if isinstance(value, Attribute)}

    @property
    def policy(self) -> Ukraine | Russia:
        """The side's parameters, as they are today."""
        return self.settings.sides[self.side]

    @property
    def label(self) -> str:
        """What it is called beside its type."""
        return self.side

    def open_books(self) -> None:
        """Begin to count on day 0, after the spin-up."""
        for name, attribute in self.attributes().items():
            if isinstance(attribute, Daily):
                getattr(self, name).fill(0)

    def total(self, name: str) -> int:
        """Return the sum over its agents of an attribute that counts something."""
        return total(getattr(self, name))

    def create_agents(self, model: mesa.Model) -> None:
        """Create the Mesa agents that show this population."""
        self._model = model
        self._show(self.rows)

    def grow(self, more: int) -> None:
        """Add so many agents, all of whose attributes are 0."""
        for name in self.attributes():
            values = getattr(self, name)
            setattr(self, name, np.pad(values, [(0, more)] + [(0, 0)] * (values.ndim - 1)))
        self.rows, self.size = np.arange(self.size + more), self.size + more
        self._show(self.rows[-more:])

    def _show(self, rows: npt.NDArray[np.int64]) -> None:
        for row in rows.tolist():
            self.agent_type(self._model, self, row)

    def is_from_outside(self, hook: str) -> bool:
        """Tell whether a method is not one of killzone's own."""
        return not getattr(type(self), hook).__module__.startswith("sim.war.")

    def answer(
        self, hook: str, given: Any, shape: tuple[int, ...], kind: type[Scalar]
    ) -> npt.NDArray[Scalar]:
        """Return what a method that may be overridden gave, as compiled code takes it.

        That code would read past the end of an array that is too short. What killzone's own
        methods give is not looked at, for the time that takes; tests look at it.

        Raises
        ------
        ValueError
            If its shape is not `shape`, or something in it is no number.
        """
        if not self.is_from_outside(hook):
            own: npt.NDArray[Scalar] = given
            return own
        values, who = np.asarray(given, dtype=kind), f"{type(self).__name__}.{hook}"
        if values.shape != shape:
            raise ValueError(f"{who} gave shape {values.shape}, not {shape}")
        if not np.isfinite(values).all():
            raise ValueError(f"{who} gave {values[~np.isfinite(values)][0]}, which is no number")
        return values

    def __repr__(self) -> str:
        """Return type, side and size, as `<Fleets ru: 1 agent>`."""
        agents = "1 agent" if self.size == 1 else f"{self.size:,} agents"
        return f"<{type(self).__name__} {self.label}: {agents}>"
