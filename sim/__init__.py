"""killzone: an agent-based simulation of drone warfare as an adaptation race.

    import sim

    results = sim.run("baseline", replicates=5)
    results.daily  # pandas
    sim.compare("results/baseline", "results/fast")
    sim.sweep("experiments/feedback.yaml", out="results/feedback").runs
    sim.sweep(sim.Experiment("days", factors={"race.obsolescence_days": {"values": [30, 60]}}))
    sim.film("results/baseline")  # the path of a GIF
    sim.report("results/feedback")
    sim.verify()  # the model against theory

or by hand:

    model = sim.Simulation(sim.load("baseline"), replicate=0)
    recorder = sim.Recorder(model)
    model.step()
    model.set("ukraine.fpv.hit_share", 0.2)
    model.agents
    recorder.tables()

Each name is imported when it is first used, so that ``import sim`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from sim.version import __version__

if TYPE_CHECKING:
    from sim.analysis.responses import Response
    from sim.config import Config, ConfigError, load
    from sim.experiment.calibrating import calibrate
    from sim.experiment.design.composing import compose as Experiment  # noqa: N812
    from sim.experiment.ema import ema_model
    from sim.experiment.errors import RunError
    from sim.experiment.results.results import Results, read
    from sim.experiment.runner import rerun
    from sim.verification.verify import verify
    from sim.view.comparing import compare
    from sim.view.concluding import run, sweep
    from sim.view.discovering import discover
    from sim.view.exchanging import exchange
    from sim.view.exploring import explore
    from sim.view.film import film
    from sim.view.journal import figures
    from sim.view.report import report
    from sim.view.sensing import sensitivity
    from sim.war.model import Simulation
    from sim.war.record import Recorder

__all__ = [
    "Config",
    "ConfigError",
    "Experiment",
    "Recorder",
    "Response",
    "Results",
    "RunError",
    "Simulation",
    "__version__",
    "calibrate",
    "compare",
    "discover",
    "ema_model",
    "exchange",
    "explore",
    "figures",
    "film",
    "load",
    "read",
    "report",
    "rerun",
    "run",
    "sensitivity",
    "sweep",
    "verify",
]

_HOMES = {
    "Config": "sim.config",
    "ConfigError": "sim.config",
    "Experiment": "sim.experiment.design.composing:compose",
    "Recorder": "sim.war.record",
    "Response": "sim.analysis.responses",
    "Results": "sim.experiment.results.results",
    "RunError": "sim.experiment.errors",
    "Simulation": "sim.war.model",
    "calibrate": "sim.experiment.calibrating",
    "compare": "sim.view.comparing",
    "discover": "sim.view.discovering",
    "ema_model": "sim.experiment.ema",
    "explore": "sim.view.exploring",
    "exchange": "sim.view.exchanging",
    "figures": "sim.view.journal",
    "film": "sim.view.film",
    "load": "sim.config",
    "read": "sim.experiment.results.results",
    "report": "sim.view.report",
    "rerun": "sim.experiment.runner",
    "run": "sim.view.concluding",
    "sensitivity": "sim.view.sensing",
    "sweep": "sim.view.concluding",
    "verify": "sim.verification.verify",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    module, _, other = _HOMES[name].partition(":")
    value = getattr(importlib.import_module(module), other or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(globals().keys() | _HOMES.keys())
