"""killzone: an agent-based simulation of drone warfare as an adaptation race.

    import sim

    results = sim.run("baseline", replicates=5)
    results.daily  # pandas
    sim.compare("results/baseline", "results/fast")
    sim.sweep("experiments/feedback.yaml", out="results/feedback").runs
    sim.film("results/baseline")  # the path of a GIF
    sim.report("results/feedback")

or by hand:

    simulation = sim.Simulation(sim.load("baseline"), replicate=0)
    simulation.step()
    simulation.agents

Each name is imported when it is first used, so that ``import sim`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.config import Config, ConfigError, load
    from sim.experiment.comparing import compare
    from sim.experiment.errors import RunError
    from sim.experiment.results import Results, read
    from sim.experiment.runner import rerun, run, sweep
    from sim.model import Simulation
    from sim.view.film import film
    from sim.view.report import report

__version__ = "0.1.0"

__all__ = [
    "Config",
    "ConfigError",
    "Results",
    "RunError",
    "Simulation",
    "compare",
    "film",
    "load",
    "read",
    "report",
    "rerun",
    "run",
    "sweep",
]

_HOMES = {
    "Config": "sim.config",
    "ConfigError": "sim.config",
    "Results": "sim.experiment.results",
    "RunError": "sim.experiment.errors",
    "Simulation": "sim.model",
    "compare": "sim.experiment.comparing",
    "film": "sim.view.film",
    "load": "sim.config",
    "read": "sim.experiment.results",
    "report": "sim.view.report",
    "rerun": "sim.experiment.runner",
    "run": "sim.experiment.runner",
    "sweep": "sim.experiment.runner",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(globals().keys() | _HOMES.keys())
