"""One replicate: a model and its recorder, from a configuration to its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.model import Simulation
from sim.war.parts import DEFAULT, Parts
from sim.war.record import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.config.schema import Config
    from sim.war.record import Table


def simulate(
    config: Config,
    replicate: int = 0,
    on_day: Callable[[int], None] | None = None,
    parts: Parts = DEFAULT,
) -> dict[str, Table]:
    """Simulate one replicate to `run.days`.

    Parameters
    ----------
    config, replicate
        What to simulate.
    on_day
        Called with the number of each day that is done.
    parts
        Which classes play the parts.

    Returns
    -------
    dict of str to dict of str to array
        Its tables, as `Recorder.tables` returns them.
    """
    model = Simulation(config, replicate, parts=parts)
    recorder = Recorder(model)
    model.run(on_day)
    return recorder.tables()
