"""The model, and what a researcher subclasses to change it.

It knows no file, no figure and no experiment.

    from sim.war import Countermeasures, Parts, Simulation

    class Blind(Countermeasures):
        def weights(self, day, known):
            return 0 * known.hits

    Simulation(sim.load("baseline"), parts=Parts({"russia.countermeasures": Blind}))

Each name is imported when it is first used; nobody inside the package takes it from here.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.war.agents.countermeasure import Countermeasures, Sightings
    from sim.war.agents.domain_producer import GroundProducers, NavalProducers
    from sim.war.agents.front_line_unit import FrontLineUnits
    from sim.war.agents.government import Governments
    from sim.war.agents.innovating_producer import InnovatingProducers
    from sim.war.agents.interceptor_producer import InterceptorProducers
    from sim.war.agents.interceptor_unit import InterceptorUnits
    from sim.war.agents.population import Attribute
    from sim.war.agents.producer import Producers
    from sim.war.agents.racing_producer import FpvProducers, RacingProducers
    from sim.war.agents.strike_force import StrikeForces
    from sim.war.agents.strike_producer import DeepStrikeProducers, StrikeProducers
    from sim.war.columns.column import AMOUNT, SHARE, UNBOUNDED, Bounds, Column, Observed
    from sim.war.model import Simulation
    from sim.war.numerics.streams import Purpose
    from sim.war.parts import Parts
    from sim.war.record import Recorder
    from sim.war.replicate import simulate

_NAMES = {
    "agents.countermeasure": ("Countermeasures", "Sightings"),
    "agents.domain_producer": ("GroundProducers", "NavalProducers"),
    "agents.front_line_unit": ("FrontLineUnits",),
    "agents.government": ("Governments",),
    "agents.innovating_producer": ("InnovatingProducers",),
    "agents.interceptor_producer": ("InterceptorProducers",),
    "agents.interceptor_unit": ("InterceptorUnits",),
    "agents.population": ("Attribute",),
    "agents.producer": ("Producers",),
    "agents.racing_producer": ("FpvProducers", "RacingProducers"),
    "agents.strike_force": ("StrikeForces",),
    "agents.strike_producer": ("DeepStrikeProducers", "StrikeProducers"),
    "columns.column": ("AMOUNT", "SHARE", "UNBOUNDED", "Bounds", "Column", "Observed"),
    "model": ("Simulation",),
    "numerics.streams": ("Purpose",),
    "parts": ("Parts",),
    "record": ("Recorder",),
    "replicate": ("simulate",),
}
_HOMES = {name: f"{__name__}.{home}" for home, names in _NAMES.items() for name in names}

__all__ = [
    "AMOUNT",
    "SHARE",
    "UNBOUNDED",
    "Attribute",
    "Bounds",
    "Column",
    "Countermeasures",
    "DeepStrikeProducers",
    "FpvProducers",
    "FrontLineUnits",
    "Governments",
    "GroundProducers",
    "InnovatingProducers",
    "InterceptorProducers",
    "InterceptorUnits",
    "NavalProducers",
    "Observed",
    "Parts",
    "Producers",
    "Purpose",
    "RacingProducers",
    "Recorder",
    "Sightings",
    "Simulation",
    "StrikeForces",
    "StrikeProducers",
    "simulate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(globals().keys() | _HOMES.keys())
