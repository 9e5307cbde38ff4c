"""Which class plays which part of the war."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from sim.war.agents.countermeasure import Countermeasures
from sim.war.agents.domain_producer import GroundProducers, NavalProducers
from sim.war.agents.front_line_unit import FrontLineUnits
from sim.war.agents.government import Governments
from sim.war.agents.interceptor_unit import InterceptorUnits
from sim.war.agents.racing_producer import DeepStrikeProducers, FpvProducers
from sim.war.agents.sky_producer import InterceptorProducers, StrikeProducers
from sim.war.agents.strike_force import StrikeForces

if TYPE_CHECKING:
    from collections.abc import Mapping

_BOTH: dict[str, type] = {
    "countermeasures": Countermeasures,
    "fpv": FpvProducers,
    "ground": GroundProducers,
    "units": FrontLineUnits,
    "strike_force": StrikeForces,
    "government": Governments,
}

OWN: dict[str, type] = {
    **{f"{side}.{part}": own for side in ("ukraine", "russia") for part, own in _BOTH.items()},
    "ukraine.interceptor": InterceptorProducers,
    "ukraine.interceptor_units": InterceptorUnits,
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

    Raises
    ------
    ValueError
        If there is no such part.
    TypeError
        If what is given for a part is no subclass of the part's own class.
    """

    def __init__(self, classes: Mapping[str, type] | None = None) -> None:
        given = classes or {}
        self._classes = dict(OWN)
        for key in sorted(given, key=lambda key: "." in key):
            for part in _parts_of(key):
                _check(key, given[key], OWN[part])
                self._classes[part] = given[key]

    def of(self, part: str) -> Any:
        """Return the class that plays a part, a key of `OWN`."""
        return self._classes[part]


def _parts_of(key: str) -> list[str]:
    parts = [part for part in OWN if key in (part, part.partition(".")[2])]
    if parts:
        return parts
    known = sorted({name for part in OWN for name in (part, part.partition(".")[2])})
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
    raise ValueError(f"there is no part {key!r}; nearest: {near[0]}")


def _check(key: str, given: object, own: type) -> None:
    if not (isinstance(given, type) and issubclass(given, own)):
        name = given.__qualname__ if isinstance(given, type) else repr(given)
        raise TypeError(f"{key}: {name} is no subclass of {own.__qualname__}")


DEFAULT = Parts()
"""Killzone's own classes in all parts."""
