"""The contract that every part of the model keeps, as tests that a behaviour from outside inherits.

>>> from sim.testing import BehaviourContract
>>> class TestNewestFirst(BehaviourContract):  # in a test file, for pytest
...     behaviours = {"russia.countermeasures": "my_lab.hunters:NewestFirst"}
"""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.config import Config, load
from sim.config import behaviours as permission
from sim.config.behaviours import USE, Behaviour
from sim.config.values import with_values
from sim.experiment.design.experiment import Experiment
from sim.experiment.rehearsal import rehearse
from sim.experiment.runner import run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Named = str | dict[str, Any]


def configured(behaviours: Mapping[str, Named], settings: Mapping[str, Any] = {}) -> Config:
    """Return the baseline with behaviours, their modules allowed.

    Parameters
    ----------
    behaviours
        By part, `module:Name`, or a mapping with `use` and the behaviour's own parameters.
    settings
        Other values of parameters, by path.
    """
    found = [_behaviour(part, named) for part, named in behaviours.items()]
    permission.allow(each.module for each in found)
    return with_values(load("baseline"), settings).model_copy(update={"behaviours": tuple(found)})


def _behaviour(part: str, named: Named) -> Behaviour:
    own = {USE: named} if isinstance(named, str) else dict(named)
    return Behaviour(part=part, name=own.pop(USE), parameters=tuple(own.items()))


class BehaviourContract:
    """What a behaviour must keep to. Subclass it with `behaviours`; pytest runs what it inherits.

    Attributes
    ----------
    behaviours
        As `configured` takes them.
    settings
        Other values of parameters: a small war of ten weeks, if not given.
    """

    behaviours: ClassVar[Mapping[str, Named]]
    settings: ClassVar[Mapping[str, Any]] = {
        "run.days": 70,
        "front.sectors": 5,
        "ukraine.fpv.producers": 10,
        "russia.fpv.producers": 5,
    }

    def config(self) -> Config:
        """Return the configuration that is tested."""
        return configured(self.behaviours, self.settings)

    def test_it_keeps_to_seed_streams_and_numbers(self) -> None:
        """Same seed, same days; no draw from a shared generator; no NaN where none belongs."""
        rehearse(Experiment.of(self.config(), "contract"))

    def test_replicates_differ(self) -> None:
        """Draws follow the replicate's streams, not a constant of the behaviour's own."""
        from sim.war.replicate import simulate  # noqa: PLC0415 (numba is slow to import)

        one, other = (simulate(self.config(), replicate)["daily"] for replicate in (0, 1))
        assert any(not np.array_equal(one[name], other[name]) for name in one)

    def test_two_workers_write_the_same_bytes_as_one(self, tmp_path: Path) -> None:
        """Every table of two replicates is the same file, whoever simulated them."""
        config = self.config()
        for workers in (1, 2):
            run(config, replicates=2, workers=workers, out=tmp_path / str(workers))
        for table in ("daily", "designs", "space", "runs"):
            name = f"{table}.parquet"
            assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()

    def test_nothing_is_alive_after_the_run(self) -> None:
        """A model that is done can be collected, with all that the behaviour holds."""
        from sim.war.model import Simulation  # noqa: PLC0415 (numba is slow to import)

        model = Simulation(self.config())
        model.run()
        gone = weakref.ref(model)
        del model
        gc.collect()
        assert gone() is None
