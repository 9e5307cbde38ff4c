"""How a run of an experiment is done, by a worker or by this process."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from sim.config.behaviours import allow, sources
from sim.experiment import experiment_tables
from sim.experiment.errors import BehaviourError
from sim.experiment.store import parts
from sim.experiment.workers.likeness import names_now, require_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sim.config import Config
    from sim.config.behaviours import Source
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.plan import Finished, Part, Run
    from sim.experiment.store.tables import Columns

    Simulate = Callable[[Config, int, Callable[[int], None]], dict[str, Columns]]


@dataclass(frozen=True)
class ExperimentTask:
    """How the runs of an experiment are done; pickled once for each worker.

    Attributes
    ----------
    experiment
        What the runs belong to.
    folder
        The result folder.
    epoch
        Start of the sweep, which parts carry in their names.
    simulate_one
        Simulates a replicate, calls a function after each day and returns the tables; itself a
        function of a module, so that workers can import it.
    warm_up
        What compiles the model, or loads it.
    allowed
        Modules that the process which asks for the runs may load.
    sources
        What the code of the experiment's behaviours is there.
    names
        What the names of the model are there; filled in for workers elsewhere.
    """

    experiment: Experiment
    folder: Path
    epoch: int
    simulate_one: Simulate
    warm_up: Callable[[], None]
    allowed: frozenset[str]
    sources: Sequence[Source]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def seconds_per_run(self) -> float:
        """Most CPU time that a run may take."""
        return self.experiment.seconds_per_run

    def for_workers(self) -> ExperimentTask:
        """Return the task with what workers compare themselves with."""
        return replace(self, names=names_now(self.experiment.base.behaviours))

    def prepare(self) -> None:
        """Get a new worker ready, outside any time limit: import, compile, compare.

        Raises
        ------
        ConfigError
            If a behaviour cannot be loaded here.
        BehaviourError
            If the code is not that of the process which asks for the runs.
        """
        allow(self.allowed)
        self.warm_up()
        for here, there in zip(sources(self.experiment.base.behaviours), self.sources, strict=True):
            if here != there:
                raise BehaviourError(f"{here.name} is not the same file here and there")
        require_alike(self.names, self.experiment.base.behaviours)

    def configure(self, run: Run) -> Config:
        """Return the configuration of a run."""
        return self.experiment.config_at(run.levels)

    def simulate(
        self, config: Config, run: Run, on_day: Callable[[int], None]
    ) -> dict[str, Columns]:
        """Return what a run recorded; call `on_day` with the number of each day done."""
        return self.simulate_one(config, run.replicate, on_day)

    def record(self, run: Run, config: Config, recorded: dict[str, Columns]) -> dict[str, pa.Table]:
        """Return the rows of a run in all tables that are kept, its responses first."""
        return experiment_tables.rows(self.experiment, self._schemas, run, config, recorded)

    def write(self, finished: Sequence[Finished]) -> Part:
        """Write the rows of several runs as one part, flushed to disk.

        Raises
        ------
        OSError
            If the file system refuses: the sweep stops, and none of these runs has failed.
        """
        joined = {
            name: pa.concat_tables(each.rows[name] for each in finished) for name in self._schemas
        }
        seconds = {each.run.id: each.seconds for each in finished}
        return parts.write(self.folder, self.epoch, joined, seconds)

    @cached_property
    def _schemas(self) -> dict[str, pa.Schema]:
        return experiment_tables.schemas(self.experiment)
