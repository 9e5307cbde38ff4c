"""Which class plays which part of the war."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sim.config.behaviours import BEHAVIOURS, LISTS, load_object, parameters_of
from sim.config.errors import ConfigError, Place, Problem
from sim.config.nearness import closest
from sim.war.agents.countermeasure import Countermeasures
from sim.war.agents.domain_producer import GroundProducers, NavalProducers
from sim.war.agents.front_line_unit import FrontLineUnits
from sim.war.agents.government import Governments
from sim.war.agents.interceptor_producer import InterceptorProducers
from sim.war.agents.interceptor_unit import InterceptorUnits
from sim.war.agents.racing_producer import FpvProducers
from sim.war.agents.strike_force import StrikeForces
from sim.war.agents.strike_producer import DeepStrikeProducers, StrikeProducers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.config.behaviours import Behaviour
    from sim.config.parameters.parameter import Component

_BOTH: dict[str, type] = {
    "countermeasures": Countermeasures,
    "fpv": FpvProducers,
    "ground": GroundProducers,
    "units": FrontLineUnits,
    "strike_force": StrikeForces,
    "interceptor": InterceptorProducers,
    "interceptor_units": InterceptorUnits,
    "government": Governments,
}

BUILT = ("__init__", "__new__")

OWN: dict[str, type] = {
    **{f"{side}.{part}": own for side in ("ukraine", "russia") for part, own in _BOTH.items()},
    "ukraine.deep_strike": DeepStrikeProducers,
    "ukraine.naval": NavalProducers,
    "russia.strike": StrikeProducers,
}
"""The parts of the war, with killzone's own class for each; whoever plays one is a subclass."""


class Parts:
    """The classes that play the parts of the war.

    Parameters
    ----------
    classes
        By part, the class that plays it in place of killzone's own. A part is a key of `OWN`, or
        such a key without its side, which stands for every side that has the part; where both
        are given, that with the side holds.
    own
        By part, the values of the class's own parameters: `self.own` of the population.

    Raises
    ------
    ValueError
        If there is no such part.
    TypeError
        If what is given for a part is no subclass of the part's own class.
    """

    def __init__(
        self, classes: Mapping[str, type], own: Mapping[str, Component] | None = None
    ) -> None:
        self._players: dict[str, Callable[..., Any]] = dict(OWN)
        for key in sorted(classes, key=lambda key: "." in key):
            for part in _parts_of(key):
                _check(key, classes[key], OWN[part])
                self._players[part] = classes[key]
                if own and key in own:
                    self._players[part] = partial(_with_own, classes[key], own[key])

    def of(self, part: str) -> Callable[..., Any]:
        """Return what makes the population that plays a part, a key of `OWN`."""
        return self._players[part]


def _parts_of(key: str) -> list[str]:
    parts = [part for part in OWN if key in (part, part.partition(".")[2])]
    if parts:
        return parts
    known = sorted({name for part in OWN for name in (part, part.partition(".")[2])})
    near = closest(key, known)
    raise ValueError(f"there is no part {key!r}; nearest: {', '.join(near or known)}")


def _check(key: str, given: object, own: type) -> None:
    if not (isinstance(given, type) and issubclass(given, own)):
        name = given.__qualname__ if isinstance(given, type) else repr(given)
        raise TypeError(f"{key}: {name} is no subclass of {own.__qualname__}")


def _refuse_idle(key: str, given: type, own: type) -> None:
    """Refuse a subclass that changes nothing, as one whose method is misspelt."""
    if given is own or _overridden(given, own):
        return
    written = [name for name in vars(given) if not name.startswith("_")]
    known = [name for name in dir(own) if name[0] != "_"]
    near = [choice for name in written for choice in closest(name, known, most=1)]
    raise TypeError(
        f"{key}: {given.__qualname__} overrides nothing of {own.__qualname__} (it has "
        f"{', '.join(written) or 'nothing'}); "
        f"nearest: {', '.join(near) or 'docs/extending.md has the methods'}"
    )


def _overridden(given: type, own: type) -> list[str]:
    """Return what a subclass has in place of what its part's own class has."""
    above = given.__mro__[: given.__mro__.index(own)]
    names = {name for each in above for name in vars(each)}
    return [name for name in names if hasattr(own, name) and (name[:2] != "__" or name in BUILT)]


def _with_own(player: Any, own: Component, *given: Any, **named: Any) -> Any:
    """Return a population that has its own parameters before it is built."""
    population = player.__new__(player)
    population.own = own
    population.__init__(*given, **named)
    return population


@cache
def parts_of(behaviours: tuple[Behaviour, ...]) -> Parts:
    """Return who plays the parts in a configuration with such behaviours.

    Raises
    ------
    ConfigError
        If a class is not allowed, cannot be imported, or is no subclass of its part's.
    """
    players = [each for each in behaviours if each.part not in LISTS]
    classes = {each.part: load_object(each) for each in players}
    try:
        own = {
            each.part: parameters_of(classes[each.part])(**dict(each.parameters))
            for each in players
        }
        parts = Parts(classes, own)
        for key, given in classes.items():
            _refuse_idle(key, given, OWN[_parts_of(key)[0]])
    except (TypeError, ValueError) as error:
        raise ConfigError([Problem(Place(BEHAVIOURS), str(error))]) from error
    return parts
