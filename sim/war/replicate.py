"""One replicate: a model and its recorder, from a configuration to its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config.schema import Config
from sim.war.model import Simulation
from sim.war.record import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.war.parts import Parts
    from sim.war.record import Table


def simulate(
    config: Config,
    replicate: int = 0,
    on_day: Callable[[int], None] | None = None,
    parts: Parts | None = None,
) -> dict[str, Table]:
    """Simulate one replicate to `run.days`.

    Parameters
    ----------
    config, replicate
        What to simulate.
    on_day
        Called with the number of each day that is done.
    parts
        Which classes play the parts, as `Simulation` takes it.

    Returns
    -------
    dict of str to dict of str to array
        Its tables, as `Recorder.tables` returns them.
    """
    model = Simulation(config, replicate, parts=parts)
    recorder = Recorder(model)
    model.run(on_day)
    return recorder.tables()


def warm_up() -> None:
    """Compile all kernels, or load them from numba's cache."""
    config = Config.model_validate(
        {
            "run": {"days": 3, "spin_up_days": 1},
            "front": {"sectors": 70},
            "ukraine": {
                "refit_share": 0.5,
                "fpv": {"producers": 2, "platform_days": 0.5, "retooling_days": 0.0},
                "ground": {"producers": 1},
            },
            "race": {"develop_share": 0.0, "release_below": 1.0},
            "events": [{"path": "peace.ceasefire", "set": True, "day": 3, "days": 1}],
        }
    )
    simulate(config)
