"""The spin-up: the steady war before day 0, fought once for each configuration and replicate.

See docs/odd.md, "Initialization".
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from sim.config.values import with_legal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.config.schema import Config

_STEADY = {
    "peace.ceasefire": False,
    "race.breakthroughs_per_year": 0.0,
    "race.reach_gain": 0.0,
    "economy.learning_rate": 0.0,
    "ukraine.capacity_growth_per_year": 0.0,
    "russia.capacity_growth_per_year": 0.0,
    "ukraine.interceptor.innovates": False,
    "russia.interceptor.innovates": False,
    "ukraine.deep_strike.altitude_step_m": 0.0,
    "russia.strike.altitude_step_m": 0.0,
    "ukraine.deep_strike.launcher_growth_per_year": 0.0,
    "russia.strike.launcher_growth_per_year": 0.0,
}
Case = tuple[str, int, tuple[int, int]]
State = dict[str, Any]


class Memory:
    """The states of day 0 that this process needed last.

    A class of its own and no dictionary of the module, since what is remembered is no part of the
    model, which workers compare with their parent's.
    """

    most = 4
    """More would take room in sweeps that need none again."""

    def __init__(self) -> None:
        self._states: OrderedDict[Case, State] = OrderedDict()

    def keep(self, which: Case, state: Mapping[str, Any]) -> None:
        """Keep a copy of a state, in place of the one that was longest not asked for."""
        self._states[which] = copy.deepcopy(dict(state))
        while len(self._states) > self.most:
            self._states.popitem(last=False)

    def recall(self, which: Case) -> State | None:
        """Return a copy of a state, or None if it is not remembered."""
        if which not in self._states:
            return None
        self._states.move_to_end(which)
        return copy.deepcopy(self._states[which])

    def clear(self) -> None:
        """Forget all."""
        self._states.clear()

    def __len__(self) -> int:
        """Return how many states it has."""
        return len(self._states)


memory = Memory()


def steady(config: Config) -> Config:
    """Return a configuration without what has a direction, and in war, as the spin-up has it."""
    return with_legal(config, _STEADY)


def case(config: Config, replicate: int, stream_keys: tuple[int, int]) -> Case:
    """Return what the state of day 0 depends on: not on events, nor on how long the run is."""
    written = (
        steady(config)
        .model_copy(update={"events": ()})
        .model_dump_json(exclude={"run": {"days", "replicates"}, "outputs": True, "targets": True})
    )
    return written, replicate, stream_keys
