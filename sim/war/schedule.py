"""What inputs say and which events run on a day, and the configuration that holds on it.

See docs/odd.md, submodel "Events".
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sim.config.added_events import setting_event, with_events
from sim.config.conflicts import conflicts
from sim.config.inputs import values_on
from sim.config.values import like, value_at, values_in_force, with_legal, with_values
from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.numerics.streams import Purpose
from sim.war.spin_up import steady

if TYPE_CHECKING:
    from sim.config.schema import Config
    from sim.war.numerics.compiled import Floats, Ints


class Uniforms(Protocol):
    """A source of random numbers, as `sim.war.numerics.streams.Streams`."""

    def uniforms(self, purpose: Purpose, day: int, slots: Ints) -> Floats:
        """Return one uniform for each slot."""
        ...


class Schedule:
    """The inputs and events of one replicate, day by day.

    Parameters
    ----------
    config
        The configuration as it was read; inputs vary its values, and events scale them.
    streams
        The random numbers of the events that start at random: one a day for each event, keyed
        by its place in the list, so that an event that is added at its end changes no other.

    Attributes
    ----------
    first : Config
        The configuration of day 0.
    """

    first: Config

    def __init__(self, config: Config, streams: Uniforms) -> None:
        self._streams = streams
        self._day = 0
        self._running: dict[int, tuple[int, int]] = {}
        self._added: dict[str, int] = {}
        self._inputs: dict[str, float] = {}
        self._plan(config)
        self.first = self._today = self._varied(0)
        self._before = steady(self.first) if config.run.spin_up_days > 0 else self.first

    @property
    def planned(self) -> Config:
        """The configuration as it was read, with the events that were added since."""
        return self._config

    def add(self, path: str, value: float) -> None:
        """Add an event that sets a parameter from the next day on, until one is added again.

        Parameters
        ----------
        path
            A parameter that may change during a run.
        value
            What it is set to.

        Raises
        ------
        ConfigError
            If such an event in a file would be refused; nothing is changed then.
        """
        value = value.item() if isinstance(value, np.generic) else value
        tomorrow, last = self._day + 1, self._added.get(path)
        event = setting_event(path, value, tomorrow)
        events = [*self._config.events]
        if last is not None and events[last].day == tomorrow:
            events[last] = event
        else:
            if last is not None:
                events[last] = events[last].model_copy(update={"until_day": tomorrow})
            events.append(event)
        self._plan(with_events(self._config, events, path))
        if last is not None and last in self._running:
            self._running[last] = self._running[last][0], tomorrow
        self._added[path] = events.index(event)

    def _plan(self, config: Config) -> None:
        self._config = config
        self._first_days = [event.starts_on(config.run.start) for event in config.events]
        self._chances = np.array(
            [-math.expm1(-(event.per_year or 0.0) / DAYS_PER_YEAR) for event in config.events]
        )

    def config(self, day: int) -> Config:
        """Return the configuration that holds on `day`.

        Up to day 0 that is the spin-up's. Later it is the same object as the day before while no
        event starts or ends, the one that was read while none runs, and shares with that one all
        parts in which nothing changes.

        Parameters
        ----------
        day
            The day after the last one asked for, from 1, or that one again; or one before.
        """
        if day <= 0:
            return self._before
        self._reach(day)
        return self._today

    def active(self, day: int) -> tuple[str, ...]:
        """Return the labels of the events that run on `day`, in the order of the list.

        Parameters
        ----------
        day
            As for `config`.
        """
        self._reach(day)
        return tuple(self._config.events[index].label for index in sorted(self._running))

    def _reach(self, day: int) -> None:
        if day == self._day:
            return
        if day != self._day + 1:
            raise ValueError(f"day {day} is asked for after day {self._day}")
        self._day = day
        before = self._running, self._inputs
        self._inputs = values_on(self._config.inputs, self._date(day))
        if self._config.events:
            self._running = self._running_on(day)
        if (self._running, self._inputs) != before:
            self._today = self._changed()

    def _date(self, day: int) -> dt.date:
        return self._config.run.start + dt.timedelta(days=day)

    def _varied(self, day: int) -> Config:
        """Return the configuration with what inputs say on a day; the same if they say nothing."""
        self._inputs = values_on(self._config.inputs, self._date(day))
        said = {
            path: like(value_at(self._config, path), value) for path, value in self._inputs.items()
        }
        return with_legal(self._config, said) if said else self._config

    def _running_on(self, day: int) -> dict[int, tuple[int, int]]:
        """Return the first day and the day of the end of each event that runs, by its place."""
        running = {index: span for index, span in self._running.items() if day < span[1]}
        for index in self._starting(day, running):
            end = self._config.events[index].ends_on(day, self._config.run.start)
            if day < end:
                running[index] = day, end
        return running

    def _starting(self, day: int, running: dict[int, tuple[int, int]]) -> list[int]:
        fixed = [index for index, first in enumerate(self._first_days) if first == day]
        waiting = [
            index
            for index, first in enumerate(self._first_days)
            if first is None and index not in running
        ]
        if not waiting:
            return fixed
        u = self._streams.uniforms(Purpose.EVENT, day, np.array(waiting))
        return fixed + [waiting[place] for place in np.flatnonzero(u < self._chances[waiting])]

    def _changed(self) -> Config:
        """Return the configuration with the values of the events that run."""
        varied = self._varied(self._day)
        if not self._running:
            return varied
        starts = [(start, index) for index, (start, _) in self._running.items()]
        config = with_values(varied, values_in_force(varied, starts))
        for conflict in conflicts(config):
            raise ValueError(f"day {self._day}: {conflict.path}: {conflict.problem}")
        return config
